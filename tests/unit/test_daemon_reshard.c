/* Tests of what is looked at before a state is taken over; the rest is shown on real Kafka. */
#include "check_main.h"
#include "daemon/reshard.h"
#include "daemon_fixture.h"

static struct world world;
static struct config other;
static struct kafka_settings old_kafka;
static struct reshard_job job;
static char error[KAFKA_TEXT_MAX];

/* From an application whose configuration the test may change, to that of the world. */
static void begin(void)
{
    world_open(&world, NULL);
    other = *world.config;
    old_kafka = world.shared.kafka;
    other.application_id = "old";
    old_kafka.application_id = "old";
    other.topics[0] = "old.associations";
    other.topics[1] = "old.usage";
    other.topics[2] = "old.certifications";
    job = (struct reshard_job){.from = {&other, &old_kafka},
                               .to = {world.config, &world.shared.kafka},
                               .program = world.rules->program};
}

static void expect(enum reshard_outcome outcome, const char *part)
{
    struct reshard_result result;
    ck_assert_int_eq(reshard_run(&job, &result, error), outcome);
    ck_assert_msg(strstr(error, part) != NULL, "%s", error);
    ck_assert_uint_eq(result.bytes, 0);
    ck_assert_uint_eq(world_count(&world, world.topics.changelog), 0);
}

static void make_old_topics(void)
{
    static const char *const names[] = {"old.associations", "old.usage", "old.certifications",
                                        "old-facts", "old-changelog"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ck_assert_int_eq(
            rd_kafka_mock_topic_create(embedded_cluster(world.try_out.embedded), names[i], 2, 1),
            RD_KAFKA_RESP_ERR_NO_ERROR);
    }
}

START_TEST(both_must_be_different_applications)
{
    begin();
    other.application_id = world.config->application_id;
    expect(RESHARD_REFUSED, "the same application_id");
    other.application_id = "old";
    other.topics[1] = world.config->topics[1];
    expect(RESHARD_REFUSED, "an input topic of the same name");
    world_close(&world);
}
END_TEST

/* The embedded broker does not say who is in a group. */
START_TEST(what_is_not_known_is_not_taken_for_good)
{
    begin();
    make_old_topics();
    expect(RESHARD_FAILED, "the members of group old are not to be had");
    world_hide(&world, "old-changelog", true);
    expect(RESHARD_REFUSED, "topic old-changelog does not exist");
    world_hide(&world, "old-changelog", false);
    world_close(&world);
}
END_TEST

CHECK_MAIN_TESTS("daemon_reshard",
                 both_must_be_different_applications,
                 what_is_not_known_is_not_taken_for_good)
