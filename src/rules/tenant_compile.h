/* Conditions on a tenant as a whole: flags of a span. */
#ifndef RULES_TENANT_COMPILE_H
#define RULES_TENANT_COMPILE_H

#include "rules/compile.h"

/* The tenants that a measure counts at some moments: in its condition, and with its tests or,
 * without tests, its association. */
uint8_t tenant_compile_counted(const struct span_compiler *compiler,
                               const struct rules_measure *measure,
                               const struct rules_when *when);

/* The condition `in` of a measure alone, at its first moment; MERIT_NONE where it has none. */
uint8_t tenant_compile_guard(const struct span_compiler *compiler,
                             const struct rules_measure *measure);

#endif
