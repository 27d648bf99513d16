/* Tests of the limits of an explanation: beyond them only amounts are kept. */
#include "check_main.h"
#include "task/explain_rows.h"

static struct arena arena;

static void add(struct merit_option_explained *option, int64_t amount)
{
    struct merit_contribution row = {.amount = amount};
    row.why.about = merit_text_of("code");
    explain_rows_add(&arena, &row, option);
}

START_TEST(rows_are_kept_with_their_texts)
{
    struct merit_option_explained option = {0};
    for (int i = 0; i < 100; i++) {
        add(&option, i % 3);
    }
    ck_assert_uint_eq(option.row_count, 100);
    for (int i = 0; i < 100; i++) {
        ck_assert_int_eq((int64_t)option.rows[i].amount, i % 3);
        ck_assert(merit_text_equal(option.rows[i].why.about, merit_text_of("code")));
    }
    arena_fini(&arena);
}
END_TEST

START_TEST(beyond_the_limits_the_rest_is_summed)
{
    struct merit_option_explained option = {0};
    for (int i = 0; i < 2 * MERIT_EXPLAIN_ROWS_MAX; i++) {
        add(&option, 0);
        add(&option, 7);
    }
    ck_assert_uint_eq(option.row_count, MERIT_EXPLAIN_ROWS_MAX + MERIT_EXPLAIN_ZEROS_MAX);
    ck_assert_uint_eq(option.zero_count, 2 * MERIT_EXPLAIN_ROWS_MAX);
    ck_assert_uint_eq(option.row_count + option.rest_count, 4 * MERIT_EXPLAIN_ROWS_MAX);
    ck_assert_int_eq((int64_t)option.rest_amount, 7 * MERIT_EXPLAIN_ROWS_MAX);
    arena_fini(&arena);
}
END_TEST

/* So near to 10,000. */
static void add_near(struct merit_option_explained *option, int64_t near)
{
    struct merit_contribution row = {
        .check = {.made = true, .left = near, .left_factor = 1, .constant = 10000}};
    explain_rows_add(&arena, &row, option);
}

START_TEST(the_nearest_misses_are_kept)
{
    struct merit_option_explained option = {0};
    for (int64_t i = 0; i < 10000; i++) {
        add_near(&option, i * 7919 % 10000); /* each number once, scattered */
        if (i % 100 == 0) {
            add(&option, 1);
        }
    }
    ck_assert_uint_eq(option.row_count, MERIT_EXPLAIN_ZEROS_MAX + 100);
    ck_assert_uint_eq(option.zero_count, 10000);
    ck_assert_uint_eq(option.rest_count, 10000 - MERIT_EXPLAIN_ZEROS_MAX);
    for (uint32_t i = 0; i < option.row_count; i++) {
        if (option.rows[i].amount == 0) {
            ck_assert_int_ge(option.rows[i].check.left, 10000 - MERIT_EXPLAIN_ZEROS_MAX);
        }
    }
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("explain_rows",
                 rows_are_kept_with_their_texts,
                 the_nearest_misses_are_kept,
                 beyond_the_limits_the_rest_is_summed)
