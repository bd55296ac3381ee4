/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The station: trees → predicates with roles, status and who says it.
 *
 *   repair.c, tree.c ─► find.c ─► role.c ── control.c, nominal.c ─► speech.c ─► status.c ── mode.c
 *   own trees, walks    kinds     roles     missing subjects, nouns  sources     status, tense, factuality
 *
 * Knows grammar, knows no politics: every full verb is a predicate whatever it means, and words stand in tables under grammar/
 * only for what they do to the clause they govern. Rules over Universal Dependencies and no trained labeller, because every
 * role and status must be explainable by a row or a line, and because labelled news of free licence is too scarce to train on.
 * Where neither a table nor the tree decides, the role stays empty.
 * Cost: linear in tokens; each predicate looks at its own dependents and at the predicate above it. Memory: the document's.
 * Sources: Universal Dependencies v2 (de Marneffe et al., 2021) for the trees; FactBank (Saurí & Pustejovsky, 2009) for
 * factuality; PolNeAR (Newell, Margolin & Ruths, 2018) for attribution; Karttunen (1971, 2012) for implicative verbs.
 */
#include "clause/clause.h"

#include "clause/work.h"

int clause_run(const clause_tables *t, doc *d, ent_error *err)
{
    clause_work w = {.t = t, .d = d, .err = err};
    if (!d->n_tokens || !d->head || !d->upos) return ENT_OK;
    if (!tree_build(&w)) return error_memory(err);
    int rc = find_predicates(&w);
    if (!rc) rc = role_run(&w);
    if (!rc) rc = speech_run(&w);
    if (rc) return rc;
    status_run(&w);
    d->clause_head = w.head;
    return d->mem->failed ? error_memory(err) : ENT_OK;
}
