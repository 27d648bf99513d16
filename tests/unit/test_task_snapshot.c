/* Tests of a snapshot on its way into the change log: when it is due, its marks and chunks. */
#include "check_main.h"
#include "recovery_fixture.h"
#include "task/snapshot.h"

static struct task_world world;
static struct messages sent;

static void begin(void)
{
    task_world_begin(&world, 1, LOG_DAY);
    sent = (struct messages){0};
}

static void end(void)
{
    messages_fini(&sent);
    task_world_end(&world);
}

static struct change_header header_of(uint32_t message)
{
    struct reader reader = reader_of(messages_at(&sent, message));
    struct change_header header;
    ck_assert(change_read_header(&reader, &header));
    return header;
}

START_TEST(it_is_due_when_the_log_has_outgrown_the_state)
{
    begin();
    uint64_t size = world.task.state.bytes;
    world.task.record.log_bytes = size;
    ck_assert(!snapshot_is_due(&world.task, 0));
    world.task.record.log_bytes = size + 1;
    ck_assert(snapshot_is_due(&world.task, 0));
    ck_assert(!snapshot_is_due(&world.task, size + 1));
    world.task.record.log_bytes = size + 2;
    ck_assert(snapshot_is_due(&world.task, size + 1));
    end();
}
END_TEST

START_TEST(marks_and_chunks_name_their_commits)
{
    begin();
    world.task.record.commit = 8;
    struct snapshot snapshot = {.begun = false};
    snapshot_start(&snapshot, 7, 70);
    snapshot_begin(&snapshot, &world.task, &sent);
    struct buffer items = {0};
    change_put(&items, (struct bytes){(const uint8_t *)"Tkey", 4},
               (struct bytes){(const uint8_t *)"value", 5});
    snapshot_chunk(&snapshot, &world.task, buffer_view(&items), &sent);
    world.task.record.commit = 9; /* the second chunk goes with the next commit */
    snapshot_chunk(&snapshot, &world.task, buffer_view(&items), &sent);
    snapshot_end(&snapshot, &world.task, &sent);
    ck_assert_uint_eq(sent.count, 4);
    static const enum change_kind kinds[] = {CHANGE_SNAPSHOT_BEGIN, CHANGE_SNAPSHOT_CHUNK,
                                             CHANGE_SNAPSHOT_CHUNK, CHANGE_SNAPSHOT_END};
    static const uint32_t indices[] = {0, 0, 1, 2};
    static const uint64_t commits[] = {9, 9, 10, 10};
    uint64_t checksum = change_checksum(0, messages_at(&sent, 1));
    for (uint32_t i = 0; i < 4; i++) {
        struct change_header header = header_of(i);
        ck_assert_int_eq(header.kind, kinds[i]);
        ck_assert_uint_eq(header.index, indices[i]);
        ck_assert_uint_eq(header.commit, commits[i]);
        ck_assert_uint_eq(header.snapshot, 7);
    }
    ck_assert_uint_eq(header_of(3).checksum, change_checksum(checksum, messages_at(&sent, 2)));
    ck_assert_uint_eq(world.task.record.snapshot, 7);
    ck_assert_uint_eq(world.task.record.log_bytes, sent.bytes.length);
    buffer_fini(&items);
    end();
}
END_TEST

START_TEST(only_with_its_end_mark_it_is_whole)
{
    begin();
    struct snapshot snapshot = {.begun = false};
    int64_t before;
    ck_assert(!snapshot_is_whole(&snapshot, &before));
    snapshot_start(&snapshot, 7, 70);
    snapshot_begin(&snapshot, &world.task, &sent);
    ck_assert(!snapshot_is_whole(&snapshot, &before));
    snapshot_end(&snapshot, &world.task, &sent);
    ck_assert(snapshot_is_whole(&snapshot, &before));
    ck_assert_int_eq(before, 70);
    end();
}
END_TEST

START_TEST(its_share_grows_with_the_delta)
{
    ck_assert_uint_ge(snapshot_share(0), CHANGE_PART_BYTES);
    ck_assert_uint_eq(snapshot_share(1000) - snapshot_share(0), 1000);
}
END_TEST

CHECK_MAIN_TESTS("task_snapshot",
                 it_is_due_when_the_log_has_outgrown_the_state,
                 marks_and_chunks_name_their_commits,
                 only_with_its_end_mark_it_is_whole,
                 its_share_grows_with_the_delta)
