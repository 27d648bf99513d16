/* Tests of what changed between two explanations: every option, in parts that sum. */
#include "change_fixture.h"
#include "check_main.h"

static struct change_fixture fixture;

/* "-1/1 ASSOCIATION_ENDED; ": the parts of the n-th option. */
static const char *said(uint32_t option)
{
    static char text[400];
    const struct merit_option_change *change = &fixture.change.options[option];
    text[0] = '\0';
    for (uint32_t i = 0; i < change->part_count; i++) {
        const struct merit_change_part *part = &change->parts[i];
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%d/%d %s%s; ",
                 (int)part->difference.numerator, (int)part->difference.denominator,
                 merit_reason_code(part->reason), part->of_base ? " of the base" : "");
    }
    return text;
}

START_TEST(each_option_changes_by_its_parts)
{
    change_begin(&fixture);
    ck_assert(fixture.change.same_rules);
    ck_assert_uint_eq(fixture.change.option_count, 7);
    ck_assert_str_eq(said(0), "-1/1 ASSOCIATION_ENDED; ");
    /* Two people then; one expired, and the gate takes the other away. */
    ck_assert_str_eq(said(1), "-1/1 CERTIFICATION_EXPIRED; -1/1 GATE_NOT_MET; ");
    ck_assert_str_eq(said(2), "-100/1 ASSOCIATION_ENDED; ");
    ck_assert_str_eq(said(3), "");
    ck_assert_str_eq(said(5), "250/1 REPORTED; 200/1 REPORTED of the base; ");
    ck_assert_str_eq(said(6), "");
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
    struct merit_change change;
    explain_change(&fixture.before, &less, &fixture.explain.arena, &change);
    ck_assert_uint_eq(change.option_count, 7);
    ck_assert_ptr_nonnull(change.options[0].after);
    for (uint32_t i = 1; i < 7; i++) {
        ck_assert_ptr_null(change.options[i].after);
        ck_assert_ptr_nonnull(change.options[i].before);
    }
    change_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_change",
                 each_option_changes_by_its_parts,
                 an_option_that_the_rules_do_not_have_any_more)
