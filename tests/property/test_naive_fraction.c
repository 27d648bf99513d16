/* The judge's own arithmetic: fractions are exact, reduced, and rounded half up at the end. */
#include "check_main.h"
#include "naive_fraction.h"

static void expect(struct naive_fraction fraction, int64_t above, int64_t below)
{
    ck_assert_int_eq((int64_t)fraction.above, above);
    ck_assert_int_eq((int64_t)fraction.below, below);
}

START_TEST(reduced)
{
    expect(naive_fraction(6, 4), 3, 2);
    expect(naive_fraction(-6, 4), -3, 2);
    expect(naive_fraction(6, -4), -3, 2);
    expect(naive_fraction(0, -7), 0, 1);
    naive_int128 large = (naive_int128)INT64_MAX * 6;
    expect(naive_fraction(large * 3, large), 3, 1);
}
END_TEST

START_TEST(computed)
{
    expect(naive_plus(naive_fraction(1, 6), naive_fraction(1, 10)), 4, 15);
    expect(naive_plus(naive_fraction(1, 6), naive_fraction(-1, 6)), 0, 1);
    expect(naive_times(naive_fraction(2, 3), naive_fraction(9, 4)), 3, 2);
    expect(naive_divided(naive_fraction(2, 3), naive_fraction(-4, 9)), -3, 2);
}
END_TEST

START_TEST(compared)
{
    ck_assert_int_lt(naive_compare(naive_fraction(-1, 2), naive_fraction(1, 3)), 0);
    ck_assert_int_eq(naive_compare(naive_fraction(2, 6), naive_fraction(1, 3)), 0);
    ck_assert_int_gt(naive_compare(naive_fraction(333334, 1000000), naive_fraction(1, 3)), 0);
}
END_TEST

START_TEST(rounded_half_up)
{
    ck_assert_int_eq(naive_hundredths(naive_fraction(20, 3)), 667);
    ck_assert_int_eq(naive_hundredths(naive_fraction(40, 3)), 1333);
    ck_assert_int_eq(naive_hundredths(naive_fraction(1, 200)), 1);
    ck_assert_int_eq(naive_hundredths(naive_fraction(499, 100000)), 0);
    ck_assert_int_eq(naive_hundredths(naive_fraction(69995, 1000)), 7000);
    ck_assert_int_eq(naive_hundredths(naive_whole(0)), 0);
}
END_TEST

CHECK_MAIN_TESTS("naive fraction", reduced, computed, compared, rounded_half_up)
