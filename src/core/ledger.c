/* The reports of one series: looked up on a day, and changed by a report. */
#include "core/ledger.h"

#include "core/ledger_row.h"

#include <assert.h>

/* ---- looking up -------------------------------------------------------------------------- */

void ledger_gauges(const struct ledger *ledger, int32_t day, int64_t ret_values[2])
{
    uint64_t stored[2] = {0, 0};
    for (uint32_t i = ledger_upper(ledger, day); i > 0 && (stored[0] == 0 || stored[1] == 0); i--) {
        for (int k = 0; k < 2; k++) {
            stored[k] = stored[k] != 0 ? stored[k]
                                       : ledger_gauge_stored(ledger, i - 1, (enum merit_figure)k);
        }
    }
    ret_values[0] = stored[0] == 0 ? 0 : (int64_t)(stored[0] - 1);
    ret_values[1] = stored[1] == 0 ? 0 : (int64_t)(stored[1] - 1);
}

static uint32_t find_month(const struct ledger *ledger, int32_t month)
{
    if (month < merit_month_of_day(MERIT_DAY_FIRST)) {
        return 0;
    }
    uint32_t wanted = (uint32_t)(month - merit_month_of_day(MERIT_DAY_FIRST));
    uint32_t at = ledger->month_count;
    /* Few rows, and the newest are asked for most. */
    while (at > 0 &&
           ledger_load(ledger->months + (size_t)(at - 1) * ledger->month_size, 2) >= wanted) {
        at--;
    }
    return at;
}

int64_t ledger_revenue(const struct ledger *ledger, int32_t month)
{
    if (ledger->month_count == 0 || month < merit_month_of_day(MERIT_DAY_FIRST)) {
        return 0;
    }
    uint32_t at = find_month(ledger, month);
    if (at == ledger->month_count) {
        return 0;
    }
    struct ledger_month_row row;
    ledger_month_row(ledger, at, &row);
    return row.month == month ? row.value : 0;
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

/* Rewrites all rows in a wider shape. */
static void reshape(struct buffer *bytes, const struct ledger_shape *shape)
{
    struct ledger old;
    bool opened = ledger_open(&old, buffer_view(bytes));
    assert(opened);
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

static enum ledger_outcome put_gauges(struct buffer *bytes,
                                      const struct ledger_report *report,
                                      uint32_t *figures)
{
    struct ledger ledger;
    bool opened = ledger_open(&ledger, buffer_view(bytes));
    assert(opened);
    uint32_t at = ledger_upper(&ledger, report->as_of_day);
    bool known = at > 0 && ledger_gauge_day(&ledger, at - 1) == report->as_of_day;
    struct ledger_gauge_row row = {report->as_of_day, {MERIT_NO_FIGURE, MERIT_NO_FIGURE}, {0, 0}};
    if (known) {
        at--;
        ledger_gauge_row(&ledger, at, &row);
    }
    bool changed = false;
    for (int i = 0; i < 2; i++) {
        int64_t value = report->figures[i];
        if (value == MERIT_NO_FIGURE ||
            !is_news(ledger.stamp_width > 0, (int64_t[]){row.values[i], row.stamps[i]}, value,
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
    struct ledger_shape shape = ledger_shape_of(&ledger);
    if (ledger_shape_fit_gauge(&shape, &row)) {
        reshape(bytes, &shape);
    }
    uint8_t size = ledger_gauge_size(&shape);
    size_t offset = LEDGER_HEADER_BYTES + (size_t)at * size;
    uint8_t *to = known ? bytes->bytes + offset : shift_rows(bytes, offset, size, true);
    ledger_gauge_write(to, &shape, &row);
    ledger_header_write(bytes->bytes, &shape, ledger.gauge_count + (known ? 0U : 1U),
                        ledger.month_count);
    return LEDGER_CHANGED;
}

/* A month's amount is that of its newest as_of: an older one never counts again. */
static enum ledger_outcome put_revenue(struct buffer *bytes,
                                       const struct ledger_report *report,
                                       uint32_t *figures)
{
    struct ledger ledger;
    bool opened = ledger_open(&ledger, buffer_view(bytes));
    assert(opened);
    int32_t month = merit_month_of_day(report->as_of_day);
    struct ledger_month_row fresh = {month, report->as_of_day,
                                     report->figures[MERIT_FIGURE_REVENUE], report->occurred_at};
    uint32_t at = find_month(&ledger, month);
    bool known = false;
    if (at < ledger.month_count) {
        struct ledger_month_row row;
        ledger_month_row(&ledger, at, &row);
        known = row.month == month;
        if (known && (row.as_of_day > fresh.as_of_day ||
                      ((ledger.stamp_width == 0 || row.as_of_day == fresh.as_of_day) &&
                       !is_news(ledger.stamp_width > 0, (int64_t[]){row.value, row.stamp},
                                fresh.value, fresh.stamp)))) {
            return LEDGER_UNCHANGED;
        }
        *figures |= known && row.value == fresh.value ? 0 : 1U << MERIT_FIGURE_REVENUE;
    } else {
        *figures |= 1U << MERIT_FIGURE_REVENUE;
    }
    struct ledger_shape shape = ledger_shape_of(&ledger);
    if (ledger_shape_fit_month(&shape, &fresh)) {
        reshape(bytes, &shape);
    }
    uint8_t size = ledger_month_size(&shape);
    size_t offset = LEDGER_HEADER_BYTES + (size_t)ledger.gauge_count * ledger_gauge_size(&shape) +
                    (size_t)at * size;
    uint8_t *to = known ? bytes->bytes + offset : shift_rows(bytes, offset, size, true);
    ledger_month_write(to, &shape, &fresh);
    ledger_header_write(bytes->bytes, &shape, ledger.gauge_count,
                        ledger.month_count + (known ? 0U : 1U));
    return LEDGER_CHANGED;
}

/* Drops gauge rows before oldest_day whose every figure a later row before it replaces. */
static void forget_gauges(struct buffer *bytes, const struct ledger *ledger, int32_t oldest_day)
{
    uint32_t seen = 0;
    uint32_t count = ledger->gauge_count;
    for (uint32_t i = ledger_upper(ledger, oldest_day); i > 0; i--) {
        uint32_t figures = 0;
        for (int k = 0; k < 2; k++) {
            figures |= ledger_gauge_stored(ledger, i - 1, (enum merit_figure)k) != 0 ? 1U << k : 0;
        }
        if ((figures & ~seen) == 0) {
            shift_rows(bytes, LEDGER_HEADER_BYTES + (size_t)(i - 1) * ledger->gauge_size,
                       ledger->gauge_size, false);
            count--;
        }
        seen |= figures;
    }
    struct ledger_shape shape = ledger_shape_of(ledger);
    ledger_header_write(bytes->bytes, &shape, count, ledger->month_count);
}

static void forget_months(struct buffer *bytes, const struct ledger *ledger, int32_t oldest_day)
{
    uint32_t gone = find_month(ledger, merit_month_of_day(oldest_day));
    if (gone > 0) {
        size_t offset = LEDGER_HEADER_BYTES + (size_t)ledger->gauge_count * ledger->gauge_size;
        shift_rows(bytes, offset, (size_t)gone * ledger->month_size, false);
        struct ledger_shape shape = ledger_shape_of(ledger);
        ledger_header_write(bytes->bytes, &shape, ledger->gauge_count, ledger->month_count - gone);
    }
}

static void forget(struct buffer *bytes, int32_t oldest_day)
{
    struct ledger ledger;
    bool opened = ledger_open(&ledger, buffer_view(bytes));
    assert(opened);
    if (ledger.gauge_count >= 2 && ledger_gauge_day(&ledger, 1) <= oldest_day) {
        forget_gauges(bytes, &ledger, oldest_day);
        opened = ledger_open(&ledger, buffer_view(bytes));
        assert(opened);
    }
    if (ledger.month_count > 0) {
        forget_months(bytes, &ledger, oldest_day);
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
    uint32_t figures = 0;
    enum ledger_outcome gauges = LEDGER_UNCHANGED;
    enum ledger_outcome revenue = LEDGER_UNCHANGED;
    if (report->figures[MERIT_FIGURE_ACTIVE_USERS] != MERIT_NO_FIGURE ||
        report->figures[MERIT_FIGURE_PAID_UNITS] != MERIT_NO_FIGURE) {
        gauges = put_gauges(bytes, report, &figures);
    }
    if (report->figures[MERIT_FIGURE_REVENUE] != MERIT_NO_FIGURE &&
        report->as_of_day >= oldest_day) {
        revenue = put_revenue(bytes, report, &figures);
    }
    *ret_figures = figures;
    if (gauges == LEDGER_UNCHANGED && revenue == LEDGER_UNCHANGED) {
        return LEDGER_UNCHANGED;
    }
    forget(bytes, oldest_day);
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
