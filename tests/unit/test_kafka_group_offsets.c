/* Tests of asking whether a group has ever committed anything. */
#include "check_main.h"
#include "kafka/group_offsets.h"
#include "kafka/settings.h"
#include "kafka_fixture.h"

static struct mock mock;

static bool any_is_committed(void)
{
    bool any = true;
    const struct group_topics topics = {mock_topics, 2, MOCK_PARTITIONS};
    ck_assert_msg(group_offsets_any(&mock.settings, &topics, &any, mock.error), "%s", mock.error);
    return any;
}

static void commit(const char *topic, int32_t partition, int64_t offset)
{
    struct handle handle = {.settings = &mock.settings};
    rd_kafka_conf_t *conf = settings_conf(&mock.settings, SETTINGS_READER, 0, mock.error);
    ck_assert(handle_open(&handle, RD_KAFKA_CONSUMER, conf, mock.error));
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = offset;
    ck_assert_int_eq(rd_kafka_commit(handle.rk, list, 0), RD_KAFKA_RESP_ERR_NO_ERROR);
    rd_kafka_topic_partition_list_destroy(list);
    handle_close(&handle);
}

START_TEST(a_new_group_has_none)
{
    mock_open(&mock);
    ck_assert(!any_is_committed());
    mock_close(&mock);
}
END_TEST

START_TEST(one_of_any_partition_counts)
{
    mock_open(&mock);
    commit("out", MOCK_PARTITIONS - 1, 0);
    ck_assert(any_is_committed());
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_group_offsets", a_new_group_has_none, one_of_any_partition_counts)
