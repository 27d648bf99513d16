/* The reports of one series: looked up on a day, and changed by a report. */
#include "core/ledger.h"

#include "core/ledger_row.h"

#include <assert.h>

/* ---- looking up -------------------------------------------------------------------------- */

void ledger_gauges(const struct ledger *ledger, int32_t day, int64_t ret_values[2])
{
    uint64_t users = 0;
    uint64_t units = 0;
    for (uint32_t i = ledger_upper(ledger, day); i > 0 && (users == 0 || units == 0); i--) {
        users = users != 0 ? users : ledger_gauge_stored(ledger, i - 1, MERIT_FIGURE_ACTIVE_USERS);
        units = units != 0 ? units : ledger_gauge_stored(ledger, i - 1, MERIT_FIGURE_PAID_UNITS);
    }
    ret_values[0] = (int64_t)(users - (users != 0));
    ret_values[1] = (int64_t)(units - (units != 0));
}

static uint32_t find_month(const struct ledger *ledger, int32_t month)
{
    if (month < LEDGER_MONTH_FIRST) {
        return 0;
    }
    uint32_t wanted = (uint32_t)(month - LEDGER_MONTH_FIRST);
    uint32_t at = ledger->month_count;
    /* Few rows, and the newest are asked for most. */
    while (at > 0 &&
           ledger_load(ledger->months + (size_t)(at - 1) * ledger->month_size, 2) >= wanted) {
        at--;
    }
    return at;
}

void ledger_revenues(const struct ledger *ledger,
                     int32_t newest,
                     uint32_t count,
                     int64_t *ret_revenues)
{
    memset(ret_revenues, 0, count * sizeof *ret_revenues);
    for (uint32_t at = ledger->month_count; at > 0; at--) {
        int64_t back = (int64_t)newest - ledger_month_of_row(ledger, at - 1);
        if (back >= (int64_t)count) {
            return;
        }
        if (back >= 0) {
            ret_revenues[back] = ledger_revenue_of_row(ledger, at - 1);
        }
    }
}

/* Stored gauges are one more than the figure. */
static bool gauges_are_sound(const struct ledger *ledger)
{
    uint64_t before = 0;
    for (uint32_t i = 0; i < ledger->gauge_count; i++) {
        uint64_t day =
            ledger_load(ledger->gauges + (size_t)i * ledger->gauge_size, ledger->day_width);
        if (day > MERIT_DAY_LAST - MERIT_DAY_FIRST || (i > 0 && day <= before)) {
            return false;
        }
        for (int k = 0; k < 2; k++) {
            if (ledger_gauge_stored(ledger, i, (enum merit_figure)k) >
                (uint64_t)MERIT_FIGURE_MAX + 1) {
                return false;
            }
        }
        before = day;
    }
    return true;
}

bool ledger_is_sound(const struct ledger *ledger)
{
    int32_t before = MERIT_NO_DAY;
    int32_t last = merit_month_of_day(MERIT_DAY_LAST);
    for (uint32_t i = 0; i < ledger->month_count; i++) {
        struct ledger_month_row row;
        ledger_month_row(ledger, i, &row);
        if (row.month <= before || row.month > last || row.value < 0 ||
            row.value > MERIT_FIGURE_MAX) {
            return false;
        }
        before = row.month;
    }
    return gauges_are_sound(ledger);
}

int32_t ledger_next_day(const struct ledger *ledger, int32_t day)
{
    uint32_t at = ledger_upper(ledger, day);
    return at == ledger->gauge_count ? MERIT_NEVER : ledger_gauge_day(ledger, at);
}

/* ---- changing ---------------------------------------------------------------------------- */

/* A ledger being changed: its bytes, and how they are opened now. */
struct edited {
    struct buffer *bytes;
    struct ledger ledger;
};

/* After any change of the bytes but of a row in place. */
static void reopen(struct edited *edited)
{
    bool opened = ledger_open(&edited->ledger, buffer_view(edited->bytes));
    assert(opened && "bytes that this task wrote");
}

/* Rewrites all rows in a wider shape. */
static void reshape(struct edited *edited, const struct ledger_shape *shape)
{
    struct buffer *bytes = edited->bytes;
    const struct ledger old = edited->ledger;
    uint8_t gauge_size = ledger_gauge_size(shape);
    uint8_t month_size = ledger_month_size(shape);
    struct buffer fresh = {0};
    uint8_t *to = buffer_extend(&fresh, LEDGER_HEADER_BYTES + (size_t)old.gauge_count * gauge_size +
                                            (size_t)old.month_count * month_size);
    ledger_header_write(to, shape, old.gauge_count, old.month_count);
    to += LEDGER_HEADER_BYTES;
    for (uint32_t i = 0; i < old.gauge_count; i++, to += gauge_size) {
        struct ledger_gauge_row row;
        ledger_gauge_row(&old, i, &row);
        ledger_gauge_write(to, shape, &row);
    }
    for (uint32_t i = 0; i < old.month_count; i++, to += month_size) {
        struct ledger_month_row row;
        ledger_month_row(&old, i, &row);
        ledger_month_write(to, shape, &row);
    }
    buffer_clear(bytes);
    buffer_put(bytes, fresh.bytes, fresh.length);
    buffer_fini(&fresh);
    reopen(edited);
}

/* Makes room for a row at `offset`, or closes it up (insert false). */
static uint8_t *shift_rows(struct buffer *bytes, size_t offset, size_t size, bool insert)
{
    if (insert) {
        size_t tail = bytes->length - offset;
        buffer_extend(bytes, size);
        memmove(bytes->bytes + offset + size, bytes->bytes + offset, tail);
    } else {
        memmove(bytes->bytes + offset, bytes->bytes + offset + size, bytes->length - offset - size);
        bytes->length -= size;
    }
    return bytes->bytes + offset;
}

/* True where the report's value of a figure is news against the one known. */
static bool is_news(bool stamped, const int64_t known[2], int64_t value, int64_t stamp)
{
    if (known[0] == MERIT_NO_FIGURE) {
        return true;
    }
    if (!stamped) {
        return value != known[0];
    }
    return stamp > known[1] || (stamp == known[1] && value > known[0]);
}

/* The changed row of a day; `known`: it stands at index `at` already. */
static void write_gauges(struct edited *edited,
                         uint32_t at,
                         bool known,
                         const struct ledger_gauge_row *row)
{
    struct ledger_shape shape = ledger_shape_of(&edited->ledger);
    if (ledger_shape_fit_gauge(&shape, row)) {
        reshape(edited, &shape);
    }
    size_t size = edited->ledger.gauge_size;
    size_t offset = LEDGER_HEADER_BYTES + at * size;
    if (known) {
        ledger_gauge_write(edited->bytes->bytes + offset, &shape, row);
        return;
    }
    ledger_gauge_write(shift_rows(edited->bytes, offset, size, true), &shape, row);
    ledger_header_write(edited->bytes->bytes, &shape, edited->ledger.gauge_count + 1,
                        edited->ledger.month_count);
    reopen(edited);
}

static enum ledger_outcome put_gauges(struct edited *edited,
                                      const struct ledger_report *report,
                                      uint32_t *figures)
{
    const struct ledger *ledger = &edited->ledger;
    uint32_t at = ledger_upper(ledger, report->as_of_day);
    bool known = at > 0 && ledger_gauge_day(ledger, at - 1) == report->as_of_day;
    struct ledger_gauge_row row = {report->as_of_day, {MERIT_NO_FIGURE, MERIT_NO_FIGURE}, {0, 0}};
    if (known) {
        at--;
        ledger_gauge_row(ledger, at, &row);
    }
    bool changed = false;
    for (int i = 0; i < 2; i++) {
        int64_t value = report->figures[i];
        if (value == MERIT_NO_FIGURE ||
            !is_news(ledger->stamp_width > 0, (int64_t[]){row.values[i], row.stamps[i]}, value,
                     report->occurred_at)) {
            continue;
        }
        *figures |= row.values[i] == value ? 0 : 1U << i;
        row.values[i] = value;
        row.stamps[i] = report->occurred_at;
        changed = true;
    }
    if (!changed) {
        return LEDGER_UNCHANGED;
    }
    write_gauges(edited, at, known, &row);
    return LEDGER_CHANGED;
}

/* The changed row of a month; `known`: it stands at index `at` already. */
static void write_month(struct edited *edited,
                        uint32_t at,
                        bool known,
                        const struct ledger_month_row *row)
{
    struct ledger_shape shape = ledger_shape_of(&edited->ledger);
    if (ledger_shape_fit_month(&shape, row)) {
        reshape(edited, &shape);
    }
    size_t size = edited->ledger.month_size;
    size_t offset = (size_t)(edited->ledger.months - edited->bytes->bytes) + at * size;
    if (known) {
        ledger_month_write(edited->bytes->bytes + offset, &shape, row);
        return;
    }
    ledger_month_write(shift_rows(edited->bytes, offset, size, true), &shape, row);
    ledger_header_write(edited->bytes->bytes, &shape, edited->ledger.gauge_count,
                        edited->ledger.month_count + 1U);
    reopen(edited);
}

/* A month's amount is that of its newest as_of: an older one never counts again. */
static enum ledger_outcome put_revenue(struct edited *edited,
                                       const struct ledger_report *report,
                                       uint32_t *figures)
{
    const struct ledger *ledger = &edited->ledger;
    int32_t month = merit_month_of_day(report->as_of_day);
    struct ledger_month_row fresh = {month, report->as_of_day,
                                     report->figures[MERIT_FIGURE_REVENUE], report->occurred_at};
    uint32_t at = find_month(ledger, month);
    bool known = false;
    if (at < ledger->month_count) {
        struct ledger_month_row row;
        ledger_month_row(ledger, at, &row);
        known = row.month == month;
        if (known && (row.as_of_day > fresh.as_of_day ||
                      ((ledger->stamp_width == 0 || row.as_of_day == fresh.as_of_day) &&
                       !is_news(ledger->stamp_width > 0, (int64_t[]){row.value, row.stamp},
                                fresh.value, fresh.stamp)))) {
            return LEDGER_UNCHANGED;
        }
        *figures |= known && row.value == fresh.value ? 0 : 1U << MERIT_FIGURE_REVENUE;
    } else {
        *figures |= 1U << MERIT_FIGURE_REVENUE;
    }
    write_month(edited, at, known, &fresh);
    return LEDGER_CHANGED;
}

/* Drops gauge rows before oldest_day whose every figure a later row before it replaces. Those that
 * stay are moved up to the newer ones, the last first, so that each moves once. */
static void forget_gauges(struct edited *edited, int32_t oldest_day)
{
    struct buffer *bytes = edited->bytes;
    const struct ledger *ledger = &edited->ledger;
    size_t size = ledger->gauge_size;
    uint8_t *rows = bytes->bytes + LEDGER_HEADER_BYTES;
    uint32_t seen = 0;
    uint32_t old_count = ledger_upper(ledger, oldest_day);
    uint32_t first_kept = old_count;
    for (uint32_t i = old_count; i > 0; i--) {
        uint32_t figures = 0;
        for (int k = 0; k < 2; k++) {
            figures |= ledger_gauge_stored(ledger, i - 1, (enum merit_figure)k) != 0 ? 1U << k : 0;
        }
        if ((figures & ~seen) != 0) {
            first_kept--;
            memmove(rows + first_kept * size, rows + (i - 1) * size, size);
        }
        seen |= figures;
    }
    if (first_kept == 0) {
        return;
    }
    struct ledger_shape shape = ledger_shape_of(ledger);
    ledger_header_write(bytes->bytes, &shape, ledger->gauge_count - first_kept,
                        ledger->month_count);
    shift_rows(bytes, LEDGER_HEADER_BYTES, first_kept * size, false);
    reopen(edited);
}

static void forget_months(struct edited *edited, int32_t oldest_day)
{
    const struct ledger *ledger = &edited->ledger;
    struct buffer *bytes = edited->bytes;
    uint32_t gone = find_month(ledger, merit_month_of_day(oldest_day));
    if (gone > 0) {
        struct ledger_shape shape = ledger_shape_of(ledger);
        size_t offset = (size_t)(ledger->months - bytes->bytes);
        ledger_header_write(bytes->bytes, &shape, ledger->gauge_count, ledger->month_count - gone);
        shift_rows(bytes, offset, (size_t)gone * ledger->month_size, false);
    }
}

static void forget(struct edited *edited, int32_t oldest_day)
{
    if (edited->ledger.gauge_count >= 2 && ledger_gauge_day(&edited->ledger, 1) <= oldest_day) {
        forget_gauges(edited, oldest_day);
    }
    if (edited->ledger.month_count > 0) {
        forget_months(edited, oldest_day);
    }
}

enum ledger_outcome ledger_put(struct buffer *bytes,
                               bool stamped,
                               const struct ledger_report *report,
                               int32_t oldest_day,
                               uint32_t *ret_figures)
{
    if (bytes->length == 0) {
        struct ledger_shape shape = ledger_shape_new(stamped);
        ledger_header_write(buffer_extend(bytes, LEDGER_HEADER_BYTES), &shape, 0, 0);
    }
    struct edited edited = {.bytes = bytes};
    reopen(&edited);
    uint32_t figures = 0;
    enum ledger_outcome gauges = LEDGER_UNCHANGED;
    enum ledger_outcome revenue = LEDGER_UNCHANGED;
    if (report->figures[MERIT_FIGURE_ACTIVE_USERS] != MERIT_NO_FIGURE ||
        report->figures[MERIT_FIGURE_PAID_UNITS] != MERIT_NO_FIGURE) {
        gauges = put_gauges(&edited, report, &figures);
    }
    if (report->figures[MERIT_FIGURE_REVENUE] != MERIT_NO_FIGURE &&
        report->as_of_day >= oldest_day) {
        revenue = put_revenue(&edited, report, &figures);
    }
    *ret_figures = figures;
    if (gauges == LEDGER_UNCHANGED && revenue == LEDGER_UNCHANGED) {
        return LEDGER_UNCHANGED;
    }
    forget(&edited, oldest_day);
    return LEDGER_CHANGED;
}

void ledger_copy_unstamped(const struct ledger *ledger, struct buffer *to)
{
    struct ledger_shape shape = ledger_shape_of(ledger);
    shape.stamp_width = 0;
    shape.stamp_count = 0;
    uint8_t gauge_size = ledger_gauge_size(&shape);
    uint8_t month_size = ledger_month_size(&shape);
    uint8_t *at = buffer_extend(to, LEDGER_HEADER_BYTES + (size_t)ledger->gauge_count * gauge_size +
                                        (size_t)ledger->month_count * month_size);
    ledger_header_write(at, &shape, ledger->gauge_count, ledger->month_count);
    at += LEDGER_HEADER_BYTES;
    for (uint32_t i = 0; i < ledger->gauge_count; i++, at += gauge_size) {
        struct ledger_gauge_row row;
        ledger_gauge_row(ledger, i, &row);
        ledger_gauge_write(at, &shape, &row);
    }
    for (uint32_t i = 0; i < ledger->month_count; i++, at += month_size) {
        struct ledger_month_row row;
        ledger_month_row(ledger, i, &row);
        ledger_month_write(at, &shape, &row);
    }
}
