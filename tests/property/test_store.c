/* A store follows its table: through change messages, in any grouping, and through snapshots. */
#include "check_main.h"
#include "store_fixture.h"
#include "world.h"

enum { SEEDS = 20, STEPS = 60, KEYS = 900, CHANGES_MAX = 400, MESSAGES_MAX = 4096 };

struct run {
    uint64_t seed;
    char root[STORE_FIXTURE_PATH];
    struct store *store;
    struct table table;
    struct messages pending; /* deltas not yet written */
    struct messages log;     /* all deltas */
    uint64_t commit;
    uint64_t written;
};

static bool tracked[256];

static struct bytes random_key(uint64_t *seed)
{
    static uint8_t key[TABLE_KEY_MAX];
    uint64_t index = random_below(seed, KEYS);
    memset(key, index % 5 == 0 ? 'k' : 0, sizeof key);
    /* Every fourth kind is not tracked. */
    key[0] = (uint8_t)('A' + index % 8);
    memcpy(key + 1, &index, 2);
    return (struct bytes){key, 3 + index * 7 % (TABLE_KEY_MAX - 2)};
}

static void change_table(struct table *table, uint64_t *seed)
{
    static uint8_t value[9000];
    struct bytes key = random_key(seed);
    uint64_t choice = random_below(seed, 10);
    if (choice < 3) {
        table_remove(table, key);
        return;
    }
    size_t length = choice < 8    ? random_below(seed, 200)
                    : choice == 8 ? random_below(seed, 5000)
                                  : random_below(seed, sizeof value);
    memset(value, (int)*seed, length);
    table_put(table, key, (struct bytes){value, length});
}

/* What changed as deltas of one commit, as a worker hands them over. */
static void make_deltas(struct run *run, struct messages *messages)
{
    struct change_header header = {.kind = CHANGE_DELTA, .commit = run->commit};
    struct bytes key;
    struct bytes value;
    size_t part_bytes = 1 + random_below(&run->seed, CHANGE_PART_BYTES);
    change_begin(messages, &header);
    for (size_t cursor = 0; table_next_removed(&run->table, &cursor, &key);) {
        change_remove(&messages->bytes, key);
    }
    for (size_t cursor = 0; table_next_changed(&run->table, &cursor, &key, &value);) {
        if (messages_length(messages) >= part_bytes) {
            messages_end(messages);
            header.index++;
            change_begin(messages, &header);
        }
        change_put(&messages->bytes, key, value);
    }
    change_set_last(messages);
    messages_end(messages);
    table_forget_changes(&run->table);
}

static void write_all(struct store *store, const struct messages *messages, uint64_t commit)
{
    static struct bytes list[MESSAGES_MAX];
    ck_assert_uint_le(messages->count, MESSAGES_MAX);
    for (uint32_t i = 0; i < messages->count; i++) {
        list[i] = messages_at(messages, i);
    }
    struct store_position position = {commit, 0, 0};
    ck_assert_msg(store_write(store, list, messages->count, &position, store_error), "%s",
                  store_error);
}

static void take_commit(struct run *run)
{
    struct messages one = {0};
    run->commit++;
    for (uint64_t i = random_below(&run->seed, CHANGES_MAX); i > 0; i--) {
        change_table(&run->table, &run->seed);
    }
    make_deltas(run, &one);
    for (uint32_t i = 0; i < one.count; i++) {
        struct bytes message = messages_at(&one, i);
        buffer_put(&run->pending.bytes, message.at, message.length);
        messages_end(&run->pending);
        buffer_put(&run->log.bytes, message.at, message.length);
        messages_end(&run->log);
    }
    messages_fini(&one);
}

static void write_pending(struct run *run)
{
    write_all(run->store, &run->pending, run->commit);
    messages_clear(&run->pending);
    run->written = run->commit;
}

/* The tracked records of the table are those of the store. */
static void expect_same(struct store *store, const struct table *table)
{
    struct table loaded;
    struct bytes key;
    struct bytes value;
    size_t count = 0;
    table_init(&loaded);
    ck_assert_msg(store_load(store, &loaded, store_error), "%s", store_error);
    for (size_t cursor = 0; table_walk(table, &cursor, &key, &value);) {
        if (tracked[key.at[0]]) {
            struct table_value found = table_get(&loaded, key);
            ck_assert(found.at != NULL && found.length == value.length &&
                      memcmp(found.at, value.at, value.length) == 0);
            count++;
        }
    }
    ck_assert_uint_eq(loaded.count, count);
    table_fini(&loaded);
}

static void reopen(struct run *run)
{
    struct store_position position;
    fixture_close(run->store);
    run->store = fixture_open(run->root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, run->written);
}

static void begin_run(struct run *run, uint64_t seed)
{
    struct store_position position;
    for (int i = 0; i < 256; i++) {
        tracked[i] = i % 4 != 3;
    }
    *run = (struct run){.seed = seed};
    fixture_folder(run->root);
    run->store = fixture_open(run->root, STORE_OPENED, &position);
    table_init(&run->table);
    table_track(&run->table, tracked);
}

static void end_run(struct run *run)
{
    fixture_close(run->store);
    fixture_remove(run->root);
    table_fini(&run->table);
    messages_fini(&run->pending);
    messages_fini(&run->log);
}

START_TEST(a_store_follows_its_table)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        struct run run;
        begin_run(&run, seed);
        for (int step = 0; step < STEPS; step++) {
            take_commit(&run);
            if (random_below(&run.seed, 3) == 0) {
                write_pending(&run);
                expect_same(run.store, &run.table);
            }
            if (random_below(&run.seed, 20) == 0) {
                write_pending(&run);
                reopen(&run);
                expect_same(run.store, &run.table);
            }
        }
        end_run(&run);
    }
}
END_TEST

/* The chunks of a snapshot as messages, drawn while later commits are written. */
static uint64_t take_snapshot(struct run *run, struct messages *chunks)
{
    struct store_position position;
    struct change_header header = {.kind = CHANGE_SNAPSHOT_CHUNK};
    struct store_snapshot *snapshot = store_snapshot_begin(run->store, &position, store_error);
    ck_assert_msg(snapshot != NULL, "%s", store_error);
    change_begin(chunks, &header);
    while (store_snapshot_next(snapshot, &chunks->bytes, 1 + random_below(&run->seed, 60000))) {
        messages_end(chunks);
        header.index++;
        change_begin(chunks, &header);
        take_commit(run);
        write_pending(run);
    }
    ck_assert(!store_snapshot_is_damaged(snapshot));
    store_snapshot_end(snapshot);
    return position.commit;
}

/* As a lost disk is made good: the chunks, then what came after. */
static void rebuild(const struct run *run, struct messages *chunks, uint64_t from)
{
    char root[STORE_FIXTURE_PATH];
    struct store_position position;
    struct messages later = {0};
    for (uint32_t i = 0; i < run->log.count; i++) {
        struct bytes message = messages_at(&run->log, i);
        struct reader reader = reader_of(message);
        struct change_header header;
        ck_assert(change_read_header(&reader, &header));
        if (header.commit > from) {
            buffer_put(&later.bytes, message.at, message.length);
            messages_end(&later);
        }
    }
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    write_all(store, chunks, from);
    write_all(store, &later, run->commit);
    expect_same(store, &run->table);
    fixture_close(store);
    fixture_remove(root);
    messages_fini(&later);
}

/* And whole, from a table in memory. */
static void rebuild_from_table(const struct run *run)
{
    char root[STORE_FIXTURE_PATH];
    struct store_position position;
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    position.commit = run->commit;
    ck_assert(store_write_table(store, &run->table, &position, store_error));
    expect_same(store, &run->table);
    fixture_close(store);
    store = fixture_open(root, STORE_OPENED, &position);
    ck_assert_uint_eq(position.commit, run->commit);
    expect_same(store, &run->table);
    fixture_close(store);
    fixture_remove(root);
}

START_TEST(a_snapshot_and_what_came_after_give_the_same)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        struct run run;
        struct messages chunks = {0};
        begin_run(&run, seed + 1000);
        for (int step = 0; step < STEPS / 4; step++) {
            take_commit(&run);
            write_pending(&run);
        }
        uint64_t from = take_snapshot(&run, &chunks);
        rebuild(&run, &chunks, from);
        rebuild_from_table(&run);
        messages_fini(&chunks);
        end_run(&run);
    }
}
END_TEST

CHECK_MAIN_TESTS("store", a_store_follows_its_table, a_snapshot_and_what_came_after_give_the_same)
