/* The mock cluster itself, for tests that make it fail. */
#ifndef KAFKA_EMBEDDED_STATE_H
#define KAFKA_EMBEDDED_STATE_H

#include "kafka/embedded.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

rd_kafka_mock_cluster_t *embedded_cluster(struct embedded *embedded);

#endif
