/* Tests of the admin client, as far as the mock cluster goes. */
#include "check_main.h"
#include "kafka/topics.h"
#include "kafka_fixture.h"

#include <unistd.h>

static struct mock mock;

START_TEST(it_knows_the_cluster)
{
    uint32_t count = 0;
    uint32_t made = 9;
    mock_open(&mock);
    mock_property(&mock, "socket.timeout.ms", "1000");
    struct admin *admin = admin_new(&mock.settings, MOCK_WAIT_MS, mock.error);
    ck_assert_msg(admin != NULL, "%s", mock.error);
    ck_assert_uint_gt(strlen(admin_cluster_id(admin)), 0);
    ck_assert(admin_partitions(admin, "in", &count, mock.error));
    ck_assert_uint_eq(count, MOCK_PARTITIONS);
    struct topic_plan plans[] = {{.name = "in"}, {.name = "gone", .partitions = 1}};
    ck_assert(admin_create(admin, plans, 1, &made, mock.error));
    ck_assert_uint_eq(made, 0);
    /* The mock cluster cannot make topics when asked. */
    rd_kafka_mock_topic_set_error(mock.cluster, "gone", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    ck_assert(!admin_create(admin, plans, 2, &made, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "making a topic"));
    admin_close(admin);
    mock_close(&mock);
}
END_TEST

START_TEST(brokers_are_waited_for_with_a_line_now_and_then)
{
    int lines[2];
    static char text[65536];
    mock_open(&mock);
    ck_assert_int_eq(pipe(lines), 0);
    mock.log = (struct log){.descriptor = lines[1], .level = LOG_WARN};
    mock.settings.bootstrap_servers = "127.0.0.1:1";
    int64_t start_ms = kafka_now_ms();
    ck_assert_ptr_null(admin_new(&mock.settings, 6500, mock.error));
    int64_t took_ms = kafka_now_ms() - start_ms;
    ck_assert_int_ge(took_ms, 6400);
    ck_assert_int_lt(took_ms, 10000);
    ck_assert_ptr_nonnull(strstr(mock.error, "127.0.0.1:1"));
    ssize_t length = read(lines[0], text, sizeof text - 1);
    text[length < 0 ? 0 : length] = '\0';
    ck_assert_ptr_nonnull(strstr(text, "waiting for kafka"));
    mock_property(&mock, "security.protocol", "nonsense");
    ck_assert_ptr_null(admin_new(&mock.settings, 100, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "security.protocol"));
    mock_close(&mock);
}
END_TEST

START_TEST(who_stops_waits_for_no_broker_and_no_answer)
{
    atomic_bool stopping = false;
    uint32_t bytes = 0;
    mock_open(&mock);
    mock.settings.stopping = &stopping;
    struct admin *admin = admin_new(&mock.settings, MOCK_WAIT_MS, mock.error);
    ck_assert_msg(admin != NULL, "%s", mock.error);
    rd_kafka_mock_broker_set_rtt(mock.cluster, 1, 600000);
    atomic_store(&stopping, true);
    int64_t start_ms = kafka_now_ms();
    ck_assert(!admin_message_max(admin, "in", &bytes, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "no answer"));
    admin_close(admin);
    ck_assert_ptr_null(admin_new(&mock.settings, MOCK_WAIT_MS, mock.error));
    ck_assert_int_lt(kafka_now_ms() - start_ms, 5000);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_topics",
                 it_knows_the_cluster,
                 brokers_are_waited_for_with_a_line_now_and_then,
                 who_stops_waits_for_no_broker_and_no_answer)
