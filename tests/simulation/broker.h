/* The brokers: partitions, transactions and their coordinator, the group's positions. */
#ifndef BROKER_H
#define BROKER_H

#include "chance.h"
#include "group.h"
#include "log.h"
#include "task/task_record.h"

enum topic {
    TOPIC_ASSOCIATIONS, /* the four inputs as the task numbers them */
    TOPIC_USAGE,
    TOPIC_CERTIFICATIONS,
    TOPIC_FACTS,
    TOPIC_CHANGES,
    TOPIC_OUTPUTS, /* score changes, designation events, scores and dead letters together */
    TOPIC_OFFSETS, /* the group's: one partition, without a log here */
    TOPIC_COUNT,
};

enum {
    OUTPUT_PARTITIONS = 2,
    UPSTREAM_PRODUCERS = 2,
    PRODUCERS_MAX = SLOTS_MAX + UPSTREAM_PRODUCERS,
    PARTITIONS = TOPIC_COUNT * TASKS_MAX,
};

/* A topic's partition by one number. */
static inline uint32_t partition_of(enum topic topic, uint32_t number)
{
    return (uint32_t)topic * TASKS_MAX + number;
}

enum outcome { OUTCOME_OPEN, OUTCOME_COMMITTED, OUTCOME_ABORTED };

/* What the coordinator knows of a transactional id. */
enum producer_state {
    PRODUCER_EMPTY,
    PRODUCER_ONGOING,
    PRODUCER_ENDING, /* decided; markers are on their way */
};

struct producer_id {
    enum producer_state state;
    uint32_t epoch;
    uint32_t transaction;
    uint32_t participants; /* partitions in it; while it ends: those without its marker */
    bool commit;           /* how it ends, or ended last */
    int64_t begun_ms;
};

/* Positions of a task with their metadata. */
struct positions {
    bool any;
    int64_t offsets[TASK_INPUT_COUNT];
    char metadata[TASK_METADATA_MAX + 1];
};

struct pending_positions {
    bool any;
    struct positions positions;
};

struct broker {
    struct log logs[PARTITIONS];
    struct producer_id producers[PRODUCERS_MAX];
    enum outcome *outcomes; /* of each transaction */
    uint32_t transaction_count;
    uint32_t transaction_capacity;
    struct positions committed[TASKS_MAX];
    struct pending_positions pending[PRODUCERS_MAX][TASKS_MAX];
    struct group group;
    int64_t now_ms;
    int64_t transaction_timeout_ms;
};

/* A new world's, in the place of an old one's. */
void broker_reset(struct broker *broker, uint32_t tasks, int64_t session_ms);
void broker_fini(struct broker *broker);

static inline struct log *broker_log(struct broker *broker, enum topic topic, uint32_t number)
{
    return &broker->logs[partition_of(topic, number)];
}

/* What a request comes to. */
enum reply {
    REPLY_DONE,
    REPLY_RETRY,   /* not yet: the transaction before is still ending */
    REPLY_ABORT,   /* the transaction can only be aborted */
    REPLY_FENCED,  /* the id has a newer producer */
    REPLY_INVALID, /* there is no such transaction */
};

/* Fences whoever has the id, ends its transaction, and gives the next epoch. */
enum reply broker_init(struct broker *broker, uint32_t producer, uint32_t *ret_epoch);
/* Appends to a partition in the producer's transaction, which begins where there is none. */
enum reply broker_produce(struct broker *broker,
                          uint32_t producer,
                          uint32_t epoch,
                          uint32_t partition,
                          const struct log_record *record,
                          int64_t *ret_offset);
/* The positions of a task, in the transaction; the group says whether the member may. */
enum reply broker_send_positions(struct broker *broker,
                                 uint32_t producer,
                                 uint32_t epoch,
                                 const struct membership *member,
                                 uint32_t task,
                                 const struct positions *positions);
enum reply broker_end(struct broker *broker, uint32_t producer, uint32_t epoch, bool commit);

/* The group's positions of a task; REPLY_RETRY while a transaction that moves them is open. */
enum reply broker_positions(const struct broker *broker, uint32_t task, struct positions *ret);
/* The group's positions are forgotten, as after days without members. */
void broker_expire_positions(struct broker *broker);

/* One marker comes to its partition, somewhere; transactions that are too old are ended. */
void broker_step(struct broker *broker, struct chance *chance);
/* No transaction is open or ending anywhere. */
bool broker_is_settled(const struct broker *broker);

#endif
