#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes src/page/entities.inc from Python's html.entities.html5, which is the WHATWG table of named character references.
usage: tools/gen_entities.py > src/page/entities.inc
One row a name, in byte order of names; a name without ';' in the source table is one that browsers take without it (`open`)."""
from html.entities import html5


def c_string(text):
    return ''.join('\\x%02x' % byte for byte in text.encode('utf-8'))


def main():
    names = {}
    for name, text in html5.items():
        bare = name.rstrip(';')
        is_open = names.get(bare, ('', False))[1] or not name.endswith(';')
        names[bare] = (text, is_open)
    print('/* SPDX-License-Identifier: Apache-2.0 */')
    print('/* Written by tools/gen_entities.py from the WHATWG table of named character references: name, UTF-8, taken without \';\'. */')
    for bare in sorted(names, key=lambda n: n.encode()):
        text, is_open = names[bare]
        print('{"%s", "%s", %d},' % (bare, c_string(text), is_open))


main()
