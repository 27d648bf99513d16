/* librdkafka's settings for each kind of client. */
#ifndef KAFKA_SETTINGS_H
#define KAFKA_SETTINGS_H

#include "kafka/client.h"

#include <librdkafka/rdkafka.h>

enum settings_role {
    SETTINGS_CONSUMER = 1,   /* a member of the group */
    SETTINGS_READER = 2,     /* reads what it is told to, read_committed */
    SETTINGS_WATERMARKS = 4, /* asks for watermarks: a read_committed client is told the last
                                stable offset instead of the high watermark */
    SETTINGS_PRODUCER = 8,   /* idempotent */
    SETTINGS_TRANSACTIONAL = 16,
    SETTINGS_ADMIN = 32,
};

/* NULL: a property is refused; `error` says which and why. */
rd_kafka_conf_t *settings_conf(const struct kafka_settings *settings,
                               enum settings_role role,
                               uint32_t worker,
                               char *error);

#endif
