/* Tests of changes written to a store. */
#include "check_main.h"
#include "store_fixture.h"

#include <signal.h>
#include <sys/resource.h>

static char root[STORE_FIXTURE_PATH];

static void expect_loaded(struct store *store, const struct table *expected)
{
    struct table table;
    table_init(&table);
    ck_assert_msg(store_load(store, &table, store_error), "%s", store_error);
    ck_assert(tables_equal(&table, expected));
    table_fini(&table);
}

START_TEST(later_changes_win)
{
    struct store_position position;
    struct messages messages = {0};
    struct table table;
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    fixture_write_one(store, 1, "Told", "value");
    struct buffer *to = fixture_delta(&messages, 2);
    change_remove(to, text_bytes("Tback"));
    change_remove(to, text_bytes("Tnever"));
    fixture_put(&messages, "Tback", "1");
    fixture_put(&messages, "Tgone", "1");
    fixture_put(&messages, "Tempty", "");
    messages_end(&messages);
    fixture_delta(&messages, 3);
    change_remove(to, text_bytes("Tgone"));
    change_remove(to, text_bytes("Told"));
    fixture_put(&messages, "Tback", "2");
    messages_end(&messages);
    ck_assert(fixture_write(store, &messages, 3));
    table_init(&table);
    ck_assert(store_load(store, &table, store_error));
    ck_assert_uint_eq(table.count, 2);
    ck_assert(table_has(&table, "Tback", "2"));
    ck_assert(table_has(&table, "Tempty", ""));
    fixture_close(store);
    store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, 3);
    expect_loaded(store, &table);
    fixture_close(store);
    table_fini(&table);
    messages_fini(&messages);
    fixture_remove(root);
}
END_TEST

START_TEST(a_commit_without_changes_moves_the_position)
{
    struct store_position position;
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    fixture_write_one(store, 1, "Tkey", "value");
    position = (struct store_position){9, 1, 2};
    ck_assert(store_write(store, NULL, 0, &position, store_error));
    fixture_close(store);
    store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, 9);
    fixture_close(store);
    fixture_remove(root);
}
END_TEST

START_TEST(values_of_any_length)
{
    static const size_t lengths[] = {0,    1,    2020, 2030, 2040,   2050,
                                     4070, 4076, 4080, 4096, 100000, 3000000};
    struct store_position position;
    struct messages messages = {0};
    struct table table;
    uint8_t *value = memory_allocate(3000000);
    memset(value, 7, 3000000);
    table_init(&table);
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    for (uint64_t commit = 1; commit <= 3; commit++) {
        messages_clear(&messages);
        fixture_delta(&messages, commit);
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            uint8_t key[TABLE_KEY_MAX];
            memset(key, 'k', sizeof key);
            key[1] = (uint8_t)i;
            /* Other lengths each time: values move between pages. */
            size_t length = lengths[(i + commit) % (sizeof lengths / sizeof lengths[0])];
            change_put(&messages.bytes, (struct bytes){key, i % 2 == 0 ? 2 : TABLE_KEY_MAX},
                       (struct bytes){value, length});
        }
        messages_end(&messages);
        table_apply(&table, messages_at(&messages, 0));
        ck_assert_msg(fixture_write(store, &messages, commit), "%s", store_error);
        expect_loaded(store, &table);
    }
    fixture_close(store);
    store = fixture_open(root, STORE_OPENED, &position);
    expect_loaded(store, &table);
    fixture_close(store);
    memory_free(value);
    messages_fini(&messages);
    table_fini(&table);
    fixture_remove(root);
}
END_TEST

START_TEST(of_a_table_only_what_is_tracked)
{
    bool tracked[256] = {false};
    struct store_position position = {0};
    struct table table;
    struct table expected;
    table_init(&table);
    table_init(&expected);
    tracked['T'] = true;
    table_track(&table, tracked);
    for (int i = 0; i < 20000; i++) {
        char key[32];
        snprintf(key, sizeof key, "%c%d", i % 3 == 0 ? 'V' : 'T', i);
        table_put(&table, text_bytes(key), text_bytes("value"));
        if (i % 3 != 0) {
            table_put(&expected, text_bytes(key), text_bytes("value"));
        }
    }
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    position.commit = 4;
    ck_assert_msg(store_write_table(store, &table, &position, store_error), "%s", store_error);
    expect_loaded(store, &expected);
    /* And changed as any other. */
    fixture_write_one(store, 5, "T1", "other");
    table_put(&expected, text_bytes("T1"), text_bytes("other"));
    expect_loaded(store, &expected);
    fixture_close(store);
    store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, 5);
    expect_loaded(store, &expected);
    fixture_close(store);
    table_fini(&table);
    table_fini(&expected);
    fixture_remove(root);
}
END_TEST

/* The state stays that of the commit before; later ones would leave a gap. */
START_TEST(after_a_failure_nothing_more_is_written)
{
    struct store_position position;
    struct messages wrong = {0};
    struct messages good = {0};
    struct table expected;
    table_init(&expected);
    table_put(&expected, text_bytes("Tkey"), text_bytes("value"));
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    fixture_write_one(store, 1, "Tkey", "value");
    buffer_put(&wrong.bytes, "nonsense", 8);
    messages_end(&wrong);
    fixture_delta(&good, 3);
    fixture_put(&good, "Tkey", "3");
    messages_end(&good);
    ck_assert(!fixture_write(store, &wrong, 2));
    ck_assert_ptr_nonnull(strstr(store_error, "commit 2"));
    store_error[0] = '\0';
    ck_assert(!fixture_write(store, &good, 3));
    ck_assert_ptr_nonnull(strstr(store_error, "commit 2"));
    expect_loaded(store, &expected);
    ck_assert(store_clear(store, store_error));
    ck_assert(fixture_write(store, &good, 3));
    table_put(&expected, text_bytes("Tkey"), text_bytes("3"));
    expect_loaded(store, &expected);
    fixture_close(store);
    messages_fini(&wrong);
    messages_fini(&good);
    table_fini(&expected);
    fixture_remove(root);
}
END_TEST

/* A limit on the size of files stands for a full disk. */
START_TEST(a_full_disk_is_an_error)
{
    struct store_position position;
    struct messages messages = {0};
    struct table expected;
    static uint8_t value[400000];
    table_init(&expected);
    table_put(&expected, text_bytes("Tkey"), text_bytes("value"));
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    fixture_write_one(store, 1, "Tkey", "value");
    fixture_delta(&messages, 2);
    change_put(&messages.bytes, text_bytes("Tlong"), (struct bytes){value, sizeof value});
    messages_end(&messages);
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){200000, 200000}), 0);
    ck_assert(!fixture_write(store, &messages, 2));
    ck_assert_msg(strstr(store_error, "cannot be written") != NULL, "%s", store_error);
    expect_loaded(store, &expected);
    fixture_close(store);
    store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, 1);
    expect_loaded(store, &expected);
    fixture_close(store);
    messages_fini(&messages);
    table_fini(&expected);
    fixture_remove(root);
}
END_TEST

START_TEST(a_store_that_outgrows_its_room_takes_more_when_opened_again)
{
    struct store_identity small = store_identity;
    small.map_bytes = 256 * 1024;
    struct store_position position;
    struct messages messages = {0};
    struct store *store;
    static uint8_t value[300000];
    fixture_folder(root);
    ck_assert_int_eq(store_open(root, &small, &store, &position, store_error), STORE_OPENED);
    fixture_write_one(store, 1, "Tkey", "value");
    fixture_delta(&messages, 2);
    change_put(&messages.bytes, text_bytes("Tlong"), (struct bytes){value, sizeof value});
    messages_end(&messages);
    ck_assert(!fixture_write(store, &messages, 2));
    ck_assert_msg(strstr(store_error, "start meritd again") != NULL, "%s", store_error);
    fixture_close(store);
    store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, 1);
    ck_assert(fixture_write(store, &messages, 2));
    fixture_close(store);
    messages_fini(&messages);
    fixture_remove(root);
}
END_TEST

CHECK_MAIN_TESTS("store_write",
                 later_changes_win,
                 a_commit_without_changes_moves_the_position,
                 values_of_any_length,
                 of_a_table_only_what_is_tracked,
                 after_a_failure_nothing_more_is_written,
                 a_full_disk_is_an_error,
                 a_store_that_outgrows_its_room_takes_more_when_opened_again)
