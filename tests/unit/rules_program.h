/* Rule programs for tests: those of a folder of rules, compiled. */
#ifndef RULES_PROGRAM_H
#define RULES_PROGRAM_H

#include "rules/program_load.h"

#include <check.h>

#include <stdio.h>

/* The compiled directory below the source tree; faults end the test. */
static inline struct rules *rules_of(const char *directory)
{
    char path[1024];
    int length = snprintf(path, sizeof path, "%s/%s", MERIT_SOURCE_DIR, directory);
    ck_assert(length > 0 && (size_t)length < sizeof path);
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(path, &errors);
    ck_assert_msg(rules != NULL, "%.*s", (int)errors.text.length, (const char *)errors.text.bytes);
    yaml_errors_fini(&errors);
    return rules;
}

static inline const struct merit_designation *designation_of(const struct rules *rules,
                                                             const char *id)
{
    for (uint8_t i = 0; i < rules->program->designation_count; i++) {
        if (strcmp(rules->program->designations[i].id, id) == 0) {
            return &rules->program->designations[i];
        }
    }
    ck_abort_msg("no designation %s", id);
}

static inline int32_t day_of(const char *date)
{
    int32_t day = value_parse_day(merit_text_of(date));
    ck_assert_int_ne(day, MERIT_NO_DAY);
    return day;
}

static inline const struct merit_span *span_of(const struct rules *rules,
                                               const char *id,
                                               const char *date)
{
    const struct merit_designation *designation = designation_of(rules, id);
    return &designation->spans[merit_designation_span(designation, day_of(date))];
}

static inline const struct merit_path *path_of(const struct merit_span *span, const char *id)
{
    for (uint8_t i = 0; i < span->path_count; i++) {
        if ((id == NULL) == (span->paths[i].id == NULL) &&
            (id == NULL || strcmp(span->paths[i].id, id) == 0)) {
            return &span->paths[i];
        }
    }
    ck_abort_msg("no path %s", id == NULL ? "without a name" : id);
}

static inline const struct merit_metric *metric_of(const struct merit_path *path, const char *id)
{
    for (uint8_t i = 0; i < path->metric_count; i++) {
        if (strcmp(path->metrics[i].id, id) == 0) {
            return &path->metrics[i];
        }
    }
    ck_abort_msg("no metric %s", id);
}

/* The set of products a term looks at contains this one. */
static inline bool has_product(const struct rules *rules,
                               const struct merit_product_set *set,
                               const char *product)
{
    uint16_t entry = merit_program_product(rules->program, merit_text_of(product));
    return entry != MERIT_PRODUCT_NONE && merit_product_set_has(set, entry);
}

/* The first term of the slot. */
static inline const struct merit_term *first_term(const struct merit_span *span, uint8_t slot)
{
    ck_assert_uint_ne(span->slots[slot].terms, 0);
    return &span->terms[__builtin_ctzll(span->slots[slot].terms)];
}

#define TYPE(name) (1U << MERIT_TYPE_##name)

#endif
