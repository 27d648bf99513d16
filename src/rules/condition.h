/* Conditions on figures: "active_users >= 40 % of paid_available_units and paid_available_units >
 * 0". */
#ifndef RULES_CONDITION_H
#define RULES_CONDITION_H

#include "rules/model.h"

/* The reported figures by name, then those that the version defines. */
const struct rules_figure *condition_figure(const struct rules_version *version,
                                            struct merit_text name);
/* The figure a value names; said and NULL where there is none. */
const struct rules_figure *condition_read_figure(const struct rules_version *version,
                                                 const struct rules_value *value);

/* `key: TESTS`. No tests (node NULL) where the node is NULL or after a fault. */
struct rules_tests condition_read(const struct rules_version *version,
                                  const struct yaml_node *node);
/* `total: FIGURE COMPARE AMOUNT`: one comparison, of a sum over products or over tenants. */
struct rules_tests condition_read_total(const struct rules_version *version,
                                        const struct yaml_node *node);

#endif
