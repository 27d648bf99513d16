/* The product says what the naive judge says: every event, every day, over three years. */
#include "check_main.h"
#include "history.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 200 };

static void take_naive(struct naive *naive, size_t *taken, struct said_list *want)
{
    for (; *taken < naive_output_count(naive); (*taken)++) {
        said_add_naive(want, naive_output(naive, *taken));
    }
}

static void expect_scores(struct world *world, struct naive *naive, const char *about)
{
    for (size_t i = 0; i < naive_partner_count(naive); i++) {
        struct merit_text partner = naive_partner(naive, i);
        char got[SAID_TEXT_MAX];
        char want[SAID_TEXT_MAX];
        struct naive_state state = naive_score(naive, partner);
        world_score(world, partner, true, got);
        said_naive_score(&state, true, want);
        if (strcmp(got, want) != 0) {
            ck_abort_msg("%s: %.*s\n  got  %s\n  want %s", about, (int)partner.length, partner.at,
                         got, want);
        }
    }
}

/* Both go through one history side by side and are compared after each event and each day. */
static void run_seed(uint64_t seed)
{
    const struct merit_event *events = NULL;
    size_t count = 0;
    struct history_options options = {.days_in_order = seed % 2 == 0};
    struct history *history = history_make(seed, options, &events, &count);
    struct naive *naive = naive_new(1);
    struct world world;
    world_init(&world, 1, 0);
    struct said_list want = {0};
    size_t taken = 0;
    char about[96];
    for (size_t i = 0; i <= count; i++) {
        int32_t day = i < count ? merit_day_of_micros(events[i].timestamp) : history_last_day();
        for (int32_t d = naive_clock(naive); d != MERIT_NO_DAY && d < day;) {
            naive_day(naive, ++d);
            world_day(&world, d);
            take_naive(naive, &taken, &want);
            snprintf(about, sizeof about, "seed %" PRIu64 ", day %" PRId32, seed, d);
            said_expect_equal(&world.said, &want, about);
            expect_scores(&world, naive, about);
            world_clear(&world);
            want.count = 0;
        }
        if (i == count) {
            break;
        }
        naive_event(naive, &events[i]);
        world_event(&world, &events[i]);
        take_naive(naive, &taken, &want);
        snprintf(about, sizeof about, "seed %" PRIu64 ", event %zu (%.*s)", seed, i,
                 (int)events[i].event_id.length, events[i].event_id.at);
        said_expect_equal(&world.said, &want, about);
        expect_scores(&world, naive, about);
        world_clear(&world);
        want.count = 0;
    }
    said_list_fini(&want);
    world_fini(&world);
    naive_free(naive);
    history_free(history);
}

START_TEST(every_event_and_every_day)
{
    uint64_t first = 1;
    const char *one = getenv("MERIT_TEST_SEED");
    uint64_t last = world_seeds(SEEDS);
    if (one != NULL) {
        first = last = strtoull(one, NULL, 10);
    }
    for (uint64_t seed = first; seed <= last; seed++) {
        run_seed(seed);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("against naive");
    TCase *tcase = tcase_create("against naive");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, every_event_and_every_day);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
