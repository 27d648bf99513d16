/* Tests of asking for a partition's ends while brokers are away. */
#include "check_main.h"
#include "daemon/log_range.h"
#include "kafka_fixture.h"

static struct mock mock;

/* Who waits: the leader is back when they were asked for the third time. */
struct patience {
    int asked;
    int gives_up_at;
    int leader_back_at;
};

static bool go_on(void *context)
{
    struct patience *patience = context;
    patience->asked++;
    if (patience->asked == patience->leader_back_at) {
        ck_assert_int_eq(rd_kafka_mock_partition_set_leader(mock.cluster, "in", 0, 1), 0);
    }
    return patience->asked != patience->gives_up_at;
}

static enum log_range_outcome ask(struct patience *patience,
                                  uint32_t partition,
                                  struct log_range *ret_range)
{
    struct log_range_wait wait = {&mock.log, go_on, patience};
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    enum log_range_outcome outcome = log_range_ask(reader, partition, &wait, ret_range, mock.error);
    log_reader_close(reader);
    return outcome;
}

static void lose_the_leader(void)
{
    mock_fill(&mock, 3);
    ck_assert_int_eq(rd_kafka_mock_partition_set_leader(mock.cluster, "in", 0, -1), 0);
}

START_TEST(brokers_that_are_away_are_waited_for)
{
    struct log_range range;
    mock_open(&mock);
    lose_the_leader();
    struct patience patience = {.leader_back_at = 2};
    ck_assert_int_eq(ask(&patience, 0, &range), LOG_RANGE_KNOWN);
    ck_assert_int_eq(patience.asked, 2);
    ck_assert_int_eq(range.low, 0);
    ck_assert_int_eq(range.high, 3);
    mock_close(&mock);
}
END_TEST

START_TEST(whoever_waits_is_asked)
{
    struct log_range range;
    mock_open(&mock);
    lose_the_leader();
    struct patience patience = {.gives_up_at = 1};
    ck_assert_int_eq(ask(&patience, 0, &range), LOG_RANGE_STOPPED);
    mock_close(&mock);
}
END_TEST

START_TEST(what_is_refused_is_not_waited_for)
{
    struct log_range range;
    mock_open(&mock);
    mock_fill(&mock, 3);
    struct patience patience = {0};
    ck_assert_int_eq(ask(&patience, 99, &range), LOG_RANGE_FAILED);
    ck_assert_int_eq(patience.asked, 1);
    ck_assert_ptr_nonnull(strstr(mock.error, "partition 99"));
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("log_range",
                 brokers_that_are_away_are_waited_for,
                 whoever_waits_is_asked,
                 what_is_refused_is_not_waited_for)
