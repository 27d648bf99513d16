/* Rows of a ledger as they are stored: the only code that knows their bytes. */
#include "core/ledger_row.h"

#include <assert.h>

#define MICROS_PER_SECOND INT64_C(1000000)

enum { DAY_WIDTH_BITS = 0, VALUE_WIDTH_BITS = 2, REVENUE_WIDTH_BITS = 4, STAMP_WIDTH_BITS = 6 };

static uint8_t width_code(uint8_t width)
{
    return width == 0 ? 0 : width == 2 ? 1 : width == 4 ? 2 : 3;
}

/* 0, 2, 4 or 8. */
static uint8_t width_of_code(uint32_t code)
{
    return (uint8_t)(1U << (code & 3U) & ~1U);
}

/* The width is one of 2, 4 and 8: known to the compiler, it is one instruction. */
static inline void store(uint8_t *to, uint64_t value, uint8_t width)
{
    if (width == 2) {
        memcpy(to, &value, 2);
    } else if (width == 4) {
        memcpy(to, &value, 4);
    } else {
        memcpy(to, &value, sizeof value);
    }
}

/* ---- stamps: seconds from the start of as_of where that is exact, else microseconds ------ */

static bool stamp_is_short(int32_t day, int64_t micros)
{
    int64_t offset = micros - day * MERIT_MICROS_PER_DAY;
    return offset % MICROS_PER_SECOND == 0 && offset / MICROS_PER_SECOND >= INT32_MIN &&
           offset / MICROS_PER_SECOND <= INT32_MAX;
}

static void stamp_store(uint8_t *to, int32_t day, int64_t micros, uint8_t width)
{
    if (width == 4) {
        int64_t seconds = (micros - day * MERIT_MICROS_PER_DAY) / MICROS_PER_SECOND;
        store(to, (uint64_t)(uint32_t)(int32_t)seconds, width);
    } else {
        store(to, (uint64_t)micros, width);
    }
}

static int64_t stamp_load(const uint8_t *at, int32_t day, uint8_t width)
{
    uint64_t raw = ledger_load(at, width);
    if (width == 4) {
        return day * MERIT_MICROS_PER_DAY + (int32_t)(uint32_t)raw * MICROS_PER_SECOND;
    }
    return (int64_t)raw;
}

/* ---- shape ------------------------------------------------------------------------------- */

struct ledger_shape ledger_shape_of(const struct ledger *ledger)
{
    return (struct ledger_shape){ledger->day_width, ledger->value_width, ledger->revenue_width,
                                 ledger->stamp_width, ledger->stamp_count};
}

struct ledger_shape ledger_shape_new(bool stamped)
{
    return (struct ledger_shape){2, 2, 4, stamped ? 4 : 0, stamped ? 1 : 0};
}

static bool widen(uint8_t *width, uint64_t value)
{
    uint8_t need = value <= UINT16_MAX ? 2 : value <= UINT32_MAX ? 4 : 8;
    if (need <= *width) {
        return false;
    }
    *width = need;
    return true;
}

bool ledger_shape_fit_gauge(struct ledger_shape *shape, const struct ledger_gauge_row *row)
{
    bool wider = widen(&shape->day_width, (uint64_t)(row->day - MERIT_DAY_FIRST));
    bool both = true;
    for (int i = 0; i < 2; i++) {
        if (row->values[i] == MERIT_NO_FIGURE) {
            both = false;
            continue;
        }
        wider |= widen(&shape->value_width, (uint64_t)row->values[i] + 1);
        if (shape->stamp_width == 4 && !stamp_is_short(row->day, row->stamps[i])) {
            shape->stamp_width = 8;
            wider = true;
        }
    }
    if (shape->stamp_count == 1 && both && row->stamps[0] != row->stamps[1]) {
        shape->stamp_count = 2;
        wider = true;
    }
    return wider;
}

bool ledger_shape_fit_month(struct ledger_shape *shape, const struct ledger_month_row *row)
{
    bool wider = widen(&shape->revenue_width, (uint64_t)row->value);
    if (shape->stamp_width == 4 && !stamp_is_short(row->as_of_day, row->stamp)) {
        shape->stamp_width = 8;
        wider = true;
    }
    return wider;
}

uint8_t ledger_gauge_size(const struct ledger_shape *shape)
{
    return (uint8_t)(shape->day_width + 2 * shape->value_width +
                     shape->stamp_count * shape->stamp_width);
}

uint8_t ledger_month_size(const struct ledger_shape *shape)
{
    /* month, revenue; in a stamped ledger also the day of the month and the stamp */
    return (uint8_t)(2 + shape->revenue_width +
                     (shape->stamp_width > 0 ? 1 + shape->stamp_width : 0));
}

/* ---- header and rows --------------------------------------------------------------------- */

void ledger_header_write(uint8_t *to,
                         const struct ledger_shape *shape,
                         uint32_t gauges,
                         uint32_t months)
{
    to[0] = (uint8_t)(width_code(shape->day_width) << DAY_WIDTH_BITS |
                      width_code(shape->value_width) << VALUE_WIDTH_BITS |
                      width_code(shape->revenue_width) << REVENUE_WIDTH_BITS |
                      width_code(shape->stamp_width) << STAMP_WIDTH_BITS);
    to[1] = shape->stamp_count;
    store(to + 2, months, 2);
    store(to + 4, gauges, 4);
}

static bool shape_is_known(const struct ledger *ledger)
{
    bool stamped = ledger->stamp_width != 0;
    return (ledger->day_width == 2 || ledger->day_width == 4) && ledger->value_width != 0 &&
           ledger->revenue_width >= 4 && ledger->stamp_width != 2 && ledger->stamp_count <= 2 &&
           stamped == (ledger->stamp_count != 0);
}

bool ledger_open(struct ledger *ledger, struct bytes bytes)
{
    if (bytes.length == 0) {
        *ledger = (struct ledger){.day_width = 2, .value_width = 2, .revenue_width = 4};
        return true;
    }
    if (bytes.length < LEDGER_HEADER_BYTES) {
        return false;
    }
    uint32_t widths = bytes.at[0];
    ledger->day_width = width_of_code(widths >> DAY_WIDTH_BITS);
    ledger->value_width = width_of_code(widths >> VALUE_WIDTH_BITS);
    ledger->revenue_width = width_of_code(widths >> REVENUE_WIDTH_BITS);
    ledger->stamp_width = width_of_code(widths >> STAMP_WIDTH_BITS);
    ledger->stamp_count = bytes.at[1];
    if (!shape_is_known(ledger)) {
        return false;
    }
    ledger->month_count = (uint16_t)ledger_load(bytes.at + 2, 2);
    ledger->gauge_count = (uint32_t)ledger_load(bytes.at + 4, 4);
    struct ledger_shape shape = ledger_shape_of(ledger);
    ledger->gauge_size = ledger_gauge_size(&shape);
    ledger->month_size = ledger_month_size(&shape);
    size_t gauges = (size_t)ledger->gauge_count * ledger->gauge_size;
    size_t months = (size_t)ledger->month_count * ledger->month_size;
    ledger->gauges = bytes.at + LEDGER_HEADER_BYTES;
    ledger->months = ledger->gauges + gauges;
    return bytes.length == LEDGER_HEADER_BYTES + gauges + months;
}

void ledger_gauge_write(uint8_t *to,
                        const struct ledger_shape *shape,
                        const struct ledger_gauge_row *row)
{
    store(to, (uint64_t)(row->day - MERIT_DAY_FIRST), shape->day_width);
    to += shape->day_width;
    for (int i = 0; i < 2; i++) {
        uint64_t stored = row->values[i] == MERIT_NO_FIGURE ? 0 : (uint64_t)row->values[i] + 1;
        store(to, stored, shape->value_width);
        to += shape->value_width;
    }
    if (shape->stamp_count == 1) {
        bool first = row->values[0] != MERIT_NO_FIGURE;
        stamp_store(to, row->day, row->stamps[first ? 0 : 1], shape->stamp_width);
    } else if (shape->stamp_count == 2) {
        for (int i = 0; i < 2; i++) {
            /* A null's stamp is never read; as_of itself fits any width. */
            int64_t stamp = row->values[i] == MERIT_NO_FIGURE ? row->day * MERIT_MICROS_PER_DAY
                                                              : row->stamps[i];
            stamp_store(to, row->day, stamp, shape->stamp_width);
            to += shape->stamp_width;
        }
    }
}

void ledger_gauge_row(const struct ledger *ledger, uint32_t index, struct ledger_gauge_row *ret_row)
{
    assert(index < ledger->gauge_count);
    ret_row->day = ledger_gauge_day(ledger, index);
    const uint8_t *stamps = ledger->gauges + (size_t)index * ledger->gauge_size +
                            ledger->day_width + 2 * (size_t)ledger->value_width;
    for (int i = 0; i < 2; i++) {
        uint64_t stored = ledger_gauge_stored(ledger, index, (enum merit_figure)i);
        ret_row->values[i] = stored == 0 ? MERIT_NO_FIGURE : (int64_t)(stored - 1);
        ret_row->stamps[i] = 0;
        if (stored != 0 && ledger->stamp_count > 0) {
            const uint8_t *at = stamps + (ledger->stamp_count == 2 ? i * ledger->stamp_width : 0);
            ret_row->stamps[i] = stamp_load(at, ret_row->day, ledger->stamp_width);
        }
    }
}

void ledger_month_write(uint8_t *to,
                        const struct ledger_shape *shape,
                        const struct ledger_month_row *row)
{
    store(to, (uint64_t)(row->month - LEDGER_MONTH_FIRST), 2);
    store(to + 2, (uint64_t)row->value, shape->revenue_width);
    if (shape->stamp_width > 0) {
        uint8_t *rest = to + 2 + shape->revenue_width;
        rest[0] = (uint8_t)(row->as_of_day - merit_month_first_day(row->month));
        stamp_store(rest + 1, row->as_of_day, row->stamp, shape->stamp_width);
    }
}

void ledger_month_row(const struct ledger *ledger, uint32_t index, struct ledger_month_row *ret_row)
{
    assert(index < ledger->month_count);
    const uint8_t *row = ledger->months + (size_t)index * ledger->month_size;
    ret_row->month = ledger_month_of_row(ledger, index);
    ret_row->value = ledger_revenue_of_row(ledger, index);
    ret_row->as_of_day = MERIT_NO_DAY;
    ret_row->stamp = 0;
    if (ledger->stamp_width > 0) {
        const uint8_t *rest = row + 2 + ledger->revenue_width;
        ret_row->as_of_day = merit_month_first_day(ret_row->month) + rest[0];
        ret_row->stamp = stamp_load(rest + 1, ret_row->as_of_day, ledger->stamp_width);
    }
}
