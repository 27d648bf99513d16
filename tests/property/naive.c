/* The judge's clock, and what it is asked (outside contract §4). */
#include "naive.h"

#include "naive_judge.h"

#include <assert.h>
#include <stdlib.h>

#define MICROS_PER_DAY (INT64_C(24) * 60 * 60 * 1000000)

const char *const naive_cause_names[] = {"EVENT", "TIME", "RULES"};
const char *const naive_transition_names[] = {"ATTAINED", "AT_RISK", "RECOVERED", "RENEWED",
                                              "LAPSED"};
const char *const naive_status_names[] = {"NOT_ATTAINED", "ATTAINED", "AT_RISK"};

struct naive *naive_new(int64_t min_points_hundredths, int designations)
{
    assert(min_points_hundredths >= 1);
    assert(designations == 1 || designations == NAIVE_DESIGNATIONS);
    struct naive *naive = naive_allocate(sizeof(*naive));
    naive->min_points_hundredths = min_points_hundredths;
    naive->designations = designations;
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

const struct naive_name *naive_known_name(const struct naive *naive, struct merit_text text)
{
    for (const struct naive_name *n = naive->store.names; n != NULL; n = n->next) {
        if (n->length == text.length && memcmp(n->at, text.at, n->length) == 0) {
            return n;
        }
    }
    return NULL;
}

/* ---- the clock --------------------------------------------------------------------------- */

static void begin_day(struct naive *naive)
{
    struct naive_occasion day_starts = {NULL};
    for (struct naive_partner *p = naive->store.partners; p != NULL; p = p->next) {
        naive_lapse(naive, p);
        naive_evaluate(naive, p, day_starts);
    }
}

void naive_day(struct naive *naive, int32_t day)
{
    while (naive->clock != MERIT_NO_DAY && naive->clock < day) {
        naive->clock++;
        begin_day(naive);
    }
}

void naive_event(struct naive *naive, const struct merit_event *event)
{
    int64_t day = event->timestamp / MICROS_PER_DAY; /* good events are not before 2000 */
    if (naive->clock == MERIT_NO_DAY) {
        naive->clock = (int32_t)day;
        begin_day(naive);
    }
    naive_day(naive, (int32_t)day);
    naive_store_event(&naive->store, event);
    struct naive_occasion occasion = {event};
    for (struct naive_partner *p = naive->store.partners; p != NULL; p = p->next) {
        if (p->touched) {
            p->touched = false;
            p->kept.known = false;
            naive_evaluate(naive, p, occasion);
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

int naive_standing_count(const struct naive *naive)
{
    return naive->designations == NAIVE_DESIGNATIONS ? NAIVE_STANDINGS : naive->designations;
}

/* Every event evaluates all whom it touches and every day all there are: what was worked out last
 * is the score at the clock. */
struct naive_state naive_score(const struct naive *naive,
                               struct merit_text partner_id,
                               enum naive_designation designation)
{
    assert((int)designation < naive_standing_count(naive));
    const struct naive_partner *partner = naive->store.partners;
    while (partner != NULL && !merit_text_equal(naive_text(partner->id), partner_id)) {
        partner = partner->next;
    }
    assert(partner != NULL);
    const struct naive_standing *standing = &partner->standings[designation];
    return (struct naive_state){
        .designation = designation,
        .sequence = standing->score_sequence,
        .status = standing->status,
        .anniversary_day = standing->anniversary_day,
        .attained_day = standing->attained_day,
        .score = &standing->now,
    };
}
