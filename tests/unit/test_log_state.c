/* Tests of a task's state from its change log alone. */
#include "check_main.h"
#include "daemon/log_state.h"
#include "daemon_fixture.h"
#include "format_history.h"
#include "kafka/producer.h"

enum { PARTITION = 1 };

static struct world world;
static struct task_world task;
static struct table table;
static char error[KAFKA_TEXT_MAX];

static void send_all(const struct messages *messages)
{
    struct producer_config config = {.settings = &world.shared.kafka,
                                     .topic_count = SEND_TOPIC_COUNT,
                                     .topics = world.shared.sends};
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, error);
    ck_assert_ptr_nonnull(producer);
    for (uint32_t i = 0; i < messages->count; i++) {
        struct producer_message message = {
            .topic = SEND_CHANGELOG, .partition = PARTITION, .value = messages_at(messages, i)};
        ck_assert_int_eq(producer_send(producer, &message, error), KAFKA_DONE);
    }
    ck_assert_int_eq(producer_flush(producer, WORLD_WAIT_MS, error), KAFKA_DONE);
    producer_close(producer);
}

static struct recovery_start start_of(void)
{
    return (struct recovery_start){.task_count = 1,
                                   .program_hash = task.config.program->hash,
                                   .revision = task.config.program->revision,
                                   .cluster_id = merit_text_of("cluster")};
}

static enum log_state read_log(uint32_t partition, const struct recovery_start *start)
{
    struct log_reader *log = log_reader_new(&world.shared.kafka, world.topics.changelog, error);
    ck_assert_ptr_nonnull(log);
    table_fini(&table);
    table_init(&table);
    enum log_state state = log_state_read(log, partition, start, &table, error);
    log_reader_close(log);
    return state;
}

START_TEST(the_last_commit_is_read)
{
    world_open(&world, NULL);
    format_begin(&task);
    struct recovery_start start = start_of();
    ck_assert_int_eq(read_log(PARTITION, &start), LOG_STATE_NONE);
    while (task.task.record.commit < FORMAT_KEPT) {
        format_commit(&task);
        send_all(&task.deltas);
        scoring_clear_outputs(&task.task.scoring);
    }
    ck_assert_int_eq(read_log(PARTITION, &start), LOG_STATE_READ);
    ck_assert_uint_eq(table.count, task.copy.count);
    ck_assert(holds_logged(&task.copy, &table));
    ck_assert_int_eq(read_log(0, &start), LOG_STATE_NONE);
    start.cluster_id = merit_text_of("another");
    ck_assert_int_eq(read_log(PARTITION, &start), LOG_STATE_REFUSED);
    ck_assert_msg(strstr(error, "another Kafka cluster") != NULL, "%s", error);
    struct messages bad = {0};
    buffer_u8(&bad.bytes, CHANGE_FORMAT + 1);
    messages_end(&bad);
    send_all(&bad);
    start = start_of();
    ck_assert_int_eq(read_log(PARTITION, &start), LOG_STATE_REFUSED);
    ck_assert_msg(strstr(error, "newer meritd") != NULL, "%s", error);
    messages_fini(&bad);
    table_fini(&table);
    task_world_end(&task);
    world_close(&world);
}
END_TEST

CHECK_MAIN_TESTS("log_state", the_last_commit_is_read)
