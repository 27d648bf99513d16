/* Tests of generated people and their certificates. */
#include "check_main.h"
#include "generate_parts.h"

enum { PARTNERS = 200 };

START_TEST(has_more_people_at_large_partners)
{
    struct generate_plan plan = generate_parts_plan(PARTNERS, 1000);
    int32_t first = 0;
    int32_t last = 0;
    for (int32_t i = 0; i < PARTNERS; i++) {
        int32_t count = generate_people_count(&plan, i);
        ck_assert_int_ge(count, 1);
        ck_assert_int_le(count, UINT8_MAX);
        first += i < PARTNERS / 10 ? count : 0;
        last += i >= PARTNERS - PARTNERS / 10 ? count : 0;
    }
    ck_assert_int_gt(first, 4 * last);
}
END_TEST

START_TEST(has_good_certificates)
{
    struct generate_plan plan = generate_parts_plan(PARTNERS, 1000);
    int renewed = 0;
    int unlinked = 0;
    int linked = 0;
    int codes = 0;
    for (int32_t partner = 0; partner < PARTNERS; partner++) {
        for (int32_t i = 0; i < 5 * GENERATE_SLOTS_MAX; i++) {
            struct generate_code code;
            if (!generate_code_make(&plan, partner, i / GENERATE_SLOTS_MAX, i % GENERATE_SLOTS_MAX,
                                    &code)) {
                continue;
            }
            codes++;
            ck_assert_int_gt(code.state_count, 0);
            ck_assert_int_le(code.achieved_day, plan.last_day);
            for (int32_t k = 0; k < code.state_count; k++) {
                ck_assert_int_ge(code.states[k].day, plan.first_day);
                ck_assert(k == 0 || code.states[k].day > code.states[k - 1].day);
                ck_assert(k == 0 || code.states[k].expires_day >= code.states[k - 1].expires_day);
            }
            renewed += code.states[code.state_count - 1].expires_day > code.states[0].expires_day;
            unlinked += code.states[code.state_count - 1].unlinked_day != MERIT_NO_DAY;
            linked += code.linked_day != MERIT_NO_DAY;
        }
    }
    ck_assert_int_gt(renewed, codes / 5);
    ck_assert_int_gt(unlinked, codes / 50);
    ck_assert_int_gt(linked, codes / 20);
}
END_TEST

/* One identity for one code: no person has a code in two slots. */
START_TEST(has_each_code_once)
{
    struct generate_plan plan = generate_parts_plan(PARTNERS, 1000);
    for (int32_t person = 0; person < 1000; person++) {
        const char *names[GENERATE_SLOTS_MAX] = {NULL};
        for (int32_t slot = 0; slot < GENERATE_SLOTS_MAX; slot++) {
            struct generate_code code;
            if (generate_code_make(&plan, person % PARTNERS, person, slot, &code)) {
                names[slot] = code.code;
            }
            for (int32_t k = 0; k < slot && names[slot] != NULL; k++) {
                ck_assert(names[k] == NULL || strcmp(names[k], names[slot]) != 0);
            }
        }
    }
}
END_TEST

static bool is_of(const char *code, const struct generate_exam *exams)
{
    for (; exams->codes[0] != NULL; exams++) {
        for (int i = 0; i < GENERATE_CODES_OF_EXAM && exams->codes[i] != NULL; i++) {
            if (strcmp(exams->codes[i], code) == 0) {
                return true;
            }
        }
    }
    return false;
}

START_TEST(passes_what_its_partner_is_best_at)
{
    struct generate_plan plan = generate_parts_plan_of_six(PARTNERS, 1000);
    int near = 0;
    int all = 0;
    for (int32_t partner = 0; partner < PARTNERS; partner++) {
        const struct generate_designation *best = generate_plan_focus(&plan, partner)->designation;
        for (int32_t i = 0; i < 5 * GENERATE_SLOTS_MAX; i++) {
            struct generate_code code;
            if (generate_code_make(&plan, partner, i / GENERATE_SLOTS_MAX, i % GENERATE_SLOTS_MAX,
                                   &code)) {
                all++;
                near += is_of(code.code, best->intermediate) || is_of(code.code, best->advanced);
            }
        }
    }
    ck_assert_int_gt(near, all * 7 / 10);
    ck_assert_int_gt(all - near, all / 20);
}
END_TEST

CHECK_MAIN_TESTS("generate_person",
                 has_more_people_at_large_partners,
                 has_good_certificates,
                 has_each_code_once,
                 passes_what_its_partner_is_best_at)
