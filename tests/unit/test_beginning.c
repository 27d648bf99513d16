/* Tests of whether an application has begun: its topics, and what they hold. */
#include "check_main.h"
#include "daemon/beginning.h"
#include "daemon_fixture.h"
#include "kafka/producer.h"

static struct world world;
static struct beginner beginner;
static char error[KAFKA_TEXT_MAX];

static void begin(void)
{
    world_open(&world, NULL);
    beginner = (struct beginner){.config = world.config, .kafka = &world.shared.kafka};
    ck_assert_int_eq(beginning_find_topics(&beginner, error), BEGINNING_GOOD);
}

static void send_one(uint32_t topic, uint32_t partition)
{
    struct producer_config config = {.settings = &world.shared.kafka,
                                     .topic_count = SEND_TOPIC_COUNT,
                                     .topics = world.shared.sends};
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, world.error);
    ck_assert_ptr_nonnull(producer);
    struct producer_message message = {
        .topic = topic, .partition = partition, .value = {(const uint8_t *)"x", 1}};
    ck_assert_int_eq(producer_send(producer, &message, world.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, WORLD_WAIT_MS, world.error), KAFKA_DONE);
    producer_close(producer);
}

START_TEST(topics_that_hold_nothing_have_not_begun)
{
    begin();
    ck_assert_uint_eq(beginner.partitions, WORLD_TASKS);
    ck_assert(beginner.cluster_id[0] != '\0');
    ck_assert_int_eq(beginning_expect_not_started(&beginner, "why", error), BEGINNING_GOOD);
    ck_assert_int_eq(beginning_expect_empty(&beginner, beginner.topics.facts, "why", error),
                     BEGINNING_GOOD);
    send_one(SEND_FACTS, 1);
    ck_assert_int_eq(beginning_expect_not_started(&beginner, "why", error), BEGINNING_GOOD);
    ck_assert_int_eq(beginning_expect_empty(&beginner, beginner.topics.facts, "why", error),
                     BEGINNING_REFUSED);
    ck_assert_str_eq(error, "why");
    send_one(SEND_CHANGELOG, 2);
    ck_assert_int_eq(beginning_expect_not_started(&beginner, "started", error), BEGINNING_REFUSED);
    ck_assert_str_eq(error, "started");
    world_close(&world);
}
END_TEST

START_TEST(what_is_left_behind_an_offset_is_found)
{
    begin();
    send_one(SEND_FACTS, 1);
    struct log_reader *reader = log_reader_new(&world.shared.kafka, beginner.topics.facts, error);
    ck_assert_ptr_nonnull(reader);
    ck_assert_int_eq(beginning_expect_nothing_left(reader, 1, 0, error), BEGINNING_REFUSED);
    ck_assert_int_eq(beginning_expect_nothing_left(reader, 1, 1, error), BEGINNING_GOOD);
    ck_assert_int_eq(beginning_expect_nothing_left(reader, 0, 0, error), BEGINNING_GOOD);
    log_reader_close(reader);
    world_close(&world);
}
END_TEST

START_TEST(a_topic_that_is_missing_is_named)
{
    begin();
    world_hide(&world, beginner.topics.changelog, true);
    ck_assert_int_eq(beginning_find_topics(&beginner, error), BEGINNING_REFUSED);
    ck_assert_msg(strstr(error, beginner.topics.changelog) != NULL &&
                      strstr(error, "does not exist") != NULL,
                  "%s", error);
    world_hide(&world, beginner.topics.changelog, false);
    world_close(&world);
}
END_TEST

START_TEST(topics_of_different_counts_are_refused)
{
    world_open(&world, (const char *const[]){"topics.certifications=other", NULL});
    ck_assert_int_eq(rd_kafka_mock_topic_create(embedded_cluster(world.try_out.embedded),
                                                "different", WORLD_TASKS + 1, 1),
                     RD_KAFKA_RESP_ERR_NO_ERROR);
    world.config->topics[2] = "different";
    beginner = (struct beginner){.config = world.config, .kafka = &world.shared.kafka};
    ck_assert_int_eq(beginning_find_topics(&beginner, error), BEGINNING_REFUSED);
    ck_assert_msg(strstr(error, "must have the same number") != NULL, "%s", error);
    world.config->topics[2] = "other";
    world_close(&world);
}
END_TEST

/* The embedded broker does not say who is in a group. */
START_TEST(members_that_are_not_known_are_not_taken_for_none)
{
    begin();
    ck_assert_int_eq(beginning_expect_no_members(beginner.kafka, 0, "why", error),
                     BEGINNING_FAILED);
    ck_assert_msg(strstr(error, "are not to be had") != NULL, "%s", error);
    world_close(&world);
}
END_TEST

CHECK_MAIN_TESTS("beginning",
                 topics_that_hold_nothing_have_not_begun,
                 what_is_left_behind_an_offset_is_found,
                 a_topic_that_is_missing_is_named,
                 topics_of_different_counts_are_refused,
                 members_that_are_not_known_are_not_taken_for_none)
