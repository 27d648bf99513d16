/* Tests of librdkafka clients as such. */
#include "check_main.h"
#include "kafka/settings.h"
#include "kafka_fixture.h"

#include <fcntl.h>
#include <unistd.h>

static struct mock mock;

static void open_admin(struct handle *handle)
{
    rd_kafka_conf_t *conf = settings_conf(&mock.settings, SETTINGS_ADMIN, 0, mock.error);
    *handle = (struct handle){.settings = &mock.settings};
    ck_assert(handle_open(handle, RD_KAFKA_PRODUCER, conf, mock.error));
}

START_TEST(partitions_are_counted)
{
    struct handle handle;
    uint32_t count = 9;
    mock_open(&mock);
    open_admin(&handle);
    ck_assert(handle_partitions(&handle, "out", MOCK_WAIT_MS, &count, mock.error));
    ck_assert_uint_eq(count, MOCK_PARTITIONS);
    rd_kafka_mock_topic_set_error(mock.cluster, "gone", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    ck_assert(handle_partitions(&handle, "gone", MOCK_WAIT_MS, &count, mock.error));
    ck_assert_uint_eq(count, 0);
    rd_kafka_mock_topic_set_error(mock.cluster, "secret",
                                  RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    ck_assert(!handle_partitions(&handle, "secret", MOCK_WAIT_MS, &count, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "secret"));
    ck_assert(handle_close_in_time(&handle));
    ck_assert_ptr_null(handle.rk);
    ck_assert(handle_close_in_time(&handle));
    handle_close(&handle);
    mock_close(&mock);
}
END_TEST

START_TEST(a_broker_that_is_away_is_waited_for_so_long)
{
    struct handle handle;
    uint32_t count = 0;
    int lines[2];
    char line[LOG_LINE_BYTES_MAX];
    mock_open(&mock);
    ck_assert_int_eq(pipe(lines), 0);
    mock.log = (struct log){.descriptor = lines[1], .level = LOG_WARN};
    mock.settings.bootstrap_servers = "127.0.0.1:1";
    open_admin(&handle);
    int64_t start_ms = kafka_now_ms();
    ck_assert(!handle_partitions(&handle, "in", 1500, &count, mock.error));
    ck_assert_int_lt(kafka_now_ms() - start_ms, 5000);
    (void)rd_kafka_poll(handle.rk, 0);
    ck_assert_msg(!handle.disconnected, "it never was connected");
    ck_assert_ptr_nonnull(strstr(handle.last_error, "127.0.0.1:1"));
    handle_close(&handle);
    ssize_t length = read(lines[0], line, sizeof line - 1);
    ck_assert_int_gt(length, 0);
    line[length] = '\0';
    ck_assert_ptr_nonnull(strstr(line, "127.0.0.1:1"));
    mock_close(&mock);
}
END_TEST

/* A process that is to end is not held up by brokers that do not answer. */
START_TEST(who_stops_waits_no_longer)
{
    struct handle handle;
    atomic_bool stopping = true;
    uint32_t count = 0;
    mock_open(&mock);
    mock.settings.bootstrap_servers = "127.0.0.1:1";
    mock.settings.stopping = &stopping;
    open_admin(&handle);
    int64_t start_ms = kafka_now_ms();
    ck_assert(!handle_partitions(&handle, "in", 10000, &count, mock.error));
    ck_assert_int_lt(kafka_now_ms() - start_ms, 5000);
    handle_close(&handle);
    mock_close(&mock);
}
END_TEST

/* A thread of the client hangs: it writes a log line to who does not read. */
START_TEST(a_client_that_does_not_end_is_left_alone)
{
    static struct handle handle;
    static char page[4096];
    int lines[2];
    mock_open(&mock);
    ck_assert_int_eq(pipe(lines), 0);
    ck_assert_int_eq(fcntl(lines[1], F_SETFL, O_NONBLOCK), 0);
    while (write(lines[1], page, sizeof page) > 0) {
    }
    ck_assert_int_eq(fcntl(lines[1], F_SETFL, 0), 0);
    mock.log = (struct log){.descriptor = lines[1], .level = LOG_WARN};
    mock.settings.bootstrap_servers = "127.0.0.1:1";
    open_admin(&handle);
    kafka_sleep_ms(1500); /* the thread hangs by then */
    mock.settings.log = NULL;
    int64_t start_ms = kafka_now_ms();
    ck_assert(!handle_close_in_time(&handle));
    ck_assert_int_lt(kafka_now_ms() - start_ms, 3000);
    while (read(lines[0], page, sizeof page) == (ssize_t)sizeof page) {
    }
    mock_close(&mock);
}
END_TEST

START_TEST(settings_that_do_not_go_together_are_said)
{
    struct handle handle = {.settings = &mock.settings};
    mock_open(&mock);
    mock_property(&mock, "session.timeout.ms", "10");
    mock_property(&mock, "max.poll.interval.ms", "5");
    rd_kafka_conf_t *conf = settings_conf(&mock.settings, SETTINGS_CONSUMER, 0, mock.error);
    ck_assert_ptr_nonnull(conf);
    ck_assert(!handle_open(&handle, RD_KAFKA_CONSUMER, conf, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "max.poll.interval.ms"));
    mock_close(&mock);
}
END_TEST

START_TEST(no_log_is_no_fault)
{
    struct handle handle;
    mock_open(&mock);
    mock.settings.log = NULL;
    open_admin(&handle);
    handle_log(&handle, true, "nothing", "to see");
    handle_close(&handle);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_handle",
                 partitions_are_counted,
                 a_broker_that_is_away_is_waited_for_so_long,
                 who_stops_waits_no_longer,
                 a_client_that_does_not_end_is_left_alone,
                 settings_that_do_not_go_together_are_said,
                 no_log_is_no_fault)
