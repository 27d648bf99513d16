/* Topics: what there is, what there should be, making them, deleting what is used up. */
#ifndef KAFKA_TOPICS_H
#define KAFKA_TOPICS_H

#include "kafka/client.h"

struct admin;

enum { TOPICS_MAX = 16, TOPIC_SETTINGS_MAX = 8 };

/* A topic as it should be. */
struct topic_plan {
    const char *name;
    uint32_t partitions;  /* to create it with; 0: any number is good */
    uint32_t replication; /* to create it with */
    bool same_count;      /* its number of partitions must equal that of the others marked so */
    uint32_t setting_count;
    struct topic_setting {
        const char *name;
        const char *value;
        const char *why; /* why it matters: for messages */
    } settings[TOPIC_SETTINGS_MAX];
};

/* Waits for the brokers, up to wait_ms, with a log line now and then. NULL: `error` says what to
 * do.
 */
struct admin *admin_new(const struct kafka_settings *settings, uint32_t wait_ms, char *error);
void admin_close(struct admin *admin);
const char *admin_cluster_id(const struct admin *admin);

/* The number of partitions, 0 where there is no such topic. False: not to be had. */
bool admin_partitions(struct admin *admin, const char *topic, uint32_t *ret_count, char *error);
/* Makes those that do not exist; *ret_made: bit i: topic i was made. */
bool admin_create(struct admin *admin,
                  const struct topic_plan *plans,
                  uint32_t count,
                  uint32_t *ret_made,
                  char *error);
/* One line for each thing that is wrong, into the buffer: what, and why it matters; nothing: all is
 * well. False: it could not be found out. */
bool admin_check(struct admin *admin,
                 const struct topic_plan *plans,
                 uint32_t count,
                 struct buffer *to,
                 char *error);
/* A topic's max.message.bytes: the most that one batch of records may take. */
bool admin_message_max(struct admin *admin, const char *topic, uint32_t *ret_bytes, char *error);
/* Deletes a partition's records before the offset; does not wait for the answer, which is logged.
 * Any thread, also beside admin_poll. Where 64 requests wait for answers it is not asked for. */
void admin_delete_before(struct admin *admin,
                         const char *topic,
                         uint32_t partition,
                         int64_t offset);
/* Takes answers in; to be called now and then. */
void admin_poll(struct admin *admin);

#endif
