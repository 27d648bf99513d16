/* What changed in the rules of a designation between two days, in words. */
#ifndef RULES_DIFFERENCES_H
#define RULES_DIFFERENCES_H

#include "rules/program_load.h"

/* The version of a designation that is in force on a day: the newest that has begun, else the
 * first. NULL where the rules have no such designation. */
const struct rules_origin *rules_origin_on(const struct rules *rules,
                                           const char *designation,
                                           int32_t day);

/* Adds a line for each value that differs, and one for each list, with what came and what went; how
 * many lines. `first` and `second` are days, in either order. */
uint32_t rules_differences(const struct rules *rules,
                           const char *designation,
                           int32_t first,
                           int32_t second,
                           struct buffer *out);

/* The same of what program.yaml says of days: the first attainment, renewal windows. */
uint32_t rules_program_differences(const struct rules *rules,
                                   int32_t first,
                                   int32_t second,
                                   struct buffer *out);

#endif
