/* A tenant whose ledger needs several messages: stopped inside them, and attached before or after.
 */
#include "check_main.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    LONG_SERIES = 2600, /* enough for more than two parts of a group */
    LONG_MONTHS = 2,
    LONG_FIRST_DAY = 19300, /* 2022-11-04 */
    LONG_LAST_DAY = 19340,
};

static void usage(struct world *world, int series, int32_t as_of_day, int64_t users)
{
    char id[32];
    char subscription[32];
    snprintf(id, sizeof id, "u%d-%" PRId32, series, as_of_day);
    snprintf(subscription, sizeof subscription, "subscription-%d", series);
    struct merit_event event = {
        .kind = MERIT_EVENT_USAGE,
        .event_id = merit_text_of(id),
        .occurred_at = LONG_FIRST_DAY * MERIT_MICROS_PER_DAY + series,
        .timestamp = LONG_FIRST_DAY * MERIT_MICROS_PER_DAY + series,
        .usage = {merit_text_of("fabrikam"),
                  merit_text_of("m365/teams"),
                  merit_text_of(subscription),
                  merit_text_of(NULL),
                  as_of_day,
                  {users, 2, MERIT_NO_FIGURE}},
    };
    world_event(world, &event);
}

static void association(struct world *world, const char *partner, int32_t day, const char *id)
{
    struct merit_event event = {
        .kind = MERIT_EVENT_ASSOCIATION,
        .event_id = merit_text_of(id),
        .occurred_at = day * MERIT_MICROS_PER_DAY,
        .timestamp = day * MERIT_MICROS_PER_DAY,
        .association = {merit_text_of("a1"), merit_text_of(partner), merit_text_of("fabrikam"),
                        MERIT_TYPE_CPOR, MERIT_STATUS_ACTIVE, MERIT_CLOUD_PUBLIC, 0, NULL,
                        merit_text_of(NULL), 18800, MERIT_NO_DAY},
    };
    world_event(world, &event);
}

static void all_usage(struct world *world)
{
    for (int series = 0; series < LONG_SERIES; series++) {
        for (int month = 0; month < LONG_MONTHS; month++) {
            usage(world, series, 18900 + month * 390, 1 + month);
        }
    }
}

START_TEST(stopped_inside_a_long_group)
{
    struct said_list said[2];
    for (int stopped = 0; stopped < 2; stopped++) {
        for (uint32_t tasks = 1; tasks <= 4; tasks += 3) {
            struct world world;
            world_init(&world, WORLD_MODERN_WORK, tasks, 0);
            all_usage(&world);
            world.stop_every = (uint64_t)stopped;
            association(&world, "contoso", LONG_FIRST_DAY, "e1");
            association(&world, "adatum", LONG_FIRST_DAY + 1, "e2");
            association(&world, "contoso", LONG_FIRST_DAY + 2, "e3");
            world_day(&world, LONG_LAST_DAY);
            ck_assert(stopped == 0 || world.stops > 10);
            ck_assert_uint_ge(world.said.count, 3);
            if (tasks == 1) {
                said[stopped] = world.said;
                world.said = (struct said_list){0};
            } else {
                said_expect_equal(&world.said, &said[stopped], "four tasks, a long group");
            }
            world_fini(&world);
        }
    }
    said_expect_equal(&said[1], &said[0], "stopped inside a long group");
    said_list_fini(&said[0]);
    said_list_fini(&said[1]);
}
END_TEST

/* A partner that comes late is told all that one who was there all the time knows. */
START_TEST(attached_before_or_after_is_the_same)
{
    char early[SAID_TEXT_MAX];
    char late[SAID_TEXT_MAX];
    struct world world;
    world_init(&world, WORLD_MODERN_WORK, 1, 0);
    association(&world, "contoso", LONG_FIRST_DAY, "e1");
    all_usage(&world);
    world_day(&world, LONG_LAST_DAY);
    world_score(&world, merit_text_of("contoso"), 0, early);
    world_fini(&world);

    world_init(&world, WORLD_MODERN_WORK, 1, 0);
    all_usage(&world);
    association(&world, "contoso", LONG_FIRST_DAY, "e1");
    world_day(&world, LONG_LAST_DAY);
    world_score(&world, merit_text_of("contoso"), 0, late);
    world_fini(&world);
    ck_assert_str_eq(late, early);
    ck_assert(strstr(early, "usage_growth=CPOR:2600/") != NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("long groups");
    TCase *tcase = tcase_create("long groups");
    tcase_set_timeout(tcase, 600);
    tcase_add_test(tcase, stopped_inside_a_long_group);
    tcase_add_test(tcase, attached_before_or_after_is_the_same);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
