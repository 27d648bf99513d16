/* What a number of tenants takes, in memory and on disk, with all six designations on. */
#include "measure.h"
#include "sizes.h"
#include "store/store.h"
#include "store_folder.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TENANTS = 50000,
    TENANTS_MAX = 1000000,
    TENANTS_PER_PARTNER = 25,
    MONTHS = 13,
    EXIT_USAGE = 2,
    LINE_BYTES = 256,
};

static const char usage[] =
    "Usage: bench_memory [--tenants N]\n"
    "\n"
    "Loads so many tenants (50000) with 9 products of all families each, a report of each product for\n"
    "each of 13 months, a partner for 25 of them, into one task under the rules of all six\n"
    "designations; writes its state to a folder under /tmp; prints what both take.\n";

static char error[STORE_TEXT_MAX];

/* Bytes of memory that no file stands behind. */
static uint64_t anonymous_bytes(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[LINE_BYTES];
    unsigned long long kilobytes = 0;
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "RssAnon:", strlen("RssAnon:")) == 0) {
            kilobytes = strtoull(line + strlen("RssAnon:"), NULL, 10);
        }
    }
    if (status != NULL) {
        (void)fclose(status);
    }
    return kilobytes * 1024;
}

static bool load(struct world *world, uint32_t tenants)
{
    struct workload_config config = {
        .seed = 1,
        .families = WORKLOAD_ALL_FAMILIES,
        .partners = (tenants + TENANTS_PER_PARTNER - 1) / TENANTS_PER_PARTNER,
        .tenants = tenants,
        .months = MONTHS,
        .day = merit_day_of_date((struct merit_date){2023, 3, 15}),
    };
    if (!world_init(world, MERIT_SOURCE_DIR "/config/rules", &config)) {
        return false;
    }
    world->unwatched = true;
    struct world_tally tally = {0};
    world_load_claims(world, &tally);
    world_report(world, workload_monthly, 0, MONTHS * world->workload.series, &tally);
    return true;
}

/* ---- on disk ------------------------------------------------------------------------------- */

static bool write_store(const char *folder, const struct table *state)
{
    static const struct store_identity identity = {"bench", "cluster", 0, 1, 1, 1, 0};
    struct store *store = NULL;
    struct store_position position;
    if (store_open(folder, &identity, &store, &position, error) != STORE_OPENED) {
        return false;
    }
    struct table logged = *state; /* of which what the log carries is written */
    logged.tracked = key_logged;
    position = (struct store_position){1, 0, state->bytes};
    bool written = store_write_table(store, &logged, &position, error);
    return store_close(store, error) && written;
}

/* Bytes of the file that holds the state; 0 where there is no room, say. */
static uint64_t stored_bytes(const struct table *state)
{
    char folder[FOLDER_BYTES] = "/tmp/bench_memory_XXXXXX";
    char path[2 * FOLDER_BYTES];
    struct stat status = {0};
    if (mkdtemp(folder) == NULL) {
        return 0;
    }
    bool written = write_store(folder, state);
    (void)snprintf(path, sizeof path, "%s/data.mdb", folder);
    bool found = stat(path, &status) == 0;
    store_folder_remove(folder);
    return written && found ? (uint64_t)status.st_size : 0;
}

/* ---- the program --------------------------------------------------------------------------- */

static void say(uint32_t tenants, const char *what, uint64_t bytes)
{
    char name[LINE_BYTES];
    (void)snprintf(name, sizeof name, "%u tenants: %s", tenants, what);
    measure_say(name, (double)bytes / 1e6, "MB");
    (void)snprintf(name, sizeof name, "%u tenants: %s, for each", tenants, what);
    measure_say(name, (double)bytes / tenants, "bytes");
}

static bool measure(uint32_t tenants)
{
    static struct world world;
    if (!load(&world, tenants)) {
        return false;
    }
    const struct table *state = &world.ensemble.tasks[0].state;
    say(tenants, "RssAnon", anonymous_bytes());
    uint64_t stored = stored_bytes(state);
    say(tenants, "store", stored);
    if (stored == 0) {
        (void)fprintf(stderr, "bench_memory: the state cannot be stored: %s\n", error);
    }
    world_fini(&world);
    return stored > 0;
}

int main(int argc, char **argv)
{
    unsigned long tenants = TENANTS;
    char *end = NULL;
    if (argc == 3 && strcmp(argv[1], "--tenants") == 0) {
        tenants = strtoul(argv[2], &end, 10);
    }
    if (argc != 1 && (end == NULL || *end != '\0' || tenants < 1 || tenants > TENANTS_MAX)) {
        (void)fputs(usage, stderr);
        return EXIT_USAGE;
    }
    return measure((uint32_t)tenants) ? EXIT_SUCCESS : EXIT_FAILURE;
}
