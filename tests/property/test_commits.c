/* Tasks that commit, crash and recover say what one undisturbed run says. */
#include "base/murmur2.h"
#include "check_main.h"
#include "cluster.h"
#include "history.h"
#include "task/score_now.h"
#include "unit_tools.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 16, IDLE_ROUNDS = 3 };

struct run {
    uint64_t seed;
    uint32_t tasks;
    uint64_t crash_share; /* one crash in so many turns; 0: none */
    bool one_a_day;
};

/* The rest of a producer: what is in an open transaction, and how far it has come. */
struct producer {
    const struct merit_event *events;
    size_t count;
    size_t next;
    bool is_open;
    uint32_t transaction;
};

static void end_transaction(struct cluster *cluster, struct producer *producer)
{
    if (producer->is_open) {
        cluster_end(cluster, producer->transaction, true);
        producer->is_open = false;
    }
}

/* A few records, now and then after some that are aborted. */
static void produce(struct cluster *cluster, struct producer *producer, uint64_t *random)
{
    uint64_t many = random_below(random, 40);
    for (uint64_t i = 0; i < many && producer->next < producer->count; i++) {
        if (random_below(random, 10) == 0) {
            uint32_t aborted = txlog_begin(&cluster->outcomes);
            cluster_feed(cluster, &producer->events[random_below(random, producer->count)],
                         aborted);
            cluster_end(cluster, aborted, false);
        }
        if (!producer->is_open) {
            producer->is_open = true;
            producer->transaction = txlog_begin(&cluster->outcomes);
        }
        cluster_feed(cluster, &producer->events[producer->next++], producer->transaction);
        if (random_below(random, 4) == 0) {
            end_transaction(cluster, producer);
        }
    }
    if (producer->next == producer->count) {
        end_transaction(cluster, producer);
        cluster->all_produced = true;
    }
}

/* Everything, in a random order of turns. */
static void run_cluster(struct cluster *cluster, struct producer *producer, const struct run *run)
{
    uint64_t random = run->seed;
    cluster->random = run->seed + 1000;
    for (int idle = 0; idle < IDLE_ROUNDS;) {
        bool any = producer->next < producer->count;
        produce(cluster, producer, &random);
        for (uint32_t i = 0; i < cluster->count; i++) {
            uint32_t task = (uint32_t)random_below(&random, cluster->count);
            any = cluster_step(cluster, task) || any;
            if (run->crash_share > 0 && random_below(&random, run->crash_share) == 0) {
                cluster_crash(cluster, (uint32_t)random_below(&random, cluster->count));
            }
        }
        for (uint32_t i = 0; i < cluster->count && !any; i++) {
            any = cluster_step(cluster, i);
        }
        idle = any ? 0 : idle + 1;
    }
}

/* What a compacted topic of scores holds of a partner and a designation, with which the text
 * begins. */
static const char *told_last(const struct cluster *cluster,
                             const char *partner,
                             const char *designation)
{
    size_t length = strlen(designation);
    for (size_t i = cluster->scores.count; i > 0; i--) {
        const struct said *said = &cluster->scores.items[i - 1];
        if (strcmp(said->partner, partner) == 0 && strncmp(said->text, designation, length) == 0 &&
            said->text[length] == ' ') {
            return said->text;
        }
    }
    return NULL;
}

/* A score of a partner in the cluster and in the undisturbed run. What was never told has never
 * changed. */
static void expect_same_score(struct cluster *cluster,
                              struct world *world,
                              const char *partner,
                              uint8_t designation,
                              const char *about)
{
    char want[SAID_TEXT_MAX];
    char got[SAID_TEXT_MAX];
    struct merit_text id = merit_text_of(partner);
    world_score(world, id, designation, want);
    uint32_t task = murmur2_partition(id, cluster->count);
    struct merit_output output;
    scoring_score(&cluster->tasks[task].task.scoring, id, designation, &output);
    said_product_score(&output, false, got);
    ck_assert_msg(strcmp(got, want) == 0, "%s: %s\n  got  %s\n  want %s", about, partner, got,
                  want);
    said_product_score(&output, true, got);
    const char *told = told_last(cluster, partner, output.designation);
    bool new = output.score.sequence == 0 && output.score.attained_day == MERIT_NO_DAY;
    ck_assert_msg(told == NULL ? new : strcmp(got, told) == 0, "%s: %s\n  has  %s\n  told %s",
                  about, partner, got, told == NULL ? "nothing" : told);
}

static void compare(struct cluster *cluster, struct world *world, const struct run *run)
{
    char about[96];
    snprintf(about, sizeof about, "seed %" PRIu64 ", %" PRIu32 " tasks", run->seed, run->tasks);
    for (uint32_t i = 0; i < cluster->count; i++) {
        ck_assert_int_eq(cluster->tasks[i].task.scoring.day, history_last_day());
        ck_assert_uint_eq(cluster->tasks[i].task.scoring.waiting.count, 0);
    }
    for (size_t i = 0; i < world->said.count; i++) {
        for (uint8_t d = 0; d < world->designations; d++) {
            expect_same_score(cluster, world, world->said.items[i].partner, d, about);
        }
    }
    if (run->one_a_day) {
        said_expect_equal(&cluster->said, &world->said, about);
    }
    if (run->crash_share > 0) {
        ck_assert_uint_gt(cluster->crashes, 0);
    }
}

/* What the runs of a test came to, so that it is seen that they tested something. */
static struct cluster totals;

static void run_history(const struct run *run)
{
    struct history *history;
    struct producer producer = {.events = NULL};
    bool all_six = run->seed % 2 == 0 && !run->one_a_day;
    struct history_options options = {
        .days_in_order = true, .one_a_day = run->one_a_day, .all_six = all_six};
    history = history_make(run->seed, options, &producer.events, &producer.count);
    struct world world;
    world_init(&world, all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK, 1, 0);
    struct merit_standing standings[HISTORY_STANDINGS_MAX];
    int32_t first_day = merit_day_of_micros(producer.events[0].timestamp);
    /* Those of a day before the first are for one clock alone to end: elsewhere. */
    size_t adopted =
        run->seed % 4 == 0 ? 0 : history_standings(run->seed, all_six, first_day + 500, standings);
    for (size_t i = 0; i < adopted; i++) {
        world_adopt(&world, &standings[i]);
    }
    for (size_t i = 0; i < producer.count; i++) {
        world_event(&world, &producer.events[i]);
    }
    world_day(&world, history_last_day());
    struct task_config config = {
        .program = world.rules->program,
        .settings = &world.settings,
        .task_count = run->tasks,
        .cluster_id = merit_text_of("cluster"),
        .first_day = run->seed % 3 == 0 ? first_day : MERIT_NO_DAY,
        .ahead_days = 7,
    };
    struct cluster cluster;
    cluster_init(&cluster, &config, history_last_day());
    cluster_import(&cluster, standings, adopted);
    run_cluster(&cluster, &producer, run);
    compare(&cluster, &world, run);
    totals.commits += cluster.commits;
    totals.crashes += cluster.crashes;
    totals.snapshots += cluster.snapshots;
    totals.restored_snapshots += cluster.restored_snapshots;
    totals.restored_disks += cluster.restored_disks;
    cluster_fini(&cluster);
    world_fini(&world);
    history_free(history);
}

static void run_seeds(bool one_a_day, uint64_t crash_share)
{
    totals = (struct cluster){0};
    uint64_t seeds = world_seeds(SEEDS);
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        run_history(
            &(struct run){seed, 1 + (uint32_t)(seed % CLUSTER_TASKS_MAX), crash_share, one_a_day});
    }
    if (getenv("MERIT_TEST_SHOW") != NULL) {
        printf("%" PRIu64 " commits, %" PRIu64 " crashes, %" PRIu64
               " snapshots, restored from %" PRIu64 " of them and %" PRIu64 " disks\n",
               totals.commits, totals.crashes, totals.snapshots, totals.restored_snapshots,
               totals.restored_disks);
    }
    ck_assert_uint_gt(totals.commits, seeds * 10);
    ck_assert_uint_gt(totals.snapshots, 0);
    if (crash_share > 0) {
        ck_assert_uint_gt(totals.crashes, seeds * 10);
        ck_assert_uint_gt(totals.restored_snapshots, seeds);
        ck_assert_uint_gt(totals.restored_disks, seeds);
    }
}

START_TEST(the_same_events_without_crashes)
{
    run_seeds(true, 0);
}
END_TEST

START_TEST(the_same_events_with_crashes)
{
    run_seeds(true, 8);
}
END_TEST

START_TEST(the_same_scores_with_crashes)
{
    run_seeds(false, 8);
}
END_TEST

CHECK_MAIN_TESTS("commits",
                 the_same_events_without_crashes,
                 the_same_events_with_crashes,
                 the_same_scores_with_crashes)
