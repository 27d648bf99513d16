/* Tests of the rows of a ledger as they are stored: the least widths, and all of it back. */
#include "check_main.h"
#include "core/ledger_row.h"
#include "unit_tools.h"

static const int64_t noon = INT64_C(43200000000);

static struct ledger_gauge_row gauge_of(int32_t day, int64_t users, int64_t seats, int64_t stamp)
{
    return (struct ledger_gauge_row){day, {users, seats}, {stamp, stamp}};
}

static struct ledger_month_row month_of(int32_t day, int64_t value, int64_t stamp)
{
    return (struct ledger_month_row){merit_month_of_day(day), day, value, stamp};
}

/* A ledger of one gauge row and one month row in the least shape for them. */
static struct ledger write_both(struct buffer *bytes,
                                bool stamped,
                                const struct ledger_gauge_row *gauge,
                                const struct ledger_month_row *month)
{
    struct ledger_shape shape = ledger_shape_new(stamped);
    ledger_shape_fit_gauge(&shape, gauge);
    ledger_shape_fit_month(&shape, month);
    uint8_t gauge_size = ledger_gauge_size(&shape);
    uint8_t *to =
        buffer_extend(bytes, (size_t)LEDGER_HEADER_BYTES + gauge_size + ledger_month_size(&shape));
    ledger_header_write(to, &shape, 1, 1);
    ledger_gauge_write(to + LEDGER_HEADER_BYTES, &shape, gauge);
    ledger_month_write(to + LEDGER_HEADER_BYTES + gauge_size, &shape, month);
    struct ledger ledger;
    ck_assert(ledger_open(&ledger, buffer_view(bytes)));
    return ledger;
}

static void assert_comes_back(bool stamped,
                              const struct ledger_gauge_row *gauge,
                              const struct ledger_month_row *month)
{
    struct buffer bytes = {0};
    struct ledger ledger = write_both(&bytes, stamped, gauge, month);
    struct ledger_gauge_row gauge_back;
    ledger_gauge_row(&ledger, 0, &gauge_back);
    ck_assert_int_eq(gauge_back.day, gauge->day);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(gauge_back.values[i], gauge->values[i]);
        bool kept = stamped && gauge->values[i] != MERIT_NO_FIGURE;
        ck_assert_int_eq(gauge_back.stamps[i], kept ? gauge->stamps[i] : 0);
    }
    struct ledger_month_row month_back;
    ledger_month_row(&ledger, 0, &month_back);
    ck_assert_int_eq(month_back.month, month->month);
    ck_assert_int_eq(month_back.value, month->value);
    ck_assert_int_eq(month_back.as_of_day, stamped ? month->as_of_day : MERIT_NO_DAY);
    ck_assert_int_eq(month_back.stamp, stamped ? month->stamp : 0);
    buffer_fini(&bytes);
}

START_TEST(rows_come_back_from_the_least_shape)
{
    static const int64_t values[] = {MERIT_NO_FIGURE, 0,          1,          65534,
                                     65535,           4294967294, 4294967295, MERIT_FIGURE_MAX};
    static const int32_t days[] = {MERIT_DAY_FIRST, MERIT_DAY_FIRST + 65535,
                                   MERIT_DAY_FIRST + 65536, MERIT_DAY_LAST};
    static const int64_t offsets[] = {0, 1000000, 1, -1000000, INT64_C(5000000000000000)};
    size_t value_count = sizeof values / sizeof values[0];
    for (size_t i = 0; i < value_count * value_count * 4 * 5 * 2; i++) {
        size_t rest = i;
        int64_t users = values[rest % value_count];
        rest /= value_count;
        int64_t seats = values[rest % value_count];
        rest /= value_count;
        int32_t day = days[rest % 4];
        rest /= 4;
        int64_t stamp = at_second(day, 0) + offsets[rest % 5];
        struct ledger_gauge_row gauge = gauge_of(day, users, seats, stamp);
        struct ledger_month_row month = month_of(day, users == MERIT_NO_FIGURE ? 0 : users, stamp);
        assert_comes_back(rest / 5 == 1, &gauge, &month);
    }
}
END_TEST

START_TEST(two_stamps_are_kept_where_they_differ)
{
    struct ledger_gauge_row gauge = gauge_of(on(2023, 5, 1), 5, 6, at_second(on(2023, 5, 2), 1));
    struct ledger_month_row month = month_of(on(2023, 5, 1), 7, at_second(on(2023, 5, 3), 1));
    gauge.stamps[1] += noon;
    assert_comes_back(true, &gauge, &month);
    gauge.stamps[0] += 1;
    assert_comes_back(true, &gauge, &month);
    gauge.values[0] = MERIT_NO_FIGURE;
    assert_comes_back(true, &gauge, &month);
}
END_TEST

START_TEST(a_new_shape_holds_small_rows_of_our_days)
{
    struct ledger_shape shape = ledger_shape_new(true);
    struct ledger_gauge_row gauge =
        gauge_of(MERIT_DAY_FIRST + 65535, 65534, 65534, at_second(MERIT_DAY_FIRST + 65535, 5));
    struct ledger_month_row month =
        month_of(on(2023, 5, 31), 4294967295, at_second(on(2023, 6, 1), 5));
    ck_assert(!ledger_shape_fit_gauge(&shape, &gauge));
    ck_assert(!ledger_shape_fit_month(&shape, &month));
}
END_TEST

/* Each of these is one more than fits; asked again, the shape has grown. */
static void assert_widens_for_gauge(struct ledger_gauge_row row, bool stamped)
{
    struct ledger_shape shape = ledger_shape_new(stamped);
    uint8_t before = ledger_gauge_size(&shape);
    ck_assert(ledger_shape_fit_gauge(&shape, &row));
    ck_assert_uint_gt(ledger_gauge_size(&shape), before);
    ck_assert(!ledger_shape_fit_gauge(&shape, &row));
}

START_TEST(a_shape_grows_for_one_more)
{
    int32_t day = on(2023, 5, 1);
    int64_t stamp = at_second(day, 0);
    assert_widens_for_gauge(gauge_of(MERIT_DAY_FIRST + 65536, 1, 1, stamp), false);
    assert_widens_for_gauge(gauge_of(day, 65535, 1, stamp), false);
    assert_widens_for_gauge(gauge_of(day, 1, 65535, stamp), false);
    assert_widens_for_gauge(gauge_of(day, 1, 4294967295, stamp), false);
    assert_widens_for_gauge(gauge_of(day, 1, 1, stamp + 1), true);
    assert_widens_for_gauge(gauge_of(day, 1, 1, at_second(day + 25000, 0)), true);
    struct ledger_gauge_row two = gauge_of(day, 1, 1, stamp);
    two.stamps[0] += noon;
    assert_widens_for_gauge(two, true);
    struct ledger_shape shape = ledger_shape_new(true);
    struct ledger_month_row month = month_of(day, 4294967296, stamp);
    ck_assert(ledger_shape_fit_month(&shape, &month));
    ck_assert(!ledger_shape_fit_month(&shape, &month));
    month.stamp++;
    ck_assert(ledger_shape_fit_month(&shape, &month));
}
END_TEST

START_TEST(a_stamp_of_a_null_asks_for_nothing)
{
    struct ledger_shape shape = ledger_shape_new(true);
    struct ledger_gauge_row row = gauge_of(on(2023, 5, 1), 1, MERIT_NO_FIGURE, 0);
    row.stamps[0] = at_second(on(2023, 5, 1), 0);
    row.stamps[1] = 1;
    ck_assert(!ledger_shape_fit_gauge(&shape, &row));
}
END_TEST

START_TEST(the_shape_of_an_opened_ledger_is_that_written)
{
    struct ledger_gauge_row gauge = gauge_of(on(2023, 5, 1), 70000, 2, at_second(0, 0) + 1);
    struct ledger_month_row month = month_of(on(2023, 5, 1), 5, 1);
    struct buffer bytes = {0};
    struct ledger ledger = write_both(&bytes, true, &gauge, &month);
    struct ledger_shape shape = ledger_shape_of(&ledger);
    ck_assert_uint_eq(shape.day_width, 2);
    ck_assert_uint_eq(shape.value_width, 4);
    ck_assert_uint_eq(shape.revenue_width, 4);
    ck_assert_uint_eq(shape.stamp_width, 8);
    ck_assert_uint_eq(shape.stamp_count, 1);
    ck_assert_uint_eq(ledger_gauge_size(&shape), ledger.gauge_size);
    ck_assert_uint_eq(ledger_month_size(&shape), ledger.month_size);
    buffer_fini(&bytes);
}
END_TEST

/* Whatever the first two bytes say, a header alone is opened only as a ledger without rows that
 * says the same when it is written. */
START_TEST(a_header_is_refused_or_comes_back)
{
    int opened = 0;
    for (uint32_t i = 0; i < 65536; i++) {
        uint8_t header[LEDGER_HEADER_BYTES] = {(uint8_t)i, (uint8_t)(i >> 8)};
        struct ledger ledger;
        if (!ledger_open(&ledger, (struct bytes){header, sizeof header})) {
            continue;
        }
        opened++;
        uint8_t back[LEDGER_HEADER_BYTES];
        struct ledger_shape shape = ledger_shape_of(&ledger);
        ledger_header_write(back, &shape, 0, 0);
        ck_assert_mem_eq(back, header, sizeof header);
    }
    /* 2 widths of days, 3 of values, 2 of revenue; no stamps, or 2 widths of them once or twice. */
    ck_assert_int_eq(opened, 2 * 3 * 2 * (1 + 2 * 2));
}
END_TEST

START_TEST(rows_are_found_by_halving)
{
    struct ledger_shape shape = ledger_shape_new(false);
    uint8_t size = ledger_gauge_size(&shape);
    for (uint32_t count = 0; count < 20; count++) {
        struct buffer bytes = {0};
        uint8_t *to = buffer_extend(&bytes, LEDGER_HEADER_BYTES + (size_t)count * size);
        ledger_header_write(to, &shape, count, 0);
        for (uint32_t i = 0; i < count; i++) {
            struct ledger_gauge_row row = gauge_of(20000 + 2 * (int32_t)i, 1, 1, 0);
            ledger_gauge_write(to + LEDGER_HEADER_BYTES + (size_t)i * size, &shape, &row);
        }
        struct ledger ledger;
        ck_assert(ledger_open(&ledger, buffer_view(&bytes)));
        for (int32_t day = 19998; day < 20000 + 2 * (int32_t)count + 2; day++) {
            uint32_t expected = day < 20000 ? 0 : (uint32_t)(day - 20000) / 2 + 1;
            ck_assert_uint_eq(ledger_upper(&ledger, day), expected > count ? count : expected);
        }
        buffer_fini(&bytes);
    }
}
END_TEST

CHECK_MAIN_TESTS("ledger_row",
                 rows_come_back_from_the_least_shape,
                 two_stamps_are_kept_where_they_differ,
                 a_new_shape_holds_small_rows_of_our_days,
                 a_shape_grows_for_one_more,
                 a_stamp_of_a_null_asks_for_nothing,
                 the_shape_of_an_opened_ledger_is_that_written,
                 a_header_is_refused_or_comes_back,
                 rows_are_found_by_halving)
