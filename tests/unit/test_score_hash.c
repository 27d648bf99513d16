/* Tests of the number that tells scores apart. */
#include "check_main.h"
#include "core/score_hash.h"
#include "unit_tools.h"

static struct merit_output base(void)
{
    struct merit_output output = {.kind = MERIT_OUTPUT_SCORE,
                                  .effective_day = 100,
                                  .version_day = 5,
                                  .program_hash = 6,
                                  .score = {.sequence = 1,
                                            .status = MERIT_STATUS_ATTAINED,
                                            .anniversary_day = 7,
                                            .attained_day = 8}};
    struct merit_score *score = &output.score.score;
    score->path = "smb";
    score->hundredths = 7000;
    score->qualified = true;
    score->metric_count = 1;
    score->metrics[0] = (struct merit_metric_score){.metric = "usage_growth",
                                                    .basis = "CPOR",
                                                    .actual = {3, 2},
                                                    .target = {5, 1},
                                                    .points = {6, 1},
                                                    .max_points = 20,
                                                    .part_count = 1};
    score->metrics[0].parts[0] = (struct merit_part_score){"part", {1, 1}, {2, 1}};
    return output;
}

START_TEST(equal_scores_are_equal_on_any_day)
{
    struct merit_output a = base();
    struct merit_output b = base();
    char path[] = "smb";
    b.score.score.path = path;
    b.effective_day = 200;
    ck_assert_int_eq(score_hash(&a), score_hash(&b));
    ck_assert_int_ne(score_hash(&a), 0);
}
END_TEST

START_TEST(every_field_counts)
{
    struct merit_output changed[17];
    const size_t count = sizeof changed / sizeof changed[0];
    for (size_t i = 0; i < count; i++) {
        changed[i] = base();
    }
    changed[1].version_day++;
    changed[2].program_hash++;
    changed[3].score.sequence++;
    changed[4].score.status = MERIT_STATUS_AT_RISK;
    changed[5].score.anniversary_day++;
    changed[6].score.attained_day++;
    changed[7].score.score.path = NULL;
    changed[8].score.score.hundredths++;
    changed[9].score.score.qualified = false;
    changed[10].score.score.metric_count = 0;
    struct merit_metric_score *metric[17];
    for (size_t i = 0; i < count; i++) {
        metric[i] = &changed[i].score.score.metrics[0];
    }
    metric[11]->basis = NULL;
    metric[12]->actual.numerator++;
    metric[13]->target.denominator++;
    metric[14]->points.numerator++;
    metric[15]->parts[0].actual.numerator++;
    metric[16]->part_count = 0;
    for (size_t a = 0; a < count; a++) {
        for (size_t b = 0; b < a; b++) {
            ck_assert_int_ne(score_hash(&changed[a]), score_hash(&changed[b]));
        }
    }
}
END_TEST

CHECK_MAIN_TESTS("score hash", equal_scores_are_equal_on_any_day, every_field_counts)
