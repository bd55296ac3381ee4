/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting numbers, where a call for every comparison would cost more than the rest. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stdint.h>

/* Ascending. spare: room for n numbers. */
void sort_numbers(uint64_t *v, uint64_t *spare, uint32_t n);

#endif
