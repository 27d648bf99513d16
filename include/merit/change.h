/* What changed a partner's score between two days, in parts that add up. */
#ifndef MERIT_CHANGE_H
#define MERIT_CHANGE_H

#include "merit/explain.h"

/* What one contributor did to an option. Its reason is true of what really changed: time alone,
 * reports, associations and certificates, or rules (core/explain_change.h). */
struct merit_change_part {
    bool person;
    bool of_base; /* of a growth: to what it grew from */
    enum merit_reason reason;
    struct merit_text name;    /* null: of the option as a whole */
    struct merit_text product; /* null: none in particular */
    struct merit_ratio difference;
    const struct merit_contribution *before; /* NULL: there was none */
    const struct merit_contribution *after;  /* NULL: there is none */
};

/* One option of one metric. The parts' differences, and the rest, sum to what its actual changed
 * by; of a growth to what its sum (and, of_base, its base) changed by. */
struct merit_option_change {
    const char *path; /* NULL: there are none */
    const char *metric;
    const struct merit_option_explained *before; /* NULL: the rules had no such option */
    const struct merit_option_explained *after;
    uint32_t part_count;
    struct merit_change_part *parts;
    struct merit_ratio rest; /* of rows beyond the limits */
    struct merit_ratio rest_base;
};

/* Between two explanations, which must outlive it. */
struct merit_change {
    const struct merit_explanation *before;
    const struct merit_explanation *after;
    bool same_rules; /* the same span of rules holds on both days */
    uint32_t option_count;
    struct merit_option_change *options; /* of every path, also where nothing changed */
};

#endif
