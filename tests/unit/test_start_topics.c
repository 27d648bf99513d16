/* Tests of the topics at the start: waited for, and their names and sizes taken. */
#include "check_main.h"
#include "daemon_fixture.h"

static struct world world;

START_TEST(names_and_sizes_are_taken)
{
    const char *overrides[] = {"topics.usage=billing", "application_id=eu", NULL};
    world_open(&world, overrides);
    const struct shared *shared = &world.shared;
    ck_assert_uint_eq(shared->task_count, WORLD_TASKS);
    ck_assert_str_eq(shared->inputs[TASK_ASSOCIATIONS], "merit.associations");
    ck_assert_str_eq(shared->inputs[TASK_USAGE], "billing");
    ck_assert_str_eq(shared->inputs[TASK_CERTIFICATIONS], "merit.certifications");
    ck_assert_str_eq(shared->inputs[TASK_FACTS], "eu-facts");
    ck_assert_str_eq(shared->sends[SEND_SCORE_CHANGES], "merit.score-changes");
    ck_assert_str_eq(shared->sends[SEND_DESIGNATIONS], "merit.designations");
    ck_assert_str_eq(shared->sends[SEND_SCORES], "merit.scores");
    ck_assert_str_eq(shared->sends[SEND_DEAD_LETTERS], "merit.dead-letters");
    ck_assert_str_eq(shared->sends[SEND_FACTS], "eu-facts");
    ck_assert_str_eq(shared->sends[SEND_CHANGELOG], "eu-changelog");
    ck_assert_uint_gt(shared->kafka.batch_bytes, 100000);
    ck_assert_uint_lt(shared->dead_letter_max, shared->kafka.batch_bytes);
    ck_assert_uint_gt(shared->dead_letter_max, 100000);
    world_close(&world);
}
END_TEST

static void *show_topic(void *context)
{
    world_sleep(700);
    world_hide(context, "merit.usage", false);
    return NULL;
}

START_TEST(topics_are_waited_for)
{
    world_open(&world, NULL);
    world_hide(&world, "merit.usage", true);
    world.config->startup_wait_ms = WORLD_WAIT_MS;
    pthread_t shower;
    ck_assert_int_eq(pthread_create(&shower, NULL, show_topic, &world), 0);
    char error[KAFKA_TEXT_MAX] = "";
    const char *wrong = start_topics(&world.shared, &world.topics, error);
    ck_assert_int_eq(pthread_join(shower, NULL), 0);
    ck_assert_msg(wrong == NULL, "%s: %s", wrong, error);
    ck_assert_ptr_nonnull(
        strstr(world_log(&world), "event=\"topic is waited for\" topic=merit.usage\n"));
    world_close(&world);
}
END_TEST

START_TEST(a_topic_that_never_comes_is_named)
{
    world_open(&world, NULL);
    world_hide(&world, "merit.scores", true);
    world.config->startup_wait_ms = 300;
    const char *wrong = start_topics(&world.shared, &world.topics, world.error);
    ck_assert_str_eq(wrong, "topics are missing");
    ck_assert_ptr_nonnull(strstr(world.error, "topic merit.scores does not exist"));
    ck_assert_ptr_nonnull(strstr(world.error, "merit topics create"));
    world_close(&world);
}
END_TEST

START_TEST(who_stops_waits_for_no_topic)
{
    world_open(&world, NULL);
    world_hide(&world, "merit.scores", true);
    world.config->startup_wait_ms = WORLD_WAIT_MS;
    atomic_store(&world.shared.stopping, true);
    int64_t begun = shared_now_ms();
    ck_assert_ptr_nonnull(start_topics(&world.shared, &world.topics, world.error));
    ck_assert_int_lt(shared_now_ms() - begun, 5000);
    world_close(&world);
}
END_TEST

/* To make it would be refused, or it is there already. */
START_TEST(a_topic_without_the_right_to_it_is_not_said_to_be_missing)
{
    world_open(&world, NULL);
    rd_kafka_mock_topic_set_error(embedded_cluster(world.try_out.embedded), "merit.scores",
                                  RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    world.config->startup_wait_ms = 300;
    const char *wrong = start_topics(&world.shared, &world.topics, world.error);
    ck_assert_str_eq(wrong, "topics are missing");
    ck_assert_ptr_nonnull(strstr(world.error, "merit.scores"));
    ck_assert_ptr_nonnull(strstr(world.error, "authorization failed"));
    ck_assert_ptr_null(strstr(world.error, "does not exist"));
    world_close(&world);
}
END_TEST

CHECK_MAIN_TESTS("start_topics",
                 names_and_sizes_are_taken,
                 topics_are_waited_for,
                 a_topic_that_never_comes_is_named,
                 who_stops_waits_for_no_topic,
                 a_topic_without_the_right_to_it_is_not_said_to_be_missing)
