// SPDX-License-Identifier: Apache-2.0
// Shim over CLD2, the only C++ of the project: Debian's libcld2 has no C interface.
#include "page/lang.h"

#include <cstdio> // which CLD2's header needs and does not include

#include <cld2/public/compact_lang_det.h>

extern "C" const char *page_lang_guess(const char *text, int n, int *reliable)
{
    bool sure = false;
    CLD2::Language three[3];
    int percent[3], bytes = 0;
    CLD2::Language language = CLD2::ExtDetectLanguageSummary(text, n, true, three, percent, &bytes, &sure); // the plain call says English when it does not know
    *reliable = sure;
    return CLD2::LanguageCode(language);
}
