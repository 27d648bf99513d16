/* The standing of a partner in each designation, over years (rules §7). */
#include "naive_judge.h"

static bool attained(const struct naive_partner *partner, int designation)
{
    return partner->standings[designation].status != NAIVE_STATUS_NOT_ATTAINED;
}

/* With the latest anniversary of the others, or a year from now where there are no others. */
static int32_t first_anniversary(const struct naive *naive,
                                 const struct naive_partner *partner,
                                 enum naive_designation designation)
{
    int32_t latest = MERIT_NO_DAY;
    for (int d = 0; d < NAIVE_DESIGNATIONS; d++) {
        const struct naive_standing *other = &partner->standings[d];
        if (d != (int)designation && attained(partner, d) &&
            (latest == MERIT_NO_DAY || other->anniversary_day > latest)) {
            latest = other->anniversary_day;
        }
    }
    if (latest == MERIT_NO_DAY) {
        return naive_months_later(naive->clock, 12);
    }
    return latest <= naive->clock ? naive_months_later(latest, 12) : latest;
}

static void attain_or_not(struct naive *naive,
                          struct naive_partner *partner,
                          enum naive_designation designation,
                          struct naive_occasion occasion)
{
    struct naive_standing *standing = &partner->standings[designation];
    bool qualified = standing->now.qualified;
    if (qualified || standing->now.total.above > 0 || naive->clock >= standing->anniversary_day) {
        standing->unjudged = false;
    }
    switch (standing->status) {
    case NAIVE_STATUS_NOT_ATTAINED:
        if (qualified && naive->clock >= naive_day_of(2022, 10, 3)) {
            standing->anniversary_day = first_anniversary(naive, partner, designation);
            standing->status = NAIVE_STATUS_ATTAINED;
            standing->attained_day = naive->clock;
            naive_say_transition(naive, partner, designation, occasion, NAIVE_ATTAINED);
        }
        break;
    case NAIVE_STATUS_ATTAINED:
        if (!qualified && !standing->unjudged) {
            standing->status = NAIVE_STATUS_AT_RISK;
            naive_say_transition(naive, partner, designation, occasion, NAIVE_AT_RISK);
        }
        break;
    case NAIVE_STATUS_AT_RISK:
        if (qualified) {
            standing->status = NAIVE_STATUS_ATTAINED;
            naive_say_transition(naive, partner, designation, occasion, NAIVE_RECOVERED);
        }
        break;
    }
}

static void renew(struct naive *naive,
                  struct naive_partner *partner,
                  enum naive_designation designation,
                  struct naive_occasion occasion)
{
    struct naive_standing *standing = &partner->standings[designation];
    if (standing->status == NAIVE_STATUS_NOT_ATTAINED || naive->clock < standing->anniversary_day ||
        standing->last_qualified_day < naive_window_first(standing->anniversary_day)) {
        return;
    }
    standing->anniversary_day = naive_months_later(standing->anniversary_day, 12);
    naive_say_transition(naive, partner, designation, occasion, NAIVE_RENEWED);
}

static void end(struct naive *naive,
                struct naive_partner *partner,
                enum naive_designation designation)
{
    struct naive_standing *standing = &partner->standings[designation];
    standing->status = NAIVE_STATUS_NOT_ATTAINED;
    standing->attained_day = MERIT_NO_DAY;
    standing->anniversary_day = MERIT_NO_DAY;
    struct naive_occasion day_starts = {NULL};
    naive_say_transition(naive, partner, designation, day_starts, NAIVE_LAPSED);
}

void naive_lapse(struct naive *naive, struct naive_partner *partner)
{
    for (int d = 0; d < naive->designations; d++) {
        if (attained(partner, d) &&
            naive->clock > naive_window_last(partner->standings[d].anniversary_day)) {
            end(naive, partner, (enum naive_designation)d);
            if (attained(partner, NAIVE_MICROSOFT_CLOUD)) {
                end(naive, partner, NAIVE_MICROSOFT_CLOUD);
            }
        }
    }
}

void naive_adopt(struct naive *naive, const struct merit_standing *standing)
{
    struct naive_partner *partner = naive_store_partner(&naive->store, standing->partner_id);
    int32_t last = MERIT_NO_DAY;
    partner->touched = false; /* no event is about it */
    int held = 0;
    for (int d = 0; d < naive->designations; d++) {
        struct naive_standing *own = &partner->standings[d];
        if (merit_text_equal(merit_text_of(naive_designation_names[d]), standing->designation)) {
            own->status = NAIVE_STATUS_ATTAINED;
            own->attained_day = standing->attained_day;
            own->anniversary_day = standing->anniversary_day;
            own->last_qualified_day = standing->last_qualified_day;
            own->unjudged = true;
        }
        held += attained(partner, d);
        last = own->attained_day > last ? own->attained_day : last;
    }
    if (held == NAIVE_DESIGNATIONS) {
        partner->standings[NAIVE_MICROSOFT_CLOUD].status = NAIVE_STATUS_ATTAINED;
        partner->standings[NAIVE_MICROSOFT_CLOUD].attained_day = last;
    }
}

static void attain_microsoft_cloud(struct naive *naive,
                                   struct naive_partner *partner,
                                   struct naive_occasion occasion)
{
    for (int d = 0; d < NAIVE_DESIGNATIONS; d++) {
        if (!attained(partner, d)) {
            return;
        }
    }
    struct naive_standing *standing = &partner->standings[NAIVE_MICROSOFT_CLOUD];
    if (standing->status == NAIVE_STATUS_NOT_ATTAINED) {
        standing->status = NAIVE_STATUS_ATTAINED;
        standing->attained_day = naive->clock;
        naive_say_transition(naive, partner, NAIVE_MICROSOFT_CLOUD, occasion, NAIVE_ATTAINED);
    }
}

void naive_evaluate(struct naive *naive,
                    struct naive_partner *partner,
                    struct naive_occasion occasion)
{
    struct naive_score scores[NAIVE_DESIGNATIONS];
    naive_scores(&naive->store, partner, naive->clock, naive->designations, scores);
    for (int i = 0; i < naive->designations; i++) {
        enum naive_designation designation = (enum naive_designation)i;
        struct naive_standing *standing = &partner->standings[i];
        standing->now = scores[i];
        if (standing->now.qualified && standing->last_qualified_day < naive->clock) {
            standing->last_qualified_day = naive->clock;
        }
        naive_say_score(naive, partner, designation, occasion);
        attain_or_not(naive, partner, designation, occasion);
        renew(naive, partner, designation, occasion);
    }
    attain_microsoft_cloud(naive, partner, occasion);
}
