/* Any order of arrival of the same events leads to the same scores, then and later. */
#include "base/memory.h"
#include "check_main.h"
#include "history.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 40, ORDERS = 3, LATER_DAYS = 420, LATER_STEP = 23 };

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* A shuffled copy. Duplicates keep their order: of two records with one event_id the first stays.
 */
static struct merit_event *shuffled(const struct merit_event *events, size_t count, uint64_t seed)
{
    struct merit_event *copy = memory_allocate(count * sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)(next_random(&seed) % (i + 1));
        copy[i] = copy[at];
        copy[at] = events[i];
    }
    return copy;
}

/* An association event that names a partner whom none before it names. */
static bool first_of_partner(const struct merit_event *events, size_t at)
{
    if (events[at].kind != MERIT_EVENT_ASSOCIATION) {
        return false;
    }
    for (size_t i = 0; i < at; i++) {
        if (events[i].kind == MERIT_EVENT_ASSOCIATION &&
            merit_text_equal(events[i].association.partner_id, events[at].association.partner_id)) {
            return false;
        }
    }
    return true;
}

static void all_scores(
    struct world *world, const struct merit_event *events, size_t count, char *text, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (!first_of_partner(events, i)) {
            continue;
        }
        for (uint8_t d = 0; d < world->designations; d++) {
            char score[SAID_TEXT_MAX];
            world_score(world, events[i].association.partner_id, d, score);
            size_t add = strlen(score);
            ck_assert_uint_lt(length + add, size);
            memcpy(text + length, score, add);
            length += add;
        }
    }
    text[length] = '\0';
}

/* The history in the order given, then time going on; the scores on a few later days. */
static void run_order(const char *rules,
                      const struct merit_event *order,
                      const struct merit_event *events,
                      size_t count,
                      char texts[][1 << 16])
{
    struct world world;
    world_init(&world, rules, 1, 0);
    for (size_t i = 0; i < count; i++) {
        world_event(&world, &order[i]);
    }
    for (int32_t later = 0; later < LATER_DAYS; later += LATER_STEP) {
        world_day(&world, history_last_day() + later);
        all_scores(&world, events, count, texts[later / LATER_STEP], 1 << 16);
    }
    world_fini(&world);
}

START_TEST(the_order_of_arrival_does_not_matter)
{
    enum { DAYS = LATER_DAYS / LATER_STEP + 1 };
    char(*want)[1 << 16] = memory_allocate(sizeof *want * DAYS);
    char(*got)[1 << 16] = memory_allocate(sizeof *got * DAYS);
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        bool all_six = seed % 2 == 0;
        const char *rules = all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK;
        struct history_options options = {.days_in_order = false, .all_six = all_six};
        struct history *history = history_make(seed, options, &events, &count);
        run_order(rules, events, events, count, want);
        for (uint64_t order = 0; order < ORDERS; order++) {
            struct merit_event *copy = shuffled(events, count, seed * 1000 + order);
            run_order(rules, copy, events, count, got);
            for (int day = 0; day * LATER_STEP < LATER_DAYS; day++) {
                if (strcmp(got[day], want[day]) != 0) {
                    ck_abort_msg("seed %" PRIu64 ", order %" PRIu64 ", %d days later\n%s\n%s", seed,
                                 order, day * LATER_STEP, got[day], want[day]);
                }
            }
            memory_free(copy);
        }
        history_free(history);
    }
    memory_free(want);
    memory_free(got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arrival");
    TCase *tcase = tcase_create("arrival");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, the_order_of_arrival_does_not_matter);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
