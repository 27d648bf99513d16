/* Tests of what an error of the transactional producer comes to. */
#include "check_main.h"
#include "kafka/outcome.h"
#include "kafka_fixture.h"

static char error[KAFKA_TEXT_MAX];

START_TEST(fatal_errors_are_told_apart)
{
    ck_assert_int_eq(outcome_of_fatal(RD_KAFKA_RESP_ERR__FENCED), KAFKA_FENCED);
    ck_assert_int_eq(outcome_of_fatal(RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH), KAFKA_FENCED);
    ck_assert_int_eq(outcome_of_fatal(RD_KAFKA_RESP_ERR_PRODUCER_FENCED), KAFKA_FENCED);
    ck_assert_int_eq(outcome_of_fatal(RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED),
                     KAFKA_FATAL);
    ck_assert_int_eq(outcome_of_fatal(RD_KAFKA_RESP_ERR_INVALID_TXN_STATE), KAFKA_INDEFINITE);
    ck_assert_int_eq(outcome_of_fatal(RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER),
                     KAFKA_INDEFINITE);
}
END_TEST

START_TEST(no_error_is_done)
{
    struct outcome result = outcome_of(NULL, NULL, "committing", error);
    ck_assert_int_eq(result.step, OUTCOME_DONE);
    ck_assert_int_eq(result.outcome, KAFKA_DONE);
}
END_TEST

START_TEST(a_client_that_is_dead_says_of_what)
{
    static struct mock mock;
    mock_open(&mock);
    rd_kafka_t *rk = rd_kafka_mock_cluster_handle(mock.cluster);
    struct outcome result =
        outcome_of(rk, rd_kafka_error_new(RD_KAFKA_RESP_ERR__STATE, "odd"), "beginning", error);
    ck_assert_int_eq(result.step, OUTCOME_OVER);
    ck_assert_int_eq(result.outcome, KAFKA_INDEFINITE);
    ck_assert_str_eq(error, "beginning: odd");
    rd_kafka_test_fatal_error(rk, RD_KAFKA_RESP_ERR__FENCED, "fenced by a test");
    result = outcome_of(rk, rd_kafka_error_new(RD_KAFKA_RESP_ERR__FATAL, "dead"), "x", error);
    ck_assert_int_eq(result.outcome, KAFKA_FENCED);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_outcome",
                 fatal_errors_are_told_apart,
                 no_error_is_done,
                 a_client_that_is_dead_says_of_what)
