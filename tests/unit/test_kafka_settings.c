/* Tests of librdkafka's settings for each kind of client. */
#include "check_main.h"
#include "kafka/settings.h"

#include <string.h>

static char error[KAFKA_TEXT_MAX];

static const char *value_of(const rd_kafka_conf_t *conf, const char *name)
{
    static char value[256];
    size_t size = sizeof value;
    ck_assert_int_eq(rd_kafka_conf_get(conf, name, value, &size), RD_KAFKA_CONF_OK);
    return value;
}

static struct kafka_settings settings_with(const struct kafka_property *properties, uint32_t count)
{
    return (struct kafka_settings){
        .bootstrap_servers = "localhost:1",
        .application_id = "app",
        .instance_id = "host",
        .property_count = count,
        .properties = properties,
    };
}

START_TEST(names_come_from_the_ids)
{
    struct kafka_settings settings = settings_with(NULL, 0);
    rd_kafka_conf_t *conf = settings_conf(&settings, SETTINGS_CONSUMER, 3, error);
    ck_assert_str_eq(value_of(conf, "group.id"), "app");
    ck_assert_str_eq(value_of(conf, "group.instance.id"), "host-03");
    ck_assert_str_eq(value_of(conf, "client.id"), "app-host-03");
    ck_assert_str_eq(value_of(conf, "isolation.level"), "read_committed");
    ck_assert_str_eq(value_of(conf, "partition.assignment.strategy"), "range");
    ck_assert_str_eq(value_of(conf, "auto.offset.reset"), "error");
    rd_kafka_conf_destroy(conf);
    conf = settings_conf(&settings, SETTINGS_TRANSACTIONAL, 12, error);
    ck_assert_str_eq(value_of(conf, "transactional.id"), "app-host-12");
    ck_assert_str_eq(value_of(conf, "partitioner"), "murmur2_random");
    ck_assert_str_eq(value_of(conf, "transaction.timeout.ms"), "15000");
    rd_kafka_conf_destroy(conf);
    conf = settings_conf(&settings, SETTINGS_READER, 0, error);
    size_t size = 0;
    ck_assert_int_ne(rd_kafka_conf_get(conf, "group.instance.id", NULL, &size), RD_KAFKA_CONF_OK);
    rd_kafka_conf_destroy(conf);
    conf = settings_conf(&settings, SETTINGS_WATERMARKS, 0, error);
    ck_assert_str_eq(value_of(conf, "isolation.level"), "read_uncommitted");
    rd_kafka_conf_destroy(conf);
}
END_TEST

START_TEST(users_have_the_last_word_but_not_on_ours)
{
    const struct kafka_property good[] = {{"linger.ms", "50"}, {"fetch.wait.max.ms", "100"}};
    struct kafka_settings settings = settings_with(good, 2);
    rd_kafka_conf_t *conf = settings_conf(&settings, SETTINGS_TRANSACTIONAL, 0, error);
    ck_assert_str_eq(value_of(conf, "linger.ms"), "50");
    ck_assert_int_eq(settings_number(conf, "linger.ms"), 50);
    ck_assert_int_eq(settings_number(conf, "client.id"), 0);
    rd_kafka_conf_destroy(conf);
    const struct kafka_property ours[] = {{"isolation.level", "read_uncommitted"}};
    settings = settings_with(ours, 1);
    ck_assert_ptr_null(settings_conf(&settings, SETTINGS_CONSUMER, 0, error));
    ck_assert_ptr_nonnull(strstr(error, "isolation.level"));
    const struct kafka_property unknown[] = {{"no.such.thing", "1"}};
    settings = settings_with(unknown, 1);
    ck_assert_ptr_null(settings_conf(&settings, SETTINGS_CONSUMER, 0, error));
    ck_assert_ptr_nonnull(strstr(error, "no.such.thing"));
}
END_TEST

/* Whatever the clients rely on has a reason, which says what to do instead. */
START_TEST(a_refusal_says_why)
{
    static const char *const own[] = {"transactional.id",
                                      "partitioner",
                                      "log.queue",
                                      "enabled_events",
                                      "acks",
                                      "enable.auto.commit",
                                      "delivery.report.only.error",
                                      "test.mock.num.brokers",
                                      "isolation.level"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        const struct kafka_property property[] = {{own[i], "1"}};
        struct kafka_settings settings = settings_with(property, 1);
        const char *refusal = kafka_property_refusal(merit_text_of(own[i]));
        ck_assert_msg(refusal != NULL, "%s", own[i]);
        ck_assert_ptr_null(settings_conf(&settings, SETTINGS_CONSUMER, 0, error));
        ck_assert_msg(strstr(error, refusal) != NULL, "%s", error);
    }
    ck_assert_ptr_null(kafka_property_refusal(merit_text_of("linger.ms")));
    ck_assert_ptr_null(kafka_property_refusal(merit_text_of("security.protocol")));
}
END_TEST

START_TEST(ids_too_long_are_refused)
{
    char name[400];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    struct kafka_settings settings = settings_with(NULL, 0);
    settings.instance_id = name;
    ck_assert_ptr_null(settings_conf(&settings, SETTINGS_CONSUMER, 0, error));
    ck_assert_ptr_nonnull(strstr(error, "too long"));
}
END_TEST

CHECK_MAIN_TESTS("kafka_settings",
                 names_come_from_the_ids,
                 users_have_the_last_word_but_not_on_ours,
                 a_refusal_says_why,
                 ids_too_long_are_refused)
