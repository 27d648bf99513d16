/* Tests of following one task's change log: whole commits only, from the log, a snapshot or the
 * disk.
 */
#include "check_main.h"
#include "damage_fixture.h"
#include "follower_fixture.h"

static struct changes changes;
static struct follower *follower;

static void begin(void)
{
    struct follower_config config = {&changes.world.shared, &changes.world.shared.kafka,
                                     changes.writer, FOLLOWED_TASK};
    follower = follower_new(&config);
}

static void open_world(void)
{
    changes_open(&changes);
    begin();
}

static void close_world(void)
{
    follower_close(follower);
    changes_close(&changes);
}

/* It said so, and its client closed in time. */
static void close_world_with(const char *reason)
{
    follower_close(follower);
    ck_assert_ptr_nonnull(strstr(world_log(&changes.world), reason));
    ck_assert_ptr_null(strstr(world_log(&changes.world), "it did not close in time"));
    changes_close(&changes);
}

static uint64_t commit_now(void)
{
    return atomic_load(&changes.world.shared.reports[FOLLOWED_TASK].standby_commit);
}

/* Steps until it has the commit. */
static void follow_to(uint64_t commit)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (commit_now() != commit && shared_now_ms() < until) {
        enum follower_outcome outcome = follower_step(follower);
        ck_assert_msg(outcome != FOLLOWER_FAILED, "%s", world_log(&changes.world));
        if (outcome == FOLLOWER_IDLE) {
            world_sleep(5);
        }
    }
    ck_assert_uint_eq(commit_now(), commit);
}

static void idle(int64_t ms)
{
    int64_t until = shared_now_ms() + ms;
    while (shared_now_ms() < until) {
        ck_assert_int_ne(follower_step(follower), FOLLOWER_FAILED);
        world_sleep(5);
    }
}

static bool fails_with(const char *reason)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    enum follower_outcome outcome = FOLLOWER_IDLE;
    while (outcome != FOLLOWER_FAILED && shared_now_ms() < until) {
        outcome = follower_step(follower);
    }
    return outcome == FOLLOWER_FAILED && strstr(world_log(&changes.world), reason) != NULL;
}

static struct followed take(void)
{
    struct followed followed;
    ck_assert(follower_rest(follower));
    follower_take(follower, &followed);
    return followed;
}

START_TEST(whole_commits_are_followed)
{
    open_world();
    ck_assert(!follower_rest(follower)); /* nothing there yet */
    changes_delta(&changes, 1, 0, false, "one");
    idle(300);
    ck_assert(!follower_rest(follower));
    changes_delta(&changes, 1, 1, true, "more");
    follow_to(1);
    changes_delta(&changes, 2, 0, true, "two");
    follow_to(2);
    changes_delta(&changes, 3, 0, false, "three");
    idle(300);
    struct followed followed = take();
    ck_assert_uint_eq(followed.position.commit, 2);
    ck_assert_int_eq(followed.position.log_offset, 3);
    ck_assert(followed.stored);
    ck_assert(changes_hold(&followed.table, 'a', "two"));
    ck_assert(changes_hold(&followed.table, 'b', "more"));
    followed_end(&changes, &followed);
    close_world();
}
END_TEST

/* Resting is not the end: it goes on where it was. */
START_TEST(after_a_rest_it_goes_on)
{
    open_world();
    changes_delta(&changes, 1, 0, true, "one");
    follow_to(1);
    changes_delta(&changes, 2, 0, false, "two");
    idle(200);
    ck_assert(follower_rest(follower));
    changes_delta(&changes, 2, 1, true, "two");
    changes_delta(&changes, 3, 0, true, "three");
    follow_to(3);
    struct followed followed = take();
    ck_assert(changes_hold(&followed.table, 'a', "three"));
    ck_assert(changes_hold(&followed.table, 'b', "two"));
    followed_end(&changes, &followed);
    close_world();
}
END_TEST

START_TEST(it_goes_on_from_the_disk)
{
    open_world();
    changes_delta(&changes, 1, 0, true, "one");
    changes_delta(&changes, 2, 0, true, "two");
    follow_to(2);
    follower_close(follower);
    ck_assert_uint_eq(commit_now(), 0);
    begin();
    changes_delta(&changes, 3, 1, true, "a part before it is missing");
    ck_assert(fails_with("commits are missing"));
    ck_assert_ptr_nonnull(strstr(world_log(&changes.world), "from=disk commit=2"));
    ck_assert(follower_rest(follower) == false);
    close_world();
}
END_TEST

START_TEST(what_is_damaged_on_disk_is_had_from_the_log)
{
    open_world();
    changes_delta(&changes, 1, 0, false, "one");
    changes_delta(&changes, 1, 1, true, "more");
    changes_delta(&changes, 2, 0, true, "two");
    follow_to(2);
    follower_close(follower);
    damage_record(&changes.world, FOLLOWED_TASK, text_bytes("Tb"));
    begin();
    follow_to(2);
    ck_assert_ptr_nonnull(strstr(world_log(&changes.world), "state on disk is damaged"));
    ck_assert_ptr_null(strstr(world_log(&changes.world), "from=disk"));
    idle(100); /* it is put on disk */
    follower_close(follower);
    begin();
    changes_delta(&changes, 3, 0, true, "three");
    follow_to(3);
    ck_assert_ptr_nonnull(strstr(world_log(&changes.world), "from=disk commit=2"));
    struct followed followed = take();
    ck_assert(changes_hold(&followed.table, 'a', "three"));
    ck_assert(changes_hold(&followed.table, 'b', "more"));
    followed_end(&changes, &followed);
    close_world();
}
END_TEST

START_TEST(a_snapshot_is_where_it_begins)
{
    open_world();
    struct change_header header = {.kind = CHANGE_SNAPSHOT_BEGIN, .commit = 8, .snapshot = 7};
    changes_put(&changes, &header, 'a', NULL);
    header.kind = CHANGE_SNAPSHOT_CHUNK;
    struct messages chunk = {0};
    uint8_t key[2] = {KEY_TENANT, 'z'};
    change_begin(&chunk, &header);
    change_put(&chunk.bytes, (struct bytes){key, 2}, (struct bytes){(const uint8_t *)"old", 3});
    messages_end(&chunk);
    changes_send(&changes, messages_at(&chunk, 0));
    uint64_t checksum = change_checksum(0, messages_at(&chunk, 0));
    messages_fini(&chunk);
    changes_delta(&changes, 8, 0, true, "eight");
    header = (struct change_header){
        .kind = CHANGE_SNAPSHOT_END, .commit = 9, .snapshot = 7, .index = 1, .checksum = checksum};
    changes_put(&changes, &header, 'a', NULL);
    changes_delta(&changes, 9, 0, true, "nine");
    follow_to(9);
    struct followed followed = take();
    ck_assert(changes_hold(&followed.table, 'z', "old"));
    ck_assert(changes_hold(&followed.table, 'a', "nine"));
    followed_end(&changes, &followed);
    close_world();
}
END_TEST

/* What was read before it is given back: its client could not be closed otherwise. */
START_TEST(a_reading_that_breaks_off_leaves_nothing)
{
    open_world();
    changes_delta(&changes, 1, 0, true, "one");
    ck_assert_int_eq(follower_step(follower), FOLLOWER_MOVED);
    world_break_reading(&changes.world);
    ck_assert_int_eq(follower_step(follower), FOLLOWER_FAILED);
    close_world_with("allow meritd to read it");
}
END_TEST

START_TEST(what_is_none_of_ours_stops_it)
{
    open_world();
    changes_delta(&changes, 1, 0, true, "one");
    follow_to(1);
    changes_send(&changes, (struct bytes){(const uint8_t *)"\xff"
                                                           "x",
                                          2});
    ck_assert(fails_with("newer meritd"));
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("follower",
                 whole_commits_are_followed,
                 after_a_rest_it_goes_on,
                 it_goes_on_from_the_disk,
                 what_is_damaged_on_disk_is_had_from_the_log,
                 a_snapshot_is_where_it_begins,
                 a_reading_that_breaks_off_leaves_nothing,
                 what_is_none_of_ours_stops_it)
