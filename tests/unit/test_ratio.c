/* Tests of exact fractions, against whole numbers of 128 bits and against ways of comparing that
 * multiply nothing. */
#include "check_main.h"
#include "merit/ratio.h"
#include "unit_tools.h"

#include <signal.h>

enum { ROUNDS = 200000 };

static struct merit_ratio ratio(merit_int128 numerator, merit_int128 denominator)
{
    return (struct merit_ratio){numerator, denominator};
}

/* Any of up to `bits` bits, small ones as likely as large ones. */
static merit_int128 random_number(uint64_t *seed, unsigned bits)
{
    unsigned used = (unsigned)random_below(seed, bits + 1);
    merit_uint128 number = (merit_uint128)random_next(seed) << 64 | random_next(seed);
    return used == 0 ? 0 : (merit_int128)(number >> (128 - used));
}

static struct merit_ratio random_ratio(uint64_t *seed, unsigned bits)
{
    merit_int128 numerator = random_number(seed, bits);
    return ratio(random_below(seed, 2) == 0 ? numerator : -numerator,
                 random_number(seed, bits - 1) + 1);
}

START_TEST(small_fractions_compare_as_their_products)
{
    uint64_t seed = 1;
    for (int i = 0; i < ROUNDS; i++) {
        struct merit_ratio a = random_ratio(&seed, 62);
        struct merit_ratio b = random_ratio(&seed, 62);
        merit_int128 left = a.numerator * b.denominator;
        merit_int128 right = b.numerator * a.denominator;
        int expected = (left > right) - (left < right);
        if (merit_ratio_compare(a, b) != expected || merit_ratio_compare(b, a) != -expected) {
            ck_abort_msg("round %d", i);
        }
    }
}
END_TEST

/* a and b differ by one part of their denominators' product, the least there is. */
START_TEST(huge_neighbours_differ)
{
    uint64_t seed = 2;
    for (int i = 0; i < 2000; i++) {
        /* Neighbours of a Stern-Brocot path: b.n x a.d - a.n x b.d = 1 all along it. */
        struct merit_ratio a = ratio((merit_int128)random_below(&seed, 9) - 4, 1);
        struct merit_ratio b = ratio(a.numerator + 1, 1);
        for (int step = 0; step < 400; step++) {
            struct merit_ratio middle =
                ratio(a.numerator + b.numerator, a.denominator + b.denominator);
            if (middle.denominator > (merit_int128)1 << 122) {
                break;
            }
            if (random_below(&seed, 2) == 0) {
                a = middle;
            } else {
                b = middle;
            }
        }
        if (merit_ratio_compare(a, b) >= 0 || merit_ratio_compare(b, a) <= 0 ||
            merit_ratio_compare(a, a) != 0) {
            ck_abort_msg("round %d", i);
        }
    }
}
END_TEST

START_TEST(equal_fractions_of_any_size_are_equal)
{
    uint64_t seed = 3;
    for (int i = 0; i < ROUNDS; i++) {
        struct merit_ratio a = random_ratio(&seed, 60);
        merit_int128 by = random_number(&seed, 63) + 1;
        merit_int128 other = random_number(&seed, 63) + 1;
        struct merit_ratio wide = ratio(a.numerator * by, a.denominator * by);
        struct merit_ratio wider = ratio(a.numerator * other, a.denominator * other);
        if (merit_ratio_compare(wide, wider) != 0 ||
            merit_ratio_compare(wide, ratio(wider.numerator + 1, wider.denominator)) != -1 ||
            merit_ratio_compare(wide, ratio(wider.numerator - 1, wider.denominator)) != 1) {
            ck_abort_msg("round %d", i);
        }
    }
}
END_TEST

START_TEST(signs_and_zero_compare)
{
    merit_int128 huge = (merit_int128)1 << 126;
    ck_assert_int_eq(merit_ratio_compare(ratio(-huge, 3), ratio(huge, 5)), -1);
    ck_assert_int_eq(merit_ratio_compare(ratio(0, huge), ratio(0, 1)), 0);
    ck_assert_int_eq(merit_ratio_compare(ratio(0, huge), ratio(1, huge)), -1);
    ck_assert_int_eq(merit_ratio_compare(ratio(-1, huge), ratio(0, huge - 1)), -1);
    ck_assert_int_eq(merit_ratio_compare(ratio(huge, huge - 1), ratio(huge - 1, huge - 2)), -1);
    ck_assert_int_eq(merit_ratio_compare(ratio(-huge, huge - 1), ratio(1 - huge, huge - 2)), 1);
}
END_TEST

START_TEST(a_reduced_fraction_is_equal_and_has_no_divisor)
{
    uint64_t seed = 4;
    for (int i = 0; i < 20000; i++) {
        struct merit_ratio a = random_ratio(&seed, 40);
        merit_int128 by = 2 + random_number(&seed, 60);
        struct merit_ratio reduced =
            merit_ratio_reduce(ratio(a.numerator * by, a.denominator * by));
        bool small = reduced.denominator <= a.denominator && reduced.denominator > 0;
        bool common = false;
        for (merit_int128 prime = 2; prime < 30; prime++) {
            common = common || (reduced.numerator % prime == 0 && reduced.denominator % prime == 0);
        }
        if (!small || common || merit_ratio_compare(reduced, a) != 0) {
            ck_abort_msg("round %d", i);
        }
    }
    ck_assert(merit_ratio_reduce(ratio(0, 77)).denominator == 1);
    ck_assert(merit_ratio_reduce(ratio(-6, 4)).numerator == -3);
}
END_TEST

START_TEST(sums_are_exact)
{
    uint64_t seed = 5;
    for (int i = 0; i < ROUNDS; i++) {
        struct merit_ratio a = random_ratio(&seed, 40);
        struct merit_ratio b = random_ratio(&seed, 40);
        struct merit_ratio expected =
            ratio(a.numerator * b.denominator + b.numerator * a.denominator,
                  a.denominator * b.denominator);
        if (merit_ratio_compare(merit_ratio_add(a, b), expected) != 0) {
            ck_abort_msg("round %d", i);
        }
    }
}
END_TEST

/* 1/(2^64 x 3) + 1/(2^64 x 5): the product of the denominators does not fit, the sum does. */
START_TEST(a_sum_is_reduced_where_it_must_be)
{
    merit_int128 wide = (merit_int128)1 << 100;
    struct merit_ratio sum = merit_ratio_add(ratio(1, wide * 3), ratio(1, wide * 5));
    ck_assert_int_eq(merit_ratio_compare(sum, ratio(8, wide * 15)), 0);
    merit_int128 wider = (merit_int128)1 << 120;
    sum = merit_ratio_add(ratio(wider, wider * 3), ratio(1, 1000));
    ck_assert_int_eq(merit_ratio_compare(sum, ratio(1003, 3000)), 0);
    sum = merit_ratio_add(ratio(1, 1000), ratio(wider, wider * 3));
    ck_assert_int_eq(merit_ratio_compare(sum, ratio(1003, 3000)), 0);
    sum = merit_ratio_add(ratio(5, wide), ratio(-5, wide));
    ck_assert(sum.numerator == 0);
}
END_TEST

START_TEST(a_sum_that_does_not_fit_is_refused)
{
    merit_int128 wide = (merit_int128)1 << 100;
    merit_ratio_add(ratio(1, wide), ratio(1, wide + 1));
}
END_TEST

START_TEST(hundredths_are_rounded_half_up)
{
    static const struct {
        int64_t numerator;
        int64_t denominator;
        int64_t hundredths;
    } cases[] = {
        {0, 1, 0},         {20, 3, 667},        {10, 3, 333},
        {1, 200, 1},       {199, 40000, 0},     {201, 40000, 1},
        {6999, 100, 6999}, {69994, 1000, 6999}, {69995, 1000, 7000},
        {-1, 200, 0},      {-3, 200, -1},       {-2, 300, -1},
        {-1, 300, 0},      {40, 3, 1333},       {INT64_MAX, INT64_MAX, 100},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_int_eq(merit_ratio_hundredths(ratio(cases[i].numerator, cases[i].denominator)),
                         cases[i].hundredths);
    }
}
END_TEST

/* h is right where (2h - 1) / 200 <= a < (2h + 1) / 200. */
START_TEST(hundredths_of_any_size_are_the_nearest)
{
    uint64_t seed = 6;
    for (int i = 0; i < ROUNDS; i++) {
        struct merit_ratio a = random_ratio(&seed, 126);
        merit_int128 whole = a.numerator / a.denominator;
        if (whole > INT64_MAX / 1000 || whole < INT64_MIN / 1000) {
            continue;
        }
        int64_t hundredths = merit_ratio_hundredths(a);
        if (merit_ratio_compare(ratio(2 * (merit_int128)hundredths - 1, 200), a) > 0 ||
            merit_ratio_compare(ratio(2 * (merit_int128)hundredths + 1, 200), a) <= 0) {
            ck_abort_msg("round %d", i);
        }
    }
}
END_TEST

START_TEST(hundredths_of_wide_fractions_are_rounded_half_up)
{
    merit_int128 wide = ((merit_int128)1 << 126) / 200 * 200;
    ck_assert_int_eq(merit_ratio_hundredths(ratio(wide / 200, wide)), 1);
    ck_assert_int_eq(merit_ratio_hundredths(ratio(wide / 200 - 1, wide)), 0);
    ck_assert_int_eq(merit_ratio_hundredths(ratio(wide / 200 * 199, wide)), 100);
    ck_assert_int_eq(merit_ratio_hundredths(ratio(wide / 200 * 199 - 1, wide)), 99);
    ck_assert_int_eq(merit_ratio_hundredths(ratio(-(wide / 200), wide)), 0);
    ck_assert_int_eq(merit_ratio_hundredths(ratio(-(wide / 200) - 1, wide)), -1);
}
END_TEST

START_TEST(the_floor_is_at_most_the_number)
{
    ck_assert_int_eq(merit_ratio_floor(ratio(7, 2)), 3);
    ck_assert_int_eq(merit_ratio_floor(ratio(-7, 2)), -4);
    ck_assert_int_eq(merit_ratio_floor(ratio(-8, 2)), -4);
    ck_assert_int_eq(merit_ratio_floor(ratio(0, 5)), 0);
    merit_int128 wide = (merit_int128)1 << 90;
    ck_assert_int_eq(merit_ratio_floor(ratio(70 * wide - 1, wide)), 69);
    ck_assert_int_eq(merit_ratio_floor(ratio(70 * wide, wide)), 70);
    ck_assert_int_eq(merit_ratio_floor(ratio(-1, wide)), -1);
}
END_TEST

static Suite *ratio_suite(void)
{
    Suite *suite = suite_create("ratio");
    TCase *tcase = tcase_create("ratio");
    tcase_add_test(tcase, small_fractions_compare_as_their_products);
    tcase_add_test(tcase, huge_neighbours_differ);
    tcase_add_test(tcase, equal_fractions_of_any_size_are_equal);
    tcase_add_test(tcase, signs_and_zero_compare);
    tcase_add_test(tcase, a_reduced_fraction_is_equal_and_has_no_divisor);
    tcase_add_test(tcase, sums_are_exact);
    tcase_add_test(tcase, a_sum_is_reduced_where_it_must_be);
    tcase_add_test_raise_signal(tcase, a_sum_that_does_not_fit_is_refused, SIGABRT);
    tcase_add_test(tcase, hundredths_are_rounded_half_up);
    tcase_add_test(tcase, hundredths_of_any_size_are_the_nearest);
    tcase_add_test(tcase, hundredths_of_wide_fractions_are_rounded_half_up);
    tcase_add_test(tcase, the_floor_is_at_most_the_number);
    suite_add_tcase(suite, tcase);
    return suite;
}

CHECK_MAIN(ratio_suite)
