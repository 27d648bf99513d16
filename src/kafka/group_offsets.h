/* Whether a group has ever committed anything, asked from outside it. */
#ifndef KAFKA_GROUP_OFFSETS_H
#define KAFKA_GROUP_OFFSETS_H

#include "kafka/client.h"

/* *ret_any: the application's group has a committed offset of some partition, of `partitions`, of
 * some topic. False: it could not be found out. */
bool group_offsets_any(const struct kafka_settings *settings,
                       const char *const *topics,
                       uint32_t topic_count,
                       uint32_t partitions,
                       bool *ret_any,
                       char *error);

#endif
