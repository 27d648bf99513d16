/* Whether every number that a span can make fits the width in which the core holds it. */
#ifndef RULES_BOUNDS_H
#define RULES_BOUNDS_H

#include "rules/model.h"

/* Says what does not fit, at the version's metrics. The span is compiled and within the limits. */
void bounds_check(const struct rules_version *version, const struct merit_span *span);

#endif
