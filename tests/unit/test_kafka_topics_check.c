/* Tests of what is said about topics that are not as they should be. */
#include "check_main.h"
#include "kafka/topics.h"
#include "kafka_fixture.h"

static struct mock mock;
static struct admin *admin;

static const char *lines_of(const struct topic_plan *plans, uint32_t count)
{
    static char text[1024];
    struct buffer wrong = {0};
    ck_assert_msg(admin_check(admin, plans, count, &wrong, mock.error), "%s", mock.error);
    ck_assert_uint_lt(wrong.length, sizeof text);
    if (wrong.length > 0) {
        memcpy(text, wrong.bytes, wrong.length);
    }
    text[wrong.length] = '\0';
    buffer_fini(&wrong);
    return text;
}

START_TEST(numbers_of_partitions_are_compared)
{
    mock_open(&mock);
    ck_assert(embedded_create(mock.embedded, "more", 3, mock.error));
    rd_kafka_mock_topic_set_error(mock.cluster, "gone", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    admin = admin_new(&mock.settings, MOCK_WAIT_MS, mock.error);
    ck_assert_ptr_nonnull(admin);
    struct topic_plan plans[] = {
        {.name = "in", .same_count = true},
        {.name = "out", .partitions = 2, .same_count = true},
        {.name = "more"},
    };
    ck_assert_str_eq(lines_of(plans, 3), "");
    plans[2].same_count = true;
    ck_assert_str_eq(lines_of(plans, 3),
                     "topic more has 3 partitions, but in has 2: they must have the same number, "
                     "since a task is one partition of each\n");
    plans[2] = (struct topic_plan){.name = "gone", .same_count = true};
    plans[1].partitions = 4;
    ck_assert_str_eq(lines_of(plans, 3),
                     "topic out has 2 partitions instead of 4\ntopic gone does not exist\n");
    admin_close(admin);
    mock_close(&mock);
}
END_TEST

START_TEST(settings_that_cannot_be_read_are_an_error)
{
    mock_open(&mock);
    mock_property(&mock, "socket.timeout.ms", "1000");
    admin = admin_new(&mock.settings, MOCK_WAIT_MS, mock.error);
    struct topic_plan plan = {.name = "in", .setting_count = 1};
    plan.settings[0] = (struct topic_setting){"cleanup.policy", "delete", "why"};
    struct buffer wrong = {0};
    ck_assert(!admin_check(admin, &plan, 1, &wrong, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "settings"));
    buffer_fini(&wrong);
    admin_close(admin);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_topics_check",
                 numbers_of_partitions_are_compared,
                 settings_that_cannot_be_read_are_an_error)
