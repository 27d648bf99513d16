/* Tests of a task's commits: what their deltas and metadata hold. */
#include "check_main.h"
#include "task_fixture.h"

enum { TODAY = 19500 /* 2023-05-23 */ };

static struct task_world world;

static void begin(void)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
}

static void link_and_use(const char *tenant, int64_t users)
{
    struct merit_event event = event_association("a1", "p1", tenant, TODAY);
    apply_event(&world, &event);
    event = event_usage(tenant, "m365/teams", users, TODAY);
    apply_event(&world, &event);
}

static struct change_header header_at(uint32_t index)
{
    struct reader reader = reader_of(messages_at(&world.deltas, index));
    struct change_header header;
    ck_assert(change_read_header(&reader, &header));
    ck_assert_int_eq(header.kind, CHANGE_DELTA);
    return header;
}

/* The deltas since the last messages_clear are the parts of one commit. */
static void assert_parts_of(uint64_t commit)
{
    ck_assert_uint_gt(world.deltas.count, 0);
    for (uint32_t i = 0; i < world.deltas.count; i++) {
        struct change_header header = header_at(i);
        ck_assert_uint_eq(header.commit, commit);
        ck_assert_uint_eq(header.index, i);
        ck_assert_int_eq(header.last, i + 1 == world.deltas.count);
    }
}

static void assert_copy_is_state(void)
{
    ck_assert(holds_logged(&world.task.state, &world.copy));
    ck_assert(holds_logged(&world.copy, &world.task.state));
}

START_TEST(commits_are_numbered_from_one)
{
    begin();
    ck_assert_uint_eq(world.task.record.commit, 0);
    for (uint64_t commit = 1; commit <= 3; commit++) {
        link_and_use(commit == 2 ? "t2" : "t1", (int64_t)commit);
        messages_clear(&world.deltas);
        commit_task(&world);
        assert_parts_of(commit);
        ck_assert_uint_eq(world.task.record.commit, commit);
        ck_assert_uint_eq(world.metadata.commit, commit);
    }
    reopen_task(&world);
    ck_assert_uint_eq(world.task.record.commit, 3);
    task_world_end(&world);
}
END_TEST

START_TEST(deltas_give_the_state)
{
    begin();
    for (int i = 0; i < 5; i++) {
        link_and_use(i % 2 == 0 ? "t1" : "t2", i);
        struct merit_event event = event_association("a1", i == 3 ? "p2" : "p1", "t1", TODAY);
        event.occurred_at += i;
        apply_event(&world, &event);
        messages_clear(&world.deltas);
        commit_task(&world);
        assert_copy_is_state();
    }
    task_world_end(&world);
}
END_TEST

/* What waits is put by one part and removed by a later one of the same commit. */
START_TEST(changes_may_be_given_out_early)
{
    begin();
    messages_clear(&world.deltas);
    struct merit_event event = event_association("a1", "p1", "t1", TODAY);
    event.timestamp = at_second(TODAY + 1, 0);
    see_nothing(&world, TASK_CERTIFICATIONS);
    see_day(&world, TASK_ASSOCIATIONS, TODAY + 1);
    run_task(&world);
    apply_event(&world, &event);
    ck_assert_uint_gt(world.task.scoring.waiting.count, 0);
    ck_assert_uint_gt(task_changed_count(&world.task), 0);
    task_emit_changes(&world.task, &world.deltas);
    ck_assert_uint_eq(task_changed_count(&world.task), 0);
    see_idle(&world, TASK_CERTIFICATIONS);
    run_task(&world);
    ck_assert_uint_eq(world.task.scoring.waiting.count, 0);
    task_emit_changes(&world.task, &world.deltas);
    task_emit_changes(&world.task, &world.deltas); /* nothing changed: an empty part */
    commit_task(&world);
    assert_parts_of(1);
    ck_assert_uint_ge(world.deltas.count, 4);
    assert_copy_is_state();
    task_world_end(&world);
}
END_TEST

START_TEST(a_long_delta_has_several_parts)
{
    begin();
    for (int i = 0; i < 3000; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "a-tenant-of-a-rather-long-name-%d", i);
        struct merit_event event = event_usage(name, "m365/teams", 1, TODAY);
        apply_event(&world, &event);
    }
    messages_clear(&world.deltas);
    commit_task(&world);
    ck_assert_uint_gt(world.deltas.count, 1);
    assert_parts_of(1);
    for (uint32_t i = 0; i < world.deltas.count; i++) {
        ck_assert_uint_lt(messages_at(&world.deltas, i).length, CHANGE_PART_BYTES + 1000);
    }
    assert_copy_is_state();
    task_world_end(&world);
}
END_TEST

/* A tenant's record may be longer than any message. */
START_TEST(a_long_record_lies_in_several_messages)
{
    enum { PRODUCTS = MERIT_ASSOCIATION_PRODUCTS_MAX, ASSOCIATIONS = 40 };
    static char names[PRODUCTS][MERIT_ID_MAX + 1];
    static struct merit_text products[PRODUCTS];
    for (int i = 0; i < PRODUCTS; i++) {
        (void)snprintf(names[i], sizeof names[i], "%0*d", MERIT_ID_MAX, i);
        products[i] = merit_text_of(names[i]);
    }
    begin();
    messages_clear(&world.deltas);
    for (int i = 0; i < ASSOCIATIONS; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "a%d", i);
        struct merit_event event = event_association(name, "p1", "t1", TODAY);
        event.association.products = products;
        event.association.product_count = PRODUCTS;
        apply_event(&world, &event);
    }
    commit_task(&world);
    ck_assert_uint_gt(world.deltas.count, 10);
    assert_parts_of(1);
    for (uint32_t i = 0; i < world.deltas.count; i++) {
        ck_assert_uint_le(messages_at(&world.deltas, i).length, CHANGE_MESSAGE_MAX);
    }
    assert_copy_is_state();
    task_world_end(&world);
}
END_TEST

START_TEST(the_record_goes_with_the_commit)
{
    begin();
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        ck_assert_int_eq(world.task.record.positions[i], -1);
        task_moved(&world.task, (enum task_input)i, 10 + i);
    }
    world.task.record.snapshot = 4;
    world.task.record.log_bytes = 5;
    commit_task(&world);
    struct key key = key_of(KEY_TASK);
    struct bytes stored = state_get(&world.copy, key_view(&key));
    struct task_record record;
    bool newer;
    ck_assert(task_record_read(stored, &record, &newer));
    ck_assert_uint_eq(record.commit, 1);
    ck_assert_uint_eq(record.task_count, 1);
    ck_assert_uint_eq(record.program_hash, world.config.program->hash);
    ck_assert_int_eq(record.revision, 1);
    ck_assert(text_is(record.cluster_id, "cluster"));
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        ck_assert_int_eq(record.positions[i], 10 + i);
    }
    ck_assert_uint_eq(record.snapshot, 4);
    ck_assert_uint_eq(record.log_bytes, 5);
    ck_assert_uint_eq(world.metadata.hash, task_metadata_of(stored, 1).hash);
    reopen_task(&world);
    ck_assert_int_eq(world.task.record.positions[TASK_FACTS], 10 + TASK_FACTS);
    ck_assert_uint_eq(world.task.record.snapshot, 4);
    task_world_end(&world);
}
END_TEST

/* Whoever commits only where something has happened asks `touched`. */
START_TEST(what_happens_touches)
{
    begin();
    ck_assert(world.task.touched);
    commit_task(&world);
    ck_assert(!world.task.touched);
    run_task(&world);
    ck_assert(!world.task.touched);
    task_moved(&world.task, TASK_USAGE, 1);
    ck_assert(world.task.touched);
    commit_task(&world);
    struct merit_event event = event_usage("t1", "m365/teams", 1, TODAY);
    task_apply(&world.task, &event);
    ck_assert(world.task.touched);
    run_task(&world);
    commit_task(&world);
    take_watermark_of(&world, 0, TODAY + 1);
    ck_assert(world.task.touched);
    run_task(&world);
    commit_task(&world);
    world.view.wall_day = TODAY + 2;
    see_idle(&world, TASK_USAGE);
    ck_assert_str_eq(next_is(&world), "worked");
    ck_assert(world.task.touched);
    task_world_end(&world);
}
END_TEST

START_TEST(a_reopened_task_goes_on)
{
    begin();
    link_and_use("t1", 20);
    ck_assert_str_eq(task_said(&world), "users=2000 ");
    commit_task(&world);
    link_and_use("t1", 30); /* dropped: the same state of an association, and the day's users */
    reopen_task(&world);
    ck_assert_str_eq(task_said(&world), "");
    ck_assert(!world.task.touched);
    struct merit_event event = event_usage("t1", "m365/teams", 45, TODAY + 1);
    apply_event(&world, &event);
    ck_assert_str_eq(task_said(&world), "");
    world.view.wall_day = TODAY + 1;
    run_task(&world);
    ck_assert_str_eq(task_said(&world), "users=4500 ");
    task_world_end(&world);
}
END_TEST

START_TEST(bytes_that_are_no_pack_are_refused)
{
    begin();
    static const uint8_t wrong[] = {FACT_PACK_FORMAT + 1, 1, 1};
    static const uint8_t no_message[] = {FACT_PACK_FORMAT, 2, 9, 9};
    static const uint8_t cut[] = {FACT_PACK_FORMAT, 40, FACT_WATERMARK};
    ck_assert(!task_receive(&world.task, (struct bytes){wrong, sizeof wrong}));
    ck_assert(!task_receive(&world.task, (struct bytes){no_message, sizeof no_message}));
    ck_assert(!task_receive(&world.task, (struct bytes){cut, sizeof cut}));
    ck_assert(!task_receive(&world.task, (struct bytes){NULL, 0}));
    task_world_end(&world);
}
END_TEST

/* A state that lacks a record, or whose own record is none, is not opened. */
START_TEST(damaged_state_is_not_opened)
{
    begin();
    link_and_use("t1", 20);
    commit_task(&world);
    for (int i = 0; i < 3; i++) {
        struct table state;
        table_init(&state);
        copy_table(&world.copy, &state);
        struct key key = key_of(i == 0 ? KEY_TASK : i == 1 ? KEY_SCORING : KEY_ATTRIBUTION);
        table_put(&state, key_view(&key), (struct bytes){(const uint8_t *)"\1\2\3", 3});
        task_fini(&world.task);
        ck_assert(!task_world_open(&world, &state));
        table_fini(&state);
    }
    task_world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("task_commit",
                 commits_are_numbered_from_one,
                 deltas_give_the_state,
                 changes_may_be_given_out_early,
                 a_long_delta_has_several_parts,
                 a_long_record_lies_in_several_messages,
                 the_record_goes_with_the_commit,
                 what_happens_touches,
                 a_reopened_task_goes_on,
                 bytes_that_are_no_pack_are_refused,
                 damaged_state_is_not_opened)
