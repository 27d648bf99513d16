/* Tests of opening and closing the producer. */
#include "check_main.h"
#include "kafka/producer_state.h"
#include "kafka_fixture.h"

#include <pthread.h>

static struct mock mock;

static struct producer *try_new(const char *second_topic)
{
    const char *topics[] = {"in", second_topic};
    struct producer_config config = {
        .settings = &mock.settings,
        .topic_count = 2,
        .topics = topics,
        .transactional = true,
    };
    return producer_new(&config, &mock.outcome, mock.error);
}

START_TEST(it_knows_the_topics)
{
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, true);
    ck_assert_uint_eq(producer_partition_count(producer, 0), MOCK_PARTITIONS);
    ck_assert_int_eq(producer_begin(producer, mock.error), KAFKA_DONE);
    producer_close(producer); /* with a transaction open */
    rd_kafka_mock_topic_set_error(mock.cluster, "gone", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    ck_assert_ptr_null(try_new("gone"));
    ck_assert_int_eq(mock.outcome, KAFKA_FATAL);
    ck_assert_ptr_nonnull(strstr(mock.error, "gone does not exist"));
    mock_property(&mock, "transaction.timeout.ms", "never");
    ck_assert_ptr_null(try_new("out"));
    ck_assert_int_eq(mock.outcome, KAFKA_FATAL);
    ck_assert_ptr_nonnull(strstr(mock.error, "transaction.timeout.ms"));
    mock_close(&mock);
}
END_TEST

START_TEST(a_start_goes_on_through_passing_errors)
{
    mock_open(&mock);
    rd_kafka_mock_push_request_errors(
        mock.cluster, MOCK_INIT_PRODUCER_ID, 3, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
        RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, RD_KAFKA_RESP_ERR_NOT_COORDINATOR);
    struct producer *producer = mock_producer(&mock, true);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

/* The coordinator is away, and the process is to end. */
START_TEST(a_start_is_given_up_by_who_stops)
{
    atomic_bool stopping = true;
    mock_open(&mock);
    for (int i = 0; i < 100; i++) {
        rd_kafka_mock_push_request_errors(mock.cluster, MOCK_FIND_COORDINATOR, 1,
                                          RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE);
    }
    mock.settings.stopping = &stopping;
    struct producer_config config = {.settings = &mock.settings, .transactional = true};
    int64_t start_ms = kafka_now_ms();
    ck_assert_ptr_null(producer_new(&config, &mock.outcome, mock.error));
    ck_assert_int_lt(kafka_now_ms() - start_ms, 4000);
    ck_assert_int_eq(mock.outcome, KAFKA_INDEFINITE);
    mock_close(&mock);
}
END_TEST

START_TEST(a_start_without_the_right_is_over)
{
    mock_open(&mock);
    rd_kafka_mock_push_request_errors(mock.cluster, MOCK_INIT_PRODUCER_ID, 1,
                                      RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    ck_assert_ptr_null(try_new("out"));
    ck_assert_int_eq(mock.outcome, KAFKA_FATAL);
    ck_assert_ptr_nonnull(strstr(mock.error, "starting transactions"));
    mock_close(&mock);
}
END_TEST

START_TEST(a_client_can_be_made_anew)
{
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, true);
    const char *client = mock_name(producer->handle.rk);
    producer->begin_anew = true;
    ck_assert_int_eq(producer_begin(producer, mock.error), KAFKA_DONE);
    ck_assert_str_ne(rd_kafka_name(producer->handle.rk), client);
    ck_assert(!producer->begin_anew && producer->open);
    ck_assert_int_eq(producer_commit(producer, NULL, NULL, 0, mock.error), KAFKA_DONE);
    producer->begin_anew = true;
    rd_kafka_mock_push_request_errors(mock.cluster, MOCK_INIT_PRODUCER_ID, 1,
                                      RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    ck_assert_int_eq(producer_begin(producer, mock.error), KAFKA_FATAL);
    ck_assert_int_eq(producer_abort(producer, mock.error), KAFKA_DONE);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

static void hide(bool hidden)
{
    rd_kafka_mock_topic_set_error(mock.cluster, "out",
                                  hidden ? RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
                                         : RD_KAFKA_RESP_ERR_NO_ERROR);
}

static void *show_topic(void *context)
{
    (void)context;
    kafka_sleep_ms(500);
    hide(false);
    return NULL;
}

/* A broker that is just back knows less than before: that is no reason to end. */
START_TEST(a_topic_that_was_there_is_asked_for_again)
{
    atomic_bool stopping = false;
    mock_open(&mock);
    mock.settings.stopping = &stopping;
    struct producer *producer = mock_producer(&mock, true);
    for (int i = 0; i < 2; i++) { /* the same one, and one in its place */
        pthread_t shower;
        hide(true);
        ck_assert_int_eq(pthread_create(&shower, NULL, show_topic, NULL), 0);
        if (i == 0) {
            producer->begin_anew = true;
            mock.outcome = producer_begin(producer, mock.error);
            ck_assert_int_eq(producer_abort(producer, mock.error), KAFKA_DONE);
        } else {
            const struct producer_config config = {.settings = &mock.settings,
                                                   .topic_count = 2,
                                                   .topics = mock_topics,
                                                   .transactional = true,
                                                   .renewed = true};
            producer_close(producer);
            producer = producer_new(&config, &mock.outcome, mock.error);
        }
        ck_assert_msg(mock.outcome == KAFKA_DONE, "%s", mock.error);
        ck_assert_int_eq(pthread_join(shower, NULL), 0);
    }
    hide(true);
    atomic_store(&stopping, true);
    producer->begin_anew = true;
    int64_t start_ms = kafka_now_ms();
    ck_assert_int_eq(producer_begin(producer, mock.error), KAFKA_INDEFINITE);
    ck_assert_int_lt(kafka_now_ms() - start_ms, 3000);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_producer",
                 it_knows_the_topics,
                 a_start_goes_on_through_passing_errors,
                 a_start_is_given_up_by_who_stops,
                 a_start_without_the_right_is_over,
                 a_client_can_be_made_anew,
                 a_topic_that_was_there_is_asked_for_again)
