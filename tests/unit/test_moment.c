/* Moments: today, claims, months, and how they are joined. */
#include "check_main.h"
#include "rules/moment.h"
#include "rules_sample.h"

#include <stdio.h>

static struct rules_when when_of(const char *text, const char *fault)
{
    char line[128];
    int length = snprintf(line, sizeof line, "a: %s [S]\n", text);
    ck_assert(length > 0 && (size_t)length < sizeof line);
    struct sample sample;
    sample_open(&sample, line);
    struct rules_value value = sample_value(&sample, "a");
    struct rules_when when = moment_read_when(&value);
    if (fault == NULL) {
        ck_assert_uint_eq(sample.errors.count, 0);
    } else {
        ck_assert_uint_eq(when.count, 0);
        ck_assert_msg(sample_says(&sample, fault), "%.*s", (int)sample.errors.text.length,
                      (const char *)sample.errors.text.bytes);
    }
    sample_close(&sample);
    return when;
}

static void moment_is(const char *text, enum merit_moment moment, uint8_t back, uint8_t months)
{
    struct rules_when when = when_of(text, NULL);
    ck_assert_uint_eq(when.count, 1);
    ck_assert_int_eq(when.moments[0].moment, moment);
    ck_assert_uint_eq(when.moments[0].months_back, back);
    ck_assert_uint_eq(when.moments[0].months, months);
}

START_TEST(test_moment_each)
{
    moment_is("today", MERIT_MOMENT_DAY, 0, 0);
    moment_is("12 months before", MERIT_MOMENT_DAY, 12, 0);
    moment_is("claim within 12 months", MERIT_MOMENT_CLAIM_SERIES, 12, 0);
    moment_is("end of M", MERIT_MOMENT_MONTH_END, 0, 0);
    moment_is("end of M-12", MERIT_MOMENT_MONTH_END, 12, 0);
    moment_is("M", MERIT_MOMENT_MONTHS, 0, 1);
    moment_is("M-13", MERIT_MOMENT_MONTHS, 13, 1);
    moment_is("12 months to M-12", MERIT_MOMENT_MONTHS, 12, 12);
}
END_TEST

START_TEST(test_moment_joined)
{
    struct rules_when when = when_of("M or M-1", NULL);
    ck_assert_uint_eq(when.count, 2);
    ck_assert(when.either);
    when = when_of("M and M-12", NULL);
    ck_assert_uint_eq(when.count, 2);
    ck_assert(!when.either);
    ck_assert_uint_eq(when.moments[1].months_back, 12);
    (void)when_of("M and M-1 or M-2", "expected nothing more instead of 'or'");
    (void)when_of("M or M-1 or M-2 or M-3 or M-4", "expected no more moments");
}
END_TEST

START_TEST(test_moment_wrong)
{
    (void)when_of("tomorrow", "expected 'today'");
    (void)when_of("M-14", "no further back");
    (void)when_of("M-", "a month: 'M'");
    (void)when_of("M12", "a month: 'M'");
    (void)when_of("Monday", "a month: 'M'");
    (void)when_of("6 months before", "days are compared with those of 12 months before, not 6");
    (void)when_of("claim within 3 months", "not 3");
    (void)when_of("13 months to M", "at most 12");
    (void)when_of("0 months to M", "at least one month");
    (void)when_of("end of today", "a month: 'M'");
    (void)when_of("12 months", "'before', or 'to' and a month");
}
END_TEST

START_TEST(test_moment_compare)
{
    struct sample sample;
    sample_open(&sample, "a: M or M-1 with M-12 or M-13 [S]\nb: M [S]\n");
    struct rules_when now = {0};
    struct rules_when base = {0};
    struct rules_value value = sample_value(&sample, "a");
    ck_assert(moment_read_compare(&value, &now, &base));
    ck_assert_uint_eq(now.count, 2);
    ck_assert_uint_eq(base.moments[1].months_back, 13);
    struct rules_when untouched = {0};
    value = sample_value(&sample, "b");
    ck_assert(!moment_read_compare(&value, &untouched, &untouched));
    ck_assert_uint_eq(untouched.count, 0);
    ck_assert(sample_says(&sample, "2:5: error: expected 'with' at the end"));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS(
    "moment", test_moment_each, test_moment_joined, test_moment_wrong, test_moment_compare)
