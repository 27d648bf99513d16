/* Tests of assignments: the same partitions of every topic, or none. */
#include "check_main.h"
#include "kafka/group.h"
#include "kafka/settings.h"
#include "kafka_fixture.h"

enum { PARTITIONS = 4 };

static const char *const names[] = {"in", "out"};
static const struct group_topics topics = {2, names, PARTITIONS};
static uint32_t numbers[PARTITIONS];
static uint32_t count;
static char error[KAFKA_TEXT_MAX];

static bool numbers_of(rd_kafka_topic_partition_list_t *list)
{
    bool good = group_numbers(&topics, list, numbers, &count, error);
    rd_kafka_topic_partition_list_destroy(list);
    return good;
}

static rd_kafka_topic_partition_list_t *list_of(const char *const *topic, const int *partition)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(8);
    for (int i = 0; topic[i] != NULL; i++) {
        rd_kafka_topic_partition_list_add(list, topic[i], partition[i]);
    }
    return list;
}

START_TEST(the_same_of_each_topic_is_good)
{
    const char *const topic[] = {"out", "in", "in", "out", NULL};
    ck_assert(numbers_of(list_of(topic, (const int[]){3, 1, 3, 1})));
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(numbers[0], 1);
    ck_assert_uint_eq(numbers[1], 3);
    const char *const nothing[] = {NULL};
    ck_assert(numbers_of(list_of(nothing, NULL)));
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(a_difference_is_refused)
{
    const char *const topic[] = {"in", "out", "in", NULL};
    ck_assert(!numbers_of(list_of(topic, (const int[]){0, 0, 1})));
    ck_assert_ptr_nonnull(strstr(error, "partition 1"));
    ck_assert_ptr_nonnull(strstr(error, "out"));
}
END_TEST

START_TEST(what_was_not_there_is_refused)
{
    const char *const topic[] = {"in", "out", NULL};
    ck_assert(!numbers_of(list_of(topic, (const int[]){4, 4})));
    ck_assert_ptr_nonnull(strstr(error, "topic in has 5 partitions now, but the tasks are 4"));
    const char *const other[] = {"in", "elsewhere", NULL};
    ck_assert(!numbers_of(list_of(other, (const int[]){0, 0})));
    ck_assert_ptr_nonnull(strstr(error, "topic elsewhere was assigned"));
}
END_TEST

START_TEST(who_has_not_joined_has_no_metadata)
{
    static struct mock mock;
    struct handle handle = {.settings = &mock.settings};
    mock_open(&mock);
    rd_kafka_conf_t *conf = settings_conf(&mock.settings, SETTINGS_CONSUMER, 0, error);
    ck_assert(handle_open(&handle, RD_KAFKA_CONSUMER, conf, error));
    int32_t generation;
    ck_assert_ptr_null(group_snapshot(handle.rk, &generation));
    handle_close(&handle);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_group",
                 the_same_of_each_topic_is_good,
                 a_difference_is_refused,
                 what_was_not_there_is_refused,
                 who_has_not_joined_has_no_metadata)
