/* One input partition of a task: its records, decoded a few ahead, in order. */
#ifndef DAEMON_INPUT_H
#define DAEMON_INPUT_H

#include "codec/input_read.h"
#include "daemon/shared.h"
#include "kafka/consumer.h"
#include "task/idle.h"
#include "task/task.h"

enum { INPUT_WINDOW = 16 }; /* records decoded ahead */

/* A record of the window: good as far as it alone shows, or bad. */
struct input_entry {
    struct merit_event event;
    struct merit_fault fault; /* bad != MERIT_BAD_NONE: what is wrong */
    bool admitted;            /* the state allows it (task_admit) */
};

/* Zero-initialise. */
struct input {
    const struct shared *shared;
    struct consumer *consumer;
    enum task_input which;
    uint32_t task;
    enum framing framing;
    struct kafka_batch batch;
    uint32_t next; /* record of the batch behind the window's last */
    uint32_t at;   /* the window's first entry still to be applied */
    uint32_t count;
    struct input_entry window[INPUT_WINDOW];
    struct input_scratch scratch[INPUT_WINDOW]; /* products of associations */
    struct idle idle;
};

/* Makes sure that the window holds a record, if there is one. False: the partition is broken, see
 * batch.error. *ret_fresh: entries were decoded. */
bool input_fill(struct input *input, int64_t now_ms, bool *ret_fresh);
/* To be filled from the consumer's partition of that task; zero-initialised, or closed before. */
void input_open(struct input *input,
                const struct shared *shared,
                struct consumer *consumer,
                enum task_input which,
                uint32_t task);
/* Frees the batch; nothing of it is used any more. */
void input_close(struct input *input);

static inline struct input_entry *input_head(struct input *input)
{
    return input->at < input->count ? &input->window[input->at] : NULL;
}

/* The record as read, of the window's first entry. */
static inline const struct kafka_record *input_record(const struct input *input)
{
    return &input->batch.records[input->next - input->count + input->at];
}

static inline void input_pass(struct input *input)
{
    input->at++;
}

/* What task_next wants to know of it. */
struct task_head input_view(struct input *input, int64_t now_ms, int32_t wall_day);

#endif
