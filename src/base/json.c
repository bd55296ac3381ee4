/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include "base/utf8.h"

static void before_value(json *w)
{
    if (w->comma) buf_char(w->out, ',');
    w->comma = true;
}

void json_open(json *w, char bracket)
{
    before_value(w);
    buf_char(w->out, bracket);
    w->comma = false;
}

void json_close(json *w, char bracket)
{
    buf_char(w->out, bracket);
    w->comma = true;
}

static void put_escaped(buf *b, str s)
{
    uint32_t plain = 0, i = 0;
    if (!s.n) return; /* no arithmetic on a NULL */
    while (i < s.n) {
        unsigned char c = (unsigned char)s.s[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c < 0x80) {
            i++;
            continue;
        }
        uint32_t n = 1, cp = c < 0x80 ? c : utf8_decode(s, i, &n);
        if (c >= 0x80 && cp != UTF8_BAD) {
            i += n;
            continue;
        }
        buf_put(b, s.s + plain, i - plain);
        if (c >= 0x80) buf_z(b, "\xEF\xBF\xBD");
        else if (c == '"') buf_z(b, "\\\"");
        else if (c == '\\') buf_z(b, "\\\\");
        else if (c == '\n') buf_z(b, "\\n");
        else if (c == '\t') buf_z(b, "\\t");
        else if (c == '\r') buf_z(b, "\\r");
        else buf_printf(b, "\\u%04x", c);
        i += n;
        plain = i;
    }
    buf_put(b, s.s + plain, s.n - plain);
}

static void put_quoted(buf *b, str s)
{
    buf_char(b, '"');
    put_escaped(b, s);
    buf_char(b, '"');
}

void json_key(json *w, const char *key)
{
    before_value(w);
    put_quoted(w->out, str_from(key));
    buf_char(w->out, ':');
    w->comma = false;
}

void json_str(json *w, str s)
{
    before_value(w);
    put_quoted(w->out, s);
}

void json_str_or_null(json *w, str s)
{
    if (s.n) json_str(w, s);
    else json_null(w);
}

void json_int(json *w, int64_t v)
{
    before_value(w);
    buf_int(w->out, v);
}

void json_fixed(json *w, int64_t v, int decimals)
{
    before_value(w);
    if (v < 0) {
        buf_char(w->out, '-');
        v = -v;
    }
    int64_t scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    buf_int(w->out, v / scale);
    int64_t rest = v % scale;
    if (!rest) return;
    buf_char(w->out, '.');
    while (rest) {
        scale /= 10;
        buf_char(w->out, (char)('0' + rest / scale));
        rest %= scale;
    }
}

void json_flag(json *w, bool v)
{
    before_value(w);
    buf_z(w->out, v ? "true" : "false");
}

void json_null(json *w)
{
    before_value(w);
    buf_z(w->out, "null");
}

void json_raw(json *w, str s)
{
    before_value(w);
    buf_str(w->out, s);
}

void json_line(json *w)
{
    buf_char(w->out, '\n');
    w->comma = false;
}
