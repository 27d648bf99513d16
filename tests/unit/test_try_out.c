/* Tests of --try: a broker with all topics, a folder that goes with it, a bounded number of events.
 */
#include "check_main.h"
#include "daemon_history.h"

#include <fcntl.h>
#include <sys/stat.h>

static struct world world;

static bool exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

START_TEST(all_topics_are_there_and_one_worker)
{
    const char *overrides[] = {"workers=7", "topics.partitions=99", NULL};
    world_open(&world, overrides);
    ck_assert_int_eq(world.config->workers, 1);
    ck_assert_str_eq(world.config->state_directory, world.try_out.folder);
    ck_assert(exists(world.try_out.folder));
    for (int i = 0; i < TOPIC_PLAN_COUNT; i++) {
        uint32_t count = 0;
        ck_assert(
            admin_partitions(world.shared.admin, world.topics.plans[i].name, &count, world.error));
        ck_assert_uint_eq(count, TRY_OUT_PARTITIONS);
    }
    world_close(&world);
}
END_TEST

static void touch(const char *folder, const char *name)
{
    char path[TRY_OUT_PATH_MAX + 64];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_CREAT | O_WRONLY, 0600);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(close(file), 0);
}

START_TEST(the_folder_goes_with_all_in_it)
{
    world_open(&world, NULL);
    char folder[TRY_OUT_PATH_MAX];
    char inner[TRY_OUT_PATH_MAX + 64];
    memcpy(folder, world.try_out.folder, sizeof folder);
    const char *const folders[] = {"meritd", "meritd/task-0000", "meritd/task-0000/more"};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(inner, sizeof inner, "%s/%s", folder, folders[i]);
        ck_assert_int_eq(mkdir(inner, 0700), 0);
    }
    touch(folder, "meritd/task-0000/data.mdb");
    touch(folder, "meritd/task-0000/more/.hidden");
    /* What a link leads to is not ours. */
    char kept[] = "/tmp/merit-test-XXXXXX";
    world_write(kept, "x", 1);
    (void)snprintf(inner, sizeof inner, "%s/link", folder);
    ck_assert_int_eq(symlink(kept, inner), 0);
    world_close(&world);
    ck_assert(!exists(folder));
    ck_assert(exists(kept));
    ck_assert_int_eq(unlink(kept), 0);
    ck_assert_str_eq(world.try_out.folder, "");
}
END_TEST

START_TEST(without_a_folder_nothing_begins)
{
    world_open_quiet(&world, NULL);
    ck_assert_int_eq(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
    ck_assert(!try_out_start(&world.try_out, world.config, world.error));
    ck_assert_ptr_nonnull(strstr(world.error, "/nowhere/at/all/meritd-try-"));
    ck_assert_ptr_nonnull(strstr(world.error, "set TMPDIR"));
    try_out_stop(&world.try_out);
    world_close_quiet(&world);
}
END_TEST

/* Events go in before any task is opened; more than the broker can hold are refused. */
START_TEST(events_are_sent_up_to_a_number)
{
    world_open(&world, NULL);
    struct text_buffer text = {0};
    for (uint32_t i = 0; i <= TRY_OUT_EVENTS_MAX; i++) {
        char tenant[32];
        (void)snprintf(tenant, sizeof tenant, "t%u", i);
        struct merit_event event = event_usage(tenant, "m365/teams", 1, on(2023, 5, 1));
        json_write_event(&text, &event);
        if (i == 2) {
            char few[] = "/tmp/merit-test-XXXXXX";
            world_write(few, text.at, text.length);
            const char *files[] = {few};
            ck_assert(try_out_load(world.config, &world.shared.kafka, world.schemas, files, 1));
            ck_assert_uint_eq(world_count(&world, "merit.usage"), 3);
            ck_assert_int_eq(unlink(few), 0);
        }
    }
    char many[] = "/tmp/merit-test-XXXXXX";
    world_write(many, text.at, text.length);
    const char *files[] = {many};
    ck_assert(!try_out_load(world.config, &world.shared.kafka, world.schemas, files, 1));
    ck_assert_int_eq(unlink(many), 0);
    ck_assert(!try_out_load(world.config, &world.shared.kafka, world.schemas, files, 1));
    ck_assert(try_out_load(world.config, &world.shared.kafka, world.schemas, NULL, 0));
    text_buffer_fini(&text);
    world_close(&world);
}
END_TEST

CHECK_MAIN_TESTS("try_out",
                 all_topics_are_there_and_one_worker,
                 the_folder_goes_with_all_in_it,
                 without_a_folder_nothing_begins,
                 events_are_sent_up_to_a_number)
