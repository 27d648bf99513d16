/* What a usage event costs with all six designations on, against Modern Work alone. */
#include "measure.h"
#include "sizes.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    TENANTS_FULL = 20000,
    TENANTS_SMALL = 3000,
    TENANTS_PER_PARTNER = 25,
    MONTHS = 13,
    BLOCKS_FULL = 600,
    BLOCKS_SMALL = 100,
    EXIT_USAGE = 2,
    NAME_BYTES = 96,
};

static const char usage[] =
    "Usage: bench_families [OPTION]...\n"
    "\n"
    "Loads the same tenants, with products of all families, under the rules of Modern Work alone and\n"
    "under those of all six, and applies reports of the last month's end to both by turns, a block\n"
    "of 1,024 events each. Prints the median time of an event of each, the median of the ratios of\n"
    "blocks that follow each other, and the bytes of state under all six.\n"
    "\n"
    "  --small      3,000 tenants, 100 blocks of each kind\n"
    "  --tenants N  20000\n"
    "  --blocks N   600\n"
    "  --help       this text\n";

/* ---- the kinds of events ------------------------------------------------------------------ */

enum rules_on { ALONE, SIX, RULES_COUNT };

static const char *const rule_folders[RULES_COUNT] = {
    [ALONE] = MERIT_SOURCE_DIR "/tests/rules/modern_work_only",
    [SIX] = MERIT_SOURCE_DIR "/config/rules",
};

/* `compared` is what is made under Modern Work alone: the same, or, of the mix, events that it
 * counts. */
struct kind {
    const char *name;
    world_maker *make;
    world_maker *compared;
};

static const struct kind kinds[] = {
    {"m365/teams and the like", workload_correct_modern_work, workload_correct_modern_work},
    {"m365/intune", workload_correct_shared, workload_correct_shared},
    {"a mix of all families", workload_correct, workload_correct_modern_work},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

struct timing {
    double *seconds[RULES_COUNT]; /* of each block */
    double *ratios;
};

struct bench {
    uint32_t tenants;
    uint32_t blocks;
    struct world worlds[RULES_COUNT];
    uint64_t number; /* of the next update */
};

/* Before each block; callgrind then writes what it counted since the last (bench_families.sh). */
static __attribute__((noinline)) void families_mark(const struct world *world)
{
    __asm__ volatile("" : : "r"(world) : "memory");
}

/* ---- state --------------------------------------------------------------------------------- */

static void load_months(struct world *world, uint32_t from, uint32_t to)
{
    struct world_tally tally = {0};
    uint64_t series = world->workload.series;
    world_report(world, workload_monthly, from * series, (to - from) * series, &tally);
}

/* A month more of each series is a point more of each. */
static void load_last_month(struct world *world, bool say)
{
    static const struct {
        char stage;
        const char *name;
    } stages[] = {
        {'S', "six: state of a kept point with stamp, in attribution"},
        {'L', "six: state of a kept point, in scoring"},
    };
    uint64_t before[2];
    uint64_t count = 0;
    for (int i = 0; i < 2; i++) {
        before[i] = sizes_of_series(world, stages[i].stage, &count);
    }
    load_months(world, MONTHS - 1, MONTHS);
    for (int i = 0; i < 2 && say; i++) {
        uint64_t bytes = sizes_of_series(world, stages[i].stage, &count) - before[i];
        measure_say(stages[i].name, (double)bytes / (double)count, "bytes");
    }
}

static bool load(struct bench *bench)
{
    struct workload_config config = {
        .seed = 1,
        .families = WORKLOAD_ALL_FAMILIES,
        .partners = (bench->tenants + TENANTS_PER_PARTNER - 1) / TENANTS_PER_PARTNER,
        .tenants = bench->tenants,
        .months = MONTHS,
        .day = merit_day_of_date((struct merit_date){2023, 3, 15}),
    };
    for (int on = 0; on < RULES_COUNT; on++) {
        struct world *world = &bench->worlds[on];
        if (!world_init(world, rule_folders[on], &config)) {
            return false;
        }
        world->unwatched = true;
        struct world_tally tally = {0};
        world_load_claims(world, &tally);
        load_months(world, 0, MONTHS - 1);
        load_last_month(world, on == SIX);
    }
    return true;
}

/* ---- time ---------------------------------------------------------------------------------- */

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

static double median(double *numbers, uint32_t count)
{
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    return numbers[count / 2];
}

static double time_block(struct world *world, world_maker *make, uint64_t number)
{
    struct world_tally tally = {0};
    families_mark(world);
    world_report(world, make, number, WORLD_BLOCK, &tally);
    return tally.seconds;
}

/* Blocks of both by turns, each first as often as the other: a busy machine slows both. */
static void run_kind(struct bench *bench, const struct kind *kind, struct timing *timing)
{
    world_maker *makers[RULES_COUNT] = {[ALONE] = kind->compared, [SIX] = kind->make};
    for (uint32_t block = 0; block < bench->blocks; block++) {
        double seconds[RULES_COUNT];
        for (int turn = 0; turn < RULES_COUNT; turn++) {
            int on = (turn + (int)block) % RULES_COUNT;
            seconds[on] = time_block(&bench->worlds[on], makers[on], bench->number);
        }
        bench->number += WORLD_BLOCK;
        for (int on = 0; on < RULES_COUNT; on++) {
            timing->seconds[on][block] = seconds[on];
        }
        timing->ratios[block] = seconds[SIX] / seconds[ALONE];
    }
}

static void say_kind(const struct bench *bench, const struct kind *kind, struct timing *timing)
{
    char text[NAME_BYTES];
    double ns[RULES_COUNT];
    for (int on = 0; on < RULES_COUNT; on++) {
        ns[on] = median(timing->seconds[on], bench->blocks) * 1e9 / WORLD_BLOCK;
    }
    if (kind->make == kind->compared) {
        (void)snprintf(text, sizeof text, "Modern Work alone: %s: one event", kind->name);
        measure_say(text, ns[ALONE], "ns");
    }
    (void)snprintf(text, sizeof text, "six: %s: one event", kind->name);
    measure_say(text, ns[SIX], "ns");
    (void)snprintf(text, sizeof text, "six: %s: to Modern Work alone", kind->name);
    measure_say(text, median(timing->ratios, bench->blocks), "times");
}

static void run_kinds(struct bench *bench)
{
    struct timing timing;
    size_t bytes = bench->blocks * sizeof(double);
    timing.ratios = memory_allocate(bytes);
    for (int on = 0; on < RULES_COUNT; on++) {
        timing.seconds[on] = memory_allocate(bytes);
    }
    for (int k = 0; k < KINDS; k++) {
        run_kind(bench, &kinds[k], &timing);
        say_kind(bench, &kinds[k], &timing);
    }
    memory_free(timing.ratios);
    for (int on = 0; on < RULES_COUNT; on++) {
        memory_free(timing.seconds[on]);
    }
}

/* ---- the program --------------------------------------------------------------------------- */

static bool read_number(const char *text, uint32_t *ret_number)
{
    char *end = NULL;
    unsigned long number = strtoul(text, &end, 10);
    *ret_number = (uint32_t)number;
    return end != text && *end == '\0' && number >= 1 && number <= 1000000;
}

static bool read_options(int argc, char **argv, struct bench *bench)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--small") == 0) {
            bench->tenants = TENANTS_SMALL;
            bench->blocks = BLOCKS_SMALL;
            continue;
        }
        uint32_t *number = strcmp(argv[i], "--tenants") == 0  ? &bench->tenants
                           : strcmp(argv[i], "--blocks") == 0 ? &bench->blocks
                                                              : NULL;
        if (number == NULL || ++i == argc || !read_number(argv[i], number)) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    struct bench bench = {.tenants = TENANTS_FULL, .blocks = BLOCKS_FULL};
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        (void)fputs(usage, stdout);
        return EXIT_SUCCESS;
    }
    if (!read_options(argc, argv, &bench)) {
        (void)fputs(usage, stderr);
        return EXIT_USAGE;
    }
    if (!load(&bench)) {
        return EXIT_FAILURE;
    }
    run_kinds(&bench);
    sizes_say(&bench.worlds[SIX], "six: ");
    for (int on = 0; on < RULES_COUNT; on++) {
        world_fini(&bench.worlds[on]);
    }
    return EXIT_SUCCESS;
}
