/* program.yaml. */
#include "check_main.h"
#include "rules/program_read.h"
#include "rules_sample.h"

#define STANDING                                                                                   \
    "standing:\n  first_day: 2022-10-03 [S]\n  anniversary_months: 12 [S]\n  renewal_windows:\n"   \
    "    - opens: 30 days before [S]\n      closes: 30 days after [S]\n"

static struct rules_program read(struct sample *sample, const char *text)
{
    sample_open(sample, text);
    struct rules_program program = {0};
    if (sample->root != NULL) {
        program_read(&program, sample->root);
    }
    return program;
}

START_TEST(test_program_good)
{
    struct sample sample;
    struct rules_program program = read(
        &sample, "revision: 7\nsources:\n  S: the deck\n  K: pages\n"
                 "designations:\n  - one\n  - two\nmetrics:\n  - first\n  - second\n" STANDING);
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert_int_eq(program.revision, 7);
    ck_assert_str_eq(program.letters, "SK");
    ck_assert(text_is(program.sources[1].words, "pages"));
    ck_assert_uint_eq(program.designation_count, 2);
    ck_assert(text_is(program.designations[1].text, "two"));
    ck_assert_str_eq(program.metrics, "first second");
    ck_assert_int_eq(program.standing.anniversary_months, 12);
    sample_close(&sample);
}
END_TEST

START_TEST(test_program_wrong)
{
    struct sample sample;
    (void)read(&sample, "revision: 0\nsources:\n  S: the deck\n  kk: pages\n"
                        "designations:\n  - one\n  - one\n  - Two\nmetrics: first\nmore: 1\n");
    ck_assert(sample_says(&sample, "the first revision is 1"));
    ck_assert(sample_says(&sample, "a source is one capital letter"));
    ck_assert(sample_says(&sample, "'one' is listed twice"));
    ck_assert(sample_says(&sample, "'Two' is no such name"));
    ck_assert(sample_says(&sample, "expected a list"));
    ck_assert(sample_says(&sample, "unknown key 'more'"));
    ck_assert(sample_says(&sample, "key 'standing' is missing"));
    ck_assert_uint_eq(sample.errors.count, 7);
    sample_close(&sample);
}
END_TEST

START_TEST(test_program_too_many_designations)
{
    struct sample sample;
    (void)read(&sample,
               "revision: 1\nsources:\n  S: x\ndesignations: [a, b, c, d, e, f, g, h, i, j, "
               "k, l, m, n, o, p, q]\nmetrics:\n  - a\n" STANDING);
    ck_assert(sample_says(&sample, "17 designations, expected 1 to 16"));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("program_read",
                 test_program_good,
                 test_program_wrong,
                 test_program_too_many_designations)
