/* SPDX-License-Identifier: Apache-2.0 */
/* The counters of steps.h. This file is built without them. */
#define _GNU_SOURCE
#include "slow/steps.h"

#include <stddef.h>

_Thread_local uint64_t steps;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void) { steps++; }

static void bytes(size_t n) { steps += n / 16; }

void *__real_memchr(const void *, int, size_t);
void *__real_memrchr(const void *, int, size_t);
void *__real_memmem(const void *, size_t, const void *, size_t);
void *__real_memcpy(void *, const void *, size_t);
void *__real_memmove(void *, const void *, size_t);
void *__real_memset(void *, int, size_t);
int __real_memcmp(const void *, const void *, size_t);
size_t __real_strlen(const char *);
void *__wrap_memchr(const void *s, int c, size_t n);
void *__wrap_memrchr(const void *s, int c, size_t n);
void *__wrap_memmem(const void *s, size_t n, const void *t, size_t m);
void *__wrap_memcpy(void *to, const void *from, size_t n);
void *__wrap_memmove(void *to, const void *from, size_t n);
void *__wrap_memset(void *to, int c, size_t n);
int __wrap_memcmp(const void *a, const void *b, size_t n);
size_t __wrap_strlen(const char *s);

/* A search costs as far as it went. */
void *__wrap_memchr(const void *s, int c, size_t n)
{
    char *hit = __real_memchr(s, c, n);
    bytes(hit ? (size_t)(hit - (const char *)s) : n);
    return hit;
}

void *__wrap_memrchr(const void *s, int c, size_t n)
{
    char *hit = __real_memrchr(s, c, n);
    bytes(hit ? n - (size_t)(hit - (const char *)s) : n);
    return hit;
}

void *__wrap_memmem(const void *s, size_t n, const void *t, size_t m)
{
    char *hit = __real_memmem(s, n, t, m);
    bytes(hit ? (size_t)(hit - (const char *)s) : n);
    return hit;
}

void *__wrap_memcpy(void *to, const void *from, size_t n)
{
    bytes(n);
    return __real_memcpy(to, from, n);
}

void *__wrap_memmove(void *to, const void *from, size_t n)
{
    bytes(n);
    return __real_memmove(to, from, n);
}

void *__wrap_memset(void *to, int c, size_t n)
{
    bytes(n);
    return __real_memset(to, c, n);
}

int __wrap_memcmp(const void *a, const void *b, size_t n)
{
    bytes(n);
    return __real_memcmp(a, b, n);
}

size_t __wrap_strlen(const char *s)
{
    size_t n = __real_strlen(s);
    bytes(n);
    return n;
}
