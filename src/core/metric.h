/* From a partner's sums of slots to a designation's score. */
#ifndef CORE_METRIC_H
#define CORE_METRIC_H

#include "merit/output.h"

/* What decides whether anything is to be said. */
struct metric_summary {
    uint8_t path;             /* the reported one */
    struct merit_ratio total; /* exact */
    int64_t hundredths;       /* total x 100, rounded half up */
    bool qualified;
};

/* `sums` has span->slot_count values: the slots' sums; of a BY_PRODUCT slot the number of products
 * above 0; of a WEIGHTED one anything. Source: rules §1 (options, parts, qualified, paths). */
void metric_summarize(const struct merit_span *span,
                      const merit_int128 *sums,
                      struct metric_summary *ret_summary);
/* The whole score, metric by metric, of the same sums. */
void metric_score(const struct merit_span *span,
                  const merit_int128 *sums,
                  const struct metric_summary *summary,
                  struct merit_score *ret_score);

/* For those who explain a score: one path of several, and one option of a metric. */
void metric_path_summary(const struct merit_span *span,
                         uint8_t path,
                         const merit_int128 *sums,
                         struct metric_summary *ret_summary);

struct metric_option {
    merit_int128 sum;  /* of the slot, in its own unit */
    merit_int128 base; /* PERCENT: of the base slot */
    struct merit_ratio actual;
    struct merit_ratio target;
    struct merit_ratio points; /* between 0 and the metric's max */
    bool counts;               /* the best one, or a part */
};
void metric_option_figures(const struct merit_span *span,
                           const struct merit_metric *metric,
                           const struct merit_option *option,
                           const merit_int128 *sums,
                           struct metric_option *ret_figures);

#endif
