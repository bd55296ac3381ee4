/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost in steps, not seconds, so that a busy machine fails no test: the library is built with -fsanitize-coverage=trace-pc, which
 * calls __sanitizer_cov_trace_pc in every basic block, and with -fno-builtin and the linker's --wrap, which send the C library's
 * loops over bytes through wrappers that count one step for 16 bytes. Every thread counts its own.
 */
#ifndef STEPS_H
#define STEPS_H

#include <stdint.h>

extern _Thread_local uint64_t steps;

#endif
