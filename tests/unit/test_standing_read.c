/* Standing: the live rules held against the rules page (§7), and what is refused. */
#include "check_main.h"
#include "rules/standing_read.h"
#include "rules_program.h"
#include "rules_sample.h"

START_TEST(test_standing_live)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_standing_rules *standing = &rules->program->standing;
    ck_assert_int_eq(standing->first_day, day_of("2022-10-03"));
    ck_assert_int_eq(standing->anniversary_months, 12);
    ck_assert_uint_eq(standing->window_count, 2);
    ck_assert_int_eq(standing->windows[0].from_day, INT32_MIN);
    ck_assert(!standing->windows[0].by_months);
    ck_assert_int_eq(standing->windows[0].before, 30);
    ck_assert_int_eq(standing->windows[0].after, 30);
    ck_assert_int_eq(standing->windows[1].from_day, day_of("2023-09-19"));
    ck_assert(standing->windows[1].by_months);
    ck_assert_int_eq(standing->windows[1].before, 5);
    ck_assert_int_eq(standing->windows[1].after, 0);
    rules_free(rules);
    struct rules *one = rules_of("tests/rules/modern_work_only");
    ck_assert_ptr_null(one->program->standing.all_id);
    rules_free(one);
}
END_TEST

START_TEST(test_standing_badge)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_standing_rules *standing = &rules->program->standing;
    ck_assert_str_eq(standing->all_id, "microsoft_cloud");
    ck_assert_uint_eq(standing->all_of_count, 6);
    for (uint8_t i = 0; i < 6; i++) {
        ck_assert_uint_eq(standing->all_of[i], i);
    }
    rules_free(rules);
}
END_TEST

static void refused(const char *text, const char *fault)
{
    struct sample sample;
    sample_open(&sample, text);
    struct rules_program program = {.root = sample.root, .file = &sample.file};
    program.designation_count = 1;
    program.designations[0] = (struct rules_value){.text = merit_text_of("one")};
    standing_read(&program);
    ck_assert_msg(sample_says(&sample, fault), "expected: %s\n%.*s", fault,
                  (int)sample.errors.text.length, (const char *)sample.errors.text.bytes);
    sample_close(&sample);
}

#define WINDOWS(lines)                                                                             \
    "standing:\n  first_day: 2022-10-03 [S]\n  anniversary_months: 12 [S]\n  renewal_windows:\n" lines

START_TEST(test_standing_refused)
{
    refused("standing:\n  first_day: x [S]\n", "'x' is no day");
    refused("standing:\n  anniversary_months: 0 [S]\n", "expected at least 1 month");
    refused("standing:\n  anniversary_months: 12 [S]\n", "key 'renewal_windows' is missing");
    refused(WINDOWS("    - opens: 3 weeks before [S]\n      closes: 3 days after [S]\n"),
            "expected 'days' or 'months'");
    refused(WINDOWS("    - opens: 3 days after [S]\n      closes: 3 days after [S]\n"),
            "expected 'before'");
    refused(WINDOWS("    - opens: 13 months before [S]\n      closes: 0 months after [S]\n"),
            "expected at most 12 months");
    refused(WINDOWS("    - opens: 3 days before [S]\n      closes: 0 months after [S]\n"),
            "a window opens and closes by days");
    refused(WINDOWS("    - from: 2023-01-01 [S]\n      opens: 3 days before [S]\n"
                    "      closes: 3 days after [S]\n"),
            "leave out 'from'");
    refused(WINDOWS("    - opens: 3 days before [S]\n      closes: 3 days after [S]\n"
                    "    - opens: 3 days before [S]\n      closes: 3 days after [S]\n"),
            "key 'from' is missing");
    refused("badge:\n  id: all [S]\n  all_of:\n    - oen [S]\n", "did you mean 'one'?");
    refused("badge:\n  id: one [S]\n  all_of:\n    - one [S]\n", "a designation has this name");
    refused("badge:\n  id: all [S]\n  all_of:\n    - one [S]\n    - one [S]\n", "listed twice");
}
END_TEST

CHECK_MAIN_TESTS("standing_read", test_standing_live, test_standing_badge, test_standing_refused)
