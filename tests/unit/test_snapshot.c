/* Tests of a reader of all records as of one commit. */
#include "check_main.h"
#include "store_fixture.h"

enum { RECORDS = 5000, CHUNK = 4096 };

static char root[STORE_FIXTURE_PATH];

static void put_numbers(struct store *store, uint64_t commit, const char *value)
{
    struct messages messages = {0};
    fixture_delta(&messages, commit);
    for (int i = 0; i < RECORDS; i++) {
        char key[32];
        snprintf(key, sizeof key, "T%06d", i);
        fixture_put(&messages, key, value);
    }
    messages_end(&messages);
    ck_assert(fixture_write(store, &messages, commit));
    messages_fini(&messages);
}

/* All chunks of a snapshot; keys come in order. */
static void expect_numbers(struct store_snapshot *snapshot, const char *value)
{
    struct messages chunks = {0};
    struct change_header header = {.kind = CHANGE_SNAPSHOT_CHUNK};
    struct table table;
    table_init(&table);
    change_begin(&chunks, &header);
    while (store_snapshot_next(snapshot, &chunks.bytes, CHUNK)) {
        ck_assert_uint_lt(messages_length(&chunks), CHUNK + 100);
        messages_end(&chunks);
        change_begin(&chunks, &header);
    }
    ck_assert(!store_snapshot_is_damaged(snapshot));
    ck_assert(!store_snapshot_next(snapshot, &chunks.bytes, CHUNK));
    ck_assert_uint_gt(chunks.count, 10);
    int next = 0;
    for (uint32_t i = 0; i < chunks.count; i++) {
        struct reader reader = reader_of(messages_at(&chunks, i));
        ck_assert(change_read_header(&reader, &header));
        for (struct change_item item; change_read_item(&reader, &item); next++) {
            char key[32];
            snprintf(key, sizeof key, "T%06d", next);
            ck_assert(item.put && item.key.length == 7 && memcmp(item.key.at, key, 7) == 0);
            ck_assert(item.value.length == strlen(value) &&
                      memcmp(item.value.at, value, item.value.length) == 0);
        }
        ck_assert(!reader.failed);
    }
    ck_assert_int_eq(next, RECORDS);
    messages_fini(&chunks);
    table_fini(&table);
}

START_TEST(it_stays_as_of_its_commit)
{
    struct store_position position;
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    put_numbers(store, 1, "first");
    struct store_snapshot *first = store_snapshot_begin(store, &position, store_error);
    ck_assert_uint_eq(position.commit, 1);
    ck_assert_int_eq(position.log_offset, 10);
    for (uint64_t commit = 2; commit < 12; commit++) {
        put_numbers(store, commit, "second, and longer");
    }
    struct store_snapshot *second = store_snapshot_begin(store, &position, store_error);
    ck_assert_uint_eq(position.commit, 11);
    put_numbers(store, 12, "");
    expect_numbers(first, "first");
    store_snapshot_end(first);
    expect_numbers(second, "second, and longer");
    store_snapshot_end(second);
    fixture_close(store);
    fixture_remove(root);
}
END_TEST

/* A record longer than a chunk goes on in the next. */
START_TEST(a_long_record_lies_in_several_chunks)
{
    enum { LENGTH = 5 * CHANGE_PIECE_BYTES / 2 };
    static uint8_t value[LENGTH];
    struct store_position position;
    struct messages messages = {0};
    memset(value, 'v', sizeof value);
    value[LENGTH - 1] = 'w';
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    fixture_delta(&messages, 1);
    size_t from = 0;
    do {
        from = change_put_piece(&messages.bytes, text_bytes("Tlong"), (struct bytes){value, LENGTH},
                                from);
    } while (from < LENGTH);
    fixture_put(&messages, "Tshort", "s");
    messages_end(&messages);
    ck_assert(fixture_write(store, &messages, 1));
    struct store_snapshot *snapshot = store_snapshot_begin(store, &position, store_error);
    struct buffer items = {0};
    struct table table;
    table_init(&table);
    int chunks = 0;
    while (store_snapshot_next(snapshot, &items, CHUNK)) {
        ck_assert_uint_le(items.length, CHUNK + CHANGE_PIECE_BYTES + 100);
        struct reader reader = reader_of(buffer_view(&items));
        for (struct change_item item; change_read_item(&reader, &item);) {
            change_apply(&table, &item);
        }
        ck_assert(!reader.failed);
        buffer_clear(&items);
        chunks++;
    }
    ck_assert(!store_snapshot_is_damaged(snapshot));
    ck_assert_int_ge(chunks, 3);
    ck_assert_uint_eq(table.count, 2);
    struct table_value stored = table_get(&table, text_bytes("Tlong"));
    ck_assert_uint_eq(stored.length, LENGTH);
    ck_assert_int_eq(memcmp(stored.at, value, LENGTH), 0);
    store_snapshot_end(snapshot);
    fixture_close(store);
    fixture_remove(root);
    buffer_fini(&items);
    table_fini(&table);
    messages_fini(&messages);
}
END_TEST

START_TEST(of_an_empty_store_there_is_nothing)
{
    struct store_position position;
    struct buffer to = {0};
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    position.commit = 77;
    struct store_snapshot *snapshot = store_snapshot_begin(store, &position, store_error);
    ck_assert_uint_eq(position.commit, 0);
    ck_assert(!store_snapshot_next(snapshot, &to, CHUNK));
    ck_assert(!store_snapshot_is_damaged(snapshot));
    store_snapshot_end(snapshot);
    fixture_close(store);
    buffer_fini(&to);
    fixture_remove(root);
}
END_TEST

START_TEST(it_may_end_early)
{
    struct store_position position;
    struct buffer to = {0};
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    put_numbers(store, 1, "first");
    struct store_snapshot *snapshot = store_snapshot_begin(store, &position, store_error);
    ck_assert(store_snapshot_next(snapshot, &to, CHUNK));
    store_snapshot_end(snapshot);
    put_numbers(store, 2, "second");
    fixture_close(store);
    buffer_fini(&to);
    fixture_remove(root);
}
END_TEST

CHECK_MAIN_TESTS("snapshot",
                 a_long_record_lies_in_several_chunks,
                 it_stays_as_of_its_commit,
                 of_an_empty_store_there_is_nothing,
                 it_may_end_early)
