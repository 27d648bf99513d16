/* Tests of deleting records: never waited for, the answer in the log. */
#include "check_main.h"
#include "kafka/admin_state.h"
#include "kafka_fixture.h"

#include <unistd.h>

/* librdkafka 2.0.2 loses a small object of its own where DeleteRecords is not answered; on a real
 * broker, which answers, it does not. For this program alone. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:librdkafka";
}

static struct mock mock;

START_TEST(an_answer_is_logged)
{
    int lines[2];
    char line[LOG_LINE_BYTES_MAX];
    mock_open(&mock);
    struct admin *admin = admin_new(&mock.settings, MOCK_WAIT_MS, mock.error);
    ck_assert_int_eq(pipe(lines), 0);
    mock.log = (struct log){.descriptor = lines[1], .level = LOG_WARN};
    /* The mock cluster knows no such request. */
    admin_delete_before(admin, "in", 0, 3);
    ck_assert_uint_eq(atomic_load(&admin->deletions_open), 1);
    int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
    while (atomic_load(&admin->deletions_open) > 0 && kafka_left_ms(deadline_ms) > 0) {
        admin_poll(admin);
        kafka_sleep_ms(10);
    }
    ck_assert_uint_eq(atomic_load(&admin->deletions_open), 0);
    ssize_t length = read(lines[0], line, sizeof line - 1);
    ck_assert_int_gt(length, 0);
    line[length] = '\0';
    ck_assert_ptr_nonnull(strstr(line, "records not deleted"));
    admin_close(admin);
    mock_close(&mock);
}
END_TEST

START_TEST(requests_that_nobody_answers_are_bounded)
{
    mock_open(&mock);
    struct admin *admin = admin_new(&mock.settings, MOCK_WAIT_MS, mock.error);
    rd_kafka_mock_broker_set_down(mock.cluster, 1);
    for (int i = 0; i < 2 * ADMIN_DELETIONS_MAX; i++) {
        admin_delete_before(admin, "in", 0, i);
    }
    ck_assert_uint_eq(atomic_load(&admin->deletions_open), ADMIN_DELETIONS_MAX);
    int64_t start_ms = kafka_now_ms();
    admin_close(admin);
    ck_assert_int_lt(kafka_now_ms() - start_ms, 5000);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_deletions", an_answer_is_logged, requests_that_nobody_answers_are_bounded)
