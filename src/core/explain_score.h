/* From a partner's sums to its score, every option and path of it, and why each earns what it does.
 */
#ifndef CORE_EXPLAIN_SCORE_H
#define CORE_EXPLAIN_SCORE_H

#include "base/arena.h"
#include "core/metric.h"
#include "merit/explain.h"

/* Fills in paths, their metrics and options (but for rows and products), and choice_products;
 * `span` is set. The sums are those that metric_summarize gets. */
void explain_score(const merit_int128 *sums,
                   struct arena *arena,
                   struct merit_explanation *explanation);

#endif
