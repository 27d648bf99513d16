/* `--try`: a broker inside the process, and a folder that goes with it. */
#ifndef DAEMON_TRY_OUT_H
#define DAEMON_TRY_OUT_H

#include "codec/schema_set.h"
#include "daemon/config.h"
#include "kafka/client.h"
#include "kafka/embedded.h"

enum { TRY_OUT_PARTITIONS = 4, TRY_OUT_EVENTS_MAX = 20000, TRY_OUT_PATH_MAX = 256 };

struct try_out {
    struct embedded *embedded;
    char folder[TRY_OUT_PATH_MAX]; /* state; removed at the end */
};

/* Starts the broker, makes the topics and the folder, and sets the configuration accordingly. Its
 * address is printed on standard output. False: `error` (KAFKA_TEXT_MAX bytes) says why. */
bool try_out_start(struct try_out *try_out, struct config *config, char *error);
/* Sends the files' events, before any task is opened. */
bool try_out_load(const struct config *config,
                  const struct kafka_settings *kafka,
                  const struct schema_set *schemas,
                  const char *const *files,
                  size_t file_count);
void try_out_stop(struct try_out *try_out);

#endif
