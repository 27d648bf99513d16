/* Our Kafka clients on a real broker: what the mock cluster cannot show. */
#include "check_main.h"
#include "clients_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETTLE_MS = 600, SOON_MS = 15000 };

static struct fixture fixture;
static struct fixture_seen seen;
static char text[FIXTURE_READ_MAX];

/* ---------------------------------------------------------------- transactions */

START_TEST(what_is_aborted_is_never_read)
{
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct producer_delivery delivery = {-1, -1, 0};
    struct producer_message to = {.topic = 1, .partition = 1, .delivery = &delivery};
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "a", 3);
    fixture_commit(&fixture, producer);
    ck_assert_int_eq(delivery.first_offset, 0);
    ck_assert_int_eq(delivery.last_offset, 2);
    ck_assert_uint_eq(delivery.count, 3);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "b", 3);
    fixture_abort(&fixture, producer);
    delivery = (struct producer_delivery){-1, -1, 0};
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "c", 2);
    fixture_commit(&fixture, producer);
    /* a0 a1 a2, marker, b0 b1 b2, marker, c0 c1 */
    ck_assert_int_eq(delivery.first_offset, 8);
    fixture_read(&fixture, 1, 1, text);
    ck_assert_str_eq(text, "a0 a1 a2 c0 c1");
    ck_assert_uint_eq(producer_partition_count(producer, 1), FIXTURE_PARTITIONS);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(an_open_transaction_is_not_the_end)
{
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct producer_message to = {.topic = 0, .partition = 0};
    struct consumer *consumer = fixture_consumer(&fixture, 0);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "a", 3);
    fixture_commit(&fixture, producer);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "b", 2);
    fixture_start(&fixture, consumer);
    /* All that can be read is read, but two records lie behind it. */
    fixture_take(consumer, 0, 0, 3000, &seen);
    ck_assert_str_eq(seen.text, "a0 a1 a2");
    ck_assert(!seen.at_end);
    ck_assert_int_eq(consumer_end(consumer, 0, 0), 4);
    fixture_abort(&fixture, producer);
    fixture_take(consumer, 0, 0, SOON_MS, &seen);
    ck_assert(seen.at_end);
    ck_assert_str_eq(seen.text, "");
    ck_assert_int_eq(consumer_end(consumer, 0, 0), 7);
    /* One that begins when the end was reached. */
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "c", 2);
    fixture_sleep_ms(SETTLE_MS);
    fixture_take(consumer, 0, 0, SETTLE_MS, &seen);
    ck_assert(!seen.at_end);
    ck_assert_str_eq(seen.text, "");
    ck_assert_int_eq(consumer_end(consumer, 0, 0), 7);
    fixture_commit(&fixture, producer);
    fixture_take(consumer, 0, 0, SOON_MS, &seen);
    ck_assert(seen.at_end);
    ck_assert_str_eq(seen.text, "c0 c1");
    ck_assert_int_eq(consumer_end(consumer, 0, 0), 10);
    producer_close(producer);
    consumer_close(consumer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(a_log_ends_at_its_high_watermark)
{
    static struct kafka_batch batch;
    int64_t low = -1;
    int64_t high = -1;
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct producer_message to = {.topic = 1, .partition = 0};
    struct log_reader *reader = log_reader_new(&fixture.settings, fixture.topics[1], fixture.error);
    ck_assert_ptr_nonnull(reader);
    ck_assert_msg(log_reader_range(reader, 0, &low, &high, fixture.error), "%s", fixture.error);
    ck_assert_int_eq(low, 0);
    ck_assert_int_eq(high, 0);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "a", 3);
    fixture_commit(&fixture, producer);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "b", 2);
    /* A read_committed client would be told 4. */
    ck_assert(log_reader_range(reader, 0, &low, &high, fixture.error));
    ck_assert_int_eq(high, 6);
    ck_assert(log_reader_start(reader, 0, 1, fixture.error));
    int count = 0;
    for (int64_t limit_ms = fixture_now_ms() + 2000; fixture_now_ms() < limit_ms;) {
        log_reader_take(reader, 50, &batch);
        count += (int)batch.count;
        ck_assert(!batch.at_end);
        kafka_batch_free(&batch);
    }
    ck_assert_int_eq(count, 2);
    ck_assert_int_eq(log_reader_position(reader), 4);
    fixture_abort(&fixture, producer);
    do {
        log_reader_take(reader, 50, &batch);
        ck_assert_uint_eq(batch.count, 0);
    } while (!batch.at_end);
    ck_assert_int_ge(log_reader_position(reader), 6);
    /* Anew, from elsewhere. */
    ck_assert(log_reader_start(reader, 0, 0, fixture.error));
    log_reader_take(reader, 5000, &batch);
    ck_assert_uint_gt(batch.count, 0);
    ck_assert_int_eq(batch.records[0].offset, 0);
    kafka_batch_free(&batch);
    log_reader_close(reader);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(a_second_producer_fences_the_first)
{
    fixture_open(&fixture);
    struct producer *first = fixture_producer(&fixture, 0);
    struct producer_message to = {.topic = 1, .partition = 0};
    fixture_begin(&fixture, first);
    fixture_send(&fixture, first, to, "a", 2);
    struct producer *second = fixture_producer(&fixture, 0);
    fixture.outcome = producer_commit(first, NULL, NULL, 0, fixture.error);
    ck_assert_msg(fixture.outcome == KAFKA_FENCED, "%d: %s", fixture.outcome, fixture.error);
    ck_assert_int_eq(producer_abort(first, fixture.error), KAFKA_FENCED);
    producer_close(first);
    fixture_begin(&fixture, second);
    fixture_send(&fixture, second, to, "b", 1);
    fixture_commit(&fixture, second);
    fixture_read(&fixture, 1, 0, text);
    ck_assert_str_eq(text, "b0");
    producer_close(second);
    fixture_close(&fixture);
}
END_TEST

/* ---------------------------------------------------------------- the group */

static struct producer_offsets offsets_at(uint32_t partition, int64_t first, int64_t second)
{
    struct producer_offsets offsets = {.partition = partition, .positions = {first, second}};
    (void)snprintf(offsets.metadata, sizeof offsets.metadata, "m1 %lld abc", (long long)first);
    return offsets;
}

START_TEST(positions_are_committed_with_the_transaction)
{
    struct consumer_committed committed;
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct consumer *consumer = fixture_consumer(&fixture, 0);
    struct producer_message to = {.topic = 1, .partition = 0};
    fixture_start(&fixture, consumer);
    ck_assert(consumer_committed(consumer, 1, &committed, fixture.error));
    ck_assert_int_eq(committed.offsets[0], -1);
    ck_assert_str_eq(committed.metadata[0], "");
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "a", 1);
    struct producer_offsets offsets[2] = {offsets_at(0, 5, 6), offsets_at(1, 7, 8)};
    fixture.outcome = producer_commit(producer, consumer, offsets, 2, fixture.error);
    ck_assert_msg(fixture.outcome == KAFKA_DONE, "%s", fixture.error);
    ck_assert_msg(consumer_committed(consumer, 1, &committed, fixture.error), "%s", fixture.error);
    ck_assert_int_eq(committed.offsets[0], 7);
    ck_assert_int_eq(committed.offsets[1], 8);
    ck_assert_str_eq(committed.metadata[1], "m1 7 abc");
    consumer_close(consumer);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(a_replaced_member_commits_nothing)
{
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct consumer *old = fixture_consumer(&fixture, 0);
    struct producer_message to = {.topic = 1, .partition = 0};
    fixture_start(&fixture, old);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "a", 1);
    struct consumer *young = fixture_consumer(&fixture, 0); /* the same instance id */
    fixture_start(&fixture, young);
    struct producer_offsets offsets = offsets_at(0, 5, 6);
    fixture.outcome = producer_commit(producer, old, &offsets, 1, fixture.error);
    ck_assert_msg(fixture.outcome == KAFKA_ABORT || fixture.outcome == KAFKA_FENCED, "%d: %s",
                  fixture.outcome, fixture.error);
    fixture_abort(&fixture, producer);
    fixture_await(&fixture, old, CONSUMER_FATAL);
    ck_assert_ptr_nonnull(strstr(fixture.error, "instance_id"));
    ck_assert_int_eq(consumer_poll(old, 0, fixture.error), CONSUMER_FATAL);
    /* The young one's positions are taken. */
    fixture_begin(&fixture, producer);
    fixture.outcome = producer_commit(producer, young, &offsets, 1, fixture.error);
    ck_assert_msg(fixture.outcome == KAFKA_DONE, "%s", fixture.error);
    fixture_read(&fixture, 1, 0, text);
    ck_assert_str_eq(text, "");
    consumer_close(old);
    consumer_close(young);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(partitions_move_to_a_second_worker)
{
    const uint32_t *numbers;
    const int64_t positions[] = {-1, -1};
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct consumer *first = fixture_consumer(&fixture, 0);
    fixture_start(&fixture, first);
    ck_assert_uint_eq(consumer_assignment(first, &numbers), 2);
    struct consumer *second = fixture_consumer(&fixture, 1);
    fixture_await(&fixture, first, CONSUMER_REVOKED);
    /* Positions are still taken before the answer. */
    fixture_begin(&fixture, producer);
    struct producer_offsets offsets = offsets_at(1, 3, 4);
    fixture.outcome = producer_commit(producer, first, &offsets, 1, fixture.error);
    ck_assert_msg(fixture.outcome == KAFKA_DONE, "%s", fixture.error);
    consumer_stop(first);
    ck_assert_uint_eq(consumer_assignment(first, &numbers), 0);
    bool got[2] = {false, false};
    for (int64_t limit_ms = fixture_now_ms() + SOON_MS; fixture_now_ms() < limit_ms;) {
        got[0] |= consumer_poll(first, 10, fixture.error) == CONSUMER_ASSIGNED;
        got[1] |= consumer_poll(second, 10, fixture.error) == CONSUMER_ASSIGNED;
        if (got[0] && got[1]) {
            break;
        }
    }
    ck_assert_uint_eq(consumer_assignment(first, &numbers), 1);
    ck_assert_uint_eq(numbers[0], 0);
    ck_assert_uint_eq(consumer_assignment(second, &numbers), 1);
    ck_assert_uint_eq(numbers[0], 1);
    ck_assert(consumer_start(first, positions, fixture.error));
    ck_assert(consumer_start(second, positions, fixture.error));
    struct consumer_committed committed;
    ck_assert(consumer_committed(second, 1, &committed, fixture.error));
    ck_assert_int_eq(committed.offsets[1], 4);
    consumer_close(second);
    consumer_close(first);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(a_seek_goes_back_exactly)
{
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct consumer *consumer = fixture_consumer(&fixture, 0);
    struct producer_message to = {.topic = 0, .partition = 1};
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "v", 200);
    fixture_commit(&fixture, producer);
    fixture_start(&fixture, consumer);
    fixture_take(consumer, 0, 1, SOON_MS, &seen);
    ck_assert_int_eq(seen.count, 200);
    for (int64_t to_offset = 150; to_offset >= 0; to_offset -= 50) {
        const int64_t positions[] = {to_offset, 0};
        ck_assert_msg(consumer_seek(consumer, 1, positions, fixture.error), "%s", fixture.error);
        fixture_take(consumer, 0, 1, SOON_MS, &seen);
        ck_assert(seen.at_end);
        ck_assert_int_eq(seen.count, 200 - to_offset);
        ck_assert_int_eq(seen.first_offset, to_offset);
    }
    /* The other partition is not disturbed. */
    fixture_take(consumer, 0, 0, SOON_MS, &seen);
    ck_assert(seen.at_end);
    consumer_stop(consumer);
    consumer_close(consumer);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

/* ---------------------------------------------------------------- topics */

START_TEST(deleted_records_are_missed_loudly)
{
    int64_t low = 0;
    int64_t high = 0;
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct consumer *consumer = fixture_consumer(&fixture, 0);
    struct producer_message to = {.topic = 1, .partition = 0};
    struct log_reader *reader = log_reader_new(&fixture.settings, fixture.topics[1], fixture.error);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "a", 10);
    fixture_commit(&fixture, producer);
    admin_delete_before(fixture.admin, fixture.topics[1], 0, 6);
    /* A commit is confirmed before its marker, the eleventh, is written. */
    int64_t limit_ms = fixture_now_ms() + SOON_MS;
    while ((low != 6 || high != 11) && fixture_now_ms() < limit_ms) {
        admin_poll(fixture.admin);
        ck_assert(log_reader_range(reader, 0, &low, &high, fixture.error));
    }
    ck_assert_int_eq(low, 6);
    ck_assert_int_eq(high, 11);
    const int64_t positions[] = {0, 2, 0, 0};
    fixture_await(&fixture, consumer, CONSUMER_ASSIGNED);
    ck_assert(consumer_start(consumer, positions, fixture.error));
    fixture_take(consumer, 1, 0, SOON_MS, &seen);
    ck_assert(seen.broken);
    ck_assert_ptr_nonnull(strstr(seen.error, "offset 2"));
    fixture_take(consumer, 1, 0, 100, &seen);
    ck_assert_msg(seen.broken && !seen.at_end, "it is said by each batch");
    const int64_t better[] = {0, 6};
    ck_assert(!consumer_seek(consumer, 0, better, fixture.error));
    ck_assert_str_eq(fixture.error, seen.error);
    fixture_read(&fixture, 1, 0, text);
    ck_assert_str_eq(text, "a6 a7 a8 a9");
    log_reader_close(reader);
    consumer_close(consumer);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(what_is_wrong_with_topics_is_said)
{
    fixture_open(&fixture);
    char name[FIXTURE_NAME_MAX];
    (void)snprintf(name, sizeof name, "%.40s-log", fixture.application_id);
    struct topic_plan plans[3] = {
        {.name = fixture.topics[0], .same_count = true},
        {.name = name, .partitions = 3, .replication = 1, .same_count = true},
        {.name = "clients-nowhere"},
    };
    plans[1].setting_count = 2;
    plans[1].settings[0] = (struct topic_setting){"cleanup.policy", "compact", "keys stay"};
    plans[1].settings[1] = (struct topic_setting){"retention.ms", "-1", "nothing is lost"};
    struct buffer wrong = {0};
    uint32_t made = 9;
    ck_assert_msg(admin_create(fixture.admin, plans, 2, &made, fixture.error), "%s", fixture.error);
    ck_assert_uint_eq(made, 2);
    ck_assert(admin_create(fixture.admin, plans, 2, &made, fixture.error));
    ck_assert_uint_eq(made, 0);
    ck_assert(admin_check(fixture.admin, plans, 3, &wrong, fixture.error));
    buffer_u8(&wrong, 0);
    const char *lines = (const char *)wrong.bytes;
    ck_assert_ptr_nonnull(strstr(lines, "-log has 3 partitions, but "));
    ck_assert_ptr_nonnull(strstr(lines, "topic clients-nowhere does not exist\n"));
    ck_assert_ptr_null(strstr(lines, "cleanup.policy"));
    plans[1].settings[0].value = "delete";
    buffer_clear(&wrong);
    ck_assert(admin_check(fixture.admin, plans + 1, 1, &wrong, fixture.error));
    buffer_u8(&wrong, 0);
    ck_assert_ptr_nonnull(strstr((const char *)wrong.bytes,
                                 "cleanup.policy is compact instead of delete: keys stay\n"));
    buffer_clear(&wrong);
    ck_assert(admin_check(fixture.admin, plans, 1, &wrong, fixture.error));
    ck_assert_uint_eq(wrong.length, 0);
    ck_assert_uint_gt(strlen(admin_cluster_id(fixture.admin)), 10);
    plans[2].partitions = 1;
    plans[2].replication = 7;
    ck_assert(!admin_create(fixture.admin, plans + 2, 1, &made, fixture.error));
    ck_assert_ptr_nonnull(strstr(fixture.error, "clients-nowhere"));
    buffer_fini(&wrong);
    fixture_close(&fixture);
}
END_TEST

START_TEST(a_consumer_wants_its_topics)
{
    fixture_open(&fixture);
    enum kafka_outcome outcome;
    struct consumer_config config = {
        .settings = &fixture.settings,
        .topic_count = 2,
        .topics = {fixture.topics[0], "clients-nowhere"},
        .partition_count = FIXTURE_PARTITIONS,
    };
    ck_assert_ptr_null(consumer_new(&config, &outcome, fixture.error));
    ck_assert_ptr_nonnull(strstr(fixture.error, "clients-nowhere does not exist"));
    config.topics[1] = fixture.topics[1];
    config.partition_count = 3;
    ck_assert_ptr_null(consumer_new(&config, &outcome, fixture.error));
    ck_assert_ptr_nonnull(strstr(fixture.error, "has 2 partitions, but the tasks are 3"));
    fixture_close(&fixture);
}
END_TEST

/* ---------------------------------------------------------------- messages */

START_TEST(a_message_too_large_is_named)
{
    static uint8_t big[2000000];
    fixture_open(&fixture);
    char name[FIXTURE_NAME_MAX];
    (void)snprintf(name, sizeof name, "%.40s-small", fixture.application_id);
    struct topic_plan plan = {.name = name, .partitions = 1, .replication = 1};
    plan.settings[0] = (struct topic_setting){"max.message.bytes", "10000", ""};
    plan.setting_count = 1;
    uint32_t made = 0;
    ck_assert(admin_create(fixture.admin, &plan, 1, &made, fixture.error));
    fixture.topics[1] = name;
    struct producer *producer = fixture_producer(&fixture, 0);
    struct producer_message message = {.topic = 1, .value = {big, sizeof big}};
    fixture_begin(&fixture, producer);
    ck_assert_int_eq(producer_send(producer, &message, fixture.error), KAFKA_ABORT);
    ck_assert_ptr_nonnull(strstr(fixture.error, "2000000 bytes"));
    ck_assert_ptr_nonnull(strstr(fixture.error, name));
    fixture_abort(&fixture, producer);
    message.value.length = 20000;
    fixture_begin(&fixture, producer);
    ck_assert_int_eq(producer_send(producer, &message, fixture.error), KAFKA_DONE);
    fixture.outcome = producer_commit(producer, NULL, NULL, 0, fixture.error);
    ck_assert_msg(fixture.outcome == KAFKA_ABORT, "%d: %s", fixture.outcome, fixture.error);
    ck_assert_ptr_nonnull(strstr(fixture.error, "20000 bytes"));
    ck_assert_ptr_nonnull(strstr(fixture.error, "max.message.bytes"));
    fixture_abort(&fixture, producer);
    message.value.length = 100;
    fixture_begin(&fixture, producer);
    ck_assert_int_eq(producer_send(producer, &message, fixture.error), KAFKA_DONE);
    fixture_commit(&fixture, producer);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("clients_real",
                 what_is_aborted_is_never_read,
                 an_open_transaction_is_not_the_end,
                 a_log_ends_at_its_high_watermark,
                 a_second_producer_fences_the_first,
                 positions_are_committed_with_the_transaction,
                 a_replaced_member_commits_nothing,
                 partitions_move_to_a_second_worker,
                 a_seek_goes_back_exactly,
                 deleted_records_are_missed_loudly,
                 what_is_wrong_with_topics_is_said,
                 a_consumer_wants_its_topics,
                 a_message_too_large_is_named)
