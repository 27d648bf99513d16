/* The next days on which something about a partner may change by time alone. */
#include "task/explain_dates.h"

#include "core/person.h"

/* By day, and of each day by reason once. */
static void add_date(const struct explain_dates *dates, struct merit_date_ahead date)
{
    struct merit_explanation *to = dates->explanation;
    if (date.day <= to->day || date.day == MERIT_NEVER) {
        return;
    }
    uint32_t at = to->date_count;
    while (at > 0 && to->dates[at - 1].day > date.day) {
        at--;
    }
    for (uint32_t i = at; i > 0 && to->dates[i - 1].day == date.day; i--) {
        if (to->dates[i - 1].reason == date.reason) {
            to->dates[i - 1].count++;
            return;
        }
    }
    if (at == MERIT_EXPLAIN_DATES_MAX) {
        return;
    }
    if (to->date_count < MERIT_EXPLAIN_DATES_MAX) {
        to->date_count++;
    }
    for (uint32_t i = to->date_count - 1; i > at; i--) {
        to->dates[i] = to->dates[i - 1];
    }
    to->dates[at] = date;
    to->dates[at].count = 1;
    to->dates[at].about = arena_text(dates->arena, date.about);
}

static void add_day(const struct explain_dates *dates, enum merit_reason reason, int32_t day)
{
    add_date(dates, (struct merit_date_ahead){.day = day, .reason = reason});
}

void explain_dates_of_partner(const struct explain_dates *dates, const struct standing *standing)
{
    const struct scoring_today *today = &dates->scoring->today;
    const struct merit_designation *designation = dates->explanation->designation;
    add_day(dates, MERIT_REASON_RULES_BEGIN, dates->scoring->config.program->standing.first_day);
    for (uint8_t k = 0; k < designation->span_count; k++) {
        add_day(dates, MERIT_REASON_RULES_BEGIN, designation->spans[k].from_day);
    }
    if (dates->explanation->span->uses_months) {
        add_day(dates, MERIT_REASON_MONTH_CLOSES,
                today->moments[dates->designation].next_month_day);
    }
    if (standing_is_held(standing)) {
        struct standing_window window = standing_window_of(
            &dates->scoring->config.program->standing, standing->anniversary_day);
        add_day(dates, MERIT_REASON_WINDOW_OPENS, window.first_day);
        add_day(dates, MERIT_REASON_ANNIVERSARY, standing->anniversary_day);
        add_day(dates, MERIT_REASON_WINDOW_ENDS, window.end_day);
    }
}

/* True where some requirement of the designation asks for the code. */
static bool is_asked_for(const struct explain_dates *dates, struct merit_text name)
{
    const struct merit_program *program = dates->scoring->config.program;
    const struct merit_span *span = dates->explanation->span;
    uint32_t code = merit_program_code(program, name);
    for (uint8_t r = 0; code < program->code_count && r < span->requirement_count; r++) {
        const struct merit_requirement *requirement = &span->requirements[r];
        for (uint16_t i = 0; i < requirement->combination_count; i++) {
            if ((requirement->combinations[i].words[code / 64] >> (code % 64) & 1U) != 0) {
                return true;
            }
        }
    }
    return false;
}

void explain_dates_of_person(const struct explain_dates *dates,
                             struct merit_text name,
                             struct bytes certificates)
{
    struct reader reader = reader_of(certificates);
    struct certificate certificate;
    while (person_next(&reader, &certificate)) {
        if (!is_asked_for(dates, certificate.code)) {
            continue;
        }
        struct merit_date_ahead date = {.name = name, .about = certificate.code};
        date.reason = MERIT_REASON_CERTIFICATION_STARTS;
        date.day = certificate.achieved_day > certificate.linked_day ? certificate.achieved_day
                                                                     : certificate.linked_day;
        add_date(dates, date);
        date.reason = MERIT_REASON_CERTIFICATION_EXPIRES;
        date.day = certificate.expires_day;
        add_date(dates, date);
        date.reason = MERIT_REASON_CERTIFICATION_UNLINKS;
        date.day = certificate.unlinked_day;
        add_date(dates, date);
    }
}

/* The day on which the far edge of some window is at the association's start. */
static void add_claim(const struct explain_dates *dates,
                      const struct link *link,
                      struct merit_date_ahead date)
{
    struct moments *moments = &dates->scoring->today.moments[dates->designation];
    date.reason = MERIT_REASON_CLAIM_AT_FAR_EDGE;
    for (uint32_t rest = dates->explanation->span->lookbacks; rest != 0; rest &= rest - 1) {
        int32_t months = __builtin_ctz(rest);
        if (months > 0 && link->start_day > moments->before[months]) {
            date.day = moments_far(moments, link->start_day, months);
            add_date(dates, date);
        }
    }
}

void explain_dates_of_links(const struct explain_dates *dates, struct merit_text tenant)
{
    const struct link_list *links = &dates->scoring->links;
    for (uint32_t i = 0; i < links->count; i++) {
        const struct link *link = &links->items[i];
        if (!link->counts) {
            continue;
        }
        struct merit_date_ahead date = {.name = tenant, .about = link->association_id};
        date.reason = MERIT_REASON_ASSOCIATION_STARTS;
        date.day = link->start_day;
        add_date(dates, date);
        date.reason = MERIT_REASON_ASSOCIATION_ENDS;
        date.day = link->end_day;
        add_date(dates, date);
        add_claim(dates, link, date);
    }
}

void explain_dates_of_series(const struct explain_dates *dates,
                             struct merit_text tenant,
                             struct merit_text product,
                             const struct ledger *ledger)
{
    struct moments *moments = &dates->scoring->today.moments[dates->designation];
    struct merit_date_ahead date = {.name = tenant, .product = product};
    for (uint32_t rest = dates->explanation->span->lookbacks; rest != 0; rest &= rest - 1) {
        uint32_t months = rest & (~rest + 1U);
        date.reason = months == 1U ? MERIT_REASON_REPORT_BEGINS : MERIT_REASON_REPORT_AT_FAR_EDGE;
        date.day = cell_series_due(ledger, moments, months, MERIT_NEVER);
        add_date(dates, date);
    }
}
