/* Tests of asking for a group's members: brokers that cannot say are an error, not an empty group.
 */
#include "check_main.h"
#include "daemon_fixture.h"
#include "kafka/group_members.h"

static struct world world;

/* The embedded broker knows no such request; a real one is asked in integration/test_reshard.py. */
START_TEST(a_broker_that_does_not_say_is_an_error)
{
    uint32_t count = 1;
    world_open(&world, NULL);
    ck_assert(!group_members_count(&world.shared.kafka, &count, world.error));
    ck_assert_msg(strstr(world.error, "the members of group meritd are not to be had: ") != NULL,
                  "%s", world.error);
    world_close(&world);
}
END_TEST

START_TEST(a_wrong_property_is_said)
{
    static const struct kafka_property wrong = {"no.such.property", "1"};
    struct kafka_settings kafka = {.bootstrap_servers = "127.0.0.1:1",
                                   .application_id = "a",
                                   .instance_id = "i",
                                   .property_count = 1,
                                   .properties = &wrong};
    uint32_t count = 1;
    char error[KAFKA_TEXT_MAX] = "";
    ck_assert(!group_members_count(&kafka, &count, error));
    ck_assert_msg(strstr(error, "no.such.property") != NULL, "%s", error);
}
END_TEST

CHECK_MAIN_TESTS("group_members", a_broker_that_does_not_say_is_an_error, a_wrong_property_is_said)
