/* SPDX-License-Identifier: Apache-2.0 */
#include "entente.h"

const char *ent_version(void) { return ENT_VERSION; }
