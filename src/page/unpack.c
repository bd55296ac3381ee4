/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams: plain, gzip (zlib) or zstd, told by their magic numbers (gzip 1F 8B, zstd 28 B5 2F FD).
 *
 * Memory is one input buffer and the library's window, whatever the size. Members that follow one another, as in packed crawls, are read
 * through. Damage costs the rest of its member only: reading goes on where the next one begins, and the damage is told at the end. zstd's default limit on the window (128 MB) stands, so a hostile frame cannot ask for more.
 */
#include "page/unpack.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

enum { RAW_BYTES = 1 << 16 };
typedef enum packing { PACK_NONE, PACK_GZIP, PACK_ZSTD } packing;

struct unpack {
    file_in in;
    unsigned char raw[RAW_BYTES];
    size_t at, n; /* raw[at .. n) is not used yet */
    bool raw_end, in_member, damaged;
    ent_error damage; /* the first, told when all that can be read is given out */
    packing kind;
    z_stream z;
    ZSTD_DStream *zstd;
};

static int refill(unpack *u, ent_error *err)
{
    if (u->at < u->n || u->raw_end) return ENT_OK;
    u->at = u->n = 0;
    int rc = file_get(&u->in, u->raw, RAW_BYTES, &u->n, err);
    u->raw_end = !rc && u->n == 0;
    return rc;
}

/* At least four bytes, if the input has them, so that magic numbers can be seen. */
static int look(unpack *u, ent_error *err)
{
    size_t got = 1;
    int rc = ENT_OK;
    while (!rc && u->n < 4 && got) {
        rc = file_get(&u->in, u->raw + u->n, RAW_BYTES - u->n, &got, err);
        u->n += rc ? 0 : got;
    }
    u->raw_end = !rc && u->n == 0;
    return rc;
}

int unpack_open(unpack **out, const char *path, ent_error *err)
{
    unpack *u = calloc(1, sizeof *u);
    if (!u) return error_memory(err);
    int rc = file_open(&u->in, path, err);
    if (rc) {
        free(u);
        return rc;
    }
    rc = look(u, err);
    if (!rc && u->n >= 2 && u->raw[0] == 0x1F && u->raw[1] == 0x8B) {
        u->kind = PACK_GZIP;
        if (inflateInit2(&u->z, 15 + 16) != Z_OK) rc = error_memory(err), u->kind = PACK_NONE;
    } else if (!rc && u->n >= 4 && !memcmp(u->raw, "\x28\xB5\x2F\xFD", 4)) {
        u->kind = PACK_ZSTD;
        u->zstd = ZSTD_createDStream();
        if (!u->zstd) rc = error_memory(err);
    }
    if (rc) unpack_close(u);
    else *out = u;
    return rc;
}

static int bad(unpack *u, const char *what, ent_error *err) { return error_set(err, ENT_E_FORMAT, -1, "%s: %s", u->in.name, what); }

/* Does a member begin at raw[i]? Of gzip the method and the reserved flags are looked at too. */
static bool member_at(const unpack *u, size_t i)
{
    const unsigned char *p = u->raw + i;
    if (u->kind == PACK_ZSTD) return !memcmp(p, "\x28\xB5\x2F\xFD", 4);
    return p[0] == 0x1F && p[1] == 0x8B && p[2] == 8 && !(p[3] & 0xE0);
}

/* To the next member behind the damage at raw[at]. false when there is none. */
static bool to_next_member(unpack *u, ent_error *err)
{
    enum { MAGIC = 4 };
    u->at += u->at < u->n;
    for (;;) {
        for (; u->at + MAGIC <= u->n; u->at++)
            if (member_at(u, u->at)) return true;
        size_t left = u->n - u->at, got = 0;
        memmove(u->raw, u->raw + u->at, left);
        u->at = 0;
        u->n = left;
        if (u->raw_end || file_get(&u->in, u->raw + left, RAW_BYTES - left, &got, err)) return false;
        u->n += got;
        if (!got) return u->raw_end = true, false;
    }
}

static bool resume(unpack *u, const ent_error *why)
{
    ent_error ignored;
    if (!u->damaged && why) u->damage = *why;
    u->damaged = true;
    if (!to_next_member(u, &ignored)) return false;
    if (u->kind == PACK_GZIP) inflateReset(&u->z);
    else ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
    u->in_member = false;
    return true;
}

static int get_gzip(unpack *u, void *bytes, size_t n, size_t *got, ent_error *err)
{
    u->z.next_in = u->raw + u->at;
    u->z.avail_in = (uInt)(u->n - u->at);
    u->z.next_out = bytes;
    u->z.avail_out = (uInt)n;
    int z = inflate(&u->z, Z_NO_FLUSH);
    u->at = u->n - u->z.avail_in;
    *got = n - u->z.avail_out;
    u->in_member = z != Z_STREAM_END;
    if (z == Z_STREAM_END) inflateReset(&u->z);
    return z == Z_OK || z == Z_STREAM_END || z == Z_BUF_ERROR ? ENT_OK : bad(u, z == Z_MEM_ERROR ? "no memory to unpack gzip" : "damaged gzip data", err);
}

static int get_zstd(unpack *u, void *bytes, size_t n, size_t *got, ent_error *err)
{
    ZSTD_inBuffer in = {u->raw, u->n, u->at};
    ZSTD_outBuffer out = {bytes, n, 0};
    size_t rest = ZSTD_decompressStream(u->zstd, &out, &in);
    u->at = in.pos;
    *got = out.pos;
    if (ZSTD_isError(rest)) return bad(u, "damaged zstd data", err);
    u->in_member = rest != 0;
    return ENT_OK;
}

int unpack_get(unpack *u, void *bytes, size_t n, size_t *got, ent_error *err)
{
    *got = 0;
    while (!*got) {
        int rc = refill(u, err);
        if (rc) return rc;
        size_t before = u->at;
        if (u->raw_end && !u->in_member && u->damaged) {
            if (err) *err = u->damage;
            return u->damage.code;
        }
        if (u->raw_end && !u->in_member) return ENT_OK;
        if (u->kind == PACK_NONE) {
            *got = u->n - u->at < n ? u->n - u->at : n;
            memcpy(bytes, u->raw + u->at, *got);
            u->at += *got;
            return ENT_OK;
        }
        if (!u->in_member && u->kind == PACK_GZIP && u->raw[u->at] != 0x1F) { /* zeros or rubbish after the last member */
            u->at = u->n;
            continue;
        }
        rc = u->kind == PACK_GZIP ? get_gzip(u, bytes, n, got, err) : get_zstd(u, bytes, n, got, err);
        if (rc == ENT_E_FORMAT && resume(u, err)) {
            if (*got) return ENT_OK;
            continue;
        }
        if (rc) return rc;
        if (u->raw_end && !*got && u->at == before && u->in_member) return bad(u, u->kind == PACK_GZIP ? "gzip data breaks off" : "zstd data breaks off", err);
    }
    return ENT_OK;
}

void unpack_close(unpack *u)
{
    if (!u) return;
    if (u->kind == PACK_GZIP) inflateEnd(&u->z);
    ZSTD_freeDStream(u->zstd);
    file_close(&u->in);
    free(u);
}
