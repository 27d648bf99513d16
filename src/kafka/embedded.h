/* librdkafka's mock cluster, for `meritd --try`: no transactions, no durability, 5 MB a partition.
 */
#ifndef KAFKA_EMBEDDED_H
#define KAFKA_EMBEDDED_H

#include "kafka/client.h"

struct embedded;

struct embedded *embedded_start(char *error);
void embedded_stop(struct embedded *embedded);
const char *embedded_bootstrap_servers(const struct embedded *embedded);
bool embedded_create(struct embedded *embedded,
                     const char *topic,
                     uint32_t partitions,
                     char *error);

#endif
