/* The partners' clock, and what a day's start does: all that happens by time alone. */
#include "task/day_start.h"

#include "task/adopt.h"
#include "task/evaluate.h"
#include "task/refresh.h"
#include "task/rule_change.h"
#include "task/today.h"

#include <assert.h>

/* ---- the clock --------------------------------------------------------------------------- */

/* The day that the tenants' clocks allow: the least announced; the wall clock's where no task has
 * one; MERIT_NO_DAY where some task has not announced anything. */
static int32_t watermark_day(const struct scoring *scoring)
{
    int32_t least = MERIT_NEVER;
    for (uint32_t i = 0; i < scoring->config.task_count; i++) {
        int32_t day = scoring->watermarks[i];
        if (day == MERIT_NO_DAY) {
            return MERIT_NO_DAY;
        }
        if (day != SCORING_NO_CLOCK && day < least) {
            least = day;
        }
    }
    return least == MERIT_NEVER ? scoring->wall_day : least;
}

bool day_start_begin(struct scoring *scoring)
{
    int32_t tenants = watermark_day(scoring);
    bool first_day = scoring->day == MERIT_NO_DAY;
    if (tenants == MERIT_NO_DAY || scoring->certification_day == MERIT_NO_DAY) {
        return false;
    }
    if (first_day) {
        /* The first day: the least that any task announced, or of the first certification. Nothing
         * is due on it but what was adopted, for nothing else is known. */
        int32_t first = merit_day_earlier(tenants, scoring->first_day);
        scoring->day = merit_day_earlier(first, scoring->certification_day);
    } else if (scoring->day < merit_day_earlier(tenants, scoring->certification_day)) {
        if (scoring->change.behind > 0) {
            rule_change_step(scoring); /* what is left of it belongs to the day that is ending */
            return true;
        }
        scoring->day++;
    } else {
        return false;
    }
    scoring->start_end = 0;
    today_set(scoring);
    if (first_day) {
        adopt_begin(scoring);
    }
    return true;
}

/* ---- what is due ------------------------------------------------------------------------- */

/* The partner is to be evaluated on this day, after all its contributors. */
static void call_partner(struct scoring *scoring, uint32_t partner)
{
    struct account account;
    scoring_get_account(scoring, partner, &account);
    if (account.due_day != scoring->day) {
        int32_t old_due_day = account.due_day;
        account.due_day = scoring->day;
        scoring_put_account(scoring, partner, &account, old_due_day);
    }
}

static void start_contributor(struct scoring *scoring, uint32_t partner, uint32_t contributor)
{
    const struct table_block *derived =
        roster_contributor(&scoring->roster, partner, contributor)->derived;
    /* Its day may have changed, or it may be gone, since the entry was made. */
    if (derived == NULL || derived_due_day(table_block_value(derived)) != scoring->day) {
        return;
    }
    arena_reset(&scoring->scratch);
    refresh_contributor(scoring, partner, contributor, REFRESH_ALL, 0);
    call_partner(scoring, partner);
}

static void start_partner(struct scoring *scoring, uint32_t partner)
{
    struct account account;
    scoring_get_account(scoring, partner, &account);
    if (account.due_day == scoring->day) {
        struct evaluation evaluation = {.partner = partner, .at_start = true};
        evaluate_partner(scoring, &evaluation);
    }
}

void day_start_piece(struct scoring *scoring)
{
    struct heap_entry entry = heap_least(&scoring->due);
    heap_pop(&scoring->due);
    scoring->start_end = entry.minor + 1;
    uint32_t partner = (uint32_t)(entry.minor >> 32);
    uint32_t contributor = (uint32_t)entry.minor;
    if (contributor == SCORING_NOBODY) {
        start_partner(scoring, partner);
    } else {
        start_contributor(scoring, partner, contributor);
    }
}
