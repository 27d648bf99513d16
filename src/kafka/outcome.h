/* What an error of the transactional producer comes to. */
#ifndef KAFKA_OUTCOME_H
#define KAFKA_OUTCOME_H

#include "kafka/client.h"

#include <librdkafka/rdkafka.h>

/* A call goes on until it is through, may be tried again with the same arguments, or is over. */
enum outcome_step { OUTCOME_DONE, OUTCOME_RETRY, OUTCOME_OVER };

struct outcome {
    enum outcome_step step;
    enum kafka_outcome outcome; /* where it is over */
};

/* Takes the error (NULL: done), and puts its text behind `what`. */
struct outcome outcome_of(rd_kafka_t *rk, rd_kafka_error_t *failure, const char *what, char *error);

/* The same of an error that the client as a whole ended with. */
enum kafka_outcome outcome_of_fatal(rd_kafka_resp_err_t code);

#endif
