/* Whether a group has ever committed anything, asked from outside it. */
#ifndef KAFKA_GROUP_OFFSETS_H
#define KAFKA_GROUP_OFFSETS_H

#include "kafka/client.h"

/* Topics with the same number of partitions each. */
struct group_topics {
    const char *const *names;
    uint32_t count;
    uint32_t partitions;
};

/* *ret_any: the application's group has a committed offset of some partition of some topic. False:
 * it could not be found out. */
bool group_offsets_any(const struct kafka_settings *settings,
                       const struct group_topics *topics,
                       bool *ret_any,
                       char *error);

#endif
