/* Tests of what Kafka clients share. */
#include "check_main.h"
#include "kafka/client.h"
#include "kafka/handle.h"

#include <string.h>

START_TEST(a_text_is_cut_at_its_room)
{
    char text[KAFKA_TEXT_MAX + 1];
    char longer[2 * KAFKA_TEXT_MAX];
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    text[KAFKA_TEXT_MAX] = '!';
    kafka_text(text, "%s", longer);
    ck_assert_uint_eq(strlen(text), KAFKA_TEXT_MAX - 1);
    ck_assert_int_eq(text[KAFKA_TEXT_MAX], '!');
}
END_TEST

START_TEST(time_passes_while_it_sleeps)
{
    int64_t before_ms = kafka_now_ms();
    kafka_sleep_ms(30);
    int64_t after_ms = kafka_now_ms();
    ck_assert_int_ge(after_ms - before_ms, 29);
    ck_assert_int_eq(kafka_left_ms(after_ms - 1), 0);
    ck_assert_int_gt(kafka_left_ms(after_ms + 10000), 5000);
}
END_TEST

START_TEST(an_empty_batch_is_freed)
{
    static struct kafka_batch batch;
    kafka_batch_free(&batch);
    ck_assert_uint_eq(batch.count, 0);
}
END_TEST

CHECK_MAIN_TESTS("kafka_client",
                 a_text_is_cut_at_its_room,
                 time_passes_while_it_sleeps,
                 an_empty_batch_is_freed)
