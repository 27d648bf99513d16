/* How fast one task is, and how large: usage reports through attribution and scoring. */
#include "forms.h"
#include "measure.h"
#include "sizes.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    TENANTS_FULL = 50000,
    TENANTS_SMALL = 5000,
    TENANTS_PER_PARTNER = 25,
    UPDATES_FULL = 1000000,
    UPDATES_SMALL = 200000,
    DAILY_TENANTS_FULL = 2000,
    DAILY_TENANTS_SMALL = 200,
    DAILY_DAYS = 400,
    MONTHS = 13,
    EXIT_USAGE = 2,
};

static const char usage[] =
    "Usage: bench_core [OPTION]...\n"
    "\n"
    "Drives one task with events from memory and prints what it took: part, figure, value, unit.\n"
    "Times are processor times of one core; making the events is not in them.\n"
    "\n"
    "  --part LIST        letters, by commas or not; all of them if not given:\n"
    "                     a  loading monthly reports of all products, 13 months, on one day\n"
    "                     b  updates of random products on that day\n"
    "                     c  daily reports, day by day, with the days' starts\n"
    "                     d  a day's start at which every tenant's lookback moves\n"
    "                     e  reading and writing the stored forms\n"
    "                     f  bytes of state after a\n"
    "  --small            5,000 tenants, 200,000 updates, 200 tenants in c\n"
    "  --tenants N        50000\n"
    "  --partners N       a partner for each 25 tenants\n"
    "  --months N         1 to 26; 13\n"
    "  --updates N        of b; 1000000\n"
    "  --daily-tenants N  of c; 2000\n"
    "  --days N           of c; 400\n"
    "  --unwatched        time all events: no shares of changed vectors\n"
    "  --cold             without hints at the next events\n"
    "  --rules DIR        tests/rules/modern_work_only\n"
    "  --help             this text\n";

struct options {
    const char *parts;
    const char *rules;
    uint32_t tenants;
    uint32_t partners;
    uint32_t months;
    uint32_t updates;
    uint32_t daily_tenants;
    uint32_t days;
    bool unwatched;
    bool cold;
};

static bool wants(const struct options *options, char part)
{
    return strchr(options->parts, part) != NULL;
}

static uint32_t partners_of(uint32_t tenants)
{
    return (tenants + TENANTS_PER_PARTNER - 1) / TENANTS_PER_PARTNER;
}

/* ---- the command line -------------------------------------------------------------------- */

static bool read_number(const char *text, uint32_t least, uint32_t most, uint32_t *ret_number)
{
    char *end = NULL;
    unsigned long number = strtoul(text, &end, 10);
    if (end == text || *end != '\0' || number < least || number > most) {
        return false;
    }
    *ret_number = (uint32_t)number;
    return true;
}

static bool read_option(const char *name, const char *value, struct options *options)
{
    const struct {
        const char *name;
        uint32_t least;
        uint32_t most;
        uint32_t *number;
    } numbers[] = {
        {"--tenants", 1, 10000000, &options->tenants},
        {"--partners", 1, 1000000, &options->partners},
        {"--months", 1, WORKLOAD_MONTHS_MAX, &options->months},
        {"--updates", 0, 100000000, &options->updates},
        {"--daily-tenants", 1, 1000000, &options->daily_tenants},
        {"--days", 1, 10000, &options->days},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (strcmp(name, numbers[i].name) == 0) {
            return read_number(value, numbers[i].least, numbers[i].most, numbers[i].number);
        }
    }
    const char **text = strcmp(name, "--part") == 0    ? &options->parts
                        : strcmp(name, "--rules") == 0 ? &options->rules
                                                       : NULL;
    if (text == NULL || (text == &options->parts && value[strspn(value, "abcdef,")] != '\0')) {
        return false;
    }
    *text = value;
    return true;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--small") == 0) {
            options->tenants = TENANTS_SMALL;
            options->updates = UPDATES_SMALL;
            options->daily_tenants = DAILY_TENANTS_SMALL;
            continue;
        }
        if (strcmp(argv[i], "--unwatched") == 0) {
            options->unwatched = true;
            continue;
        }
        if (strcmp(argv[i], "--cold") == 0) {
            options->cold = true;
            continue;
        }
        if (i + 1 == argc || !read_option(argv[i], argv[i + 1], options)) {
            return false;
        }
        i++;
    }
    if (options->partners == 0) {
        options->partners = partners_of(options->tenants);
    }
    return true;
}

/* ---- parts ------------------------------------------------------------------------------- */

static void say_tally(const char *name, const struct world_tally *tally)
{
    char text[64];
    measure_say_rate(name, "event", tally->events, tally->seconds);
    if (tally->watched > 0) {
        (void)snprintf(text, sizeof text, "%s: events that change a vector", name);
        measure_say_share(text, tally->changed, tally->watched);
        (void)snprintf(text, sizeof text, "%s: vectors that change, per event", name);
        measure_say(text, (double)tally->vectors / (double)tally->watched, "");
    }
    (void)snprintf(text, sizeof text, "%s: score changes, per event", name);
    measure_say(text, tally->all == 0 ? 0 : (double)tally->score_changes / (double)tally->all, "");
}

static void load(struct world *world, bool say)
{
    struct world_tally claims = {0};
    world_load_claims(world, &claims);
    struct world_tally history = {0};
    uint64_t count = world->workload.series * world->workload.config.months;
    world_report(world, workload_monthly, 0, count, &history);
    if (say) {
        measure_begin("a");
        measure_say_rate("associations and certifications", "event", claims.events, claims.seconds);
        say_tally("monthly history", &history);
    }
}

static void update(struct world *world, const struct options *options)
{
    struct world_tally tally = {0};
    world_report(world, workload_update, 0, options->updates, &tally);
    measure_begin("b");
    say_tally("updates", &tally);
}

/* The last day of the month: a year ago the reports of that month's end come into the lookback. */
static void start_of_edge(struct world *world)
{
    int32_t day = merit_month_last_day(merit_month_of_day(world->workload.config.day));
    (void)world_begin_day(world, day - 1);
    uint64_t due = world_due(world, day);
    double seconds = world_begin_day(world, day);
    measure_begin("d");
    measure_say("day's start at a month's edge: contributors", (double)due, "");
    measure_say_rate("day's start at a month's edge", "contributor", due, seconds);
}

static bool run_monthly(const struct options *options)
{
    struct workload_config config = {
        .seed = 1,
        .partners = options->partners,
        .tenants = options->tenants,
        .months = options->months,
        .day = merit_day_of_date((struct merit_date){2023, 3, 15}),
    };
    struct world world;
    if (!world_init(&world, options->rules, &config)) {
        return false;
    }
    world.unwatched = options->unwatched;
    world.cold = options->cold;
    load(&world, wants(options, 'a'));
    if (wants(options, 'f')) {
        measure_begin("f");
        sizes_say(&world, "");
        measure_say("process: resident memory", (double)measure_resident_bytes() / 1e6, "MB");
    }
    if (wants(options, 'b')) {
        update(&world, options);
    }
    if (wants(options, 'd')) {
        start_of_edge(&world);
    }
    world_fini(&world);
    return true;
}

static bool run_daily(const struct options *options)
{
    int32_t first = merit_day_of_date((struct merit_date){2022, 10, 3});
    struct workload_config config = {
        .seed = 1,
        .partners = partners_of(options->daily_tenants),
        .tenants = options->daily_tenants,
        .months = MONTHS,
        .day = first,
    };
    struct world world;
    if (!world_init(&world, options->rules, &config)) {
        return false;
    }
    world.unwatched = options->unwatched;
    world.cold = options->cold;
    struct world_tally claims = {0};
    struct world_tally reports = {0};
    world_load_claims(&world, &claims);
    uint64_t due = 0;
    double starts = 0;
    for (uint32_t i = 0; i < options->days; i++) {
        int32_t day = first + (int32_t)i;
        due += world_due(&world, day);
        starts += world_begin_day(&world, day);
        uint64_t series = world.workload.series;
        world_report(&world, workload_daily, (uint64_t)day * series, series, &reports);
    }
    measure_begin("c");
    /* Watched events are not timed, but the days' starts are theirs as well. */
    double per_event = reports.seconds / (double)reports.events;
    measure_say_rate("daily reports, with days' starts", "event", reports.all,
                     per_event * (double)reports.all + starts);
    say_tally("daily reports", &reports);
    measure_say_rate("days' starts of daily reports", "contributor", due, starts);
    measure_say("daily reports: state, per series and day",
                (double)world.ensemble.tasks[0].state.bytes /
                    (double)(world.workload.series * options->days),
                "bytes");
    world_fini(&world);
    return true;
}

int main(int argc, char **argv)
{
    struct options options = {
        .parts = "abcdef",
        .rules = MERIT_SOURCE_DIR "/tests/rules/modern_work_only",
        .tenants = TENANTS_FULL,
        .months = MONTHS,
        .updates = UPDATES_FULL,
        .daily_tenants = DAILY_TENANTS_FULL,
        .days = DAILY_DAYS,
    };
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        (void)fputs(usage, stdout);
        return EXIT_SUCCESS;
    }
    if (!read_options(argc, argv, &options)) {
        (void)fputs(usage, stderr);
        return EXIT_USAGE;
    }
    bool monthly = strpbrk(options.parts, "abdf") != NULL;
    bool good = (!monthly || run_monthly(&options)) &&
                (!wants(&options, 'c') || run_daily(&options)) &&
                (!wants(&options, 'e') || forms_say(options.rules));
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
