/* The product says what the naive judge says: every event, every day, over more than three years;
 * with all six designations, and with Modern Work alone; from the beginning, or from some day on
 * with standings that were adopted. */
#include "check_main.h"
#include "history.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { MODERN_WORK_SEEDS = 40, ALL_SIX_SEEDS = 200 };
enum { MODERN_WORK_ADOPTED_SEEDS = 40, ALL_SIX_ADOPTED_SEEDS = 80 };

/* What a run is about. */
struct kind {
    bool all_six;
    bool adopted;
};

/* How often each turn occurred, so that it is seen that the runs tested something. */
struct turns {
    uint64_t transitions[NAIVE_STANDINGS][NAIVE_TRANSITIONS];
    uint64_t again;      /* attained after having lapsed */
    uint64_t adopted;    /* standings */
    uint64_t badges;     /* held by adoption */
    uint64_t changes[3]; /* ScoreChanged, by cause */
};

static void count_turn(struct turns *turns, const struct naive_output *output)
{
    if (output->kind == NAIVE_SCORE_CHANGED) {
        turns->changes[output->cause]++;
        return;
    }
    const struct naive_designation_event *event = &output->designation_event;
    turns->transitions[output->designation][event->transition]++;
    turns->again += event->transition == NAIVE_ATTAINED && event->sequence > 1;
}

/* What one history goes through. */
struct pair {
    struct naive *naive;
    struct world world;
    struct said_list want;
    size_t taken;
    struct turns *turns;
};

static void take_naive(struct pair *pair)
{
    for (; pair->taken < naive_output_count(pair->naive); pair->taken++) {
        const struct naive_output *output = naive_output(pair->naive, pair->taken);
        said_add_naive(&pair->want, output);
        count_turn(pair->turns, output);
    }
}

static void expect_score(struct pair *pair,
                         struct merit_text partner,
                         uint8_t designation,
                         const char *about)
{
    struct merit_output output;
    struct naive_state state =
        naive_score(pair->naive, partner, (enum naive_designation)designation);
    ensemble_score(&pair->world.ensemble, partner, designation, &output);
    if (!said_same_score(&output, &state)) {
        char got[SAID_TEXT_MAX];
        char want[SAID_TEXT_MAX];
        said_product_score(&output, true, got);
        said_naive_score(&state, true, want);
        ck_abort_msg("%s: %.*s\n  got  %s\n  want %s", about, (int)partner.length, partner.at, got,
                     want);
    }
}

static void compare(struct pair *pair, const char *about)
{
    take_naive(pair);
    said_expect_equal(&pair->world.said, &pair->want, about);
    for (size_t i = 0; i < naive_partner_count(pair->naive); i++) {
        struct merit_text partner = naive_partner(pair->naive, i);
        for (uint8_t d = 0; d < pair->world.designations; d++) {
            expect_score(pair, partner, d, about);
        }
    }
    world_clear(&pair->world);
    pair->want.count = 0;
}

static void run_days(struct pair *pair, uint64_t seed, int32_t day)
{
    for (int32_t d = naive_clock(pair->naive); d != MERIT_NO_DAY && d < day;) {
        char about[96];
        naive_day(pair->naive, ++d);
        world_day(&pair->world, d);
        snprintf(about, sizeof about, "seed %" PRIu64 ", day %" PRId32, seed, d);
        compare(pair, about);
    }
}

/* Before the first event; what is held then is state of both. */
static void adopt(struct pair *pair, uint64_t seed, bool all_six, int32_t first_day)
{
    struct merit_standing standings[HISTORY_STANDINGS_MAX];
    size_t count = history_standings(seed, all_six, first_day, standings);
    uint32_t held = 0; /* by the partner */
    for (size_t i = 0; i < count; i++) {
        naive_adopt(pair->naive, &standings[i]);
        world_adopt(&pair->world, &standings[i]);
        bool same = i > 0 && merit_text_equal(standings[i].partner_id, standings[i - 1].partner_id);
        held = same ? held + 1 : 1;
        pair->turns->badges += held == NAIVE_DESIGNATIONS;
    }
    pair->turns->adopted += count;
}

/* Both go through one history side by side and are compared after each event and each day. */
static void run_seed(uint64_t seed, struct kind kind, struct turns *turns)
{
    const struct merit_event *events = NULL;
    size_t count = 0;
    size_t first = 0;
    struct history_options options = {.days_in_order = seed % 2 == 0, .all_six = kind.all_six};
    struct history *history = history_make(seed, options, &events, &count);
    struct pair pair = {.naive = naive_new(1, kind.all_six ? NAIVE_DESIGNATIONS : 1),
                        .turns = turns};
    world_init(&pair.world, kind.all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK, 1, 0);
    ck_assert_int_eq(pair.world.designations, naive_standing_count(pair.naive));
    if (kind.adopted) {
        /* The history of before is not there, or only the last part of it. */
        first = count * (seed % 4) / 5;
        adopt(&pair, seed, kind.all_six, merit_day_of_micros(events[first].timestamp));
    }
    for (size_t i = first; i < count; i++) {
        char about[96];
        run_days(&pair, seed, merit_day_of_micros(events[i].timestamp));
        naive_event(pair.naive, &events[i]);
        world_event(&pair.world, &events[i]);
        snprintf(about, sizeof about, "seed %" PRIu64 ", event %zu (%.*s)", seed, i,
                 (int)events[i].event_id.length, events[i].event_id.at);
        compare(&pair, about);
    }
    run_days(&pair, seed, history_last_day());
    said_list_fini(&pair.want);
    world_fini(&pair.world);
    naive_free(pair.naive);
    history_free(history);
}

static void print_turns(const struct turns *turns, int designations)
{
    printf("%-30s", "");
    for (int t = 0; t < NAIVE_TRANSITIONS; t++) {
        printf(" %9s", naive_transition_names[t]);
    }
    printf("\n");
    for (int d = 0; d < designations; d++) {
        printf("%-30s", naive_designation_names[d]);
        for (int t = 0; t < NAIVE_TRANSITIONS; t++) {
            printf(" %9" PRIu64, turns->transitions[d][t]);
        }
        printf("\n");
    }
    printf("attained again after a lapse %" PRIu64 "; score changes by events %" PRIu64
           ", time %" PRIu64 ", rules %" PRIu64 "\n",
           turns->again, turns->changes[NAIVE_CAUSE_EVENT], turns->changes[NAIVE_CAUSE_TIME],
           turns->changes[NAIVE_CAUSE_RULES]);
    fflush(stdout);
}

/* Each kind of turn occurs in all seeds of a run. */
static void expect_all_turns(const struct turns *turns, int designations)
{
    for (int d = 0; d < designations; d++) {
        for (int t = 0; t < NAIVE_TRANSITIONS; t++) {
            bool can = d != NAIVE_MICROSOFT_CLOUD || t == NAIVE_ATTAINED || t == NAIVE_LAPSED;
            ck_assert_msg(!can || turns->transitions[d][t] > 0, "no %s of %s",
                          naive_transition_names[t], naive_designation_names[d]);
        }
    }
    ck_assert_uint_gt(turns->again, 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_gt(turns->changes[i], 0);
    }
}

static void run_seeds(uint64_t usual, struct kind kind)
{
    enum { ENOUGH = 20 }; /* seeds for each kind of turn */
    struct turns turns = {.again = 0};
    int designations = kind.all_six ? NAIVE_STANDINGS : 1;
    const char *one = getenv("MERIT_TEST_SEED");
    if (one != NULL) {
        run_seed(strtoull(one, NULL, 10), kind, &turns);
        print_turns(&turns, designations);
        return;
    }
    uint64_t last = world_seeds(usual);
    for (uint64_t seed = 1; seed <= last; seed++) {
        run_seed(seed, kind, &turns);
    }
    print_turns(&turns, designations);
    if (last >= ENOUGH) {
        expect_all_turns(&turns, designations);
        ck_assert(!kind.adopted || turns.adopted > last);
        ck_assert(!kind.adopted || !kind.all_six || turns.badges > 0);
    }
}

START_TEST(all_six)
{
    run_seeds(ALL_SIX_SEEDS, (struct kind){.all_six = true});
}
END_TEST

START_TEST(modern_work_alone)
{
    run_seeds(MODERN_WORK_SEEDS, (struct kind){.all_six = false});
}
END_TEST

START_TEST(all_six_adopted)
{
    run_seeds(ALL_SIX_ADOPTED_SEEDS, (struct kind){.all_six = true, .adopted = true});
}
END_TEST

START_TEST(modern_work_adopted)
{
    run_seeds(MODERN_WORK_ADOPTED_SEEDS, (struct kind){.adopted = true});
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("against naive");
    TCase *tcase = tcase_create("against naive");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, all_six);
    tcase_add_test(tcase, modern_work_alone);
    tcase_add_test(tcase, all_six_adopted);
    tcase_add_test(tcase, modern_work_adopted);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
