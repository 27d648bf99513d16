/* Runs seeds: `simulation FIRST COUNT [--table] [--trace]`. */
#include "invariants.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { COUNT_LEAST = 100, COUNT_SEEDS = 40000, LONG_TIMES = 10 };

static struct programs programs;
static struct world world;
static struct fault_counts counts;
static struct held held;
static char again[512];
static const char *program_name;

/* A failed assertion of the product is a finding too. */
static void on_abort(int number)
{
    (void)number;
    (void)!write(STDOUT_FILENO, again, strlen(again));
    _exit(planted_bug == BUG_NONE ? EXIT_FAILURE : EXIT_SUCCESS);
}

static void name_seed(uint64_t seed)
{
    (void)snprintf(again, sizeof again,
                   "seed %" PRIu64 " failed; again: %s %" PRIu64 " 1 --trace\n", seed, program_name,
                   seed);
}

static bool run(uint64_t seed)
{
    name_seed(seed);
    world_run(&world, seed);
    if (!world.failed) {
        invariants_check(&world, &held);
    }
    if (world.failed) {
        printf("%s\n%s", world.failure, again);
    }
    return !world.failed;
}

static void print_totals(uint64_t seeds)
{
    printf("%" PRIu64 " seeds: %" PRIu64 " commits, restored from disk %" PRIu64
           " times, from a snapshot %" PRIu64 ", kept in memory %" PRIu64 "\n",
           seeds, world.commits, world.restores_from_disk, world.restores_from_snapshot,
           world.kept);
    printf("restored from a standby %" PRIu64 " times; the log was deleted ahead of one %" PRIu64
           " times; a state on disk was damaged %" PRIu64 " times\n",
           world.restores_from_standby, world.followings_cut, world.loads_failed);
    printf("%" PRIu64 " runs with changes of the rules: taken by an open task %" PRIu64
           " times, where one was opened %" PRIu64
           "; by a process with old ones found in its files "
           "%" PRIu64 ", refused to it %" PRIu64 "\n",
           held.runs_with_changes, world.changed_open, world.changed_opening, world.looked,
           world.refused);
    printf("partners compared in every output %" PRIu64 " (%" PRIu64
           " outputs), in points, qualified and standing %" PRIu64 "\n",
           held.partners_in_all, held.outputs, held.partners_in_scores);
    printf("states compared on disk %" PRIu64 ", of tasks that are followed %" PRIu64 "\n",
           held.stored, held.followed);
    for (int i = 0; i <= MERIT_LAPSED; i++) {
        printf("%s %" PRIu64 "%s", merit_transition_names[i], held.transitions[i],
               i == MERIT_LAPSED ? "\n" : ", ");
    }
}

/* With MERIT_TEST_LONG every share is so many times as long. */
static uint64_t long_times(void)
{
    const char *wanted = getenv("MERIT_TEST_LONG");
    bool is_long = wanted != NULL && wanted[0] == '1' && planted_bug == BUG_NONE;
    return is_long ? LONG_TIMES : 1;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        (void)fprintf(stderr, "usage: %s FIRST COUNT [--table] [--trace]\n", argv[0]);
        return 2;
    }
    uint64_t seeds = strtoull(argv[2], NULL, 10);
    uint64_t first = strtoull(argv[1], NULL, 10);
    if (seeds > 1) { /* one alone is a seed that failed */
        first = (first - 1) * long_times() + 1;
        seeds *= long_times();
    }
    program_name = argv[0];
    if (!programs_load(&programs)) {
        return EXIT_FAILURE;
    }
    (void)signal(SIGABRT, on_abort);
    world_init(&world, &programs);
    world.counts = &counts;
    bool table = false;
    for (int i = 3; i < argc; i++) {
        world.trace = world.trace || strcmp(argv[i], "--trace") == 0;
        table = table || strcmp(argv[i], "--table") == 0;
    }
    bool good = true;
    uint64_t seed = first;
    for (; seed < first + seeds && good; seed++) {
        good = run(seed);
    }
    print_totals(seed - first);
    if (table) {
        good = fault_counts_print(&counts, COUNT_LEAST * seeds / COUNT_SEEDS) && good;
    }
    world_fini(&world);
    programs_free(&programs);
    if (planted_bug != BUG_NONE) {
        printf("%s: %s\n", bug_name(planted_bug), good ? "not found" : "found");
        good = !good;
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
