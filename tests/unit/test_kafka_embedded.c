/* Tests of the embedded broker. */
#include "check_main.h"
#include "kafka_fixture.h"

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

CHECK_MAIN_TESTS("kafka_embedded", it_has_an_address_and_topics)
