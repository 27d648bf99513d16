/* What a worker sends inside its transaction: outputs, dead letters, facts, changes. */
#include "daemon/sender.h"

#include "base/murmur2.h"
#include "codec/avro_write.h"
#include "codec/cloud_headers.h"
#include "task/fact_pack.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    NUMBER_TEXT_MAX = 24,
    DEAD_LETTER_TEXT_MAX = 256,
    DEAD_LETTER_HEADERS = 6, /* always; two more where something is cut */
    DEAD_LETTER_CUTS = 2,
};

void sender_init(struct sender *sender, struct shared *shared, struct producer *producer)
{
    *sender = (struct sender){.shared = shared, .producer = producer, .failed = KAFKA_DONE};
    size_t size = shared->task_count * sizeof *sender->packs;
    sender->packs = memory_allocate(size);
    memset(sender->packs, 0, size);
}

void sender_fini(struct sender *sender)
{
    for (uint32_t i = 0; i < sender->shared->task_count; i++) {
        buffer_fini(&sender->packs[i]);
    }
    memory_free(sender->packs);
    buffer_fini(&sender->value);
    buffer_fini(&sender->key);
}

void sender_reset(struct sender *sender)
{
    for (uint32_t i = 0; i < sender->shared->task_count; i++) {
        buffer_clear(&sender->packs[i]);
    }
    sender->open = false;
    sender->records = 0;
    sender->misplaced = false;
    sender->failed = KAFKA_DONE;
    sender->error[0] = '\0';
}

void sender_begin(struct sender *sender, int64_t now_ms)
{
    if (sender->open || sender->failed != KAFKA_DONE) {
        return;
    }
    sender->failed = producer_begin(sender->producer, sender->error);
    sender->open = sender->failed == KAFKA_DONE;
    sender->begun_ms = now_ms;
    fault_at(&sender->shared->faults, FAULT_BEGIN);
}

static void send(struct sender *sender, const struct producer_message *message)
{
    if (sender->failed == KAFKA_DONE) {
        sender->failed = producer_send(sender->producer, message, sender->error);
    }
}

/* ---- outputs ----------------------------------------------------------------------------- */

static uint32_t make_headers(const struct cloud_headers *made, struct producer_header *headers)
{
    for (uint32_t i = 0; i < made->count; i++) {
        const struct cloud_header *header = &made->headers[i];
        headers[i].name = header->name;
        headers[i].value = (struct bytes){(const uint8_t *)header->value.at, header->value.length};
    }
    return made->count;
}

/* Outputs go to topics numbered as their kinds. */
static enum send_topic topic_of(enum merit_output_kind kind)
{
    return (enum send_topic)kind;
}

static struct bytes key_of_output(struct sender *sender, const struct merit_output *output)
{
    buffer_clear(&sender->key);
    buffer_put(&sender->key, output->partner_id.at, output->partner_id.length);
    if (output->kind == MERIT_OUTPUT_SCORE) {
        buffer_u8(&sender->key, ':');
        buffer_put(&sender->key, output->designation, strlen(output->designation));
    }
    return buffer_view(&sender->key);
}

void sender_output(struct sender *sender,
                   const struct merit_output *output,
                   const struct send_moment *moment)
{
    struct shared *shared = sender->shared;
    const struct config *config = shared->config;
    if (merit_output_is_withheld(output, config->outputs_from_day)) {
        return;
    }
    enum send_topic topic = topic_of(output->kind);
    const struct json_names names = {config->application_id, shared->sends[SEND_SCORE_CHANGES],
                                     shared->sends[SEND_DESIGNATIONS]};
    char event_id[EVENT_ID_LENGTH] = {0};
    if (output->kind != MERIT_OUTPUT_SCORE) {
        output_event_id(&names, output, event_id);
    }
    buffer_clear(&sender->value);
    enum config_topic configured = (enum config_topic)(CONFIG_TOPIC_SCORE_CHANGES + (int)topic);
    framing_write(&sender->value, shared->schemas, record_kind_of_output(output->kind),
                  (enum framing)config->framing[configured]);
    avro_write_output(&sender->value, output, event_id);
    struct cloud_context context = {
        .source = merit_text_of(shared->source),
        .full = config->headers == CONFIG_HEADERS_FULL,
        .backfill = moment->backfill,
        .task = moment->task,
        .commit_number = moment->commit,
    };
    struct cloud_headers made;
    struct producer_header headers[CLOUD_HEADERS_MAX];
    cloud_headers_make(&made, &context, output, event_id);
    struct producer_message message = {
        .topic = topic,
        .partition = murmur2_partition(output->partner_id,
                                       producer_partition_count(sender->producer, topic)),
        .key = key_of_output(sender, output),
        .value = buffer_view(&sender->value),
        .header_count = make_headers(&made, headers),
        .headers = headers,
    };
    send(sender, &message);
    atomic_fetch_add_explicit(&shared->counters.outputs[topic], 1, memory_order_relaxed);
}

/* ---- dead letters ------------------------------------------------------------------------ */

static struct producer_header text_header(const char *name, const char *text)
{
    return (struct producer_header){name, {(const uint8_t *)text, strlen(text)}};
}

/* What of a record fits: all of it, but for one that is about as long as a topic takes. */
struct letter_parts {
    struct bytes key;
    struct bytes value;
    const struct kafka_record *source; /* of its headers; NULL: they do not fit */
    uint32_t cuts;
    struct producer_header headers[DEAD_LETTER_CUTS]; /* how long it was */
    char lengths[DEAD_LETTER_CUTS][NUMBER_TEXT_MAX];
};

static size_t cut(struct letter_parts *parts, struct bytes *bytes, size_t room, const char *header)
{
    if (bytes->length > room) {
        char *length = parts->lengths[parts->cuts];
        (void)snprintf(length, NUMBER_TEXT_MAX, "%zu", bytes->length);
        parts->headers[parts->cuts++] = text_header(header, length);
        bytes->length = room;
    }
    return room - bytes->length;
}

static void take_parts(struct letter_parts *parts, const struct kafka_record *record, size_t room)
{
    *parts = (struct letter_parts){.key = record->key, .value = record->value, .source = record};
    room = cut(parts, &parts->key, room, "merit.key.bytes");
    size_t headers = kafka_record_header_bytes(record);
    if (headers > room) {
        parts->source = NULL;
    } else {
        room -= headers;
    }
    (void)cut(parts, &parts->value, room, "merit.value.bytes");
}

void sender_dead_letter(struct sender *sender,
                        const struct input *input,
                        const struct merit_fault *fault)
{
    struct shared *shared = sender->shared;
    const struct kafka_record *record = input_record(input);
    char sentence[DEAD_LETTER_TEXT_MAX];
    char partition[NUMBER_TEXT_MAX];
    char offset[NUMBER_TEXT_MAX];
    char timestamp[NUMBER_TEXT_MAX];
    (void)snprintf(sentence, sizeof sentence, "%s%s%s", fault->field == NULL ? "" : fault->field,
                   fault->field == NULL ? "" : " ", fault->reason);
    (void)snprintf(partition, sizeof partition, "%" PRIu32, input->task);
    (void)snprintf(offset, sizeof offset, "%" PRId64, record->offset);
    (void)snprintf(timestamp, sizeof timestamp, "%" PRId64, record->timestamp_ms);
    struct letter_parts parts;
    take_parts(&parts, record, shared->dead_letter_max);
    struct producer_header headers[DEAD_LETTER_HEADERS + DEAD_LETTER_CUTS] = {
        text_header("merit.error.code", merit_bad_code(fault->bad)),
        text_header("merit.error.message", sentence),
        text_header("merit.source.topic", shared->inputs[input->which]),
        text_header("merit.source.partition", partition),
        text_header("merit.source.offset", offset),
        text_header("merit.source.timestamp", timestamp),
    };
    memcpy(headers + DEAD_LETTER_HEADERS, parts.headers, sizeof parts.headers);
    uint32_t partitions = producer_partition_count(sender->producer, SEND_DEAD_LETTERS);
    struct producer_message message = {
        .topic = SEND_DEAD_LETTERS,
        .partition = input->task % partitions,
        .key = parts.key,
        .value = parts.value,
        .header_count = DEAD_LETTER_HEADERS + parts.cuts,
        .headers = headers,
        .source = parts.source,
    };
    send(sender, &message);
    sender->misplaced = sender->misplaced || fault->bad == MERIT_BAD_WRONG_PARTITION;
    atomic_fetch_add_explicit(&shared->counters.dead_letters[fault->bad], 1, memory_order_relaxed);
}

/* ---- facts ------------------------------------------------------------------------------- */

static void send_pack(struct sender *sender, uint32_t partition)
{
    struct producer_message message = {.topic = SEND_FACTS,
                                       .partition = partition,
                                       .value = buffer_view(&sender->packs[partition])};
    send(sender, &message);
    buffer_clear(&sender->packs[partition]);
}

static void add_to_pack(struct sender *sender, uint32_t partition, struct bytes message)
{
    fact_pack_add(&sender->packs[partition], message);
    if (sender->packs[partition].length >= FACT_PACK_BYTES) {
        send_pack(sender, partition);
    }
}

void sender_facts(struct sender *sender, struct fact_list *facts)
{
    uint32_t tasks = sender->shared->task_count;
    for (uint32_t i = 0; i < facts->count; i++) {
        struct bytes message = fact_list_message(facts, i);
        struct reader reader = reader_of(message);
        struct fact_header header;
        bool read = fact_read_header(&reader, &header);
        assert(read && "a message that attribution made");
        if (header.kind == FACT_WATERMARK) {
            for (uint32_t task = 0; task < tasks; task++) {
                add_to_pack(sender, task, message);
            }
        } else {
            add_to_pack(sender, murmur2_partition(header.partner_id, tasks), message);
        }
    }
    atomic_fetch_add_explicit(&sender->shared->counters.facts, facts->count, memory_order_relaxed);
    fact_list_clear(facts);
}

void sender_flush_facts(struct sender *sender)
{
    for (uint32_t i = 0; i < sender->shared->task_count; i++) {
        if (sender->packs[i].length > 0) {
            send_pack(sender, i);
        }
    }
}

void sender_change(struct sender *sender,
                   uint32_t task,
                   struct bytes message,
                   struct producer_delivery *delivery)
{
    struct producer_message change = {
        .topic = SEND_CHANGELOG, .partition = task, .value = message, .delivery = delivery};
    send(sender, &change);
    atomic_fetch_add_explicit(&sender->shared->counters.change_bytes, message.length,
                              memory_order_relaxed);
}
