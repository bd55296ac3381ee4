/* SPDX-License-Identifier: Apache-2.0 */
#include "page/parts.h"
int page_html(const page_tables *t, const page_source *source, doc *d, ent_error *err)
{
    return page_plain(t, source, true, d, err);
}
