/* Tests of the thread that writes changes to stores. */
#include "check_main.h"
#include "store/writer.h"
#include "store_fixture.h"

#include <time.h>

enum { STORES = 3, COMMITS = 300, KEYS = 400 };

static const struct writer_config quick = {1, 100000};
static const struct writer_config never = {1000000, SIZE_MAX / 4};

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* A commit's random changes; `table` follows them. */
static void make_commit(struct messages *messages, uint64_t commit, struct table *table)
{
    uint64_t seed = commit;
    messages_clear(messages);
    for (uint64_t part = random_below(&seed, 3); part > 0; part--) {
        fixture_delta(messages, commit);
        for (uint64_t i = random_below(&seed, 60); i > 0; i--) {
            char key[32];
            snprintf(key, sizeof key, "T%d", (int)random_below(&seed, KEYS));
            if (random_below(&seed, 4) == 0) {
                change_remove(&messages->bytes, text_bytes(key));
            } else {
                change_put(&messages->bytes, text_bytes(key),
                           (struct bytes){(uint8_t *)&seed, sizeof seed});
            }
        }
        messages_end(messages);
        table_apply(table, messages_at(messages, messages->count - 1));
    }
}

static void expect_loaded(struct store *store, const struct table *expected)
{
    struct table table;
    table_init(&table);
    ck_assert_msg(store_load(store, &table, store_error), "%s", store_error);
    ck_assert(tables_equal(&table, expected));
    table_fini(&table);
}

START_TEST(all_stores_follow_their_commits)
{
    char roots[STORES][STORE_FIXTURE_PATH];
    struct store *stores[STORES];
    struct table tables[STORES];
    struct store_position position;
    struct messages messages = {0};
    for (int i = 0; i < STORES; i++) {
        fixture_folder(roots[i]);
        stores[i] = fixture_open(roots[i], STORE_OPENED, &position);
        table_init(&tables[i]);
    }
    struct writer *writer = writer_start(&quick);
    for (uint64_t commit = 1; commit <= COMMITS; commit++) {
        for (int i = 0; i < STORES; i++) {
            position = (struct store_position){commit, (int64_t)commit, commit};
            make_commit(&messages, commit * STORES + (uint64_t)i, &tables[i]);
            ck_assert_msg(writer_add(writer, stores[i], &messages, &position, store_error), "%s",
                          store_error);
        }
        if (commit % 100 == 0) {
            int i = (int)(commit / 100) - 1;
            ck_assert(writer_flush(writer, stores[i], store_error));
            expect_loaded(stores[i], &tables[i]);
        }
    }
    writer_stop(writer);
    for (int i = 0; i < STORES; i++) {
        expect_loaded(stores[i], &tables[i]);
        fixture_close(stores[i]);
        stores[i] = fixture_open(roots[i], STORE_OPENED, &position);
        ck_assert_uint_eq(position.commit, COMMITS);
        fixture_close(stores[i]);
        table_fini(&tables[i]);
        fixture_remove(roots[i]);
    }
    messages_fini(&messages);
}
END_TEST

/* The position of what the store holds, seen without disturbing the writer. */
static uint64_t commit_seen(struct store *store)
{
    struct store_position position;
    struct store_snapshot *snapshot = store_snapshot_begin(store, &position, store_error);
    ck_assert_ptr_nonnull(snapshot);
    store_snapshot_end(snapshot);
    return position.commit;
}

static void add_commit(struct writer *writer,
                       struct store *store,
                       uint64_t commit,
                       struct table *table)
{
    struct messages messages = {0};
    struct store_position position = {commit, 0, 0};
    make_commit(&messages, commit, table);
    ck_assert_msg(writer_add(writer, store, &messages, &position, store_error), "%s", store_error);
    messages_fini(&messages);
}

static bool is_seen_within(struct store *store, uint64_t commit, int ms)
{
    for (int i = 0; i < ms && commit_seen(store) < commit; i++) {
        sleep_ms(1);
    }
    return commit_seen(store) == commit;
}

START_TEST(changes_are_written_when_their_time_has_come)
{
    char root[STORE_FIXTURE_PATH];
    struct store_position position;
    struct table table;
    table_init(&table);
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    struct writer *writer = writer_start(&(struct writer_config){300, SIZE_MAX / 4});
    for (uint64_t commit = 1; commit <= 20; commit++) {
        add_commit(writer, store, commit, &table);
    }
    ck_assert_uint_eq(commit_seen(store), 0);
    ck_assert(is_seen_within(store, 20, 10000));
    writer_stop(writer);
    fixture_close(store);
    table_fini(&table);
    fixture_remove(root);
}
END_TEST

START_TEST(changes_are_written_when_they_are_many)
{
    char root[STORE_FIXTURE_PATH];
    struct store_position position;
    struct table table;
    struct messages messages = {0};
    static uint8_t value[100000];
    table_init(&table);
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    struct writer *writer = writer_start(&(struct writer_config){1000000, 250000});
    fixture_delta(&messages, 1);
    change_put(&messages.bytes, text_bytes("Tkey"), (struct bytes){value, sizeof value});
    messages_end(&messages);
    for (uint64_t commit = 1; commit <= 2; commit++) {
        position.commit = commit;
        ck_assert(writer_add(writer, store, &messages, &position, store_error));
    }
    sleep_ms(50);
    ck_assert_uint_eq(commit_seen(store), 0);
    for (uint64_t commit = 3; commit <= 100; commit++) {
        position.commit = commit;
        ck_assert(writer_add(writer, store, &messages, &position, store_error));
        /* Whoever is ahead waits: at most twice the bytes, and this one, are pending. */
        ck_assert_uint_ge(commit_seen(store) + 7, commit);
    }
    ck_assert(writer_flush(writer, store, store_error));
    ck_assert_uint_eq(commit_seen(store), 100);
    writer_stop(writer);
    fixture_close(store);
    messages_fini(&messages);
    table_fini(&table);
    fixture_remove(root);
}
END_TEST

static struct store_snapshot *wait_for_snapshot(struct writer *writer,
                                                struct store *store,
                                                struct store_position *ret_position)
{
    for (int i = 0; i < 10000; i++) {
        struct store_snapshot *snapshot = writer_take_snapshot(writer, store, ret_position);
        if (snapshot != NULL) {
            return snapshot;
        }
        sleep_ms(1);
    }
    return NULL;
}

static void expect_snapshot(struct store_snapshot *snapshot, const struct table *expected)
{
    struct messages chunk = {0};
    struct table table;
    table_init(&table);
    change_begin(&chunk, &(struct change_header){.kind = CHANGE_SNAPSHOT_CHUNK});
    while (store_snapshot_next(snapshot, &chunk.bytes, 1000)) {
    }
    messages_end(&chunk);
    table_apply(&table, messages_at(&chunk, 0));
    ck_assert(tables_equal(&table, expected));
    messages_fini(&chunk);
    table_fini(&table);
}

START_TEST(a_snapshot_is_of_what_was_pending)
{
    char root[STORE_FIXTURE_PATH];
    struct store_position position;
    struct table table;
    struct table later;
    table_init(&table);
    table_init(&later);
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    struct writer *writer = writer_start(&never);
    ck_assert_ptr_null(writer_take_snapshot(writer, store, &position));
    for (uint64_t commit = 1; commit <= 30; commit++) {
        add_commit(writer, store, commit, &table);
    }
    ck_assert_ptr_null(writer_take_snapshot(writer, store, &position));
    writer_ask_snapshot(writer, store);
    struct store_snapshot *snapshot = wait_for_snapshot(writer, store, &position);
    ck_assert_ptr_nonnull(snapshot);
    ck_assert_uint_eq(position.commit, 30);
    ck_assert_ptr_null(writer_take_snapshot(writer, store, &position));
    for (uint64_t commit = 31; commit <= 60; commit++) {
        add_commit(writer, store, commit, &later);
    }
    ck_assert(writer_flush(writer, store, store_error));
    expect_snapshot(snapshot, &table);
    store_snapshot_end(snapshot);
    ck_assert_uint_eq(commit_seen(store), 60);
    writer_stop(writer);
    fixture_close(store);
    table_fini(&table);
    table_fini(&later);
    fixture_remove(root);
}
END_TEST

START_TEST(a_snapshot_nobody_takes_is_ended)
{
    char root[STORE_FIXTURE_PATH];
    struct store_position position;
    struct table table;
    table_init(&table);
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    struct writer *writer = writer_start(&never);
    add_commit(writer, store, 1, &table);
    writer_ask_snapshot(writer, store);
    ck_assert(writer_flush(writer, store, store_error));
    fixture_close(store);
    store = fixture_open(root, STORE_OPENED, &position);
    writer_ask_snapshot(writer, store);
    writer_stop(writer);
    fixture_close(store);
    table_fini(&table);
    fixture_remove(root);
}
END_TEST

/* Each store for itself, at every call, and no snapshot of it. */
START_TEST(a_failure_is_told)
{
    char roots[2][STORE_FIXTURE_PATH];
    struct store *stores[2];
    struct store_position position;
    struct table table;
    struct messages wrong = {0};
    table_init(&table);
    for (int i = 0; i < 2; i++) {
        fixture_folder(roots[i]);
        stores[i] = fixture_open(roots[i], STORE_OPENED, &position);
    }
    struct writer *writer = writer_start(&(struct writer_config){1000000, 1000});
    buffer_put(&wrong.bytes, "nonsense", 8);
    messages_end(&wrong);
    ck_assert(writer_add(writer, stores[0], &wrong, &position, store_error));
    writer_ask_snapshot(writer, stores[0]);
    bool told = false;
    for (int i = 0; i < 10000 && !told; i++) {
        told = !writer_add(writer, stores[0], &wrong, &position, store_error);
        sleep_ms(1);
    }
    ck_assert(told);
    ck_assert_ptr_nonnull(strstr(store_error, "is not one of changes"));
    ck_assert_ptr_null(writer_take_snapshot(writer, stores[0], &position));
    for (uint64_t commit = 1; commit <= 50; commit++) {
        add_commit(writer, stores[1], commit, &table);
    }
    ck_assert(!writer_flush(writer, stores[0], store_error));
    ck_assert(writer_flush(writer, stores[0], store_error)); /* it is forgotten */
    ck_assert(writer_add(writer, stores[0], &wrong, &position, store_error));
    ck_assert(!writer_flush(writer, stores[0], store_error)); /* but the store knows */
    ck_assert(writer_flush(writer, stores[1], store_error));
    writer_stop(writer);
    expect_loaded(stores[1], &table);
    for (int i = 0; i < 2; i++) {
        fixture_close(stores[i]);
        fixture_remove(roots[i]);
    }
    messages_fini(&wrong);
    table_fini(&table);
}
END_TEST

CHECK_MAIN_TESTS("writer",
                 all_stores_follow_their_commits,
                 changes_are_written_when_their_time_has_come,
                 changes_are_written_when_they_are_many,
                 a_snapshot_is_of_what_was_pending,
                 a_snapshot_nobody_takes_is_ended,
                 a_failure_is_told)
