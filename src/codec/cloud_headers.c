/* The CloudEvents headers of an output record (Kafka protocol binding, binary content mode). */
#include "codec/cloud_headers.h"

#include <assert.h>

static const char *const type_names[] = {
    [MERIT_OUTPUT_SCORE_CHANGED] = "merit.v1.ScoreChanged",
    [MERIT_OUTPUT_DESIGNATION] = "merit.v1.DesignationEvent",
    [MERIT_OUTPUT_SCORE] = "merit.v1.DesignationScore",
};

static void add(struct cloud_headers *headers, const char *name, struct merit_text value)
{
    assert(headers->count < CLOUD_HEADERS_MAX);
    headers->headers[headers->count++] = (struct cloud_header){name, value};
}

static uint32_t put_text(char *to, struct merit_text text)
{
    assert(text.length <= MERIT_ID_MAX);
    memcpy(to, text.at, text.length);
    return text.length;
}

/* A colon and the number in decimal. */
static uint32_t put_number(char *to, uint64_t number)
{
    char digits[20];
    uint32_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    *to++ = ':';
    for (uint32_t i = 0; i < count; i++) {
        to[i] = digits[count - 1 - i];
    }
    return count + 1;
}

/* <partner>:<designation>:<task>:<commit number> */
static struct merit_text make_score_id(struct cloud_headers *headers,
                                       const struct cloud_context *context,
                                       const struct merit_output *output)
{
    char *id = headers->id;
    uint32_t length = put_text(id, output->partner_id);
    id[length++] = ':';
    length += put_text(id + length, merit_text_of(output->designation));
    length += put_number(id + length, context->task);
    length += put_number(id + length, context->commit_number);
    assert(length <= CLOUD_ID_MAX);
    return (struct merit_text){id, length};
}

static struct merit_text make_event_id(struct cloud_headers *headers, const char *event_id)
{
    memcpy(headers->id, event_id, EVENT_ID_LENGTH);
    return (struct merit_text){headers->id, EVENT_ID_LENGTH};
}

void cloud_headers_make(struct cloud_headers *headers,
                        const struct cloud_context *context,
                        const struct merit_output *output,
                        const char event_id[EVENT_ID_LENGTH])
{
    headers->count = 0;
    add(headers, "ce_specversion", (struct merit_text){"1.0", 3});
    add(headers, "ce_id",
        output->kind == MERIT_OUTPUT_SCORE ? make_score_id(headers, context, output)
                                           : make_event_id(headers, event_id));
    add(headers, "ce_type", merit_text_of(type_names[output->kind]));
    add(headers, "ce_source", context->source);
    if (context->full) {
        uint32_t length = (uint32_t)time_text_write_timestamp(output->occurred_at, headers->time);
        add(headers, "ce_time", (struct merit_text){headers->time, length});
        add(headers, "ce_subject", output->partner_id);
        add(headers, "content-type", merit_text_of("application/avro"));
    }
    if (context->backfill) {
        add(headers, "merit.backfill", (struct merit_text){"1", 1});
    }
}
