/* Tests of where a task's state lies on disk, and that what is there of another one is refused. */
#include "check_main.h"
#include "daemon/opening.h"
#include "daemon_fixture.h"

static struct world world;

static bool is_there(const char *name)
{
    char path[TRY_OUT_PATH_MAX + 64];
    (void)snprintf(path, sizeof path, "%s/%s/%s", world.config->state_directory,
                   world.config->application_id, name);
    return access(path, F_OK) == 0;
}

/* A folder that says whose it is. */
static void make(uint32_t task)
{
    struct store *store;
    struct store_position position;
    ck_assert_int_eq(opening_store(&world.shared, task, &store, &position, world.error),
                     STORE_OPENED);
    ck_assert_uint_eq(position.commit, 0);
    struct table table;
    table_init(&table);
    table_track(&table, key_logged);
    position = (struct store_position){.commit = 1};
    ck_assert(store_write_table(store, &table, &position, world.error));
    table_fini(&table);
    ck_assert(store_close(store, world.error));
}

START_TEST(each_task_has_a_folder_of_its_application)
{
    world_open(&world, NULL);
    make(0);
    make(3);
    ck_assert(is_there("task-0000/owner") && is_there("task-0003/owner"));
    ck_assert(!is_there("task-0001"));
    ck_assert(opening_may_begin(&world.shared, world.error));
    world_close(&world);
}
END_TEST

START_TEST(what_is_there_of_other_rules_is_refused)
{
    world_open(&world, NULL);
    make(2);
    struct merit_program other = *world.shared.program;
    world.shared.program = &other;
    other.revision++;
    ck_assert(opening_may_begin(&world.shared, world.error));
    other.revision -= 2;
    ck_assert(!opening_may_begin(&world.shared, world.error));
    ck_assert_ptr_nonnull(strstr(world.error, "task-0002"));
    ck_assert_ptr_nonnull(strstr(world.error, "higher revision"));
    struct store *store;
    struct store_position position;
    ck_assert_int_eq(opening_store(&world.shared, 2, &store, &position, world.error),
                     STORE_REFUSED);
    world_close(&world);
}
END_TEST

CHECK_MAIN_TESTS("opening_place",
                 each_task_has_a_folder_of_its_application,
                 what_is_there_of_other_rules_is_refused)
