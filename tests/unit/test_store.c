/* Tests of a task's state on disk: opened, refused, emptied, loaded, closed. */
#include "check_main.h"
#include "store_fixture.h"

static char root[STORE_FIXTURE_PATH];

/* A folder with one record as of commit 5, closed. */
static void make_closed(void)
{
    struct store_position position;
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, 0);
    fixture_write_one(store, 5, "Tkey", "value");
    fixture_close(store);
}

static void expect_kept(void)
{
    struct store_position position;
    struct table table;
    table_init(&table);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, 5);
    ck_assert_int_eq(position.log_offset, 50);
    ck_assert_uint_eq(position.state_size, 500);
    ck_assert(store_load(store, &table, store_error));
    ck_assert_uint_eq(table.count, 1);
    ck_assert(table_has(&table, "Tkey", "value"));
    fixture_close(store);
    table_fini(&table);
}

static void expect_emptied(const char *part)
{
    struct store_position position;
    struct table table;
    table_init(&table);
    struct store *store = fixture_open(root, STORE_REBUILD, &position);
    ck_assert_msg(strstr(store_error, part) != NULL, "%s", store_error);
    ck_assert_uint_eq(position.commit, 0);
    ck_assert(store_load(store, &table, store_error));
    ck_assert_uint_eq(table.count, 0);
    /* And of use again. */
    fixture_write_one(store, 5, "Tkey", "value");
    fixture_close(store);
    table_fini(&table);
    expect_kept();
}

START_TEST(what_was_written_is_there_again)
{
    make_closed();
    expect_kept();
    expect_kept();
    fixture_remove(root);
}
END_TEST

/* Puts a text in place of another in the owner file. */
static void change_owner(const char *from, const char *to)
{
    struct buffer content = {0};
    struct buffer changed = {0};
    fixture_read_file(root, "owner", &content);
    buffer_u8(&content, '\0');
    char *text = (char *)content.bytes;
    char *at = strstr(text, from);
    ck_assert_ptr_nonnull(at);
    buffer_put(&changed, text, (size_t)(at - text));
    buffer_put(&changed, to, strlen(to));
    buffer_put(&changed, at + strlen(from), strlen(at + strlen(from)));
    fixture_write_file(root, "owner", buffer_view(&changed));
    buffer_fini(&content);
    buffer_fini(&changed);
}

static void expect_refused(const struct store_identity *identity, const char *part)
{
    struct store *store = NULL;
    struct store_position position;
    struct buffer before = {0};
    struct buffer after = {0};
    fixture_read_file(root, "owner", &before);
    ck_assert_int_eq(store_open(root, identity, &store, &position, store_error), STORE_REFUSED);
    ck_assert_msg(strstr(store_error, part) != NULL, "%s", store_error);
    ck_assert_ptr_null(store);
    /* And where it is only looked at. */
    store_error[0] = '\0';
    ck_assert(!store_is_ours(root, identity, store_error));
    ck_assert_msg(strstr(store_error, part) != NULL, "%s", store_error);
    fixture_read_file(root, "owner", &after);
    ck_assert(before.length == after.length &&
              memcmp(before.bytes, after.bytes, after.length) == 0);
    buffer_fini(&before);
    buffer_fini(&after);
}

START_TEST(state_of_another_is_refused_untouched)
{
    make_closed();
    struct store_identity identity = store_identity;
    identity.application_id = "other";
    expect_refused(&identity, "belongs to application merit, not other");
    identity = store_identity;
    identity.cluster_id = "other";
    expect_refused(&identity, "belongs to Kafka cluster cluster-1, not other");
    identity = store_identity;
    identity.task = 4;
    expect_refused(&identity, "belongs to task 3, not 4");
    identity = store_identity;
    identity.task_count = 8;
    expect_refused(&identity, "of one of 16 tasks");
    identity = store_identity;
    identity.program_hash = 1;
    expect_refused(&identity, "rule program 12345678 of revision 3, the rule files give 00000001");
    identity = store_identity;
    identity.revision = 2;
    expect_refused(&identity, "rules of revision 3, the rule files are of revision 2");
    expect_kept();
    fixture_remove(root);
}
END_TEST

/* A higher revision takes it; whose rules it is of is what was written under them. */
START_TEST(rules_of_a_higher_revision_take_over)
{
    make_closed();
    struct store_identity identity = store_identity;
    identity.program_hash = 1;
    identity.revision = 4;
    struct store_position position;
    struct store *store = NULL;
    ck_assert_int_eq(store_open(root, &identity, &store, &position, store_error), STORE_OPENED);
    fixture_close(store);
    expect_kept();
    ck_assert_int_eq(store_open(root, &identity, &store, &position, store_error), STORE_OPENED);
    store_set_program(store, 1, 4);
    fixture_close(store);
    expect_refused(&store_identity, "rules of revision 4, the rule files are of revision 3");
    fixture_remove(root);
}
END_TEST

/* Also where it would be doubtful. */
START_TEST(a_newer_format_is_refused_untouched)
{
    make_closed();
    change_owner("closed yes", "closed no");
    change_owner("meritd-state 2", "meritd-state 3");
    expect_refused(&store_identity, "is of format 3, this program knows 2");
    change_owner("meritd-state 3", "meritd-state 2");
    expect_kept();
    fixture_remove(root);
}
END_TEST

START_TEST(state_that_a_killed_process_left_is_good)
{
    make_closed();
    change_owner("closed yes", "closed no");
    expect_kept();
    fixture_remove(root);
}
END_TEST

START_TEST(state_that_a_machine_left_that_went_down_is_emptied)
{
    make_closed();
    change_owner("boot ", "boot x");
    expect_kept(); /* closed: it was all on disk */
    change_owner("boot ", "boot x");
    change_owner("closed yes", "closed no");
    expect_emptied("was not closed before the machine went down");
    fixture_remove(root);
}
END_TEST

START_TEST(while_it_is_open_it_is_not_marked_as_closed)
{
    make_closed();
    struct store_position position;
    struct buffer content = {0};
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    fixture_read_file(root, "owner", &content);
    buffer_u8(&content, '\0');
    ck_assert_ptr_nonnull(strstr((char *)content.bytes, "\nclosed no\n"));
    fixture_close(store);
    fixture_read_file(root, "owner", &content);
    buffer_u8(&content, '\0');
    ck_assert_ptr_nonnull(strstr((char *)content.bytes, "\nclosed yes\n"));
    buffer_fini(&content);
    fixture_remove(root);
}
END_TEST

START_TEST(files_that_are_missing_or_damaged_are_emptied)
{
    char path[STORE_FIXTURE_PATH + 32];
    make_closed();
    fixture_write_file(root, "owner", text_bytes("nonsense\n"));
    expect_emptied("the file that says whose it is");
    snprintf(path, sizeof path, "%s/owner", root);
    unlink(path);
    expect_emptied("the file that says whose it is");
    fixture_write_file(root, "data.mdb", text_bytes(""));
    expect_emptied("the records are missing");
    snprintf(path, sizeof path, "%s/data.mdb", root);
    unlink(path);
    expect_emptied("the records are missing");
    fixture_write_file(root, "data.mdb", text_bytes("nonsense"));
    expect_emptied("data.mdb is damaged");
    snprintf(path, sizeof path, "%s/lock.mdb", root);
    unlink(path);
    expect_kept();
    fixture_write_file(root, "lock.mdb", text_bytes("nonsense"));
    expect_kept();
    fixture_remove(root);
}
END_TEST

START_TEST(it_belongs_to_one_process)
{
    struct store_position position;
    struct store *second = NULL;
    make_closed();
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_int_eq(store_open(root, &store_identity, &second, &position, store_error),
                     STORE_FAILED);
    ck_assert_ptr_nonnull(strstr(store_error, "is used by another process"));
    fixture_close(store);
    expect_kept();
    fixture_remove(root);
}
END_TEST

START_TEST(what_cannot_be_opened_fails)
{
    struct store *store = NULL;
    struct store_position position;
    struct store_identity identity = store_identity;
    ck_assert_int_eq(store_open("/proc/none", &identity, &store, &position, store_error),
                     STORE_FAILED);
    identity.cluster_id = "two\nlines";
    fixture_folder(root);
    ck_assert_int_eq(store_open(root, &identity, &store, &position, store_error), STORE_FAILED);
    fixture_remove(root);
}
END_TEST

START_TEST(what_is_loaded_is_no_change)
{
    bool tracked[256];
    struct store_position position;
    struct table table;
    struct bytes key;
    struct bytes value;
    size_t cursor = 0;
    memset(tracked, 1, sizeof tracked);
    make_closed();
    table_init(&table);
    table_track(&table, tracked);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    ck_assert(store_load(store, &table, store_error));
    ck_assert(!table_next_changed(&table, &cursor, &key, &value));
    table_put(&table, text_bytes("Tother"), text_bytes("value"));
    ck_assert(table_next_changed(&table, &cursor, &key, &value));
    fixture_close(store);
    table_fini(&table);
    fixture_remove(root);
}
END_TEST

START_TEST(a_changed_byte_of_a_value_is_noticed)
{
    struct buffer content = {0};
    struct store_position position;
    struct table table;
    make_closed();
    fixture_read_file(root, "data.mdb", &content);
    int found = 0;
    for (size_t at = 0; at + 9 < content.length; at++) {
        if (memcmp(content.bytes + at, "Tkeyvalue", 9) == 0) {
            content.bytes[at + 6] ^= 1;
            found++;
        }
    }
    ck_assert_int_gt(found, 0);
    fixture_write_file(root, "data.mdb", buffer_view(&content));
    table_init(&table);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    ck_assert(!store_load(store, &table, store_error));
    ck_assert_ptr_nonnull(strstr(store_error, "a record cannot be read"));
    struct store_snapshot *snapshot = store_snapshot_begin(store, &position, store_error);
    ck_assert_ptr_nonnull(snapshot);
    ck_assert(!store_snapshot_next(snapshot, &content, 1000));
    ck_assert(store_snapshot_is_damaged(snapshot));
    store_snapshot_end(snapshot);
    ck_assert(store_clear(store, store_error));
    ck_assert(store_load(store, &table, store_error));
    ck_assert_uint_eq(table.count, 0);
    fixture_write_one(store, 5, "Tkey", "value");
    fixture_close(store);
    expect_kept();
    buffer_fini(&content);
    table_fini(&table);
    fixture_remove(root);
}
END_TEST

CHECK_MAIN_TESTS("store",
                 what_was_written_is_there_again,
                 state_of_another_is_refused_untouched,
                 rules_of_a_higher_revision_take_over,
                 a_newer_format_is_refused_untouched,
                 state_that_a_killed_process_left_is_good,
                 state_that_a_machine_left_that_went_down_is_emptied,
                 while_it_is_open_it_is_not_marked_as_closed,
                 files_that_are_missing_or_damaged_are_emptied,
                 it_belongs_to_one_process,
                 what_cannot_be_opened_fails,
                 what_is_loaded_is_no_change,
                 a_changed_byte_of_a_value_is_noticed)
