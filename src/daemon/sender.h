/* What a worker sends inside its transaction: outputs, dead letters, facts, changes. */
#ifndef DAEMON_SENDER_H
#define DAEMON_SENDER_H

#include "daemon/input.h"
#include "kafka/producer.h"

/* One transaction at a time; it begins with the first thing sent or moved. */
struct sender {
    struct shared *shared;
    struct producer *producer;
    bool open;                 /* a transaction is open */
    int64_t begun_ms;          /* since then */
    uint32_t records;          /* of inputs in it */
    bool misplaced;            /* it has a dead letter of a record in a wrong partition */
    struct buffer *packs;      /* of facts, one for each destination; task_count */
    struct buffer value;       /* scratch */
    struct buffer key;         /* scratch */
    enum kafka_outcome failed; /* of what was sent; KAFKA_DONE: nothing failed */
    char error[KAFKA_TEXT_MAX];
};

void sender_init(struct sender *sender, struct shared *shared, struct producer *producer);
void sender_fini(struct sender *sender);
/* After an abort: packs are emptied, nothing has failed. */
void sender_reset(struct sender *sender);

/* Begins the transaction, where it is not open. After a failure nothing more is sent: the caller
 * looks at `failed` before it commits. */
void sender_begin(struct sender *sender, int64_t now_ms);

struct send_moment {
    uint32_t task;
    uint64_t commit; /* of the transaction */
    bool backfill;   /* merit.backfill */
};
/* An event of a day before outputs.from is not sent. */
void sender_output(struct sender *sender,
                   const struct merit_output *output,
                   const struct send_moment *moment);
void sender_dead_letter(struct sender *sender,
                        const struct input *input,
                        const struct merit_fault *fault);
/* Takes the list's messages into the packs; full packs are sent. */
void sender_facts(struct sender *sender, struct fact_list *facts);
/* Sends every pack that holds something. */
void sender_flush_facts(struct sender *sender);
/* A message of the task's change log. */
void sender_change(struct sender *sender,
                   uint32_t task,
                   struct bytes message,
                   struct producer_delivery *delivery);

#endif
