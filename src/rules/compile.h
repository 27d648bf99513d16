/* A version as read to one span of the program: all names become indexes, all dates are decided. */
#ifndef RULES_COMPILE_H
#define RULES_COMPILE_H

#include "rules/builder.h"
#include "rules/names.h"

/* Shared by the files that compile; `day` is in the span. */
struct span_compiler {
    struct arena *arena;
    const struct rules_names *names;
    const struct rules_version *version;
    struct span_builder *builder;
    int32_t day;
};

/* The span of the version that holds `day` and begins on from_day. Faults are said to the version's
 * file. */
void compile_span(const struct span_compiler *compiler, int32_t from_day, struct merit_span *span);

/* measure_compile.c */
struct merit_measure measure_compile(const struct span_compiler *compiler,
                                     const struct rules_measure *measure);

/* people_compile.c: a slot of the people that meet one of the combinations. */
uint8_t people_compile(const struct span_compiler *compiler, const struct rules_items *any_of);

#endif
