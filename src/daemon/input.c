/* One input partition of a task: its records, decoded a few ahead, in order. */
#include "daemon/input.h"

void input_open(struct input *input,
                const struct shared *shared,
                struct consumer *consumer,
                enum task_input which,
                uint32_t task)
{
    input->shared = shared;
    input->consumer = consumer;
    input->which = which;
    input->task = task;
    input->framing =
        which < TASK_FACTS ? (enum framing)shared->config->framing[which] : FRAMING_RAW;
}

/* Reads the next records of the batch into the window. */
static void decode(struct input *input)
{
    input->at = 0;
    input->count = 0;
    while (input->count < INPUT_WINDOW && input->next < input->batch.count) {
        const struct kafka_record *record = &input->batch.records[input->next++];
        struct input_entry *entry = &input->window[input->count];
        struct input_record read = {
            .kind = (enum merit_event_kind)input->which,
            .framing = input->framing,
            .key = record->key,
            .value = record->value,
            .timestamp_ms = record->timestamp_ms,
            .partition = input->task,
            .partition_count = input->shared->task_count,
        };
        entry->admitted = false;
        entry->fault =
            input_read(input->shared->schemas, &read, &input->scratch[input->count], &entry->event);
        input->count++;
    }
}

bool input_fill(struct input *input, int64_t now_ms, bool *ret_fresh)
{
    *ret_fresh = false;
    if (input->at < input->count) {
        return true;
    }
    if (input->next >= input->batch.count) {
        kafka_batch_free(&input->batch);
        consumer_take(input->consumer, input->which, input->task, KAFKA_BATCH_MAX, &input->batch);
        input->next = 0;
        if (input->batch.broken) {
            return false;
        }
        idle_looked(&input->idle, input->batch.count > 0, input->batch.at_end, now_ms);
    }
    decode(input);
    *ret_fresh = input->count > 0;
    return true;
}

void input_close(struct input *input)
{
    kafka_batch_free(&input->batch);
    input->batch.count = 0;
    input->next = 0;
    input->at = 0;
    input->count = 0;
    input->idle = (struct idle){0};
}

struct task_head input_view(struct input *input, int64_t now_ms, int32_t wall_day)
{
    struct task_head head = {0};
    const struct input_entry *entry = input_head(input);
    if (entry != NULL) {
        head.has_record = true;
        head.timestamp = entry->event.timestamp;
        head.day = merit_day_earlier(merit_day_of_micros(entry->event.timestamp), wall_day);
        return head;
    }
    head.idle = idle_is(&input->idle, now_ms, input->shared->config->time_idle_ms);
    return head;
}
