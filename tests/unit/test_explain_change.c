/* Tests of what changed between two explanations: every option, in parts that sum. */
#include "change_fixture.h"
#include "check_main.h"

static struct change_fixture fixture;

START_TEST(each_option_changes_by_its_parts)
{
    change_begin(&fixture);
    ck_assert(fixture.change.same_rules);
    ck_assert_uint_eq(fixture.change.option_count, 7);
    ck_assert_str_eq(change_said(&fixture, 0), "-1/1 ASSOCIATION_ENDED; ");
    /* Two people then; one expired, and the gate takes the other away. */
    ck_assert_str_eq(change_said(&fixture, 1), "-1/1 CERTIFICATION_EXPIRED; -1/1 GATE_NOT_MET; ");
    ck_assert_str_eq(change_said(&fixture, 2), "-100/1 ASSOCIATION_ENDED; ");
    ck_assert_str_eq(change_said(&fixture, 3), "");
    ck_assert_str_eq(change_said(&fixture, 5),
                     "250/1 MONTH_CLOSES; 200/1 FAR_EDGE_MOVED of the base; ");
    ck_assert_str_eq(change_said(&fixture, 6), "");
    change_end(&fixture);
}
END_TEST

START_TEST(an_option_that_the_rules_do_not_have_any_more)
{
    change_begin(&fixture);
    struct merit_explanation less = fixture.explain.explanation;
    struct merit_path_explained path = less.paths[0];
    less.paths = &path;
    path.score.metric_count = 1;
    struct explain_steps steps = fixture.steps;
    struct merit_change change;
    steps.of[EXPLAIN_AFTER] = &less;
    explain_change(&steps, &fixture.explain.arena, &change);
    ck_assert_uint_eq(change.option_count, 7);
    ck_assert_ptr_nonnull(change.options[0].after);
    for (uint32_t i = 1; i < 7; i++) {
        ck_assert_ptr_null(change.options[i].after);
        ck_assert_ptr_nonnull(change.options[i].before);
        for (uint32_t k = 0; k < change.options[i].part_count; k++) {
            ck_assert_int_eq(change.options[i].parts[k].reason, MERIT_REASON_RULES_CHANGED);
        }
    }
    change_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_change",
                 each_option_changes_by_its_parts,
                 an_option_that_the_rules_do_not_have_any_more)
