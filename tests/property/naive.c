/* The judge's clock, standing and outputs (outside contract §2 and §4; rules §7). */
#include "naive.h"

#include "naive_store.h"

#include <assert.h>
#include <stdlib.h>

enum {
    THRESHOLD = 70,
};
#define MICROS_PER_DAY (INT64_C(24) * 60 * 60 * 1000000)

struct naive {
    struct naive_store store;
    int64_t min_points_hundredths;
    int32_t clock;
    struct naive_output *outputs;
    size_t output_count;
    size_t output_capacity;
};

/* Why a partner is looked at: an event, or NULL where a day starts. */
struct occasion {
    enum naive_cause cause;
    const struct merit_event *event;
};

const char *const naive_cause_names[] = {"EVENT", "TIME", "RULES"};
const char *const naive_transition_names[] = {"ATTAINED", "AT_RISK", "RECOVERED", "RENEWED",
                                              "LAPSED"};
const char *const naive_status_names[] = {"NOT_ATTAINED", "ATTAINED", "AT_RISK"};

struct naive *naive_new(int64_t min_points_hundredths)
{
    assert(min_points_hundredths >= 1);
    struct naive *naive = naive_allocate(sizeof(*naive));
    naive->min_points_hundredths = min_points_hundredths;
    naive->clock = MERIT_NO_DAY;
    return naive;
}

void naive_free(struct naive *naive)
{
    if (naive == NULL) {
        return;
    }
    naive_store_free(&naive->store);
    free(naive->outputs);
    free(naive);
}

/* ---- outputs ----------------------------------------------------------------------------- */

static const struct naive_name *known_name(const struct naive *naive, struct merit_text text)
{
    for (const struct naive_name *n = naive->store.names; n != NULL; n = n->next) {
        if (n->length == text.length && memcmp(n->at, text.at, n->length) == 0) {
            return n;
        }
    }
    return NULL;
}

static struct naive_output *append(struct naive *naive,
                                   const struct naive_partner *partner,
                                   struct occasion occasion)
{
    if (naive->output_count == naive->output_capacity) {
        naive->output_capacity = naive->output_capacity == 0 ? 64 : 2 * naive->output_capacity;
        struct naive_output *grown =
            realloc(naive->outputs, naive->output_capacity * sizeof(*grown));
        if (grown == NULL) {
            abort();
        }
        naive->outputs = grown;
    }
    struct naive_output *output = &naive->outputs[naive->output_count++];
    *output = (struct naive_output){
        .partner_id = naive_text(partner->id),
        .effective_day = naive->clock,
        .occurred_at = naive->clock * MICROS_PER_DAY,
        .cause = occasion.cause,
    };
    if (occasion.event != NULL) {
        output->occurred_at = occasion.event->occurred_at;
        /* The judge's own copy of the id, which outlives the event. */
        output->cause_event_id = naive_text(known_name(naive, occasion.event->event_id));
    }
    return output;
}

static void say_transition(struct naive *naive,
                           struct naive_partner *partner,
                           struct occasion occasion,
                           enum naive_transition transition)
{
    struct naive_standing *standing = &partner->standing;
    standing->event_sequence++;
    struct naive_output *output = append(naive, partner, occasion);
    output->kind = NAIVE_DESIGNATION;
    output->designation_event = (struct naive_designation_event){
        .sequence = standing->event_sequence,
        .score_sequence = standing->score_sequence,
        .transition = transition,
        .hundredths = standing->now.hundredths,
        .anniversary_day = standing->anniversary_day,
    };
}

static void say_score(struct naive *naive, struct naive_partner *partner, struct occasion occasion)
{
    struct naive_standing *standing = &partner->standing;
    const struct naive_score *now = &standing->now;
    const struct naive_score *sent = &standing->sent;
    int64_t threshold = (int64_t)THRESHOLD * NAIVE_DENOMINATOR;
    bool up = sent->total < threshold && now->total >= threshold;
    bool down = sent->total >= threshold && now->total < threshold;
    int64_t difference = now->hundredths - sent->hundredths;
    if (difference < 0) {
        difference = -difference;
    }
    if (now->qualified == sent->qualified && !up && !down &&
        difference < naive->min_points_hundredths) {
        return;
    }
    standing->score_sequence++;
    struct naive_output *output = append(naive, partner, occasion);
    output->kind = NAIVE_SCORE_CHANGED;
    output->score_changed = (struct naive_score_changed){
        .sequence = standing->score_sequence,
        .previous_hundredths = sent->hundredths,
        .previously_qualified = sent->qualified,
        .crossed_up = up,
        .crossed_down = down,
        .score = *now,
    };
    standing->sent = *now;
}

/* ---- standing ---------------------------------------------------------------------------- */

static void attain_or_not(struct naive *naive,
                          struct naive_partner *partner,
                          struct occasion occasion)
{
    struct naive_standing *standing = &partner->standing;
    bool qualified = standing->now.qualified;
    switch (standing->status) {
    case NAIVE_STATUS_NOT_ATTAINED:
        if (qualified && naive->clock >= naive_day_of(2022, 10, 3)) {
            standing->status = NAIVE_STATUS_ATTAINED;
            standing->attained_day = naive->clock;
            standing->anniversary_day = naive_months_later(naive->clock, 12);
            say_transition(naive, partner, occasion, NAIVE_ATTAINED);
        }
        break;
    case NAIVE_STATUS_ATTAINED:
        if (!qualified) {
            standing->status = NAIVE_STATUS_AT_RISK;
            say_transition(naive, partner, occasion, NAIVE_AT_RISK);
        }
        break;
    case NAIVE_STATUS_AT_RISK:
        if (qualified) {
            standing->status = NAIVE_STATUS_ATTAINED;
            say_transition(naive, partner, occasion, NAIVE_RECOVERED);
        }
        break;
    }
}

static void renew(struct naive *naive, struct naive_partner *partner, struct occasion occasion)
{
    struct naive_standing *standing = &partner->standing;
    if (standing->status == NAIVE_STATUS_NOT_ATTAINED || naive->clock < standing->anniversary_day ||
        standing->last_qualified_day < naive_window_first(standing->anniversary_day)) {
        return;
    }
    standing->anniversary_day = naive_months_later(standing->anniversary_day, 12);
    say_transition(naive, partner, occasion, NAIVE_RENEWED);
}

static void lapse(struct naive *naive, struct naive_partner *partner)
{
    struct naive_standing *standing = &partner->standing;
    if (standing->status == NAIVE_STATUS_NOT_ATTAINED ||
        naive->clock <= naive_window_last(standing->anniversary_day)) {
        return;
    }
    standing->status = NAIVE_STATUS_NOT_ATTAINED;
    standing->attained_day = MERIT_NO_DAY;
    standing->anniversary_day = MERIT_NO_DAY;
    say_transition(naive, partner, (struct occasion){NAIVE_CAUSE_TIME, NULL}, NAIVE_LAPSED);
}

static void evaluate(struct naive *naive, struct naive_partner *partner, struct occasion occasion)
{
    partner->standing.now = naive_modern_work(&naive->store, partner, naive->clock);
    if (partner->standing.now.qualified) {
        partner->standing.last_qualified_day = naive->clock;
    }
    say_score(naive, partner, occasion);
    attain_or_not(naive, partner, occasion);
    renew(naive, partner, occasion);
}

/* ---- the clock --------------------------------------------------------------------------- */

static void start_day(struct naive *naive)
{
    bool rules_begin =
        naive->clock == naive_day_of(2022, 10, 3) || naive->clock == naive_day_of(2023, 6, 12);
    struct occasion occasion = {rules_begin ? NAIVE_CAUSE_RULES : NAIVE_CAUSE_TIME, NULL};
    for (struct naive_partner *p = naive->store.partners; p != NULL; p = p->next) {
        lapse(naive, p);
        evaluate(naive, p, occasion);
    }
}

void naive_day(struct naive *naive, int32_t day)
{
    while (naive->clock != MERIT_NO_DAY && naive->clock < day) {
        naive->clock++;
        start_day(naive);
    }
}

void naive_event(struct naive *naive, const struct merit_event *event)
{
    int64_t day = event->timestamp / MICROS_PER_DAY; /* good events are not before 2000 */
    if (naive->clock == MERIT_NO_DAY) {
        naive->clock = (int32_t)day;
    }
    naive_day(naive, (int32_t)day);
    naive_store_event(&naive->store, event);
    for (struct naive_partner *p = naive->store.partners; p != NULL; p = p->next) {
        if (p->touched) {
            p->touched = false;
            evaluate(naive, p, (struct occasion){NAIVE_CAUSE_EVENT, event});
        }
    }
}

int32_t naive_clock(const struct naive *naive)
{
    return naive->clock;
}

size_t naive_output_count(const struct naive *naive)
{
    return naive->output_count;
}

const struct naive_output *naive_output(const struct naive *naive, size_t index)
{
    assert(index < naive->output_count);
    return &naive->outputs[index];
}

/* ---- partners ---------------------------------------------------------------------------- */

size_t naive_partner_count(const struct naive *naive)
{
    size_t count = 0;
    for (const struct naive_partner *p = naive->store.partners; p != NULL; p = p->next) {
        count++;
    }
    return count;
}

struct merit_text naive_partner(const struct naive *naive, size_t index)
{
    const struct naive_partner *partner = naive->store.partners;
    for (; partner != NULL && index > 0; index--) {
        partner = partner->next;
    }
    assert(partner != NULL);
    return naive_text(partner->id);
}

struct naive_state naive_score(const struct naive *naive, struct merit_text partner_id)
{
    struct naive_partner nobody = {
        .standing = {.anniversary_day = MERIT_NO_DAY, .attained_day = MERIT_NO_DAY},
    };
    const struct naive_name *name = known_name(naive, partner_id);
    const struct naive_partner *partner = naive->store.partners;
    while (partner != NULL && partner->id != name) {
        partner = partner->next;
    }
    if (partner == NULL) {
        partner = &nobody;
    }
    const struct naive_standing *standing = &partner->standing;
    int32_t day = naive->clock == MERIT_NO_DAY ? 0 : naive->clock; /* then there are no events */
    return (struct naive_state){
        .sequence = standing->score_sequence,
        .status = standing->status,
        .anniversary_day = standing->anniversary_day,
        .attained_day = standing->attained_day,
        .score = naive_modern_work(&naive->store, partner, day),
    };
}
