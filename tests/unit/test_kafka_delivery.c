/* Tests of delivery reports. */
#include "check_main.h"
#include "kafka/delivery.h"
#include "kafka_fixture.h"

static struct mock mock;
static struct delivery delivery;
static rd_kafka_topic_t *topic;

static void report(struct producer_delivery *to, int64_t offset, rd_kafka_resp_err_t code)
{
    rd_kafka_message_t message = {
        .rkt = topic, ._private = to, .offset = offset, .err = code, .len = 90, .key_len = 10};
    delivery_note(&delivery, &message);
}

START_TEST(offsets_go_to_those_who_ask)
{
    struct producer_delivery first = {-1, -1, 0};
    struct producer_delivery second = {-1, -1, 0};
    delivery_clear(&delivery);
    report(&first, 7, RD_KAFKA_RESP_ERR_NO_ERROR);
    report(&second, 4, RD_KAFKA_RESP_ERR_NO_ERROR);
    report(&first, 5, RD_KAFKA_RESP_ERR_NO_ERROR);
    report(&first, RD_KAFKA_OFFSET_INVALID, RD_KAFKA_RESP_ERR_NO_ERROR);
    report(NULL, 1, RD_KAFKA_RESP_ERR_NO_ERROR);
    ck_assert_int_eq(first.first_offset, 5);
    ck_assert_int_eq(first.last_offset, 7);
    ck_assert_uint_eq(first.count, 3);
    ck_assert_int_eq(second.first_offset, 4);
    ck_assert_int_eq(second.last_offset, 4);
    ck_assert(!delivery.failed);
}
END_TEST

START_TEST(the_first_reason_is_kept)
{
    mock_open(&mock);
    rd_kafka_t *rk = rd_kafka_mock_cluster_handle(mock.cluster);
    topic = rd_kafka_topic_new(rk, "out", NULL);
    delivery_clear(&delivery);
    report(NULL, -1, RD_KAFKA_RESP_ERR__PURGE_QUEUE);
    ck_assert(delivery.failed && delivery.only_purged);
    report(NULL, -1, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
    ck_assert(delivery.failed && !delivery.only_purged);
    ck_assert_ptr_nonnull(strstr(delivery.error, "topic out"));
    ck_assert_ptr_nonnull(strstr(delivery.error, "100 bytes"));
    ck_assert_ptr_nonnull(strstr(delivery.error, "max.message.bytes"));
    report(NULL, -1, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    report(NULL, -1, RD_KAFKA_RESP_ERR__PURGE_INFLIGHT);
    ck_assert(!delivery.only_purged);
    ck_assert_ptr_nonnull(strstr(delivery.error, "max.message.bytes"));
    delivery_clear(&delivery);
    ck_assert(!delivery.failed);
    rd_kafka_topic_destroy(topic);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_delivery", offsets_go_to_those_who_ask, the_first_reason_is_kept)
