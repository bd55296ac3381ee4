/* SPDX-License-Identifier: Apache-2.0 */
#include "page/html.h"
int html_facts(html_tree *t, ent_error *err)
{
    (void)err;
    t->d->title = t->title;
    return 0;
}
int html_facts_from_lines(html_tree *t, ent_error *err)
{
    (void)err;
    (void)t;
    return 0;
}
