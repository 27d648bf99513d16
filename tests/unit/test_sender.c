/* Tests of what a worker sends: outputs, dead letters, facts, changes. */
#include "base/murmur2.h"
#include "check_main.h"
#include "daemon/sender.h"
#include "daemon_history.h"
#include "kafka/producer.h"
#include "task/fact_pack.h"

static struct world world;
static struct sender sender;

static struct producer *new_producer(bool transactional)
{
    struct producer_config config = {
        .settings = &world.shared.kafka,
        .topic_count = SEND_TOPIC_COUNT,
        .topics = world.shared.sends,
        .transactional = transactional,
    };
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, world.error);
    ck_assert_msg(producer != NULL, "%s", world.error);
    return producer;
}

static void open_world(const char *override)
{
    const char *overrides[] = {override, NULL};
    world_open(&world, overrides);
    sender_init(&sender, &world.shared, new_producer(false));
}

static void close_world(void)
{
    struct producer *producer = sender.producer;
    sender_fini(&sender);
    producer_close(producer);
    world_close(&world);
}

static void deliver(void)
{
    ck_assert_int_eq(sender.failed, KAFKA_DONE);
    ck_assert_int_eq(producer_flush(sender.producer, WORLD_WAIT_MS, world.error), KAFKA_DONE);
}

/* ---- what was received ------------------------------------------------------------------- */

enum { RECEIVED_MAX = 64, RECEIVED_BYTES = 200 };

/* Of a topic's records: where they were, and the beginnings of what they hold. */
struct received {
    uint32_t partition;
    size_t key_length;
    size_t value_length;
    char key[RECEIVED_BYTES];
    char headers[2 * RECEIVED_BYTES];
};
static struct received received[RECEIVED_MAX];
static uint32_t received_count;

static const char *const header_names[] = {
    "trace",
    "ce_specversion",
    "ce_id",
    "ce_type",
    "ce_source",
    "ce_time",
    "ce_subject",
    "content-type",
    "merit.backfill",
    "merit.error.code",
    "merit.error.message",
    "merit.source.topic",
    "merit.source.partition",
    "merit.source.offset",
    "merit.source.timestamp",
    "merit.key.bytes",
    "merit.value.bytes",
};

static void take_record(void *context, uint32_t partition, const struct kafka_record *record)
{
    (void)context;
    ck_assert_uint_lt(received_count, RECEIVED_MAX);
    struct received *one = &received[received_count++];
    memset(one, 0, sizeof *one);
    one->partition = partition;
    one->key_length = record->key.length;
    one->value_length = record->value.length;
    size_t shown = record->key.length < RECEIVED_BYTES ? record->key.length : RECEIVED_BYTES - 1;
    memcpy(one->key, record->key.at == NULL ? "" : (const char *)record->key.at, shown);
    for (size_t i = 0; i < sizeof header_names / sizeof header_names[0]; i++) {
        struct bytes value = kafka_record_header(record, header_names[i]);
        size_t length = strlen(one->headers);
        if (value.at != NULL && value.length < RECEIVED_BYTES) {
            (void)snprintf(one->headers + length, sizeof one->headers - length, "%s%s=%.*s",
                           length == 0 ? "" : " ", header_names[i], (int)value.length,
                           (const char *)value.at);
        }
    }
}

static void receive(enum send_topic topic)
{
    received_count = 0;
    (void)world_read(&world, world.shared.sends[topic], take_record, NULL);
}

/* ---- outputs ----------------------------------------------------------------------------- */

static struct merit_output score_of(const char *partner_id)
{
    return (struct merit_output){
        .kind = MERIT_OUTPUT_SCORE,
        .partner_id = merit_text_of(partner_id),
        .designation = "modern_work",
        .effective_day = on(2023, 5, 1),
        .version_day = on(2022, 10, 3),
        .score = {.anniversary_day = MERIT_NO_DAY,
                  .attained_day = MERIT_NO_DAY,
                  .score = {.total = {0, 1}}},
    };
}

static struct merit_output change_of(const char *partner_id)
{
    struct merit_output output = score_of(partner_id);
    output.kind = MERIT_OUTPUT_SCORE_CHANGED;
    output.cause = MERIT_CAUSE_TIME;
    output.occurred_at = at_second(on(2023, 5, 1), 0);
    output.score_changed = (struct merit_score_changed){.sequence = 7, .score = {.total = {0, 1}}};
    return output;
}

START_TEST(outputs_go_to_their_partners_partition)
{
    open_world("headers=short");
    char partner[16];
    struct send_moment moment = {.task = 3, .commit = 12, .backfill = false};
    for (int i = 0; i < 8; i++) {
        (void)snprintf(partner, sizeof partner, "partner-%d", i);
        struct merit_output change = change_of(partner);
        struct merit_output score = score_of(partner);
        sender_output(&sender, &change, &moment);
        sender_output(&sender, &score, &moment);
    }
    deliver();
    receive(SEND_SCORE_CHANGES);
    ck_assert_uint_eq(received_count, 8);
    for (uint32_t i = 0; i < received_count; i++) {
        ck_assert_uint_eq(received[i].partition,
                          murmur2_partition(merit_text_of(received[i].key), WORLD_TASKS));
        ck_assert_ptr_nonnull(strstr(received[i].headers, "ce_type=merit.v1.ScoreChanged "
                                                          "ce_source=/meritd/meritd"));
        ck_assert_ptr_null(strstr(received[i].headers, "ce_time"));
    }
    receive(SEND_SCORES);
    ck_assert_uint_eq(received_count, 8);
    for (uint32_t i = 0; i < received_count; i++) {
        char *colon = strchr(received[i].key, ':');
        ck_assert_ptr_nonnull(colon);
        char id[64];
        (void)snprintf(id, sizeof id, "ce_id=%s:3:12 ", received[i].key);
        ck_assert_ptr_nonnull(strstr(received[i].headers, id));
        ck_assert_str_eq(colon, ":modern_work");
        *colon = '\0';
        ck_assert_uint_eq(received[i].partition,
                          murmur2_partition(merit_text_of(received[i].key), WORLD_TASKS));
    }
    ck_assert_uint_eq(atomic_load(&world.shared.counters.outputs[SEND_SCORE_CHANGES]), 8);
    ck_assert_uint_eq(atomic_load(&world.shared.counters.outputs[SEND_SCORES]), 8);
    ck_assert_uint_eq(atomic_load(&world.shared.counters.outputs[SEND_DESIGNATIONS]), 0);
    static struct world_lines lines;
    world_topic_lines(&world, CONFIG_TOPIC_SCORE_CHANGES, &lines);
    ck_assert_ptr_nonnull(strstr(lines.lines[0], "\"sequence\":7,"));
    world_lines_free(&lines);
    close_world();
}
END_TEST

START_TEST(full_headers_say_more_and_history_is_marked)
{
    open_world("headers=full");
    struct merit_output change = change_of("p");
    struct send_moment moment = {.backfill = true};
    sender_output(&sender, &change, &moment);
    deliver();
    receive(SEND_SCORE_CHANGES);
    ck_assert_uint_eq(received_count, 1);
    ck_assert_ptr_nonnull(strstr(received[0].headers, "ce_time=2023-05-01T00:00:00Z ce_subject=p "
                                                      "content-type="));
    ck_assert_ptr_nonnull(strstr(received[0].headers, "merit.backfill=1"));
    close_world();
}
END_TEST

/* ---- dead letters ------------------------------------------------------------------------ */

static struct input input;
static struct log_reader *reader;

/* Sends a record to an input and reads it as the input's head. */
static void have_record(struct bytes key, struct bytes value, struct bytes header)
{
    const char *const topics[] = {world.shared.inputs[TASK_USAGE]};
    struct producer_config config = {
        .settings = &world.shared.kafka, .topic_count = 1, .topics = topics};
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, world.error);
    struct producer_header headers[] = {{"trace", header}};
    struct producer_message message = {.partition = 2,
                                       .key = key,
                                       .value = value,
                                       .header_count = 1,
                                       .headers = headers,
                                       .timestamp_ms = 1680000000123};
    ck_assert_int_eq(producer_send(producer, &message, world.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, WORLD_WAIT_MS, world.error), KAFKA_DONE);
    producer_close(producer);
    memset(&input, 0, sizeof input);
    input.which = TASK_USAGE;
    input.task = 2;
    reader = log_reader_new(&world.shared.kafka, topics[0], world.error);
    ck_assert(log_reader_start(reader, 2, 0, world.error));
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (input.batch.count == 0 && shared_now_ms() < until) {
        log_reader_take(reader, 500, &input.batch);
    }
    ck_assert_uint_eq(input.batch.count, 1);
    input.next = 1;
    input.count = 1;
}

static void let_record_go(void)
{
    kafka_batch_free(&input.batch);
    log_reader_close(reader);
}

static struct bytes text(const char *of)
{
    return (struct bytes){(const uint8_t *)of, strlen(of)};
}

START_TEST(a_dead_letter_is_the_record_and_why)
{
    open_world("headers=short");
    have_record(text("t1"), text("no event"), text("abc"));
    struct merit_fault fault = {MERIT_BAD_FIGURE, "monthly_active_users", "is negative"};
    sender_dead_letter(&sender, &input, &fault);
    deliver();
    receive(SEND_DEAD_LETTERS);
    ck_assert_uint_eq(received_count, 1);
    ck_assert_uint_eq(received[0].partition, 2);
    ck_assert_str_eq(received[0].key, "t1");
    ck_assert_uint_eq(received[0].value_length, 8);
    ck_assert_str_eq(
        received[0].headers,
        "trace=abc merit.error.code=bad_figure merit.error.message=monthly_active_users "
        "is negative merit.source.topic=merit.usage merit.source.partition=2 "
        "merit.source.offset=0 merit.source.timestamp=1680000000123");
    ck_assert_uint_eq(atomic_load(&world.shared.counters.dead_letters[MERIT_BAD_FIGURE]), 1);
    let_record_go();
    close_world();
}
END_TEST

enum { LONG_BYTES = 990000 };
static uint8_t long_bytes[1000000];

static void send_long(struct bytes key, struct bytes value, struct bytes header)
{
    open_world("headers=short");
    have_record(key, value, header);
    struct merit_fault fault = {MERIT_BAD_UNDECODABLE, NULL, "is none"};
    sender_dead_letter(&sender, &input, &fault);
    deliver();
    receive(SEND_DEAD_LETTERS);
    ck_assert_uint_eq(received_count, 1);
    ck_assert_uint_le(received[0].key_length + received[0].value_length,
                      world.shared.dead_letter_max);
    let_record_go();
}

static struct bytes of_length(size_t length)
{
    return (struct bytes){long_bytes, length};
}

START_TEST(a_value_too_long_for_the_topic_is_cut)
{
    open_world("headers=short");
    world.shared.dead_letter_max = 5000;
    have_record(text("t1"), of_length(20000), text("abc"));
    struct merit_fault fault = {MERIT_BAD_UNDECODABLE, NULL, "is none"};
    sender_dead_letter(&sender, &input, &fault);
    deliver();
    receive(SEND_DEAD_LETTERS);
    ck_assert_uint_eq(received_count, 1);
    ck_assert_uint_le(received[0].value_length, 5000);
    ck_assert_uint_gt(received[0].value_length, 4900);
    ck_assert_ptr_nonnull(strstr(received[0].headers, "trace=abc "));
    ck_assert_ptr_nonnull(strstr(received[0].headers, " merit.value.bytes=20000"));
    ck_assert_ptr_null(strstr(received[0].headers, "merit.key.bytes"));
    let_record_go();
    close_world();
}
END_TEST

/* What its key and headers leave of the room is the value's. */
START_TEST(a_long_key_and_long_headers_fit_too)
{
    send_long(of_length(LONG_BYTES / 2), of_length(LONG_BYTES / 2), text("abc"));
    ck_assert_uint_eq(received[0].key_length, LONG_BYTES / 2);
    ck_assert_uint_eq(received[0].value_length, LONG_BYTES / 2);
    close_world();
    send_long(of_length(400), of_length(600000), of_length(385000));
    ck_assert_uint_eq(received[0].value_length, 600000);
    close_world();
    /* With what is said of it, each of these would be more than the topic takes. */
    send_long(of_length(498500), of_length(498500), text("abc"));
    ck_assert_uint_eq(received[0].key_length, 498500);
    ck_assert_uint_lt(received[0].value_length, 498500);
    ck_assert_ptr_nonnull(strstr(received[0].headers, " merit.value.bytes=498500"));
    close_world();
    send_long(text("t1"), text("v"), of_length(997500));
    ck_assert_ptr_nonnull(strstr(received[0].headers, "merit.error.code=undecodable"));
    ck_assert_uint_eq(received[0].value_length, 1);
    close_world();
    send_long(of_length(999600), text("value"), text("abc"));
    ck_assert_uint_eq(received[0].value_length, 0);
    ck_assert_ptr_nonnull(strstr(received[0].headers, " merit.key.bytes=999600 "
                                                      "merit.value.bytes=5"));
    close_world();
}
END_TEST

/* ---- facts ------------------------------------------------------------------------------- */

static void add_fact(struct fact_list *facts, const char *partner, uint32_t bytes)
{
    struct fact_header header = {
        .kind = FACT_GROUP,
        .day = on(2023, 5, 1),
        .first = true,
        .last = true,
        .partner_id = merit_text_of(partner),
        .tenant_id = merit_text_of("t"),
        .event_id = merit_text_of("e"),
    };
    fact_list_begin(facts, &header);
    for (uint32_t i = 0; i * 100 < bytes; i++) {
        char id[100];
        (void)snprintf(id, sizeof id, "%098u", i);
        fact_unlink(&facts->bytes, merit_text_of(id));
    }
    fact_list_end(facts);
}

static void add_watermark(struct fact_list *facts)
{
    struct fact_header header = {.kind = FACT_WATERMARK, .source = 1, .day = on(2023, 5, 1)};
    fact_list_begin(facts, &header);
    fact_list_end(facts);
}

START_TEST(facts_go_to_their_partners_task_and_watermarks_to_all)
{
    open_world("headers=short");
    struct fact_list facts = {0};
    add_fact(&facts, "partner-1", 10);
    add_fact(&facts, "partner-1", 10);
    add_watermark(&facts);
    uint32_t task = murmur2_partition(merit_text_of("partner-1"), WORLD_TASKS);
    sender_facts(&sender, &facts);
    ck_assert_uint_eq(facts.count, 0);
    ck_assert_uint_eq(atomic_load(&world.shared.counters.facts), 3);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        struct reader pack;
        struct bytes message;
        ck_assert(fact_pack_open(buffer_view(&sender.packs[i]), &pack));
        uint32_t count = 0;
        while (fact_pack_next(&pack, &message)) {
            count++;
        }
        ck_assert(!pack.failed);
        ck_assert_uint_eq(count, i == task ? 3 : 1);
    }
    receive(SEND_FACTS);
    ck_assert_uint_eq(received_count, 0);
    sender_flush_facts(&sender);
    deliver();
    receive(SEND_FACTS);
    ck_assert_uint_eq(received_count, WORLD_TASKS);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_uint_eq(received[i].partition, i);
        ck_assert_uint_eq(received[i].key_length, 0);
        ck_assert_uint_eq(sender.packs[i].length, 0);
    }
    sender_flush_facts(&sender);
    deliver();
    receive(SEND_FACTS);
    ck_assert_uint_eq(received_count, WORLD_TASKS);
    fact_list_fini(&facts);
    close_world();
}
END_TEST

START_TEST(a_full_pack_is_sent_at_once)
{
    open_world("headers=short");
    struct fact_list facts = {0};
    for (int i = 0; i < 5; i++) {
        add_fact(&facts, "partner-1", FACT_PACK_BYTES / 3);
    }
    sender_facts(&sender, &facts);
    deliver();
    receive(SEND_FACTS);
    ck_assert_uint_eq(received_count, 1);
    ck_assert_uint_ge(received[0].value_length, FACT_PACK_BYTES);
    sender_reset(&sender);
    sender_flush_facts(&sender);
    deliver();
    receive(SEND_FACTS);
    ck_assert_uint_eq(received_count, 1);
    fact_list_fini(&facts);
    close_world();
}
END_TEST

/* ---- changes, transactions --------------------------------------------------------------- */

START_TEST(changes_go_to_the_task_s_log)
{
    open_world("headers=short");
    struct producer_delivery delivery = {-1, -1, 0};
    sender_change(&sender, 3, text("one"), &delivery);
    sender_change(&sender, 3, text("three"), &delivery);
    deliver();
    ck_assert_int_eq(delivery.first_offset, 0);
    ck_assert_int_eq(delivery.last_offset, 1);
    ck_assert_uint_eq(atomic_load(&world.shared.counters.change_bytes), 8);
    receive(SEND_CHANGELOG);
    ck_assert_uint_eq(received_count, 2);
    ck_assert_uint_eq(received[1].partition, 3);
    close_world();
}
END_TEST

/* Until the transaction is over. */
START_TEST(after_a_failure_nothing_more_is_sent)
{
    open_world("headers=short");
    producer_close(sender.producer);
    sender.producer = new_producer(true);
    sender_begin(&sender, 1000);
    ck_assert(sender.open);
    sender_begin(&sender, 2000);
    ck_assert_int_eq(sender.begun_ms, 1000);
    static uint8_t large[2000000];
    sender_change(&sender, 1, (struct bytes){large, sizeof large}, NULL);
    ck_assert_int_eq(sender.failed, KAFKA_ABORT);
    ck_assert_ptr_nonnull(strstr(sender.error, world.topics.changelog));
    char error[KAFKA_TEXT_MAX];
    memcpy(error, sender.error, sizeof error);
    sender_change(&sender, 1, text("one"), NULL);
    ck_assert_str_eq(sender.error, error);
    ck_assert_int_eq(producer_abort(sender.producer, world.error), KAFKA_DONE);
    receive(SEND_CHANGELOG);
    ck_assert_uint_eq(received_count, 0);
    sender_reset(&sender);
    ck_assert(!sender.open);
    ck_assert_int_eq(sender.failed, KAFKA_DONE);
    ck_assert_str_eq(sender.error, "");
    close_world();
}
END_TEST

START_TEST(events_before_outputs_from_are_not_sent_and_scores_are)
{
    open_world("outputs.from=2023-05-02");
    struct send_moment moment = {.task = 3};
    struct merit_output change = change_of("p");
    struct merit_output score = score_of("p");
    sender_output(&sender, &change, &moment);
    sender_output(&sender, &score, &moment);
    change.effective_day = on(2023, 5, 2);
    change.score_changed.sequence = 8;
    sender_output(&sender, &change, &moment);
    deliver();
    receive(SEND_SCORES);
    ck_assert_uint_eq(received_count, 1);
    ck_assert_uint_eq(atomic_load(&world.shared.counters.outputs[SEND_SCORE_CHANGES]), 1);
    static struct world_lines lines;
    world_topic_lines(&world, CONFIG_TOPIC_SCORE_CHANGES, &lines);
    ck_assert_uint_eq(lines.count, 1);
    ck_assert_ptr_nonnull(strstr(lines.lines[0], "\"sequence\":8,"));
    world_lines_free(&lines);
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("sender",
                 outputs_go_to_their_partners_partition,
                 full_headers_say_more_and_history_is_marked,
                 a_dead_letter_is_the_record_and_why,
                 a_value_too_long_for_the_topic_is_cut,
                 a_long_key_and_long_headers_fit_too,
                 facts_go_to_their_partners_task_and_watermarks_to_all,
                 a_full_pack_is_sent_at_once,
                 changes_go_to_the_task_s_log,
                 after_a_failure_nothing_more_is_sent,
                 events_before_outputs_from_are_not_sent_and_scores_are)
