/* Tests of a partner's sums of slots, against a plain array. */
#include "check_main.h"
#include "program_fixture.h"
#include "task/sums.h"

static struct program_fixture fixture;
static struct table state;

static struct sums_of sums_of(uint32_t partner, uint8_t designation, uint8_t span)
{
    return (struct sums_of){&state, &fixture.program, partner, designation, span, NULL};
}

static int64_t sum_of(const struct sums_of *of, int slot)
{
    merit_int128 sums[MERIT_SLOTS_MAX];
    memset(sums, 0x55, sizeof sums);
    ck_assert(sums_read(of, sums));
    return (int64_t)sums[slot];
}

static void begin(void)
{
    program_fixture_make(&fixture);
    table_init(&state);
}

START_TEST(sums_of_nobody_are_zero)
{
    begin();
    struct sums_of of = sums_of(0, FIXTURE_USERS, 0);
    for (int s = 0; s < FIXTURE_USERS_SLOTS; s++) {
        ck_assert_int_eq(sum_of(&of, s), 0);
    }
    table_fini(&state);
}
END_TEST

START_TEST(sums_add_up_as_an_array_does)
{
    begin();
    int64_t model[5][FIXTURE_USERS_SLOTS] = {{0}};
    uint64_t seed = 5;
    for (int step = 0; step < 5000; step++) {
        uint32_t partner = (uint32_t)random_below(&seed, 5);
        struct sums_of of = sums_of(partner, FIXTURE_USERS, 0);
        int sign = random_below(&seed, 2) == 0 ? 1 : -1;
        int64_t slots[FIXTURE_USERS_SLOTS];
        for (int s = 0; s < FIXTURE_USERS_SLOTS; s++) {
            slots[s] = (int64_t)random_below(&seed, 1000000000000) - 500000000000;
            model[partner][s] += sign * slots[s];
        }
        sums_add(&of, slots, sign);
        if (step % 100 == 0) {
            for (int s = 0; s < FIXTURE_USERS_SLOTS; s++) {
                ck_assert_int_eq(sum_of(&of, s), model[partner][s]);
            }
        }
    }
    table_fini(&state);
}
END_TEST

START_TEST(designations_and_spans_have_sums_of_their_own)
{
    begin();
    struct sums_of people = sums_of(7, FIXTURE_PEOPLE, 0);
    struct sums_of users = sums_of(7, FIXTURE_USERS, 0);
    const int64_t slots[] = {3, 4, 5};
    sums_add(&people, slots, 1);
    ck_assert_int_eq(sum_of(&people, 0), 3);
    ck_assert_int_eq(sum_of(&users, 0), 0);
    struct sums_of before = sums_of(7, FIXTURE_PRODUCTS, 0);
    struct sums_of after = sums_of(7, FIXTURE_PRODUCTS, 1);
    sums_add_product(&before, 0, merit_text_of("azure/vm"), 5);
    ck_assert_int_eq(sum_of(&before, 0), 1);
    ck_assert_int_eq(sum_of(&after, 0), 0);
    table_fini(&state);
}
END_TEST

START_TEST(a_record_of_nothing_goes_when_it_is_settled)
{
    begin();
    struct sums_of of = sums_of(7, FIXTURE_USERS, 0);
    sums_settle(&of);
    const int64_t slots[] = {0, -4, 0};
    sums_add(&of, slots, 1);
    sums_settle(&of);
    ck_assert_uint_eq(state.count, 1);
    ck_assert_int_eq(sum_of(&of, 1), -4);
    sums_add(&of, slots, -1);
    sums_settle(&of);
    ck_assert_uint_eq(state.count, 0);
    struct sums_of products = sums_of(7, FIXTURE_PRODUCTS, 0);
    sums_add_product(&products, 0, merit_text_of("azure/vm"), 5);
    sums_add_product(&products, 0, merit_text_of("azure/vm"), -5);
    sums_settle(&products);
    ck_assert_uint_eq(state.count, 0);
    table_fini(&state);
}
END_TEST

/* The sum is the number of products above 0. */
START_TEST(products_are_counted_while_they_are_above_nothing)
{
    begin();
    struct sums_of of = sums_of(7, FIXTURE_PRODUCTS, 1);
    static const struct {
        const char *product;
        int64_t value;
        int64_t count;
    } steps[] = {
        {"azure/vm", 10, 1},  {"azure/sql", 5, 2}, {"azure/vm", -9, 2},  {"azure/vm", -1, 1},
        {"azure/vm", -3, 1},  {"azure/vm", 3, 1},  {"azure/vm", 1, 2},   {"azure/sq", -5, 2},
        {"azure/sql", -6, 1}, {"azure/sql", 1, 1}, {"azure/sql", 50, 2},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int64_t before = sum_of(&of, 0);
        bool moved = sums_add_product(&of, 0, merit_text_of(steps[i].product), steps[i].value);
        ck_assert_msg(sum_of(&of, 0) == steps[i].count, "step %zu", i);
        ck_assert_msg(moved == (before != steps[i].count), "step %zu", i);
    }
    table_fini(&state);
}
END_TEST

START_TEST(sums_of_another_program_are_refused)
{
    begin();
    struct sums_of of = sums_of(7, FIXTURE_USERS, 0);
    const int64_t slots[] = {3, -4, 1};
    sums_add(&of, slots, 1);
    fixture.spans[0].slot_count = 2;
    merit_int128 sums[MERIT_SLOTS_MAX];
    ck_assert(!sums_read(&of, sums));
    table_fini(&state);
}
END_TEST

/* One place for each partner and designation, as scoring has it: spans come and go in it. */
START_TEST(sums_known_by_their_place_are_those_of_the_key)
{
    begin();
    struct table_block *known = NULL;
    const int64_t slots[FIXTURE_USERS_SLOTS] = {3};
    const int64_t zero[FIXTURE_USERS_SLOTS] = {0};
    for (uint8_t step = 0; step < 20; step++) {
        struct sums_of of = sums_of(7, FIXTURE_PRODUCTS, step % 2);
        struct sums_of plain = of;
        of.known = &known;
        ck_assert_int_eq(sum_of(&of, 0), sum_of(&plain, 0));
        sums_add(&of, slots, 1);
        ck_assert_int_eq(sum_of(&of, 0), 3);
        ck_assert_int_eq(sum_of(&plain, 0), 3);
        sums_settle(&of);
        ck_assert_msg(known != NULL, "it is not zero");
        sums_add(&of, slots, -1);
        sums_add(&of, zero, 1);
        sums_settle(&of);
        ck_assert_ptr_null(known);
        ck_assert_uint_eq(state.count, 0);
        ck_assert_int_eq(sum_of(&of, 0), 0);
    }
    table_fini(&state);
}
END_TEST

CHECK_MAIN_TESTS("sums",
                 sums_known_by_their_place_are_those_of_the_key,
                 sums_of_nobody_are_zero,
                 sums_add_up_as_an_array_does,
                 designations_and_spans_have_sums_of_their_own,
                 a_record_of_nothing_goes_when_it_is_settled,
                 products_are_counted_while_they_are_above_nothing,
                 sums_of_another_program_are_refused)
