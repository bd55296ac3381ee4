/* SPDX-License-Identifier: Apache-2.0 */
/* The table reader: any bytes give rows or an error with a line. */
#include "base/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    table t;
    ent_error err;
    volatile uint32_t sum = 0; /* every byte of every field is touched */
    if (table_open(&t, "fuzz.tsv", str_make((const char *)data, n), "form code? note?", &err)) return 0;
    while (table_next(&t, &err) == 1)
        for (int i = 0; i < 3; i++)
            for (uint32_t k = 0; k < t.field[i].n; k++) sum += (unsigned char)t.field[i].s[k];
    (void)sum;
    return 0;
}
