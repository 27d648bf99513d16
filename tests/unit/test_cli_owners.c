/* Tests of `merit owners`: what it reads, exit codes. */
#include "check_main.h"
#include "cli/owners.h"
#include "cli_fixture.h"
#include "daemon/owners_desk.h"

static struct world world;
static struct cli cli;

START_TEST(what_an_instance_says_is_shown)
{
    world_open(&world, NULL);
    struct task_report *report = &world.shared.reports[1];
    atomic_store(&report->generation, 4);
    atomic_store(&report->assigned, 0);
    atomic_store(&report->worker, 0);
    struct owners_desk *desk = owners_desk_start(&world.shared);
    struct owners_record record;
    bool heard = false;
    for (int64_t until = shared_now_ms() + WORLD_WAIT_MS; !heard && shared_now_ms() < until;) {
        const struct hearing *hearing = owners_desk_open(desk);
        heard = hearing != NULL && owners_of_task(&hearing->owners, 1, &record);
        if (hearing != NULL) {
            owners_desk_close(desk);
        }
        world_sleep(20);
    }
    ck_assert(heard);
    cli_run(&cli, cli_owners, &world, (const char *const[]){"owners", NULL});
    ck_assert_str_eq(cli.err, "");
    ck_assert_int_eq(cli.code, 0);
    ck_assert_ptr_nonnull(strstr(cli.out, "\n1     open                host-00 "));
    ck_assert_ptr_nonnull(strstr(cli.out, "no live owner: task 0, 2, 3;"));
    owners_desk_stop(desk);
    world_close(&world);
}
END_TEST

START_TEST(where_nobody_ever_was_all_tasks_are_named)
{
    world_open(&world, NULL);
    cli_run(&cli, cli_owners, &world, (const char *const[]){"owners", "--json", NULL});
    ck_assert_int_eq(cli.code, 0);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        char line[80];
        (void)snprintf(line, sizeof line,
                       "{\"type\":\"task\",\"task\":%u,\"live\":false,\"state\":\"nobody\"}\n", i);
        ck_assert_ptr_nonnull(strstr(cli.out, line));
    }
    world_close(&world);
}
END_TEST

START_TEST(a_topic_that_is_not_there_is_named)
{
    world_open(&world, NULL);
    world_hide(&world, "meritd-owners", true);
    cli_run(&cli, cli_owners, &world, (const char *const[]){"owners", NULL});
    ck_assert_int_eq(cli.code, 1);
    ck_assert_ptr_nonnull(strstr(cli.err, "meritd-owners"));
    world_close(&world);
}
END_TEST

START_TEST(bad_usage_gives_2)
{
    cli_run(&cli, cli_owners, NULL, (const char *const[]){"owners", "--jsn", NULL});
    ck_assert_int_eq(cli.code, 2);
    ck_assert_str_eq(cli.out, "");
    ck_assert_ptr_nonnull(strstr(cli.err, "Usage: merit owners"));
}
END_TEST

START_TEST(help_begins_with_examples)
{
    cli_run(&cli, cli_owners, NULL, (const char *const[]){"owners", "--help", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_int_eq(strncmp(cli.out, "Examples:\n  merit owners", 24), 0);
}
END_TEST

CHECK_MAIN_TESTS("cli_owners",
                 what_an_instance_says_is_shown,
                 where_nobody_ever_was_all_tasks_are_named,
                 a_topic_that_is_not_there_is_named,
                 bad_usage_gives_2,
                 help_begins_with_examples)
