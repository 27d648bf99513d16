/* Whether an application has begun: what is brought in from elsewhere comes before its first start.
 */
#ifndef DAEMON_BEGINNING_H
#define DAEMON_BEGINNING_H

#include "daemon/topic_plans.h"
#include "kafka/log_reader.h"

enum beginning {
    BEGINNING_GOOD,
    BEGINNING_REFUSED, /* `error` says what is not as it should be */
    BEGINNING_FAILED,  /* `error` says why it could not be found out */
};

/* An application and its topics. */
struct beginner {
    const struct config *config;
    const struct kafka_settings *kafka;
    struct topic_plans topics;
    uint32_t partitions; /* of inputs and internal topics */
    char cluster_id[TOPIC_NAME_MAX];
};

/* Finds the topics: all that bind must exist, with the same number of partitions. */
enum beginning beginning_find_topics(struct beginner *beginner, char *error);
/* No partition of a topic holds, or has held, a record that was committed; else refused with
 * `why`. */
enum beginning beginning_expect_empty(const struct beginner *beginner,
                                      const char *topic,
                                      const char *why,
                                      char *error);
/* Nothing was ever committed: no offset of the group, nothing in the change log. */
enum beginning beginning_expect_not_started(const struct beginner *beginner,
                                            const char *why,
                                            char *error);

/* No instance of it runs, within so many seconds: a member that has stopped is one until its
 * session is over. Else refused with `why`. */
enum beginning beginning_expect_no_members(const struct kafka_settings *kafka,
                                           int seconds,
                                           const char *why,
                                           char *error);

/* Whether a partition has a committed record from an offset on, up to its end: REFUSED where it
 * has; FAILED also where a transaction stays open. */
enum beginning beginning_expect_nothing_left(struct log_reader *reader,
                                             uint32_t partition,
                                             int64_t offset,
                                             char *error);

#endif
