/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "entente.h"

int main(void)
{
    printf("entente %s\n", ent_version());
    return 0;
}
