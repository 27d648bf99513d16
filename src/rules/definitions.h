/* What a version defines by name for its metrics to refer to: products, types, figures, tenants. */
#ifndef RULES_DEFINITIONS_H
#define RULES_DEFINITIONS_H

#include "rules/model.h"

/* Reads the four blocks of a version's file; faults are said. */
void definitions_read(struct rules_version *version);

/* Says each definition that nothing in the file refers to: a slip, as likely as not. */
void definitions_check_used(const struct rules_version *version);

#endif
