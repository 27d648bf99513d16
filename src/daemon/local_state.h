/* The state folders of tasks: whose they are, opened, and what is said of damage. */
#ifndef DAEMON_LOCAL_STATE_H
#define DAEMON_LOCAL_STATE_H

#include "daemon/shared.h"
#include "store/store.h"

/* Whether the state folders that there are belong to this application, cluster, number of
 * partitions and rules; before anything is opened. `error` (STORE_TEXT_MAX bytes) says which does
 * not. */
bool local_state_is_ours(const struct shared *shared, char *error);

/* Opens the state folder of a task, or makes it, as store_open does; that it was emptied is logged.
 */
enum store_outcome local_state_open(const struct shared *shared,
                                    uint32_t task,
                                    struct store **ret_store,
                                    struct store_position *ret_position,
                                    char *error);

/* For the log: the state on disk could not be loaded, and is left where it is until it can be
 * written anew. */
void local_state_say_damaged(const struct shared *shared, uint32_t task, const char *error);

#endif
