/* Tests of the reports of one series, against a plain list of all of them. */
#include "check_main.h"
#include "core/ledger_row.h"
#include "unit_tools.h"

enum { REPORTS_MAX = 600, GAUGES = 2 };

/* ---- the list: every report ever put, searched from end to end --------------------------- */

struct naive {
    bool stamped;
    size_t count;
    struct ledger_report reports[REPORTS_MAX];
};

/* What is known of one figure of one day. */
struct naive_value {
    bool known;
    int64_t value;
    int64_t stamp;
};

/* The newest of one (as_of, figure): the later occurred_at, of equal ones the larger value; without
 * stamps the one put last. */
static struct naive_value naive_of_day(const struct naive *naive, int32_t day, int figure)
{
    struct naive_value best = {false, 0, 0};
    for (size_t i = 0; i < naive->count; i++) {
        const struct ledger_report *report = &naive->reports[i];
        int64_t value = report->figures[figure];
        if (report->as_of_day != day || value == MERIT_NO_FIGURE) {
            continue;
        }
        if (!naive->stamped || !best.known || report->occurred_at > best.stamp ||
            (report->occurred_at == best.stamp && value > best.value)) {
            best = (struct naive_value){true, value, report->occurred_at};
        }
    }
    return best;
}

/* The latest day up to `day` (from `first` on) that has the figure; MERIT_NO_DAY: none. */
static int32_t naive_latest(const struct naive *naive, int figure, int32_t first, int32_t day)
{
    int32_t latest = MERIT_NO_DAY;
    for (size_t i = 0; i < naive->count; i++) {
        int32_t as_of = naive->reports[i].as_of_day;
        if (naive->reports[i].figures[figure] != MERIT_NO_FIGURE && as_of <= day &&
            as_of >= first && as_of > latest) {
            latest = as_of;
        }
    }
    return latest;
}

static int64_t naive_gauge(const struct naive *naive, int figure, int32_t day)
{
    int32_t latest = naive_latest(naive, figure, INT32_MIN, day);
    return latest == MERIT_NO_DAY ? 0 : naive_of_day(naive, latest, figure).value;
}

/* The amount of a month is that of its newest as_of; without stamps that of the last report. */
static struct naive_value naive_month(const struct naive *naive, int32_t month)
{
    if (naive->stamped) {
        int32_t latest = naive_latest(naive, MERIT_FIGURE_REVENUE, merit_month_first_day(month),
                                      merit_month_last_day(month));
        return latest == MERIT_NO_DAY ? (struct naive_value){false, 0, 0}
                                      : naive_of_day(naive, latest, MERIT_FIGURE_REVENUE);
    }
    struct naive_value last = {false, 0, 0};
    for (size_t i = 0; i < naive->count; i++) {
        const struct ledger_report *report = &naive->reports[i];
        if (report->figures[MERIT_FIGURE_REVENUE] != MERIT_NO_FIGURE &&
            merit_month_of_day(report->as_of_day) == month) {
            last = (struct naive_value){true, report->figures[MERIT_FIGURE_REVENUE], 0};
        }
    }
    return last;
}

static int32_t naive_next_day(const struct naive *naive, int32_t day)
{
    int32_t next = MERIT_NEVER;
    for (size_t i = 0; i < naive->count; i++) {
        const struct ledger_report *report = &naive->reports[i];
        bool gauge = report->figures[MERIT_FIGURE_ACTIVE_USERS] != MERIT_NO_FIGURE ||
                     report->figures[MERIT_FIGURE_PAID_UNITS] != MERIT_NO_FIGURE;
        if (gauge && report->as_of_day > day && report->as_of_day < next) {
            next = report->as_of_day;
        }
    }
    return next;
}

/* Adds a report; returns which figures changed their value, *ret_news: whether any state did. */
static uint32_t naive_put(struct naive *naive, const struct ledger_report *report, bool *ret_news)
{
    struct naive_value before[MERIT_FIGURE_COUNT];
    struct naive_value after[MERIT_FIGURE_COUNT];
    int32_t month = merit_month_of_day(report->as_of_day);
    int32_t latest_before = naive_latest(naive, MERIT_FIGURE_REVENUE, merit_month_first_day(month),
                                         merit_month_last_day(month));
    for (int i = 0; i < GAUGES; i++) {
        before[i] = naive_of_day(naive, report->as_of_day, i);
    }
    before[MERIT_FIGURE_REVENUE] = naive_month(naive, month);
    naive->reports[naive->count++] = *report;
    for (int i = 0; i < GAUGES; i++) {
        after[i] = naive_of_day(naive, report->as_of_day, i);
    }
    after[MERIT_FIGURE_REVENUE] = naive_month(naive, month);
    uint32_t figures = 0;
    *ret_news = false;
    for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
        bool value = before[i].known != after[i].known || before[i].value != after[i].value;
        figures |= (uint32_t)value << i;
        *ret_news = *ret_news || value || (naive->stamped && before[i].stamp != after[i].stamp);
    }
    int32_t latest_after = naive_latest(naive, MERIT_FIGURE_REVENUE, merit_month_first_day(month),
                                        merit_month_last_day(month));
    *ret_news = *ret_news || (naive->stamped && latest_before != latest_after);
    return figures;
}

/* ---- random histories -------------------------------------------------------------------- */

struct history {
    bool stamped;
    bool wide;         /* values of all widths, days of two centuries, times to the microsecond */
    bool prunes;       /* the oldest day moves on */
    int32_t first_day; /* of as_of */
    int32_t days;
    uint64_t seed;
};

static int64_t random_value(struct history *history)
{
    static const int64_t edges[] = {0,          1,          65533,      65534,           65535,
                                    65536,      4294967293, 4294967294, 4294967295,      4294967296,
                                    2147483647, 2147483648, 1000000,    MERIT_FIGURE_MAX};
    if (!history->wide || random_below(&history->seed, 40) != 0) {
        return (int64_t)random_below(&history->seed, 4);
    }
    return edges[random_below(&history->seed, sizeof edges / sizeof edges[0])];
}

static struct ledger_report random_report(struct history *history)
{
    struct ledger_report report;
    report.as_of_day =
        history->first_day + (int32_t)random_below(&history->seed, (uint64_t)history->days);
    for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
        bool null = random_below(&history->seed, 3) == 0;
        report.figures[i] = null ? MERIT_NO_FIGURE : random_value(history);
    }
    report.occurred_at =
        at_second(history->first_day, (int64_t)random_below(&history->seed, 4) * 3600);
    if (history->wide && random_below(&history->seed, 100) == 0) {
        int32_t day = MERIT_DAY_FIRST + (int32_t)random_below(&history->seed, 73000);
        report.occurred_at = at_second(day, 0) + (int64_t)random_below(&history->seed, 3);
    }
    return report;
}

static struct ledger open_ledger(const struct buffer *bytes)
{
    struct ledger ledger;
    ck_assert(ledger_open(&ledger, buffer_view(bytes)));
    return ledger;
}

static int64_t gauge(const struct ledger *ledger, int figure, int32_t day)
{
    int64_t values[GAUGES];
    ledger_gauges(ledger, day, values);
    return values[figure];
}

static int64_t revenue(const struct ledger *ledger, int32_t month)
{
    int64_t value;
    ledger_revenues(ledger, month, 1, &value);
    return value;
}

/* What counts on the days and months from `oldest` on is that of the list. */
static bool lookups_agree(const struct ledger *ledger,
                          const struct naive *naive,
                          int32_t oldest,
                          int32_t last)
{
    bool same = true;
    for (int32_t day = oldest; day <= last; day += 1 + (last - oldest) / 150) {
        for (int i = 0; i < GAUGES; i++) {
            same = same && gauge(ledger, i, day) == naive_gauge(naive, i, day);
        }
        same = same && ledger_next_day(ledger, day) == naive_next_day(naive, day);
    }
    enum { MONTHS = 3 };
    int32_t first_month = merit_month_of_day(oldest) + MONTHS - 1;
    for (int32_t month = first_month; month <= merit_month_of_day(last) + MONTHS; month++) {
        int64_t values[MONTHS];
        ledger_revenues(ledger, month, MONTHS, values);
        for (int32_t k = 0; k < MONTHS; k++) {
            same = same && values[k] == naive_month(naive, month - k).value;
        }
    }
    return same;
}

/* Rows are in order, each as the list knows it; none is left out from `oldest` on. */
static bool rows_agree(const struct ledger *ledger, const struct naive *naive, int32_t oldest)
{
    int32_t before = MERIT_NO_DAY;
    bool same = true;
    for (uint32_t i = 0; i < ledger->gauge_count; i++) {
        struct ledger_gauge_row row;
        ledger_gauge_row(ledger, i, &row);
        same = same && row.day > before;
        before = row.day;
        for (int k = 0; k < GAUGES && row.day >= oldest; k++) {
            struct naive_value value = naive_of_day(naive, row.day, k);
            same = same && row.values[k] == (value.known ? value.value : MERIT_NO_FIGURE) &&
                   (!naive->stamped || row.stamps[k] == value.stamp);
        }
    }
    before = MERIT_NO_DAY;
    for (uint32_t i = 0; i < ledger->month_count; i++) {
        struct ledger_month_row row;
        ledger_month_row(ledger, i, &row);
        struct naive_value value = naive_month(naive, row.month);
        same = same && row.month > before && value.known && row.value == value.value &&
               (!naive->stamped || row.stamp == value.stamp);
        before = row.month;
    }
    return same;
}

static void copy_agrees(const struct ledger *ledger,
                        const struct naive *naive,
                        int32_t oldest,
                        int32_t last)
{
    struct buffer copied = {0};
    buffer_u8(&copied, 'x'); /* it is appended */
    ledger_copy_unstamped(ledger, &copied);
    struct ledger copy;
    ck_assert(ledger_open(&copy, (struct bytes){copied.bytes + 1, copied.length - 1}));
    ck_assert_uint_eq(copy.stamp_width, 0);
    ck_assert(lookups_agree(&copy, naive, oldest, last));
    buffer_fini(&copied);
}

static void run_history(struct history history)
{
    static struct naive naive;
    naive = (struct naive){.stamped = history.stamped};
    struct buffer bytes = {0};
    int32_t last = history.first_day + history.days;
    int32_t oldest = history.prunes ? history.first_day : MERIT_DAY_FIRST;
    while (naive.count < REPORTS_MAX) {
        struct ledger_report report = random_report(&history);
        bool old = report.as_of_day < oldest;
        if (old) {
            /* It only carries a gauge on. */
            report.figures[MERIT_FIGURE_REVENUE] = MERIT_NO_FIGURE;
        }
        bool news;
        uint32_t expected = naive_put(&naive, &report, &news);
        uint32_t figures;
        enum ledger_outcome outcome =
            ledger_put(&bytes, history.stamped, &report, oldest, &figures);
        if (!old) {
            ck_assert_uint_eq(figures, expected);
            ck_assert_int_eq(outcome == LEDGER_CHANGED, news);
        }
        if (history.prunes && random_below(&history.seed, 4) == 0) {
            oldest += (int32_t)random_below(&history.seed, (uint64_t)history.days / 50 + 1);
        }
        if (naive.count % 20 == 0) {
            struct ledger ledger = open_ledger(&bytes);
            ck_assert(lookups_agree(&ledger, &naive, oldest, last));
            ck_assert(rows_agree(&ledger, &naive, oldest));
            copy_agrees(&ledger, &naive, oldest, last);
        }
    }
    buffer_fini(&bytes);
}

static void run_histories(struct history history)
{
    for (history.seed = 1; history.seed <= 15; history.seed++) {
        history.stamped = history.seed % 2 == 0;
        run_history(history);
    }
}

START_TEST(knows_what_a_list_of_all_reports_would)
{
    run_histories((struct history){.first_day = on(2023, 1, 1), .days = 200});
}
END_TEST

START_TEST(values_of_all_widths_come_back)
{
    run_histories((struct history){.wide = true, .first_day = on(2022, 6, 1), .days = 700});
    run_histories((struct history){.wide = true, .first_day = MERIT_DAY_FIRST, .days = 73000});
}
END_TEST

START_TEST(what_is_forgotten_is_never_asked_for)
{
    run_histories((struct history){.prunes = true, .first_day = on(2023, 1, 1), .days = 300});
    run_histories(
        (struct history){.prunes = true, .wide = true, .first_day = on(2010, 1, 1), .days = 9000});
}
END_TEST

/* ---- rules, one by one ------------------------------------------------------------------- */

static struct ledger_report report_of(int32_t as_of, int64_t users, int64_t revenue, int64_t second)
{
    return (struct ledger_report){
        as_of, {users, MERIT_NO_FIGURE, revenue}, at_second(on(2023, 6, 1), second)};
}

static uint32_t put(struct buffer *bytes, bool stamped, struct ledger_report report)
{
    uint32_t figures;
    enum ledger_outcome outcome = ledger_put(bytes, stamped, &report, on(2021, 1, 1), &figures);
    ck_assert(outcome == LEDGER_CHANGED || figures == 0);
    return outcome == LEDGER_CHANGED ? figures : UINT32_MAX;
}

START_TEST(a_newer_report_of_the_same_day_wins)
{
    struct buffer bytes = {0};
    int32_t day = on(2023, 5, 10);
    ck_assert_uint_eq(put(&bytes, true, report_of(day, 5, 7, 10)), 5);
    ck_assert_uint_eq(put(&bytes, true, report_of(day, 6, 8, 9)), UINT32_MAX);
    ck_assert_uint_eq(put(&bytes, true, report_of(day, 4, 6, 10)), UINT32_MAX);
    ck_assert_uint_eq(put(&bytes, true, report_of(day, 5, 7, 11)), 0);
    ck_assert_uint_eq(put(&bytes, true, report_of(day, 4, 9, 10)), UINT32_MAX);
    ck_assert_uint_eq(put(&bytes, true, report_of(day, 9, 7, 11)), 1);
    struct ledger ledger = open_ledger(&bytes);
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_ACTIVE_USERS, day), 9);
    ck_assert_int_eq(revenue(&ledger, merit_month_of_day(day)), 7);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(the_newest_day_of_a_month_is_its_revenue)
{
    struct buffer bytes = {0};
    put(&bytes, true, report_of(on(2023, 5, 20), MERIT_NO_FIGURE, 100, 1));
    ck_assert_uint_eq(put(&bytes, true, report_of(on(2023, 5, 19), MERIT_NO_FIGURE, 900, 50)),
                      UINT32_MAX);
    ck_assert_uint_eq(put(&bytes, true, report_of(on(2023, 5, 21), MERIT_NO_FIGURE, 100, 0)), 0);
    ck_assert_uint_eq(put(&bytes, true, report_of(on(2023, 5, 31), MERIT_NO_FIGURE, 30, 0)), 4);
    put(&bytes, true, report_of(on(2023, 6, 1), MERIT_NO_FIGURE, 5, 60));
    struct ledger ledger = open_ledger(&bytes);
    ck_assert_int_eq(revenue(&ledger, merit_month_of_day(on(2023, 5, 1))), 30);
    ck_assert_int_eq(revenue(&ledger, merit_month_of_day(on(2023, 6, 1))), 5);
    ck_assert_int_eq(revenue(&ledger, merit_month_of_day(on(2023, 7, 1))), 0);
    ck_assert_int_eq(revenue(&ledger, merit_month_of_day(on(1999, 7, 1))), 0);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(a_null_says_nothing)
{
    struct buffer bytes = {0};
    put(&bytes, false, report_of(on(2023, 5, 1), 5, MERIT_NO_FIGURE, 0));
    struct ledger_report seats = {on(2023, 5, 2), {MERIT_NO_FIGURE, 8, MERIT_NO_FIGURE}, 0};
    ck_assert_uint_eq(put(&bytes, false, seats), 2);
    seats.figures[MERIT_FIGURE_PAID_UNITS] = MERIT_NO_FIGURE;
    seats.as_of_day++;
    ck_assert_uint_eq(put(&bytes, false, seats), UINT32_MAX);
    struct ledger ledger = open_ledger(&bytes);
    ck_assert_uint_eq(ledger.gauge_count, 2);
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_ACTIVE_USERS, on(2023, 6, 1)), 5);
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_PAID_UNITS, on(2023, 6, 1)), 8);
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_PAID_UNITS, on(2023, 5, 1)), 0);
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_ACTIVE_USERS, on(2023, 4, 30)), 0);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(without_stamps_the_last_report_counts)
{
    struct buffer bytes = {0};
    ck_assert_uint_eq(put(&bytes, false, report_of(on(2023, 5, 20), 5, 50, 9)), 5);
    ck_assert_uint_eq(put(&bytes, false, report_of(on(2023, 5, 20), 4, 50, 1)), 1);
    ck_assert_uint_eq(put(&bytes, false, report_of(on(2023, 5, 20), 4, 50, 99)), UINT32_MAX);
    ck_assert_uint_eq(put(&bytes, false, report_of(on(2023, 5, 2), MERIT_NO_FIGURE, 9, 1)), 4);
    struct ledger ledger = open_ledger(&bytes);
    ck_assert_int_eq(revenue(&ledger, merit_month_of_day(on(2023, 5, 1))), 9);
    buffer_fini(&bytes);
}
END_TEST

/* Of what is older than the oldest day one report stays: the value carried on. */
START_TEST(old_reports_only_carry_a_gauge_on)
{
    struct buffer bytes = {0};
    uint32_t figures;
    int32_t oldest = on(2023, 3, 1);
    for (int32_t month = 1; month <= 12; month++) {
        struct ledger_report report = report_of(on(2022, month, 1), month, month, 0);
        ledger_put(&bytes, true, &report, oldest, &figures);
        ck_assert_uint_eq(figures, 1);
    }
    struct ledger ledger = open_ledger(&bytes);
    ck_assert_uint_eq(ledger.gauge_count, 1);
    ck_assert_uint_eq(ledger.month_count, 0);
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_ACTIVE_USERS, oldest), 12);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(months_before_the_oldest_go)
{
    struct buffer bytes = {0};
    uint32_t figures;
    for (int32_t month = 1; month <= 12; month++) {
        struct ledger_report report = report_of(on(2022, month, 15), month, month, 0);
        ledger_put(&bytes, false, &report, on(2020, 1, 1), &figures);
    }
    struct ledger_report report = report_of(on(2023, 1, 15), 13, 13, 0);
    ledger_put(&bytes, false, &report, on(2022, 6, 20), &figures);
    struct ledger ledger = open_ledger(&bytes);
    ck_assert_uint_eq(ledger.month_count, 8);
    ck_assert_uint_eq(ledger.gauge_count, 8);
    ck_assert_int_eq(revenue(&ledger, merit_month_of_day(on(2022, 6, 1))), 6);
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_ACTIVE_USERS, on(2022, 6, 20)), 6);
    buffer_fini(&bytes);
}
END_TEST

/* Also the only one there is. */
START_TEST(the_last_month_goes_too)
{
    struct buffer bytes = {0};
    uint32_t figures;
    struct ledger_report report = report_of(on(2022, 1, 15), 5, 70, 0);
    ledger_put(&bytes, false, &report, on(2020, 1, 1), &figures);
    ck_assert_uint_eq(open_ledger(&bytes).month_count, 1);
    report = report_of(on(2023, 6, 15), 6, MERIT_NO_FIGURE, 0);
    ledger_put(&bytes, false, &report, on(2022, 6, 20), &figures);
    struct ledger ledger = open_ledger(&bytes);
    ck_assert_uint_eq(ledger.month_count, 0);
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_ACTIVE_USERS, on(2022, 6, 20)), 5);
    buffer_fini(&bytes);
}
END_TEST

/* One month's revenue and one day's users, as no input could have brought them. */
static bool is_sound(int32_t day, int64_t users, int64_t revenue)
{
    struct buffer bytes = {0};
    uint32_t figures;
    struct ledger_report report = report_of(day, users, revenue, 0);
    ledger_put(&bytes, false, &report, on(1999, 1, 1), &figures);
    struct ledger ledger = open_ledger(&bytes);
    bool sound = ledger_is_sound(&ledger);
    buffer_fini(&bytes);
    return sound;
}

START_TEST(what_input_cannot_bring_is_not_sound)
{
    ck_assert(is_sound(MERIT_DAY_FIRST, 0, 0));
    ck_assert(is_sound(MERIT_DAY_LAST, MERIT_FIGURE_MAX, MERIT_FIGURE_MAX));
    ck_assert(!is_sound(MERIT_DAY_LAST, MERIT_FIGURE_MAX + 1, MERIT_FIGURE_MAX));
    ck_assert(!is_sound(MERIT_DAY_LAST, MERIT_FIGURE_MAX, MERIT_FIGURE_MAX + 1));
    ck_assert(!is_sound(MERIT_DAY_LAST + 1, 1, MERIT_NO_FIGURE));
    ck_assert(!is_sound(MERIT_DAY_LAST + 1, MERIT_NO_FIGURE, 1));
}
END_TEST

START_TEST(an_empty_ledger_knows_nothing)
{
    struct ledger ledger;
    ck_assert(ledger_open(&ledger, (struct bytes){NULL, 0}));
    ck_assert_int_eq(gauge(&ledger, MERIT_FIGURE_PAID_UNITS, MERIT_DAY_LAST), 0);
    ck_assert_int_eq(revenue(&ledger, 700), 0);
    ck_assert_int_eq(ledger_next_day(&ledger, 0), MERIT_NEVER);
    struct buffer copied = {0};
    ledger_copy_unstamped(&ledger, &copied);
    ck_assert(ledger_open(&ledger, buffer_view(&copied)));
    buffer_fini(&copied);
}
END_TEST

START_TEST(bytes_of_another_length_are_no_ledger)
{
    for (int stamped = 0; stamped < 2; stamped++) {
        struct buffer bytes = {0};
        put(&bytes, stamped == 1, report_of(on(2023, 5, 20), 5, 50, 9));
        put(&bytes, stamped == 1, report_of(on(2023, 4, 20), 70000, 50, 9));
        struct ledger ledger;
        for (size_t length = 1; length < bytes.length; length++) {
            ck_assert(!ledger_open(&ledger, (struct bytes){bytes.bytes, length}));
        }
        ck_assert(ledger_open(&ledger, buffer_view(&bytes)));
        buffer_u8(&bytes, 0);
        ck_assert(!ledger_open(&ledger, buffer_view(&bytes)));
        buffer_fini(&bytes);
    }
}
END_TEST

START_TEST(an_oldest_day_before_2000_forgets_nothing)
{
    struct buffer bytes = {0};
    struct ledger_report report = report_of(on(2001, 5, 10), 5, 700, 0);
    uint32_t figures;
    ledger_put(&bytes, false, &report, on(1999, 3, 10), &figures);
    struct ledger ledger = open_ledger(&bytes);
    ck_assert_int_eq(revenue(&ledger, merit_month_of_day(on(2001, 5, 1))), 700);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(months_are_stored_from_the_first_day_on)
{
    ck_assert_int_eq(LEDGER_MONTH_FIRST, merit_month_of_day(MERIT_DAY_FIRST));
}
END_TEST

CHECK_MAIN_TESTS("ledger",
                 months_are_stored_from_the_first_day_on,
                 an_oldest_day_before_2000_forgets_nothing,
                 knows_what_a_list_of_all_reports_would,
                 values_of_all_widths_come_back,
                 what_is_forgotten_is_never_asked_for,
                 a_newer_report_of_the_same_day_wins,
                 the_newest_day_of_a_month_is_its_revenue,
                 a_null_says_nothing,
                 without_stamps_the_last_report_counts,
                 old_reports_only_carry_a_gauge_on,
                 months_before_the_oldest_go,
                 the_last_month_goes_too,
                 what_input_cannot_bring_is_not_sound,
                 an_empty_ledger_knows_nothing,
                 bytes_of_another_length_are_no_ledger)
