/* One librdkafka client with its log lines and its last error; what all of this folder build on. */
#ifndef KAFKA_HANDLE_H
#define KAFKA_HANDLE_H

#include "kafka/client.h"

#include <librdkafka/rdkafka.h>

#include <limits.h>
#include <stdatomic.h>

struct handle {
    rd_kafka_t *rk; /* NULL: closed */
    const struct kafka_settings *settings;
    void *owner;       /* whose callbacks run with this handle */
    bool disconnected; /* a connection that was in use was lost */
    /* The group heard nothing of this member for session.timeout.ms. Set in librdkafka's threads.
     */
    atomic_bool session_over;
    char last_error[KAFKA_TEXT_MAX];
};

/* Takes the configuration, also where it fails. The handle stays where it is while it is open. */
bool handle_open(struct handle *handle, rd_kafka_type_t type, rd_kafka_conf_t *conf, char *error);
void handle_close(struct handle *handle);
/* Likewise of a consumer, but not for ever: where a topic that it read was deleted, librdkafka may
 * wait for itself (its issues 3007, 4362). False: it did not come to an end, and goes on using the
 * handle, which must stay. */
bool handle_close_in_time(struct handle *handle);

/* The number of partitions of a topic, 0 where there is none. False: not to be had in that time. */
bool handle_partitions(
    struct handle *handle, const char *topic, int timeout_ms, uint32_t *ret_count, char *error);

/* Whether the process is to end. */
bool handle_is_stopping(const struct handle *handle);
/* Whether waiting for an answer is over: the time is, or the process is to end. */
bool handle_gives_up(const struct handle *handle, int64_t deadline_ms);

/* A line at warn or debug, where there is a log. */
void handle_log(const struct handle *handle, bool warn, const char *event, const char *text);

/* Text into a buffer of KAFKA_TEXT_MAX. */
void kafka_text(char *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

int64_t kafka_now_ms(void);
void kafka_sleep_ms(int64_t duration_ms);

/* What is left until a deadline, for librdkafka's calls: 0 where it has passed. */
static inline int kafka_left_ms(int64_t deadline_ms)
{
    int64_t left = deadline_ms - kafka_now_ms();
    return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

#endif
