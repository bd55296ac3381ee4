/* SPDX-License-Identifier: Apache-2.0 */
/* Files as they come: gzip, zstd, NDJSON, pages. Every document fits the cap, the reader ends, and a failure says why. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "page/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char path[64];
    page_reader *r;
    page_input in;
    buf bytes;
    ent_error err = {0};
    int more, fd = memfd_create("page", 0);
    if (n > 1 << 18 || fd < 0 || write(fd, data, n) != (ssize_t)n) return fd < 0 ? 0 : close(fd);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    buf_init(&bytes);
    if (page_open(&r, path, &err)) {
        if (!err.message[0]) abort();
    } else {
        uint32_t n_documents = 0;
        while ((more = page_next(r, &in, &bytes, &err)) == 1)
            if (in.bytes.n > DOC_CAP_BYTES || ++n_documents > 4u << 20) abort();
        if (more < 0 && !err.message[0]) abort();
        if (page_next(r, &in, &bytes, &err) != 0) abort(); /* the end stays the end */
        page_close(r);
    }
    buf_fini(&bytes);
    close(fd);
    return 0;
}
