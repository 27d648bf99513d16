/* Tests of options, paths and the whole: what each earns, and why. */
#include "check_main.h"
#include "core/explain_score.h"
#include "core/metric.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

/* The reasons of an option of a metric, with these sums of the slots that it measures. */
static const char *said(int metric, int option, int64_t sum, int64_t base)
{
    static struct arena arena;
    struct merit_explanation explanation = {.span =
                                                &fixture.rules->program->designations[0].spans[0]};
    const struct merit_metric *of = &explanation.span->paths[0].metrics[metric];
    const struct merit_measure *measure = &of->options[option].measure;
    merit_int128 sums[MERIT_SLOTS_MAX] = {0};
    sums[measure->slot] = sum;
    if (measure->kind == MERIT_MEASURE_PERCENT) {
        sums[measure->base] = base;
    }
    for (uint8_t g = 0; g < measure->gate_count; g++) {
        sums[measure->gates[g].slot] = base;
    }
    explain_score(sums, &arena, &explanation);
    return explain_said(&explain_option_of(&explanation.paths[0], metric, option)->why);
}

START_TEST(each_reason_of_an_option)
{
    explain_begin(&fixture);
    explain_certificate(&fixture, "a", "MS-900", "2022-01-01", "");
    ck_assert_str_eq(said(ADDS, 0, 0, 0), "NOTHING_COUNTED line 22");
    ck_assert_str_eq(said(ADDS, 0, -1, 0), "NOT_ABOVE_ZERO line 22");
    ck_assert_str_eq(said(ADDS, 0, 4, 0), "BELOW_TARGET line 27");
    ck_assert_str_eq(said(ADDS, 0, 5, 0), "TARGET_MET line 27");
    ck_assert_str_eq(said(ADDS, 0, 6, 0), "CAPPED line 27");
    ck_assert_str_eq(said(PEOPLE, 0, 2, 0), "GATE_NOT_MET line 32");
    ck_assert_str_eq(said(PEOPLE, 0, 2, 1), "TARGET_MET line 39");
    ck_assert_str_eq(said(USAGE, 1, 9, 0), "BELOW_TARGET line 52");
    ck_assert_str_eq(said(USAGE, 1, 0, 0), "OTHER_OPTION_WON line 52");
    ck_assert_str_eq(said(GROWTH, 0, 20000, 0), "NO_BASELINE line 66");
    ck_assert_str_eq(said(GROWTH, 0, 20000, 9999), "BASELINE_TOO_SMALL line 67");
    ck_assert_str_eq(said(GROWTH, 0, 10000, 10000), "NOT_ABOVE_ZERO line 63");
    ck_assert_str_eq(said(GROWTH, 0, 11000, 10000), "BELOW_TARGET line 68");
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    explain_end(&fixture);
}
END_TEST

START_TEST(the_whole)
{
    explain_begin(&fixture);
    explain_certificate(&fixture, "a", "MS-900", "2022-01-01", "");
    const struct merit_path_explained *path = explain_on(&fixture, explain_day_of(2023, 6, 30));
    ck_assert_str_eq(explain_said(&path->why), "ONLY_PATH line 0");
    ck_assert_str_eq(explain_said(&path->qualified), "BELOW_QUALIFYING_POINTS line 4");
    ck_assert(path->reported && !path->score.qualified);
    ck_assert_uint_eq(path->metrics[ADDS].place.line, 21);
    ck_assert_str_eq(path->metrics[USAGE].score->basis, "CPOR");
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_score", each_reason_of_an_option, the_whole)
