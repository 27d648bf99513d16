/* The group consumer of one worker: assignments, and each partition's records apart. */
#ifndef KAFKA_CONSUMER_H
#define KAFKA_CONSUMER_H

#include "kafka/client.h"

enum { CONSUMER_TOPICS_MAX = 4, CONSUMER_METADATA_MAX = 64 };

struct consumer;

struct consumer_config {
    const struct kafka_settings *settings;
    uint32_t worker;
    uint32_t topic_count;
    const char *topics[CONSUMER_TOPICS_MAX]; /* with the same number of partitions each */
    uint32_t partition_count;
    struct kafka_wake wake;
};

/* NULL: brokers away (KAFKA_ABORT), a topic that does not exist or has another number of
 * partitions, a property refused (KAFKA_FATAL); `error` says which. */
struct consumer *consumer_new(const struct consumer_config *config,
                              enum kafka_outcome *ret_outcome,
                              char *error);
/* Stops first where it has to. Does not leave the group: its partitions wait session.timeout.ms for
 * the same instance. Batches are to be freed before. */
void consumer_close(struct consumer *consumer);
/* Whether every topic has as many partitions as there are tasks: KAFKA_FATAL where not, and `error`
 * says so; KAFKA_ABORT: brokers do not tell. Waits for them, up to 10 s. */
enum kafka_outcome consumer_topics(struct consumer *consumer, char *error);

/* What the group says. Polled often, also while tasks are being restored (the main queue; records
 * do not come there). Where nothing is polled for max.poll.interval.ms, the partitions are lost. */
enum consumer_event {
    CONSUMER_NOTHING,
    CONSUMER_ASSIGNED, /* partitions of consumer_assignment: answer with consumer_start */
    CONSUMER_REVOKED,  /* finish, commit, then consumer_stop */
    CONSUMER_LOST,     /* abort, then consumer_stop */
    CONSUMER_TOO_LATE, /* its session was over and it came back too late: abort, close, make a new
                          one */
    CONSUMER_FATAL,    /* fenced (the same instance id elsewhere), or worse; see the error */
};
enum consumer_event consumer_poll(struct consumer *consumer, int timeout_ms, char *error);

/* Partition numbers assigned, rising, of every topic the same ones; a difference is CONSUMER_FATAL.
 * Valid until consumer_stop. */
uint32_t consumer_assignment(const struct consumer *consumer, const uint32_t **ret_partitions);
/* The group's generation of that assignment; -1: none. */
int32_t consumer_generation(const struct consumer *consumer);

/* The group's stable committed offsets of one partition of all topics, -1 where there is none, with
 * their metadata (NUL-terminated). False: not to be had now; `error` says why. */
struct consumer_committed {
    int64_t offsets[CONSUMER_TOPICS_MAX];
    char metadata[CONSUMER_TOPICS_MAX][CONSUMER_METADATA_MAX + 1];
};
bool consumer_committed(struct consumer *consumer,
                        uint32_t partition,
                        struct consumer_committed *ret_committed,
                        char *error);

/* Begins to read the assigned partitions: partition i of consumer_assignment, topic t, from
 * positions[i * topic_count + t] (-1: the beginning). Offsets are committed with the group's
 * metadata as of the assignment. The group gives no further event before it; records wait, bounded,
 * until they are taken. So a long restore comes after it, and consumer_seek where the position
 * turns out to be another. False: the assignment is no longer good (the next poll says so) or the
 * client failed; consumer_stop. */
bool consumer_start(struct consumer *consumer, const int64_t *positions, char *error);
/* Goes to other positions of one partition of all topics; records fetched before are dropped. Not
 * where one is broken. */
bool consumer_seek(struct consumer *consumer,
                   uint32_t partition,
                   const int64_t *positions,
                   char *error);
/* Answers REVOKED and LOST; nothing of the assignment is read any more. Batches are to be freed
 * before. */
void consumer_stop(struct consumer *consumer);

/* The next records of an assigned partition, without waiting; at most `max` (<= KAFKA_BATCH_MAX).
 */
void consumer_take(struct consumer *consumer,
                   uint32_t topic,
                   uint32_t partition,
                   uint32_t max,
                   struct kafka_batch *ret_batch);
/* The offset behind the last record that a read_committed reader could have now; -1: not known. For
 * lag. */
int64_t consumer_end(const struct consumer *consumer, uint32_t topic, uint32_t partition);

#endif
