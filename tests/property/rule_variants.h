/* Rule programs that differ from those of config/rules in what tests of a change want: other
 * targets, populations, windows, orders of designations, fewer of them. */
#ifndef RULE_VARIANTS_H
#define RULE_VARIANTS_H

#include "merit/program.h"

/* The n-th program of a seed, of revision n + 1; it lives until rule_variants_free. The same seed
 * and number give the same program. */
const struct merit_program *rule_variant(uint64_t seed, uint32_t n);
/* A designation's id that outlives the programs. */
const char *rule_variant_id(const char *id);
void rule_variants_free(void);

#endif
