/* When a figure is taken: "today", "end of M-12", "12 months to M", "M or M-1". */
#ifndef RULES_MOMENT_H
#define RULES_MOMENT_H

#include "rules/model.h"

/* `when: MOMENTS`. Moments are joined by "and" (all of them) or by "or" (any of them). */
struct rules_when moment_read_when(const struct rules_value *value);

/* `compare: MOMENTS with MOMENTS`: the later end and the earlier one, which is subtracted. False
 * after a fault. */
bool moment_read_compare(const struct rules_value *value,
                         struct rules_when *ret_now,
                         struct rules_when *ret_base);

#endif
