/* Tests of tasks' state folders: opened, emptied, refused. */
#include "check_main.h"
#include "daemon/local_state.h"
#include "daemon_fixture.h"
#include "store_fixture.h"

static struct world world;
static struct config config;
static char root[STORE_FIXTURE_PATH];
static char folder[STORE_FIXTURE_PATH];

static void open_world(void)
{
    world_open_quiet(&world, NULL);
    fixture_folder(root);
    config = *world.config;
    config.state_directory = root;
    world.shared.config = &config;
    world.shared.cluster_id = merit_text_of("cluster");
    (void)snprintf(folder, sizeof folder, "%.300s/%.100s/task-0002", root, config.application_id);
}

static void close_world(void)
{
    char command[STORE_FIXTURE_PATH + 32];
    (void)snprintf(command, sizeof command, "rm -r %s", root);
    ck_assert_int_eq(system(command), 0);
    world_close_quiet(&world);
}

static struct store *open_folder(enum store_outcome expected, uint64_t commit)
{
    struct store *store = NULL;
    struct store_position position = {77, 0, 0};
    store_error[0] = '\0';
    ck_assert_int_eq(local_state_open(&world.shared, 2, &store, &position, store_error), expected);
    ck_assert_uint_eq(position.commit, commit);
    return store;
}

static void make_state(void)
{
    struct store *store = open_folder(STORE_OPENED, 0);
    fixture_write_one(store, 5, "Tkey", "value");
    fixture_close(store);
}

START_TEST(state_is_found_again_or_emptied)
{
    open_world();
    make_state();
    ck_assert(local_state_is_ours(&world.shared, store_error));
    fixture_close(open_folder(STORE_OPENED, 5));
    ck_assert_ptr_null(strstr(world_log(&world), "emptied"));
    fixture_write_file(folder, "data.mdb", text_bytes("cut"));
    fixture_close(open_folder(STORE_REBUILD, 0));
    ck_assert_ptr_nonnull(
        strstr(world_log(&world), "level=warn event=\"state on disk emptied\" task=2 reason="));
    close_world();
}
END_TEST

START_TEST(state_of_something_else_is_refused)
{
    open_world();
    make_state();
    world.shared.cluster_id = merit_text_of("another");
    ck_assert(!local_state_is_ours(&world.shared, store_error));
    ck_assert_ptr_null(open_folder(STORE_REFUSED, 77));
    close_world();
}
END_TEST

START_TEST(each_task_has_a_folder_of_its_application)
{
    open_world();
    make_state();
    char path[STORE_FIXTURE_PATH + 16];
    (void)snprintf(path, sizeof path, "%s/owner", folder);
    ck_assert_int_eq(access(path, F_OK), 0);
    folder[strlen(folder) - 1] = '1';
    ck_assert_int_ne(access(folder, F_OK), 0);
    close_world();
}
END_TEST

START_TEST(state_of_newer_rules_is_refused)
{
    open_world();
    make_state();
    struct merit_program other = *world.shared.program;
    world.shared.program = &other;
    other.revision++;
    ck_assert(local_state_is_ours(&world.shared, store_error));
    other.revision -= 2;
    ck_assert(!local_state_is_ours(&world.shared, store_error));
    ck_assert_ptr_nonnull(strstr(store_error, "task-0002"));
    ck_assert_ptr_nonnull(strstr(store_error, "higher revision"));
    ck_assert_ptr_null(open_folder(STORE_REFUSED, 77));
    close_world();
}
END_TEST

START_TEST(damage_is_said)
{
    open_world();
    local_state_say_damaged(&world.shared, 3, "why");
    ck_assert_ptr_nonnull(strstr(world_log(&world),
                                 "level=warn event=\"state on disk is damaged: it is rebuilt from "
                                 "the change log\" task=3 reason=why"));
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("local_state",
                 state_is_found_again_or_emptied,
                 state_of_something_else_is_refused,
                 each_task_has_a_folder_of_its_application,
                 state_of_newer_rules_is_refused,
                 damage_is_said)
