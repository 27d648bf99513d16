/* `--try`: a broker inside the process, and a folder that goes with it. */
#define _XOPEN_SOURCE 700 /* nftw; NOLINT(readability-identifier-naming) */
#include "daemon/try_out.h"

#include "daemon/produce.h"
#include "daemon/topic_plans.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TRY_OUT_DESCRIPTORS = 8 };

static bool make_folder(struct try_out *try_out, char *error)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets variables */
    const char *base = getenv("TMPDIR");
    (void)snprintf(try_out->folder, sizeof try_out->folder, "%s/meritd-try-XXXXXX",
                   base == NULL || base[0] == '\0' ? "/tmp" : base);
    if (mkdtemp(try_out->folder) == NULL) {
        (void)snprintf(error, KAFKA_TEXT_MAX,
                       "%s cannot be made: set TMPDIR to a folder that can "
                       "be written to",
                       try_out->folder);
        try_out->folder[0] = '\0';
        return false;
    }
    return true;
}

bool try_out_start(struct try_out *try_out, struct config *config, char *error)
{
    *try_out = (struct try_out){0};
    config->workers = 1;
    config->topics_partitions = TRY_OUT_PARTITIONS;
    config->topics_replication_factor = 1;
    if (!make_folder(try_out, error)) {
        return false;
    }
    config->state_directory = try_out->folder;
    try_out->embedded = embedded_start(error);
    bool good = try_out->embedded != NULL;
    struct topic_plans plans;
    topic_plans_make(&plans, config);
    for (int i = 0; good && i < TOPIC_PLAN_COUNT; i++) {
        good = embedded_create(try_out->embedded, plans.plans[i].name, TRY_OUT_PARTITIONS, error);
    }
    if (!good) {
        try_out_stop(try_out);
        return false;
    }
    config->kafka_bootstrap_servers = embedded_bootstrap_servers(try_out->embedded);
    (void)printf("broker: %s\n", config->kafka_bootstrap_servers);
    (void)fflush(stdout);
    return true;
}

bool try_out_load(const struct config *config,
                  const struct kafka_settings *kafka,
                  const struct schema_set *schemas,
                  const char *const *files,
                  size_t file_count)
{
    if (file_count == 0) {
        return true;
    }
    struct produce_job job = {
        .config = config,
        .kafka = kafka,
        .schemas = schemas,
        .files = files,
        .file_count = file_count,
        .events_max = TRY_OUT_EVENTS_MAX,
    };
    struct produce_result result;
    char error[KAFKA_TEXT_MAX] = "";
    if (!produce_run(&job, &result, error)) {
        (void)fprintf(stderr, "meritd: %s\n", error);
        return false;
    }
    (void)printf("events: %" PRIu64 "\n", result.events);
    (void)fflush(stdout);
    return true;
}

/* nftw calls it after what lies in a folder. */
static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    (void)remove(path);
    return 0;
}

void try_out_stop(struct try_out *try_out)
{
    if (try_out->folder[0] != '\0') {
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): the workers have ended */
        (void)nftw(try_out->folder, remove_one, TRY_OUT_DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
    }
    if (try_out->embedded != NULL) {
        embedded_stop(try_out->embedded);
    }
    *try_out = (struct try_out){0};
}
