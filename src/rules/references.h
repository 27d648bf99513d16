/* Lists, and names that refer to what a version defines. */
#ifndef RULES_REFERENCES_H
#define RULES_REFERENCES_H

#include "rules/model.h"

/* A list of dated values, each once at a time. Faults are said; a node of NULL gives an empty list.
 */
struct rules_items references_items(const struct rules_version *version,
                                    const struct yaml_node *node,
                                    enum value_name kind);

/* Names of sets of association types, "CPOR, CSP": bit t for type t. 0 after a fault. */
uint8_t references_types(const struct rules_version *version, const struct yaml_node *node);

/* The definition that a node names; said and NULL where there is none, silent for a node of NULL.
 */
const struct rules_products *references_products(const struct rules_version *version,
                                                 const struct yaml_node *node);
const struct rules_tenants *references_tenants(const struct rules_version *version,
                                               const struct yaml_node *node);

#endif
