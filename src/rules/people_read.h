/* People that count: lists of codes, and gates. */
#ifndef RULES_PEOPLE_READ_H
#define RULES_PEOPLE_READ_H

#include "rules/model.h"

/* Reads `any_of` and `gates` (NULL: none) of a measure. Faults are said. */
void people_read(const struct rules_version *version,
                 const struct yaml_node *any_of,
                 const struct yaml_node *gates,
                 struct rules_measure *measure);

#endif
