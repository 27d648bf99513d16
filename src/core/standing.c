/* The standing of one partner in one designation over years: attained, at risk, renewed, lapsed. */
#include "core/standing.h"

#include <assert.h>

struct standing standing_new(void)
{
    return (struct standing){
        .attained_day = MERIT_NO_DAY,
        .anniversary_day = MERIT_NO_DAY,
        .last_qualified_day = MERIT_NO_DAY,
        .status = MERIT_STATUS_NOT_ATTAINED,
    };
}

/* ---- stored form ------------------------------------------------------------------------- */

void standing_encode(uint8_t *to, const struct standing *standing)
{
    const int64_t wide[] = {standing->score_sequence,  standing->event_sequence,
                            standing->sent_hundredths, standing->sent_floor,
                            standing->hundredths,      standing->told};
    const int32_t days[] = {standing->attained_day, standing->anniversary_day,
                            standing->last_qualified_day};
    memcpy(to, wide, sizeof wide);
    memcpy(to + sizeof wide, days, sizeof days);
    to += sizeof wide + sizeof days;
    to[0] = standing->status;
    to[1] = standing->sent_qualified;
    to[2] = standing->qualified;
}

bool standing_decode(const uint8_t *from, struct standing *ret_standing)
{
    int64_t wide[6];
    int32_t days[3];
    memcpy(wide, from, sizeof wide);
    memcpy(days, from + sizeof wide, sizeof days);
    from += sizeof wide + sizeof days;
    *ret_standing = (struct standing){
        wide[0], wide[1], wide[2], wide[3], wide[4],      wide[5],
        days[0], days[1], days[2], from[0], from[1] != 0, from[2] != 0,
    };
    /* The badge for all designations is held without an anniversary. */
    return from[0] <= MERIT_STATUS_AT_RISK && from[1] <= 1 && from[2] <= 1 &&
           standing_is_held(ret_standing) == (ret_standing->attained_day != MERIT_NO_DAY) &&
           (standing_is_held(ret_standing) || ret_standing->anniversary_day == MERIT_NO_DAY);
}

/* ---- windows ----------------------------------------------------------------------------- */

struct standing_window standing_window_of(const struct merit_standing_rules *rules,
                                          int32_t anniversary_day)
{
    uint8_t at = 0;
    while (at + 1 < rules->window_count && rules->windows[at + 1].from_day <= anniversary_day) {
        at++;
    }
    const struct merit_window *window = &rules->windows[at];
    if (!window->by_months) {
        return (struct standing_window){anniversary_day - window->before,
                                        anniversary_day + window->after};
    }
    int32_t month = merit_month_of_day(anniversary_day);
    return (struct standing_window){merit_month_first_day(month - window->before),
                                    merit_month_first_day(month + window->after + 1)};
}

bool standing_lapse(struct standing *standing,
                    const struct merit_standing_rules *rules,
                    int32_t day)
{
    if (!standing_is_held(standing) ||
        day < standing_window_of(rules, standing->anniversary_day).end_day) {
        return false;
    }
    standing->status = MERIT_STATUS_NOT_ATTAINED;
    standing->attained_day = MERIT_NO_DAY;
    standing->anniversary_day = MERIT_NO_DAY;
    return true;
}

/* ---- adoption ---------------------------------------------------------------------------- */

void standing_adopt(struct standing *standing,
                    int32_t attained_day,
                    int32_t anniversary_day,
                    int32_t last_qualified_day)
{
    standing->status = MERIT_STATUS_ATTAINED;
    standing->qualified = false;
    standing->attained_day = attained_day;
    standing->anniversary_day = anniversary_day;
    standing->last_qualified_day = last_qualified_day;
}

/* True where it was adopted and nothing has been found out of it yet. */
static bool is_unjudged(const struct standing *standing, const struct standing_moment *moment)
{
    return standing->status == MERIT_STATUS_ATTAINED && !standing->qualified &&
           !moment->qualified && !moment->has_points && moment->day < standing->anniversary_day;
}

/* ---- evaluation -------------------------------------------------------------------------- */

static void attain(struct standing *standing,
                   const struct merit_standing_rules *rules,
                   const struct standing_moment *moment)
{
    int32_t from = moment->day;
    if (moment->shared_day != MERIT_NO_DAY) {
        /* An anniversary that is not later than today is passed: the next one counts. */
        standing->anniversary_day = moment->shared_day;
        if (moment->shared_day <= moment->day) {
            standing->anniversary_day =
                merit_day_months_before(moment->shared_day, -rules->anniversary_months);
        }
    } else {
        standing->anniversary_day = merit_day_months_before(from, -rules->anniversary_months);
    }
    standing->attained_day = from;
    standing->status = MERIT_STATUS_ATTAINED;
}

bool standing_renew(struct standing *standing,
                    const struct merit_standing_rules *rules,
                    int32_t day)
{
    if (!standing_is_held(standing) || day < standing->anniversary_day) {
        return false;
    }
    struct standing_window window = standing_window_of(rules, standing->anniversary_day);
    if (day >= window.end_day || standing->last_qualified_day == MERIT_NO_DAY ||
        standing->last_qualified_day < window.first_day) {
        return false;
    }
    standing->anniversary_day =
        merit_day_months_before(standing->anniversary_day, -rules->anniversary_months);
    return true;
}

/* A history that is read after an adoption goes through days before the one adopted. */
static void qualified_on(struct standing *standing, int32_t day)
{
    if (day > standing->last_qualified_day) {
        standing->last_qualified_day = day;
    }
}

bool standing_evaluate(struct standing *standing,
                       const struct merit_standing_rules *rules,
                       const struct standing_moment *moment,
                       enum merit_transition *ret_transition)
{
    if (is_unjudged(standing, moment)) {
        return false;
    }
    if (standing->qualified) {
        /* Until this moment it was qualified: until yesterday where the day only begins. */
        qualified_on(standing, moment->at_start ? moment->day - 1 : moment->day);
    }
    if (moment->qualified) {
        qualified_on(standing, moment->day);
    }
    standing->qualified = moment->qualified;
    switch ((enum merit_status)standing->status) {
    case MERIT_STATUS_NOT_ATTAINED:
        if (moment->qualified && moment->day >= rules->first_day) {
            attain(standing, rules, moment);
            *ret_transition = MERIT_ATTAINED;
            return true;
        }
        break;
    case MERIT_STATUS_ATTAINED:
        if (!moment->qualified) {
            standing->status = MERIT_STATUS_AT_RISK;
            *ret_transition = MERIT_AT_RISK;
            return true;
        }
        break;
    case MERIT_STATUS_AT_RISK:
        if (moment->qualified) {
            standing->status = MERIT_STATUS_ATTAINED;
            *ret_transition = MERIT_RECOVERED;
            return true;
        }
        break;
    }
    return false;
}

int32_t standing_next_day(const struct standing *standing,
                          const struct merit_standing_rules *rules,
                          int32_t day)
{
    if (!standing_is_held(standing)) {
        return MERIT_NEVER;
    }
    if (standing->anniversary_day > day) {
        return standing->anniversary_day;
    }
    return standing_window_of(rules, standing->anniversary_day).end_day;
}
