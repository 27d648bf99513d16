/* Tests of state shared out among other tasks: which record goes where, and what is not at rest. */
#include "base/murmur2.h"
#include "check_main.h"
#include "format_history.h"
#include "task/account.h"
#include "task/reshard.h"

enum { TO = 3 };

static struct task_world world;

/* A history's task at rest: of one, so that all is in it. */
static void begin(uint64_t commits)
{
    format_begin(&world);
    while (world.task.record.commit < commits) {
        format_commit(&world);
        scoring_clear_outputs(&world.task.scoring);
    }
}

static struct reshard_config config_of(uint32_t to)
{
    return (struct reshard_config){world.config.program, world.config.settings,
                                   merit_text_of("cluster"), 1, to};
}

static const char *add(struct reshard *reshard, uint32_t to)
{
    struct reshard_config config = config_of(to);
    reshard_init(reshard, &config);
    return reshard_add(reshard, &world.task.attribution, &world.task.scoring);
}

static uint32_t count_kind(const struct table *state, uint8_t kind)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    uint32_t count = 0;
    while (table_walk(state, &cursor, &key, &value)) {
        count += key.at[0] == kind;
    }
    return count;
}

static void expect_owned(const struct table *state, uint32_t task)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(state, &cursor, &key, &value)) {
        struct merit_text id = {(const char *)key.at + 1, (uint32_t)key.length - 1};
        if (key.at[0] == KEY_TENANT) {
            ck_assert_uint_eq(murmur2_partition(id, TO), task);
        } else if (key.at[0] == KEY_PARTNER) {
            ck_assert_uint_eq(murmur2_partition(account_partner_id(value), TO), task);
        }
    }
}

START_TEST(each_record_goes_to_the_task_of_its_id)
{
    static const uint8_t kinds[] = {KEY_TENANT, KEY_TENANT_SERIES, KEY_PARTNER, KEY_CONTRIBUTOR,
                                    KEY_SERIES};
    uint32_t counts[sizeof kinds] = {0};
    struct reshard reshard;
    begin(5);
    ck_assert_ptr_null(add(&reshard, TO));
    for (uint32_t i = 0; i < TO; i++) {
        struct messages deltas = {0};
        struct table state;
        table_init(&state);
        ck_assert(reshard_write(&reshard, i, &deltas));
        for (uint32_t m = 0; m < deltas.count; m++) {
            apply_change(&state, messages_at(&deltas, m));
        }
        expect_owned(&state, i);
        for (size_t k = 0; k < sizeof kinds; k++) {
            counts[k] += count_kind(&state, kinds[k]);
        }
        struct task task;
        struct task_config config = world.config;
        config.task = i;
        config.task_count = TO;
        ck_assert(task_open(&task, &config, &state));
        ck_assert_int_eq(task.attribution.day, world.task.attribution.day);
        ck_assert_int_eq(task.scoring.day, world.task.scoring.day);
        ck_assert(!task.touched && !task.record.no_clock);
        task_fini(&task);
        messages_fini(&deltas);
    }
    for (size_t k = 0; k < sizeof kinds; k++) {
        ck_assert_uint_gt(counts[k], 0);
        ck_assert_uint_eq(counts[k], count_kind(&world.task.state, kinds[k]));
    }
    reshard_fini(&reshard);
    task_world_end(&world);
}
END_TEST

/* Shared out to one, it is what it was, to the byte; but for clocks and counts. */
START_TEST(to_one_task_it_stays_what_it_was)
{
    struct reshard reshard;
    struct messages deltas = {0};
    struct table state;
    table_init(&state);
    begin(5);
    ck_assert_ptr_null(add(&reshard, 1));
    ck_assert(reshard_write(&reshard, 0, &deltas));
    for (uint32_t m = 0; m < deltas.count; m++) {
        apply_change(&state, messages_at(&deltas, m));
    }
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(&state, &cursor, &key, &value)) {
        struct bytes before = state_get(&world.copy, key);
        bool own =
            key.at[0] == KEY_TASK || key.at[0] == KEY_ATTRIBUTION || key.at[0] == KEY_SCORING;
        ck_assert_msg(own || (before.length == value.length &&
                              memcmp(before.at, value.at, value.length) == 0),
                      "a record of kind %c", key.at[0]);
    }
    ck_assert_uint_eq(state.count, world.copy.count);
    table_fini(&state);
    messages_fini(&deltas);
    reshard_fini(&reshard);
    task_world_end(&world);
}
END_TEST

static void expect_fault(const char *part)
{
    struct reshard reshard;
    const char *fault = add(&reshard, TO);
    ck_assert_ptr_nonnull(fault);
    ck_assert_msg(strstr(fault, part) != NULL, "%s", fault);
    reshard_fini(&reshard);
}

START_TEST(what_is_not_at_rest_is_refused)
{
    begin(5);
    world.task.attribution.emission.active = true;
    expect_fault("half done");
    world.task.attribution.emission.active = false;
    world.task.scoring.applying = true;
    expect_fault("half done");
    world.task.scoring.applying = false;
    world.task.scoring.open_groups[0].active = true;
    expect_fault("half done");
    world.task.scoring.open_groups[0].active = false;
    world.task.scoring.change.behind = 1;
    expect_fault("change of the rules is not finished");
    world.task.scoring.change.behind = 0;
    world.task.attribution.day++;
    expect_fault("different days");
    world.task.attribution.day--;
    /* Commit 6 leaves facts that wait. */
    format_commit(&world);
    expect_fault("half done");
    task_world_end(&world);
}
END_TEST

START_TEST(what_has_not_begun_is_refused)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    expect_fault("has not begun");
    task_world_end(&world);
}
END_TEST

/* Only certifications have come: the wall clock moves the partners' clock. */
START_TEST(without_a_tenants_clock_none_is_made_up)
{
    struct reshard reshard;
    task_world_begin(&world, 1, MERIT_NO_DAY);
    see_idle(&world, TASK_ASSOCIATIONS);
    see_idle(&world, TASK_USAGE);
    see_day(&world, TASK_CERTIFICATIONS, FORMAT_DAY);
    world.view.wall_day = FORMAT_DAY;
    run_task(&world);
    ck_assert_int_eq(world.task.scoring.day, FORMAT_DAY);
    ck_assert_ptr_null(add(&reshard, TO));
    for (uint32_t i = 0; i < TO; i++) {
        struct messages deltas = {0};
        struct table state;
        table_init(&state);
        ck_assert(reshard_write(&reshard, i, &deltas));
        apply_change(&state, messages_at(&deltas, 0));
        struct task task;
        struct task_config config = world.config;
        config.task = i;
        config.task_count = TO;
        ck_assert(task_open(&task, &config, &state));
        ck_assert(task.record.no_clock && task.attribution.day == MERIT_NO_DAY);
        ck_assert_int_eq(task.scoring.watermarks[TO - 1], SCORING_NO_CLOCK);
        task_fini(&task);
        messages_fini(&deltas);
    }
    reshard_fini(&reshard);
    task_world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("reshard",
                 each_record_goes_to_the_task_of_its_id,
                 to_one_task_it_stays_what_it_was,
                 what_is_not_at_rest_is_refused,
                 what_has_not_begun_is_refused,
                 without_a_tenants_clock_none_is_made_up)
