/* What a metric counts or sums, as read: `count:`, `sum:` or `growth:` and what belongs to it. */
#ifndef RULES_MEASURE_READ_H
#define RULES_MEASURE_READ_H

#include "rules/model.h"

/* Keys that a measure may have, separated by a space. */
#define MEASURE_KEYS                                                                               \
    "count sum growth products associated in any_product total where when compare any_of gates "   \
    "least_before least_now target"

/* Reads one option (or part) of a metric: a key stands in `own`, else in `shared` (may be NULL, and
 * the same block for a metric without options). Faults are said. */
void measure_read(const struct rules_version *version,
                  const struct yaml_node *own,
                  const struct yaml_node *shared,
                  struct rules_option *option);

/* The measure by which a path is chosen, `count: products`: the same without a target. */
void measure_read_choice(const struct rules_version *version,
                         const struct yaml_node *node,
                         struct rules_measure *measure);

#endif
