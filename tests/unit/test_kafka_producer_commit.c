/* Tests of ending transactions: what each error that brokers may answer comes to. */
#include "check_main.h"
#include "kafka/producer_state.h"
#include "kafka_fixture.h"

#include <pthread.h>

static struct mock mock;

static void begin_and_send(struct producer *producer)
{
    struct producer_message message = {.value = {(const uint8_t *)"v", 1}};
    mock.outcome = producer_begin(producer, mock.error);
    ck_assert_msg(mock.outcome == KAFKA_DONE, "%s", mock.error);
    ck_assert_int_eq(producer_send(producer, &message, mock.error), KAFKA_DONE);
}

/* Commits one transaction whose request of that kind is answered by an error, `times` times. */
struct answer {
    int16_t request;
    rd_kafka_resp_err_t code;
    size_t times;
    enum kafka_outcome expected;
};

static void try_answer(struct producer *producer, const struct answer *answer)
{
    for (size_t i = 0; i < answer->times; i++) {
        rd_kafka_mock_push_request_errors(mock.cluster, answer->request, 1, answer->code);
    }
    begin_and_send(producer);
    mock.outcome = producer_commit(producer, NULL, NULL, 0, mock.error);
    ck_assert_msg(mock.outcome == answer->expected, "request %d, %s: %d: %s", answer->request,
                  rd_kafka_err2name(answer->code), mock.outcome, mock.error);
    rd_kafka_mock_clear_request_errors(mock.cluster, answer->request);
}

START_TEST(what_passes_is_tried_again)
{
    static const struct answer answers[] = {
        {MOCK_END_TXN, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, 2, KAFKA_DONE},
        {MOCK_END_TXN, RD_KAFKA_RESP_ERR_NOT_COORDINATOR, 1, KAFKA_DONE},
        {MOCK_END_TXN, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, 2, KAFKA_DONE},
        {MOCK_ADD_PARTITIONS, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, 3, KAFKA_DONE},
        {MOCK_ADD_PARTITIONS, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, 1, KAFKA_DONE},
        {MOCK_PRODUCE, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, 2, KAFKA_DONE},
    };
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, true);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        try_answer(producer, &answers[i]);
        ck_assert(!producer->begin_anew);
    }
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

START_TEST(what_fails_before_the_commit_aborts)
{
    static const struct answer answers[] = {
        {MOCK_ADD_PARTITIONS, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, 1, KAFKA_ABORT},
        {MOCK_PRODUCE, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, 1, KAFKA_ABORT},
        {MOCK_PRODUCE, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, 1, KAFKA_ABORT},
    };
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, true);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        try_answer(producer, &answers[i]);
        ck_assert_ptr_null(strstr(mock.error, "Purged"));
        ck_assert_msg(producer_abort(producer, mock.error) == KAFKA_DONE, "%zu: %s", i, mock.error);
        begin_and_send(producer);
        mock.outcome = producer_commit(producer, NULL, NULL, 0, mock.error);
        ck_assert_msg(mock.outcome == KAFKA_DONE, "after %zu: %s", i, mock.error);
    }
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

START_TEST(what_ends_a_producer_is_told_apart)
{
    static const struct answer answers[] = {
        {MOCK_END_TXN, RD_KAFKA_RESP_ERR_PRODUCER_FENCED, 1, KAFKA_FENCED},
        {MOCK_END_TXN, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, 1, KAFKA_FENCED},
        {MOCK_ADD_PARTITIONS, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, 1, KAFKA_FENCED},
        {MOCK_END_TXN, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE, 1, KAFKA_INDEFINITE},
        {MOCK_END_TXN, RD_KAFKA_RESP_ERR_UNKNOWN, 1, KAFKA_INDEFINITE},
        {MOCK_END_TXN, RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, 1, KAFKA_FATAL},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        mock_open(&mock);
        struct producer *producer = mock_producer(&mock, true);
        try_answer(producer, &answers[i]);
        ck_assert_uint_gt(strlen(mock.error), 0);
        producer_close(producer);
        mock_close(&mock);
    }
}
END_TEST

START_TEST(a_lost_answer_is_asked_for_again_and_remembered)
{
    static const struct answer lost = {MOCK_END_TXN, RD_KAFKA_RESP_ERR__TRANSPORT, 1, KAFKA_DONE};
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, true);
    try_answer(producer, &lost);
    ck_assert(producer->begin_anew);
    const char *client = mock_name(producer->handle.rk);
    begin_and_send(producer);
    ck_assert_str_ne(rd_kafka_name(producer->handle.rk), client);
    ck_assert_int_eq(producer_abort(producer, mock.error), KAFKA_DONE);
    ck_assert_int_eq(producer_abort(producer, mock.error), KAFKA_DONE);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

/* Of a cluster with clients that give up soon: a transaction of which the brokers know. */
static struct producer *impatient_begun(void)
{
    mock_open(&mock);
    mock_property(&mock, "transaction.timeout.ms", "1500");
    mock_property(&mock, "socket.timeout.ms", "1000");
    struct producer *producer = mock_producer(&mock, true);
    begin_and_send(producer);
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    return producer;
}

START_TEST(no_answer_at_all_is_indefinite_in_time)
{
    struct producer *producer = impatient_begun();
    rd_kafka_mock_broker_set_down(mock.cluster, 1);
    int64_t start_ms = kafka_now_ms();
    mock.outcome = producer_commit(producer, NULL, NULL, 0, mock.error);
    ck_assert_msg(mock.outcome == KAFKA_INDEFINITE, "%d: %s", mock.outcome, mock.error);
    ck_assert_int_lt(kafka_now_ms() - start_ms, 5000);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

/* The next transaction begins with a new client, which ends the old one at the brokers. */
START_TEST(an_abort_that_nobody_confirms_does_not_stay_open)
{
    struct producer *producer = impatient_begun();
    rd_kafka_mock_broker_set_down(mock.cluster, 1);
    mock.outcome = producer_abort(producer, mock.error);
    ck_assert_msg(mock.outcome == KAFKA_INDEFINITE, "%d: %s", mock.outcome, mock.error);
    rd_kafka_mock_broker_set_up(mock.cluster, 1);
    const char *client = mock_name(producer->handle.rk);
    begin_and_send(producer);
    ck_assert_str_ne(rd_kafka_name(producer->handle.rk), client);
    ck_assert_int_eq(producer_commit(producer, NULL, NULL, 0, mock.error), KAFKA_DONE);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

/* A new client would end what the other one has begun. */
START_TEST(who_is_fenced_at_an_abort_begins_nothing_more)
{
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, true);
    begin_and_send(producer);
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    rd_kafka_mock_push_request_errors(mock.cluster, MOCK_END_TXN, 1,
                                      RD_KAFKA_RESP_ERR_PRODUCER_FENCED);
    ck_assert_int_eq(producer_abort(producer, mock.error), KAFKA_FENCED);
    ck_assert_int_eq(producer_begin(producer, mock.error), KAFKA_FENCED);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

/* Brokers ended a transaction that lasted too long, and its producer with it: nobody else has. */
START_TEST(who_stood_still_too_long_begins_again)
{
    mock_open(&mock);
    mock_property(&mock, "transaction.timeout.ms", "1000");
    mock_property(&mock, "socket.timeout.ms", "1000");
    struct producer *producer = mock_producer(&mock, true);
    for (int i = 0; i < 2; i++) { /* a commit, an abort */
        ck_assert_int_eq(producer_begin(producer, mock.error), KAFKA_DONE);
        struct producer_message message = {.value = {(const uint8_t *)"x", 1}};
        ck_assert_int_eq(producer_send(producer, &message, mock.error), KAFKA_DONE);
        kafka_sleep_ms(1050);
        rd_kafka_mock_push_request_errors(mock.cluster, MOCK_END_TXN, 1,
                                          RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH);
        if (i == 0) {
            enum kafka_outcome outcome = producer_commit(producer, NULL, NULL, 0, mock.error);
            ck_assert_int_eq(producer_weigh(producer, outcome), KAFKA_INDEFINITE);
            ck_assert(producer_is_late(producer));
            producer_close(producer);
            producer = mock_producer(&mock, true);
        } else {
            ck_assert_int_eq(producer_abort(producer, mock.error), KAFKA_INDEFINITE);
            ck_assert_int_eq(producer_begin(producer, mock.error), KAFKA_DONE);
        }
    }
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

START_TEST(messages_that_cannot_go_abort_in_time)
{
    mock_open(&mock);
    mock_property(&mock, "transaction.timeout.ms", "1500");
    mock_property(&mock, "socket.timeout.ms", "1000");
    struct producer *producer = mock_producer(&mock, true);
    ck_assert_int_eq(producer_begin(producer, mock.error), KAFKA_DONE);
    rd_kafka_mock_broker_set_down(mock.cluster, 1);
    struct producer_message message = {.value = {(const uint8_t *)"v", 1}};
    ck_assert_int_eq(producer_send(producer, &message, mock.error), KAFKA_DONE);
    int64_t start_ms = kafka_now_ms();
    mock.outcome = producer_commit(producer, NULL, NULL, 0, mock.error);
    ck_assert_msg(mock.outcome == KAFKA_ABORT, "%d: %s", mock.outcome, mock.error);
    /* Done where no broker had heard of the transaction. */
    mock.outcome = producer_abort(producer, mock.error);
    ck_assert_msg(mock.outcome == KAFKA_DONE || mock.outcome == KAFKA_INDEFINITE, "%d: %s",
                  mock.outcome, mock.error);
    ck_assert_int_lt(kafka_now_ms() - start_ms, 5000);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

START_TEST(positions_are_refused_or_tried_again)
{
    const struct producer_offsets offsets = {
        .partition = 1, .positions = {5, -1}, .metadata = "m1 1 x"};
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, true);
    struct consumer *consumer = mock_reading(&mock, (struct kafka_wake){NULL, NULL});
    begin_and_send(producer);
    rd_kafka_mock_push_request_errors(mock.cluster, MOCK_TXN_OFFSET_COMMIT, 2,
                                      RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS);
    mock.outcome = producer_commit(producer, consumer, &offsets, 1, mock.error);
    ck_assert_msg(mock.outcome == KAFKA_DONE, "%d: %s", mock.outcome, mock.error);
    static const rd_kafka_resp_err_t refused[] = {
        RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
        RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
        RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,
    };
    for (size_t i = 0; i < 3; i++) {
        begin_and_send(producer);
        rd_kafka_mock_push_request_errors(mock.cluster, MOCK_TXN_OFFSET_COMMIT, 1, refused[i]);
        mock.outcome = producer_commit(producer, consumer, &offsets, 1, mock.error);
        ck_assert_msg(mock.outcome == KAFKA_ABORT, "%d: %s", mock.outcome, mock.error);
        ck_assert_msg(strstr(mock.error, "offsets") != NULL, "%s", mock.error);
        ck_assert_int_eq(producer_abort(producer, mock.error), KAFKA_DONE);
    }
    consumer_stop(consumer);
    begin_and_send(producer);
    ck_assert_int_eq(producer_commit(producer, consumer, &offsets, 1, mock.error), KAFKA_ABORT);
    ck_assert_ptr_nonnull(strstr(mock.error, "is gone"));
    consumer_close(consumer);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

/* ---- a process that is to end ------------------------------------------------------------ */

enum { FOR_EVER_MS = 600000, STOPPING_MS = 2500 };

static atomic_bool stopping;

static void *stop_soon(void *context)
{
    (void)context;
    kafka_sleep_ms(200);
    atomic_store(&stopping, true);
    return NULL;
}

/* Commits, aborts and closes, where a broker answers nothing any more and the process is to end
 * while that is waited for; how long all that takes. */
static void is_given_up(struct producer *producer,
                        struct consumer *consumer,
                        enum kafka_outcome expected)
{
    const struct producer_offsets offsets = {.partition = 1, .positions = {5, -1}};
    pthread_t stopper;
    ck_assert_int_eq(pthread_create(&stopper, NULL, stop_soon, NULL), 0);
    int64_t start_ms = kafka_now_ms();
    mock.outcome = producer_commit(producer, consumer, &offsets, consumer != NULL, mock.error);
    ck_assert_msg(mock.outcome == expected, "%d: %s", mock.outcome, mock.error);
    ck_assert(producer_gave_up(producer));
    ck_assert_int_gt(kafka_now_ms() - start_ms, 1200);
    ck_assert_msg(producer_abort(producer, mock.error) == KAFKA_INDEFINITE, "%s", mock.error);
    producer_close(producer);
    ck_assert_int_lt(kafka_now_ms() - start_ms, STOPPING_MS);
    ck_assert_int_eq(pthread_join(stopper, NULL), 0);
}

static struct producer *begun(void)
{
    atomic_init(&stopping, false);
    mock_open(&mock);
    mock.settings.stopping = &stopping;
    struct producer *producer = mock_producer(&mock, true);
    begin_and_send(producer);
    return producer;
}

START_TEST(who_stops_waits_no_longer_for_a_commit)
{
    for (int i = 0; i < 2; i++) {
        struct producer *producer = begun();
        ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
        if (i == 0) {
            rd_kafka_mock_broker_set_rtt(mock.cluster, 1, FOR_EVER_MS);
        } else {
            rd_kafka_mock_broker_set_down(mock.cluster, 1);
        }
        is_given_up(producer, NULL, KAFKA_INDEFINITE);
        mock_close(&mock);
    }
}
END_TEST

START_TEST(who_stops_waits_no_longer_for_messages)
{
    struct producer *producer = begun();
    rd_kafka_mock_broker_set_rtt(mock.cluster, 1, FOR_EVER_MS);
    is_given_up(producer, NULL, KAFKA_ABORT);
    mock_close(&mock);
}
END_TEST

/* The call goes on in a client that is left alone. */
START_TEST(who_stops_waits_no_longer_for_positions)
{
    struct producer *producer = begun();
    struct consumer *consumer = mock_reading(&mock, (struct kafka_wake){NULL, NULL});
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    rd_kafka_mock_broker_set_rtt(mock.cluster, 1, FOR_EVER_MS);
    is_given_up(producer, consumer, KAFKA_INDEFINITE);
    rd_kafka_mock_broker_set_rtt(mock.cluster, 1, 0);
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

START_TEST(what_is_nearly_through_is_committed_by_who_stops)
{
    struct producer *producer = begun();
    struct consumer *consumer = mock_reading(&mock, (struct kafka_wake){NULL, NULL});
    const struct producer_offsets offsets = {.partition = 1, .positions = {5, -1}};
    rd_kafka_mock_broker_set_rtt(mock.cluster, 1, 100);
    atomic_store(&stopping, true);
    mock.outcome = producer_commit(producer, consumer, &offsets, 1, mock.error);
    ck_assert_msg(mock.outcome == KAFKA_DONE, "%d: %s", mock.outcome, mock.error);
    ck_assert(!producer_gave_up(producer));
    producer_close(producer);
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_producer_commit",
                 what_passes_is_tried_again,
                 what_fails_before_the_commit_aborts,
                 what_ends_a_producer_is_told_apart,
                 a_lost_answer_is_asked_for_again_and_remembered,
                 no_answer_at_all_is_indefinite_in_time,
                 an_abort_that_nobody_confirms_does_not_stay_open,
                 who_is_fenced_at_an_abort_begins_nothing_more,
                 who_stood_still_too_long_begins_again,
                 messages_that_cannot_go_abort_in_time,
                 positions_are_refused_or_tried_again,
                 who_stops_waits_no_longer_for_a_commit,
                 who_stops_waits_no_longer_for_messages,
                 who_stops_waits_no_longer_for_positions,
                 what_is_nearly_through_is_committed_by_who_stops)
