/* Rows of a ledger as they are stored: the only code that knows their bytes. */
#ifndef CORE_LEDGER_ROW_H
#define CORE_LEDGER_ROW_H

#include "core/ledger.h"

/* Header: u8 widths (bits 0-1 day, 2-3 value, 4-5 revenue, 6-7 stamp: log2, stamp 0 = none), u8
 * stamps per row, u16 month rows, u32 gauge rows; then the gauge rows, then the month rows. */
enum {
    LEDGER_HEADER_BYTES = 8,
    LEDGER_MONTH_FIRST = 360, /* MERIT_DAY_FIRST's: months are stored from there on */
};

/* The least shape that holds all rows of a ledger and one more; widths only ever grow. */
struct ledger_shape {
    uint8_t day_width;
    uint8_t value_width;
    uint8_t revenue_width;
    uint8_t stamp_width;
    uint8_t stamp_count;
};

struct ledger_shape ledger_shape_of(const struct ledger *ledger);
struct ledger_shape ledger_shape_new(bool stamped);
/* Widens for a row; true where it had to. */
bool ledger_shape_fit_gauge(struct ledger_shape *shape, const struct ledger_gauge_row *row);
bool ledger_shape_fit_month(struct ledger_shape *shape, const struct ledger_month_row *row);

uint8_t ledger_gauge_size(const struct ledger_shape *shape);
uint8_t ledger_month_size(const struct ledger_shape *shape);
void ledger_header_write(uint8_t *to,
                         const struct ledger_shape *shape,
                         uint32_t gauges,
                         uint32_t months);
void ledger_gauge_write(uint8_t *to,
                        const struct ledger_shape *shape,
                        const struct ledger_gauge_row *row);
void ledger_month_write(uint8_t *to,
                        const struct ledger_shape *shape,
                        const struct ledger_month_row *row);

static inline uint64_t ledger_load(const uint8_t *at, uint8_t width)
{
    uint64_t value = 0;
    switch (width) {
    case 2: {
        uint16_t narrow;
        memcpy(&narrow, at, sizeof narrow);
        return narrow;
    }
    case 4: {
        uint32_t middle;
        memcpy(&middle, at, sizeof middle);
        return middle;
    }
    default:
        memcpy(&value, at, sizeof value);
        return value;
    }
}

static inline int32_t ledger_gauge_day(const struct ledger *ledger, uint32_t index)
{
    const uint8_t *row = ledger->gauges + (size_t)index * ledger->gauge_size;
    return (int32_t)ledger_load(row, ledger->day_width) + MERIT_DAY_FIRST;
}

/* Stored values are one more than the figure; 0 is null. */
static inline uint64_t ledger_gauge_stored(const struct ledger *ledger,
                                           uint32_t index,
                                           enum merit_figure figure)
{
    const uint8_t *row = ledger->gauges + (size_t)index * ledger->gauge_size;
    return ledger_load(row + ledger->day_width + (size_t)figure * ledger->value_width,
                       ledger->value_width);
}

static inline int32_t ledger_month_of_row(const struct ledger *ledger, uint32_t index)
{
    const uint8_t *row = ledger->months + (size_t)index * ledger->month_size;
    return (int32_t)ledger_load(row, 2) + LEDGER_MONTH_FIRST;
}

static inline int64_t ledger_revenue_of_row(const struct ledger *ledger, uint32_t index)
{
    const uint8_t *row = ledger->months + (size_t)index * ledger->month_size;
    return (int64_t)ledger_load(row + 2, ledger->revenue_width);
}

/* Index of the first row whose day is after `day`: most often the newest rows are asked for. */
static inline uint32_t ledger_upper(const struct ledger *ledger, int32_t day)
{
    uint32_t low = 0;
    uint32_t high = ledger->gauge_count;
    if (high == 0 || ledger_gauge_day(ledger, high - 1) <= day) {
        return high;
    }
    high--;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (ledger_gauge_day(ledger, middle) <= day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

#endif
