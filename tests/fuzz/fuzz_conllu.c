/* SPDX-License-Identifier: Apache-2.0 */
/* CoNLL-U in, and what came in out again: any bytes give an error with a line or a document whose text spans hold. */
#include <stdlib.h>

#include "format/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena mem;
    doc d;
    ent_error err;
    buf out;
    if (n > 1 << 20) return 0;
    arena_init(&mem, 64 << 20);
    doc_init(&d, &mem);
    buf_init(&out);
    if (format_conllu_read(&d, STR("fuzz"), str_make((const char *)data, n), true, &err) == ENT_OK) {
        for (uint32_t t = 0; t < d.n_tokens; t++)
            if (d.tokens[t].begin > d.tokens[t].end || d.tokens[t].end > d.text.n) abort();
        format_conllu(&out, &d);
        format_dump(&out, &d, STR("parse"));
    }
    buf_fini(&out);
    arena_fini(&mem);
    return 0;
}
