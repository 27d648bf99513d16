/* Between its due days a contributor's vector is constant: computed anew on any day, it is what it
 * was. */
#include "base/memory.h"
#include "check_main.h"
#include "history.h"
#include "task/refresh.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 25, CONTRIBUTORS_MAX = 512 };

struct contributor_at {
    uint32_t partner;
    uint32_t number;
};

static uint32_t big_number(const uint8_t *at)
{
    uint32_t number;
    memcpy(&number, at, sizeof number);
    return __builtin_bswap32(number);
}

static size_t find_contributors(const struct scoring *scoring, struct contributor_at *found)
{
    size_t cursor = 0;
    size_t count = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(scoring->state, &cursor, &key, &value)) {
        if (key.at[0] == KEY_DERIVED) {
            ck_assert_uint_lt(count, CONTRIBUTORS_MAX);
            found[count++] =
                (struct contributor_at){big_number(key.at + 1), big_number(key.at + 5)};
        }
    }
    return count;
}

/* Computes every contributor anew on the clock's day: no sum may change. Returns how many there
 * were. */
static size_t expect_constant(struct world *world, const char *about)
{
    struct scoring *scoring = &world->ensemble.tasks[0].scoring;
    static struct contributor_at found[CONTRIBUTORS_MAX];
    size_t count = find_contributors(scoring, found);
    for (size_t i = 0; i < count; i++) {
        struct key key = scoring_derived_key(found[i].partner, found[i].number);
        int32_t due = derived_due_day(state_get(scoring->state, key_view(&key)));
        ck_assert_int_gt(due, scoring->day);
        arena_reset(&scoring->scratch);
        uint32_t changed =
            refresh_contributor(scoring, found[i].partner, found[i].number, REFRESH_ALL, 0);
        if (changed != 0) {
            ck_abort_msg("%s: contributor %" PRIu32 " of partner %" PRIu32
                         " changed before its day",
                         about, found[i].number, found[i].partner);
        }
    }
    return count;
}

START_TEST(a_vector_is_constant_between_due_days)
{
    size_t looked_at = 0;
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        bool all_six = seed % 2 == 0;
        struct history_options options = {.days_in_order = true, .all_six = all_six};
        struct history *history = history_make(seed, options, &events, &count);
        struct world world;
        world_init(&world, all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK, 1, 0);
        int32_t day = merit_day_of_micros(events[0].timestamp);
        size_t at = 0;
        for (; day <= history_last_day(); day++) {
            for (; at < count && merit_day_of_micros(events[at].timestamp) == day; at++) {
                world_event(&world, &events[at]);
            }
            world_day(&world, day);
            char about[96];
            snprintf(about, sizeof about, "seed %" PRIu64 ", day %" PRId32, seed, day);
            looked_at += expect_constant(&world, about);
            world_clear(&world);
        }
        ck_assert_uint_eq(at, count);
        world_fini(&world);
        history_free(history);
    }
    ck_assert_uint_gt(looked_at, 10000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("due days");
    TCase *tcase = tcase_create("due days");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, a_vector_is_constant_between_due_days);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
