/* The history generator keeps its promises: every kind of turn occurs, days are as asked for. */
#include "check_main.h"
#include "history.h"
#include "naive.h"

static int32_t day_of(const struct merit_event *event)
{
    return (int32_t)(event->timestamp / MERIT_MICROS_PER_DAY);
}

START_TEST(events_are_good)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        struct history_options options = {.all_six = seed % 4 != 0};
        struct history *history = history_make(seed, options, &events, &count);
        for (size_t i = 0; i < count; i++) {
            struct merit_fault fault = merit_event_check(&events[i]);
            ck_assert_msg(fault.bad == MERIT_BAD_NONE, "seed %d, event %d: %s", (int)seed, (int)i,
                          fault.field);
        }
        history_free(history);
    }
}
END_TEST

/* What the histories of a few seeds come to, by the judge. */
struct occurrences {
    int transitions[NAIVE_STANDINGS][NAIVE_TRANSITIONS];
    int causes[3];
    int paths[2]; /* of Business Applications: smb, enterprise */
};

static void count_occurrences(struct occurrences *found, const struct naive *naive)
{
    for (size_t i = 0; i < naive_output_count(naive); i++) {
        const struct naive_output *output = naive_output(naive, i);
        found->causes[output->cause]++;
        if (output->kind == NAIVE_DESIGNATION) {
            found->transitions[output->designation][output->designation_event.transition]++;
        } else if (output->designation == NAIVE_BUSINESS_APPLICATIONS) {
            found->paths[strcmp(output->score_changed.score.path, "enterprise") == 0]++;
        }
    }
}

static struct occurrences occurrences_of(bool all_six)
{
    struct occurrences found = {.causes = {0}};
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        struct history_options options = {.all_six = all_six};
        struct history *history = history_make(seed, options, &events, &count);
        struct naive *naive = naive_new(1, NAIVE_DESIGNATIONS);
        for (size_t i = 0; i < count; i++) {
            naive_event(naive, &events[i]);
        }
        naive_day(naive, history_last_day());
        count_occurrences(&found, naive);
        naive_free(naive);
        history_free(history);
    }
    return found;
}

/* Over few seeds, so that it is quick; property.against_naive counts those of all. */
START_TEST(every_transition_occurs)
{
    struct occurrences alone = occurrences_of(false);
    struct occurrences all = occurrences_of(true);
    for (int t = 0; t < NAIVE_TRANSITIONS; t++) {
        ck_assert_int_ge(alone.transitions[NAIVE_MODERN_WORK][t], 5);
        for (int d = 0; d < NAIVE_DESIGNATIONS; d++) {
            ck_assert_msg(all.transitions[d][t] >= 3, "%d times %s of %s", all.transitions[d][t],
                          naive_transition_names[t], naive_designation_names[d]);
        }
    }
    ck_assert_int_ge(all.transitions[NAIVE_MICROSOFT_CLOUD][NAIVE_ATTAINED], 5);
    ck_assert_int_ge(all.transitions[NAIVE_MICROSOFT_CLOUD][NAIVE_LAPSED], 5);
    ck_assert_int_ge(all.paths[1], 5);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_ge(alone.causes[i], 5);
        ck_assert_int_ge(all.causes[i], 5);
    }
}
END_TEST

START_TEST(days_are_in_order)
{
    for (uint64_t seed = 0; seed < 50; seed++) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        struct history_options options = {.days_in_order = true};
        struct history *history = history_make(seed, options, &events, &count);
        ck_assert_uint_ge(count, 150);
        for (size_t i = 1; i < count; i++) {
            ck_assert_int_le(day_of(&events[i - 1]), day_of(&events[i]));
        }
        ck_assert_int_le(day_of(&events[count - 1]), history_last_day());
        history_free(history);
    }
}
END_TEST

static struct merit_text tenant_of(const struct merit_event *event)
{
    switch (event->kind) {
    case MERIT_EVENT_ASSOCIATION:
        return event->association.tenant_id;
    case MERIT_EVENT_USAGE:
        return event->usage.tenant_id;
    case MERIT_EVENT_CERTIFICATION:
        break;
    }
    return merit_text_of(NULL);
}

static bool same_subject(const struct merit_event *a, const struct merit_event *b)
{
    struct merit_text tenant = tenant_of(a);
    if (!merit_text_is_null(tenant)) {
        return merit_text_equal(tenant, tenant_of(b));
    }
    return b->kind == MERIT_EVENT_CERTIFICATION &&
           merit_text_equal(a->certification.partner_id, b->certification.partner_id);
}

START_TEST(one_a_day)
{
    for (uint64_t seed = 0; seed < 50; seed++) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        struct history_options options = {.one_a_day = true};
        struct history *history = history_make(seed, options, &events, &count);
        for (size_t i = 1; i < count; i++) {
            ck_assert_int_le(day_of(&events[i - 1]), day_of(&events[i]));
            for (size_t j = i; j-- > 0 && day_of(&events[j]) == day_of(&events[i]);) {
                ck_assert(!same_subject(&events[i], &events[j]));
            }
        }
        history_free(history);
    }
}
END_TEST

START_TEST(the_same_seed_makes_the_same_history)
{
    const struct merit_event *events[2] = {NULL, NULL};
    size_t counts[2] = {0, 0};
    struct history *histories[2] = {NULL, NULL};
    struct history_options options = {.days_in_order = false};
    for (int i = 0; i < 2; i++) {
        histories[i] = history_make(42, options, &events[i], &counts[i]);
    }
    ck_assert_uint_eq(counts[0], counts[1]);
    for (size_t i = 0; i < counts[0]; i++) {
        ck_assert(merit_text_equal(events[0][i].event_id, events[1][i].event_id));
        ck_assert_int_eq(events[0][i].timestamp, events[1][i].timestamp);
        ck_assert_int_eq(events[0][i].occurred_at, events[1][i].occurred_at);
    }
    history_free(histories[0]);
    history_free(histories[1]);
}
END_TEST

CHECK_MAIN_TESTS("history",
                 events_are_good,
                 every_transition_occurs,
                 days_are_in_order,
                 one_a_day,
                 the_same_seed_makes_the_same_history)
