/* Tests of the embedded broker. */
#include "check_main.h"
#include "kafka_fixture.h"

#include <unistd.h>

START_TEST(it_has_an_address_and_topics)
{
    static struct mock mock;
    mock_open(&mock);
    ck_assert_ptr_nonnull(strchr(embedded_bootstrap_servers(mock.embedded), ':'));
    ck_assert(!embedded_create(mock.embedded, "in", 1, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "topic in"));
    mock_close(&mock);
}
END_TEST

/* Whoever tries meritd out sees no lines that do not help. */
START_TEST(its_clients_warn_of_nothing)
{
    static struct mock mock;
    int ends[2];
    char byte;
    ck_assert_int_eq(pipe(ends), 0);
    mock_open(&mock);
    mock.log = (struct log){.descriptor = ends[1], .level = LOG_WARN};
    mock_fill(&mock, 3);
    struct consumer *consumer = mock_reading(&mock, (struct kafka_wake){NULL, NULL});
    ck_assert_int_eq(mock_count(&mock, consumer, 0), 3);
    consumer_stop(consumer);
    consumer_close(consumer);
    mock_close(&mock);
    ck_assert_int_eq(close(ends[1]), 0);
    ck_assert_int_eq(read(ends[0], &byte, 1), 0);
    ck_assert_int_eq(close(ends[0]), 0);
}
END_TEST

CHECK_MAIN_TESTS("kafka_embedded", it_has_an_address_and_topics, its_clients_warn_of_nothing)
