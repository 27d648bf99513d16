/* The state folders of tasks: whose they are, opened, and what is said of damage. */
#include "daemon/local_state.h"

#include <stdio.h>

enum { LOCAL_STATE_PATH_MAX = 4400 };

/* The texts live in `ret_place`. */
struct place {
    char folder[LOCAL_STATE_PATH_MAX];
    char cluster[TASK_CLUSTER_MAX + 1];
    struct store_identity identity;
};

static void place_of(const struct shared *shared,
                     const struct merit_program *program,
                     uint32_t number,
                     struct place *ret_place)
{
    const struct config *config = shared->config;
    (void)snprintf(ret_place->folder, sizeof ret_place->folder, "%s/%s/task-%04u",
                   config->state_directory, config->application_id, number);
    (void)snprintf(ret_place->cluster, sizeof ret_place->cluster, "%.*s",
                   (int)shared->cluster_id.length, shared->cluster_id.at);
    ret_place->identity = (struct store_identity){
        .application_id = config->application_id,
        .cluster_id = ret_place->cluster,
        .task = number,
        .task_count = shared->task_count,
        .program_hash = program->hash,
        .revision = program->revision,
        .map_bytes = (uint64_t)shared->faults.map_kb << 10,
    };
}

bool local_state_is_ours(const struct shared *shared, char *error)
{
    for (uint32_t i = 0; i < shared->task_count; i++) {
        struct place place;
        place_of(shared, atomic_load(&shared->program), i, &place);
        if (!store_is_ours(place.folder, &place.identity, error)) {
            return false;
        }
    }
    return true;
}

enum store_outcome local_state_open(const struct shared *shared,
                                    uint32_t task,
                                    struct store **ret_store,
                                    struct store_position *ret_position,
                                    char *error)
{
    struct place place;
    place_of(shared, atomic_load(&shared->program), task, &place);
    enum store_outcome outcome =
        store_open(place.folder, &place.identity, ret_store, ret_position, error);
    if (outcome == STORE_REBUILD) {
        LOG(shared->log, LOG_WARN, "state on disk emptied", log_uint("task", task),
            log_text("reason", error));
    }
    return outcome;
}

void local_state_say_damaged(const struct shared *shared, uint32_t task, const char *error)
{
    LOG(shared->log, LOG_WARN, "state on disk is damaged: it is rebuilt from the change log",
        log_uint("task", task), log_text("reason", error));
}
