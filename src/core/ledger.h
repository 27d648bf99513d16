/* The reports of one series: gauges by day, revenue by month, bounded, in a stored form that is
 * read in place. */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include "base/bytes.h"
#include "merit/event.h"

/* Rows have one fixed width per ledger, so that a value is found by halving and appended in place;
 * the width grows when a value needs it. Of one (as_of, gauge) and of one month's revenue only the
 * newest report is kept (contract §1), so the calendar of input dates bounds the rows. A `stamped`
 * ledger also keeps each report's occurred_at, which decides what is newest (attribution); without
 * stamps the last one put counts (scoring, which gets only what was accepted). Rules of history:
 * rules §1, contract §1 "26 months". */
struct ledger {
    const uint8_t *gauges; /* gauge_count rows of gauge_size, by day */
    const uint8_t *months; /* month_count rows of month_size, by month */
    uint32_t gauge_count;
    uint16_t month_count;
    uint8_t day_width;     /* 2 or 4 bytes */
    uint8_t value_width;   /* 2, 4 or 8 */
    uint8_t revenue_width; /* 4 or 8 */
    uint8_t stamp_width;   /* 0 (unstamped), 4 or 8 */
    uint8_t stamp_count;   /* per gauge row: 0, 1 (both figures of a report) or 2 */
    uint8_t gauge_size;
    uint8_t month_size;
};

/* Reads the header and checks that the rows fit; empty bytes are an empty unstamped ledger. The
 * bytes must outlive it. False where they are not a ledger. */
bool ledger_open(struct ledger *ledger, struct bytes bytes);

/* True where its rows are in order, of days and figures that input may carry: to be asked of bytes
 * that came from outside (opening looks at lengths alone). */
bool ledger_is_sound(const struct ledger *ledger);

/* The two gauges (active users, paid units) on a day: each of its newest report with as_of <= day;
 * 0 where there is none. */
void ledger_gauges(const struct ledger *ledger, int32_t day, int64_t ret_values[2]);
/* The revenue of `count` months, `newest` and those before it: ret_revenues[k] of newest - k; 0
 * where there is none. */
void ledger_revenues(const struct ledger *ledger,
                     int32_t newest,
                     uint32_t count,
                     int64_t *ret_revenues);
/* The first as_of after a day, MERIT_NEVER where there is none. */
int32_t ledger_next_day(const struct ledger *ledger, int32_t day);

/* One report: what changes. occurred_at is ignored by an unstamped ledger. */
struct ledger_report {
    int32_t as_of_day;
    int64_t figures[MERIT_FIGURE_COUNT]; /* MERIT_NO_FIGURE: says nothing */
    int64_t occurred_at;
};

enum ledger_outcome {
    LEDGER_UNCHANGED, /* nothing in the report is news */
    LEDGER_CHANGED,   /* the bytes changed; *ret_figures: the figures whose value did */
};

/* Puts a report into the ledger held by `bytes` (its whole content; empty: a new one, stamped as
 * said). Reports older than `oldest_day` only carry a gauge on. ret_figures, a bit for each figure,
 * may be empty though the bytes changed (a newer report with the same value). */
enum ledger_outcome ledger_put(struct buffer *bytes,
                               bool stamped,
                               const struct ledger_report *report,
                               int32_t oldest_day,
                               uint32_t *ret_figures);

/* A copy without stamps, appended to `to`: what attribution hands to scoring. */
void ledger_copy_unstamped(const struct ledger *ledger, struct buffer *to);

/* Row access for copies, dumps and tests. Figures MERIT_NO_FIGURE where null; stamps 0 where none.
 */
struct ledger_gauge_row {
    int32_t day;
    int64_t values[2]; /* active users, paid units */
    int64_t stamps[2];
};
struct ledger_month_row {
    int32_t month;
    int32_t as_of_day; /* of the report that counts; only in a stamped ledger */
    int64_t value;
    int64_t stamp;
};
void ledger_gauge_row(const struct ledger *ledger,
                      uint32_t index,
                      struct ledger_gauge_row *ret_row);
void ledger_month_row(const struct ledger *ledger,
                      uint32_t index,
                      struct ledger_month_row *ret_row);

#endif
