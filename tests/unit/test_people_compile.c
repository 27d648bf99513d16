/* Requirements of codes, compiled. */
#include "check_main.h"
#include "rules_program.h"

/* The measure's people that hold these codes (ended by NULL) meet one combination of the slot. */
static bool meets(const struct rules *rules,
                  const struct merit_span *span,
                  uint8_t slot,
                  const char *const *codes)
{
    struct merit_code_set held = {{0}};
    for (; *codes != NULL; codes++) {
        uint32_t code = merit_program_code(rules->program, merit_text_of(*codes));
        ck_assert_uint_lt(code, rules->program->code_count);
        held.words[code / 64] |= UINT64_C(1) << (code % 64);
    }
    const struct merit_requirement *requirement =
        &span->requirements[span->slots[slot].requirement];
    for (uint16_t c = 0; c < requirement->combination_count; c++) {
        bool all = true;
        for (size_t w = 0; w < sizeof held.words / sizeof held.words[0]; w++) {
            all = all && (requirement->combinations[c].words[w] & ~held.words[w]) == 0;
        }
        if (all) {
            return true;
        }
    }
    return false;
}

#define MEETS(rules, span, slot, ...)                                                              \
    meets(rules, span, slot, (const char *const[]){__VA_ARGS__, NULL})

static uint8_t people_slot(const struct merit_span *span, const char *path, const char *metric)
{
    const struct merit_measure *measure =
        &metric_of(path_of(span, path), metric)->options[0].measure;
    ck_assert_uint_eq(measure->kind, MERIT_MEASURE_PEOPLE);
    ck_assert_uint_eq(span->slots[measure->slot].kind, MERIT_SLOT_PERSON);
    return measure->slot;
}

START_TEST(test_people_modern_work)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *early = span_of(rules, "modern_work", "2023-06-11");
    const struct merit_span *late = span_of(rules, "modern_work", "2023-06-12");
    uint8_t slot = people_slot(early, "enterprise", "intermediate_certifications");
    ck_assert(MEETS(rules, early, slot, "MS-900"));
    ck_assert(MEETS(rules, early, slot, "MD-100", "MD-101"));
    ck_assert(!MEETS(rules, early, slot, "MD-100"));
    ck_assert(!MEETS(rules, early, slot, "SC-300"));
    slot = people_slot(late, "enterprise", "intermediate_certifications");
    ck_assert(MEETS(rules, late, slot, "SC-300"));
    ck_assert(MEETS(rules, late, slot, "MS-720"));
    ck_assert(MEETS(rules, late, slot, "MD-102"));
    ck_assert(!MEETS(rules, late, slot, "MD-101"));
    slot = people_slot(early, "smb", "advanced_certifications");
    ck_assert(MEETS(rules, early, slot, "MS-100", "MS-101"));
    ck_assert(!MEETS(rules, early, slot, "MS-102"));
    slot = people_slot(late, "smb", "advanced_certifications");
    ck_assert(MEETS(rules, late, slot, "MS-102"));
    ck_assert(MEETS(rules, late, slot, "TEAMS-ROOMS-ASSESSMENT"));
    /* Both paths ask the same of a person: one slot. */
    ck_assert_uint_eq(slot, people_slot(late, "enterprise", "advanced_certifications"));
    rules_free(rules);
}
END_TEST

START_TEST(test_people_until)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *before = span_of(rules, "business_applications", "2024-06-30");
    const struct merit_span *after = span_of(rules, "business_applications", "2024-07-01");
    ck_assert_ptr_ne(before, after);
    uint8_t slot = people_slot(before, "smb", "intermediate_certifications");
    ck_assert(MEETS(rules, before, slot, "MB-230"));
    ck_assert(!MEETS(rules, before, slot, "PL-100"));
    slot = people_slot(after, "smb", "intermediate_certifications");
    ck_assert(!MEETS(rules, after, slot, "MB-230"));
    ck_assert(MEETS(rules, after, slot, "MB-210"));
    rules_free(rules);
}
END_TEST

START_TEST(test_people_gates)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "security", "2023-11-30");
    const struct merit_measure *measure =
        &metric_of(path_of(span, NULL), "intermediate_certifications")->options[0].measure;
    ck_assert_uint_eq(measure->gate_count, 2);
    ck_assert_int_eq(measure->gates[0].people, 1);
    ck_assert(MEETS(rules, span, measure->gates[0].slot, "AZ-500"));
    ck_assert(MEETS(rules, span, measure->gates[1].slot, "MS-500"));
    ck_assert(MEETS(rules, span, measure->slot, "SC-200"));
    span = span_of(rules, "security", "2023-12-01");
    measure = &metric_of(path_of(span, NULL), "intermediate_certifications")->options[0].measure;
    ck_assert_int_eq(measure->gates[0].people, 2);
    ck_assert_int_eq(measure->gates[1].people, 2);
    ck_assert(!MEETS(rules, span, measure->slot, "SC-200"));
    ck_assert(MEETS(rules, span, measure->gates[1].slot, "MS-500"));
    span = span_of(rules, "security", "2024-07-01");
    measure = &metric_of(path_of(span, NULL), "intermediate_certifications")->options[0].measure;
    ck_assert(!MEETS(rules, span, measure->gates[1].slot, "MS-500"));
    ck_assert(MEETS(rules, span, measure->gates[1].slot, "SC-200"));
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("people_compile", test_people_modern_work, test_people_until, test_people_gates)
