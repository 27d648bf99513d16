/* Metrics, paths, weights, and the choice of a path. */
#include "check_main.h"
#include "rules/paths_read.h"
#include "rules_sample.h"

#define PEOPLE(indent, points)                                                                     \
    indent "points: " points " [S]\n" indent "count: people\n" indent "target: 2 [S]\n" indent     \
           "any_of:\n" indent "  - MS-900 [S]\n"

#define TWO_PATHS                                                                                  \
    "paths:\n"                                                                                     \
    "  small:\n"                                                                                   \
    "    first:\n" PEOPLE("      ", "100") "  large:\n"                                            \
                                           "    first:\n" PEOPLE("      ", "100")

#define CHOICE(path, otherwise)                                                                    \
    "choose:\n"                                                                                    \
    "  path: " path "\n"                                                                           \
    "  at_least: 5 [S]\n"                                                                          \
    "  count: products\n"                                                                          \
    "  products: all\n"                                                                            \
    "  associated: CPOR [S]\n"                                                                     \
    "  where: revenue > $5,000 [S]\n"                                                              \
    "  when: M and M-12 [S]\n"                                                                     \
    "  otherwise: " otherwise "\n"

START_TEST(test_paths_best)
{
    struct sample sample;
    const struct rules_version *version =
        sample_version(&sample, SAMPLE_HEAD "choose: best [S]\n" TWO_PATHS);
    ck_assert(sample_says(&sample, "'all' is defined here but nothing refers to it"));
    ck_assert_uint_eq(sample.errors.count, 1);
    ck_assert_uint_eq(version->path_count, 2);
    ck_assert(text_is(version->paths[0].id, "small"));
    ck_assert(!version->choose_by_products);
    sample_close(&sample);
}
END_TEST

START_TEST(test_paths_by_products)
{
    struct sample sample;
    const struct rules_version *version =
        sample_version(&sample, SAMPLE_HEAD CHOICE("large", "small") TWO_PATHS);
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert(version->choose_by_products);
    ck_assert_int_eq(version->choice_at_least, 5);
    ck_assert_int_eq(version->choice.kind, RULES_COUNT_PRODUCTS);
    ck_assert(text_is(version->paths[0].id, "large"));
    ck_assert(text_is(version->paths[1].id, "small"));
    sample_close(&sample);
}
END_TEST

START_TEST(test_paths_alone)
{
    struct sample sample;
    const struct rules_version *version = sample_version(
        &sample,
        SAMPLE_HEAD "metrics:\n  first:\n" PEOPLE("    ", "60") "  second:\n" PEOPLE("    ", "40"));
    ck_assert_uint_eq(version->path_count, 1);
    ck_assert(merit_text_is_null(version->paths[0].id));
    ck_assert_uint_eq(version->paths[0].metric_count, 2);
    ck_assert_int_eq(version->paths[0].metrics[1].points, 40);
    sample_close(&sample);
}
END_TEST

static void refused(const char *text, const char *fault)
{
    struct sample sample;
    (void)sample_version(&sample, text);
    ck_assert_msg(sample_says(&sample, fault), "expected: %s\n%.*s", fault,
                  (int)sample.errors.text.length, (const char *)sample.errors.text.bytes);
    sample_close(&sample);
}

START_TEST(test_paths_refused)
{
    refused(SAMPLE_HEAD "metrics:\n  first:\n" PEOPLE("    ", "95"), "weights sum to 95, not 100");
    refused(SAMPLE_HEAD "metrics:\n  first:\n" PEOPLE("    ", "0"), "points must be above 0");
    refused(SAMPLE_HEAD "metrics:\n  first:\n" PEOPLE("    ", "1001"), "at most 1000");
    refused(SAMPLE_HEAD "metrics: []\n", "expected a block of keys");
    refused(SAMPLE_HEAD "metrics: {}\n", "0 metrics, expected 1 to 8");
    refused(SAMPLE_HEAD, "expected 'metrics', or 'choose' and 'paths'");
    refused(SAMPLE_HEAD TWO_PATHS, "key 'choose' is missing");
    refused(SAMPLE_HEAD "choose: bets [S]\n" TWO_PATHS, "did you mean 'best'?");
    refused(SAMPLE_HEAD CHOICE("large", "large") TWO_PATHS, "between exactly two paths");
    refused(SAMPLE_HEAD CHOICE("large", "smal") TWO_PATHS, "unknown name 'smal'");
    refused(SAMPLE_HEAD "choose: best [S]\nmetrics:\n  first:\n" PEOPLE("    ", "100"),
            "expected either 'metrics', or 'choose' and 'paths'");
}
END_TEST

START_TEST(test_paths_known_metrics)
{
    struct sample sample;
    sample_open(&sample, "metrics:\n  usage_grwoth:\n" PEOPLE("    ", "100"));
    struct rules_version *version = arena_allocate(&sample.arena, sizeof *version);
    version->root = sample.root;
    version->file = &sample.file;
    version->effective = MERIT_DAY_FIRST;
    paths_read(version, "deployments usage_growth");
    ck_assert(sample_says(&sample, "did you mean 'usage_growth'?"));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("paths_read",
                 test_paths_best,
                 test_paths_by_products,
                 test_paths_alone,
                 test_paths_refused,
                 test_paths_known_metrics)
