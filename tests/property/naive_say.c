/* What the judge says: score changes and transitions (outside contract §2). */
#include "naive_judge.h"

#include <assert.h>
#include <stdlib.h>

enum {
    THRESHOLD = 70,
};
#define MICROS_PER_DAY (INT64_C(24) * 60 * 60 * 1000000)

static enum naive_cause cause_of(const struct naive *naive,
                                 enum naive_designation designation,
                                 struct naive_occasion occasion,
                                 bool lapse)
{
    if (occasion.event != NULL) {
        return NAIVE_CAUSE_EVENT;
    }
    bool rules = naive_rules_turn(designation, naive->clock) && !lapse;
    return rules ? NAIVE_CAUSE_RULES : NAIVE_CAUSE_TIME;
}

static struct naive_output *append(struct naive *naive,
                                   const struct naive_partner *partner,
                                   enum naive_designation designation,
                                   struct naive_occasion occasion)
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
        .designation = designation,
        .partner_id = naive_text(partner->id),
        .effective_day = naive->clock,
        .occurred_at = naive->clock * MICROS_PER_DAY,
    };
    if (occasion.event != NULL) {
        output->occurred_at = occasion.event->occurred_at;
        /* The judge's own copy of the id, which outlives the event. */
        output->cause_event_id = naive_text(naive_known_name(naive, occasion.event->event_id));
    }
    return output;
}

void naive_say_score(struct naive *naive,
                     struct naive_partner *partner,
                     enum naive_designation designation,
                     struct naive_occasion occasion)
{
    struct naive_standing *standing = &partner->standings[designation];
    const struct naive_score *now = &standing->now;
    const struct naive_score *sent = &standing->sent;
    bool was_above = naive_compare(sent->total, naive_whole(THRESHOLD)) >= 0;
    bool is_above = naive_compare(now->total, naive_whole(THRESHOLD)) >= 0;
    int64_t difference = now->hundredths - sent->hundredths;
    if (difference < 0) {
        difference = -difference;
    }
    if (now->qualified == sent->qualified && was_above == is_above &&
        difference < naive->min_points_hundredths) {
        return;
    }
    standing->score_sequence++;
    struct naive_output *output = append(naive, partner, designation, occasion);
    output->kind = NAIVE_SCORE_CHANGED;
    output->cause = cause_of(naive, designation, occasion, false);
    output->score_changed = (struct naive_score_changed){
        .sequence = standing->score_sequence,
        .previous_hundredths = sent->hundredths,
        .previously_qualified = sent->qualified,
        .crossed_up = !was_above && is_above,
        .crossed_down = was_above && !is_above,
        .score = *now,
    };
    standing->sent = *now;
}

/* ---- specializations --------------------------------------------------------------------- */

static bool opened_by(enum naive_designation designation, const char *specialization)
{
    for (const char *const *s = naive_specializations(designation); *s != NULL; s++) {
        if (strcmp(*s, specialization) == 0) {
            return true;
        }
    }
    return false;
}

/* Another designation that the partner holds opens it too. */
static bool open_anyway(const struct naive_partner *partner,
                        enum naive_designation designation,
                        const char *specialization)
{
    for (int d = 0; d < NAIVE_DESIGNATIONS; d++) {
        if (d != (int)designation && partner->standings[d].status != NAIVE_STATUS_NOT_ATTAINED &&
            opened_by((enum naive_designation)d, specialization)) {
            return true;
        }
    }
    return false;
}

static void list_specializations(const struct naive_partner *partner,
                                 enum naive_designation designation,
                                 struct naive_designation_event *event)
{
    for (const char *const *s = naive_specializations(designation); *s != NULL; s++) {
        if (!open_anyway(partner, designation, *s)) {
            assert(event->specialization_count < NAIVE_SPECIALIZATIONS_MAX);
            event->specializations[event->specialization_count++] = *s;
        }
    }
}

void naive_say_transition(struct naive *naive,
                          struct naive_partner *partner,
                          enum naive_designation designation,
                          struct naive_occasion occasion,
                          enum naive_transition transition)
{
    struct naive_standing *standing = &partner->standings[designation];
    standing->event_sequence++;
    struct naive_output *output = append(naive, partner, designation, occasion);
    output->kind = NAIVE_DESIGNATION;
    output->cause = cause_of(naive, designation, occasion, transition == NAIVE_LAPSED);
    output->designation_event = (struct naive_designation_event){
        .sequence = standing->event_sequence,
        .score_sequence = standing->score_sequence,
        .transition = transition,
        .hundredths = standing->now.hundredths,
        .anniversary_day = standing->anniversary_day,
    };
    if (transition == NAIVE_ATTAINED || transition == NAIVE_LAPSED) {
        list_specializations(partner, designation, &output->designation_event);
    }
}
