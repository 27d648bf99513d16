/* Rules that change while the product runs, at any moment, once or several times: what it says
 * chains on, and what it comes to is what the last rules make of the events. */
#include "check_main.h"
#include "history.h"
#include "rule_variants.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 24, CHANGES = 3, PARTNERS_MAX = 16, CHAINS_MAX = PARTNERS_MAX * 7 };

/* ---- what is said, in order --------------------------------------------------------------- */

/* One partner's designation: what was said of it last. */
struct chain {
    char partner[SAID_PARTNER_MAX];
    const char *designation;
    int64_t score_sequence;
    int64_t event_sequence;
    int64_t hundredths;
    bool qualified;
    bool held;
};

struct chains {
    struct chain items[CHAINS_MAX];
    uint32_t count;
    const struct world *world;
    uint64_t by_rules; /* score changes of a changed program */
    bool changing;     /* a change has begun and no event came since */
};

static struct chain *chain_of(struct chains *chains, const struct merit_output *output)
{
    for (uint32_t i = 0; i < chains->count; i++) {
        struct chain *chain = &chains->items[i];
        if (strcmp(chain->designation, output->designation) == 0 &&
            merit_text_equal(merit_text_of(chain->partner), output->partner_id)) {
            return chain;
        }
    }
    ck_assert_uint_lt(chains->count, CHAINS_MAX);
    struct chain *chain = &chains->items[chains->count++];
    snprintf(chain->partner, sizeof chain->partner, "%.*s", (int)output->partner_id.length,
             output->partner_id.at);
    chain->designation = rule_variant_id(output->designation);
    return chain;
}

static void hear_score(struct chain *chain, const struct merit_score_changed *changed)
{
    ck_assert_int_eq(changed->sequence, chain->score_sequence + 1);
    ck_assert_int_eq(changed->previous_hundredths, chain->hundredths);
    ck_assert_int_eq(changed->previously_qualified, chain->qualified);
    chain->score_sequence++;
    chain->hundredths = changed->score.hundredths;
    chain->qualified = changed->score.qualified;
}

static void hear_event(struct chain *chain, const struct merit_designation_event *event)
{
    ck_assert_int_eq(event->sequence, chain->event_sequence + 1);
    ck_assert_int_eq(event->score_sequence, chain->score_sequence);
    chain->event_sequence++;
    ck_assert_int_eq(chain->held, event->transition != MERIT_ATTAINED);
    chain->held = event->transition != MERIT_LAPSED;
}

static void hear(void *context, const struct merit_output *output)
{
    struct chains *chains = context;
    struct chain *chain = chain_of(chains, output);
    ck_assert_uint_eq(output->program_hash, chains->world->config.program->hash);
    bool is_lapse = output->kind == MERIT_OUTPUT_DESIGNATION &&
                    output->designation_event.transition == MERIT_LAPSED;
    if (chains->changing) {
        ck_assert_int_eq(output->cause, is_lapse ? MERIT_CAUSE_TIME : MERIT_CAUSE_RULES);
        ck_assert(merit_text_is_null(output->cause_event_id));
        ck_assert_int_eq(output->occurred_at, output->effective_day * MERIT_MICROS_PER_DAY);
    }
    if (output->kind == MERIT_OUTPUT_SCORE_CHANGED) {
        hear_score(chain, &output->score_changed);
        chains->by_rules += chains->changing;
    } else {
        hear_event(chain, &output->designation_event);
    }
}

/* ---- runs --------------------------------------------------------------------------------- */

struct run_of {
    uint64_t seed;
    uint32_t tasks;
    uint64_t stop_every;
    bool restart; /* rules change where it is opened again; otherwise while it runs */
    bool hurried; /* events come while partners are still behind */
};

struct result {
    struct said_list said;
    uint64_t by_rules;
};

struct history_of {
    struct history *history;
    const struct merit_event *events;
    size_t count;
    const char *rules;
};

static struct history_of make_history(uint64_t seed)
{
    struct history_of of = {.rules = WORLD_ALL_SIX};
    struct history_options options = {.days_in_order = seed % 2 == 0, .all_six = seed % 3 != 0};
    of.history = history_make(seed, options, &of.events, &of.count);
    return of;
}

/* The index of the event before which the rules change for the n-th time. */
static size_t change_at(const struct history_of *of, uint64_t seed, uint32_t n)
{
    uint64_t draw = (seed * 977 + n * 331) % 100;
    return of->count * (n * 100 + draw) / (CHANGES * 100);
}

static void change(struct world *world, struct chains *chains, const struct run_of *run, uint32_t n)
{
    chains->changing = true;
    world_change_rules(world, rule_variant(run->seed, n + 1), run->restart);
    if (!run->hurried) {
        world_rest(world);
    }
    chains->changing = false;
}

static void run_events(struct world *world, struct chains *chains, const struct run_of *run)
{
    struct history_of of = make_history(run->seed);
    uint32_t n = 0;
    for (size_t i = 0; i < of.count; i++) {
        while (n < CHANGES && change_at(&of, run->seed, n) == i) {
            if (run->hurried) {
                world_rest(world); /* the last change is over before the next one begins */
            }
            change(world, chains, run, n++);
        }
        if (run->hurried) {
            world_hurried_event(world, &of.events[i]);
        } else {
            world_event(world, &of.events[i]);
        }
    }
    ck_assert_uint_eq(n, CHANGES);
    world_day(world, history_last_day());
    history_free(of.history);
}

/* The world is to be ended by the caller. */
static struct result run_changes(struct world *world, const struct run_of *run)
{
    static struct chains chains;
    chains = (struct chains){.count = 0};
    world_init(world, WORLD_ALL_SIX, run->tasks, run->stop_every);
    world_change_rules(world, rule_variant(run->seed, 0), true);
    chains.world = world;
    world->hear = hear;
    world->context = &chains;
    run_events(world, &chains, run);
    struct result result = {world->said, chains.by_rules};
    world->said = (struct said_list){0};
    return result;
}

static void name(char about[128], const struct run_of *run)
{
    snprintf(about, 128, "seed %" PRIu64 ", %" PRIu32 " tasks, stopped every %" PRIu64 "%s%s",
             run->seed, run->tasks, run->stop_every, run->restart ? ", opened again" : "",
             run->hurried ? ", hurried" : "");
}

/* ---- tests -------------------------------------------------------------------------------- */

/* However it came about, the same is said. Returns how many scores the rules changed. */
static uint64_t expect_same(const struct run_of *want, const struct run_of *got)
{
    struct world world;
    char about[128];
    name(about, got);
    struct result one = run_changes(&world, want);
    world_fini(&world);
    struct result other = run_changes(&world, got);
    world_fini(&world);
    said_expect_equal(&other.said, &one.said, about);
    said_list_fini(&one.said);
    said_list_fini(&other.said);
    return one.by_rules;
}

START_TEST(opened_again_under_them_it_says_the_same)
{
    uint64_t by_rules = 0;
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        uint32_t tasks = seed % 2 == 0 ? 1 : 4;
        by_rules += expect_same(&(struct run_of){seed, tasks, 0, false, false},
                                &(struct run_of){seed, tasks, 0, true, false});
    }
    ck_assert_uint_gt(by_rules, 0);
}
END_TEST

START_TEST(events_in_between_do_not_matter)
{
    uint64_t by_rules = 0;
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        bool restart = seed % 4 >= 2;
        by_rules += expect_same(&(struct run_of){seed, 1, 0, restart, false},
                                &(struct run_of){seed, 1, 0, restart, true});
    }
    ck_assert_uint_gt(by_rules, 0);
}
END_TEST

START_TEST(stopped_between_any_steps_it_says_the_same)
{
    uint64_t by_rules = 0;
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        uint32_t tasks = seed % 2 == 0 ? 1 : 4;
        uint64_t every = seed % 4 == 0 ? 1 : 2 + seed % 19;
        bool hurried = tasks == 1 && seed % 4 == 2;
        by_rules += expect_same(&(struct run_of){seed, tasks, 0, false, false},
                                &(struct run_of){seed, tasks, every, seed % 3 == 0, hurried});
    }
    ck_assert_uint_gt(by_rules, 0);
}
END_TEST

/* What is a function of the events is what a run under the last rules alone makes of them. The
 * world is ended. */
static void expect_fresh(struct world *changed, const struct run_of *run)
{
    struct world fresh;
    world_init(&fresh, WORLD_ALL_SIX, run->tasks, 0);
    world_change_rules(&fresh, rule_variant(run->seed, CHANGES), true);
    struct history_of of = make_history(run->seed);
    for (size_t i = 0; i < of.count; i++) {
        world_event(&fresh, &of.events[i]);
    }
    world_day(&fresh, history_last_day());
    char about[128];
    name(about, run);
    for (size_t i = 0; i < of.count; i++) {
        if (of.events[i].kind == MERIT_EVENT_ASSOCIATION) {
            world_expect_same_scores(changed, &fresh, of.events[i].association.partner_id, about);
        } else if (of.events[i].kind == MERIT_EVENT_CERTIFICATION) {
            world_expect_same_scores(changed, &fresh, of.events[i].certification.partner_id, about);
        }
    }
    history_free(of.history);
    world_fini(&fresh);
    world_fini(changed);
}

START_TEST(in_the_end_scores_are_those_of_the_last_rules)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        struct world world;
        struct run_of run = {seed, seed % 2 == 0 ? 4 : 1, 0, seed % 2 == 0, false};
        struct result result = run_changes(&world, &run);
        said_list_fini(&result.said);
        expect_fresh(&world, &run);
    }
}
END_TEST

/* Under other rules each time, wherever it is: within a day's start, a group of facts, a change. */
static void run_stops(struct world *world, const struct run_of *run)
{
    struct history_of of = make_history(run->seed);
    uint32_t n = 0;
    for (size_t i = 0; i < of.count; i++) {
        if (n < CHANGES && world->next_program == NULL && i >= of.count / 5 + n * 7) {
            world->next_program = rule_variant(run->seed, ++n);
        }
        world_event(world, &of.events[i]);
    }
    world_day(world, history_last_day());
    ck_assert_ptr_null(world->next_program);
    ck_assert_uint_eq(n, CHANGES);
    history_free(of.history);
}

START_TEST(opened_under_other_rules_anywhere_it_goes_on)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS) * 4; seed++) {
        static struct chains chains;
        struct world world;
        struct run_of run = {seed, seed % 2 == 0 ? 4 : 1, 5 + seed % 37, true, false};
        world_init(&world, WORLD_ALL_SIX, run.tasks, run.stop_every);
        world_change_rules(&world, rule_variant(seed, 0), true);
        chains = (struct chains){.world = &world};
        world.hear = hear;
        world.context = &chains;
        run_stops(&world, &run);
        expect_fresh(&world, &run);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule_change");
    TCase *tcase = tcase_create("rule_change");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, opened_again_under_them_it_says_the_same);
    tcase_add_test(tcase, events_in_between_do_not_matter);
    tcase_add_test(tcase, stopped_between_any_steps_it_says_the_same);
    tcase_add_test(tcase, opened_under_other_rules_anywhere_it_goes_on);
    tcase_add_test(tcase, in_the_end_scores_are_those_of_the_last_rules);
    suite_add_tcase(suite, tcase);
    int result = check_main_run(suite);
    rule_variants_free();
    return result;
}
