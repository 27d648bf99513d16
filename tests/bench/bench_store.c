/* How fast a task's state goes to disk and comes back: random changes in batches, then all of it.
 */
#include "measure.h"
#include "store/store.h"
#include "store_folder.h"
#include "task/change.h"
#include "task/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    RECORDS_FULL = 450000,
    RECORDS_SMALL = 90000,
    BATCH_SHARE = 45, /* 100,000 changes of 450,000 records are a batch, with 10 below */
    BATCH_OF = 10,
    BATCHES = 10,
    SERIES_EACH = 9,
    CONTRIBUTORS_EACH = 25,
    VALUE_BYTES = 104, /* and 13 of a key: a series of 13 months, as bench_core weighs it */
    SNAPSHOT_BYTES = 96 * 1024,
    EXIT_USAGE = 2,
};

static const struct store_identity identity = {"bench", "cluster", 0, 1, 1, 1, 0};
static char error[STORE_TEXT_MAX];

static void require(bool holds)
{
    if (!holds) {
        fprintf(stderr, "bench_store: %s\n", error);
        exit(EXIT_FAILURE);
    }
}

static struct key key_at(uint32_t index)
{
    struct key key = key_of(KEY_SERIES);
    uint32_t contributor = index / SERIES_EACH;
    key_u32(&key, contributor / CONTRIBUTORS_EACH);
    key_u32(&key, contributor % CONTRIBUTORS_EACH);
    key_u32(&key, index % SERIES_EACH);
    return key;
}

static struct bytes value_at(uint32_t index, uint32_t round)
{
    static uint8_t value[VALUE_BYTES];
    memset(value, (int)(index + round), sizeof value);
    memcpy(value, &index, sizeof index);
    return (struct bytes){value, sizeof value};
}

/* The record after `index` in a walk that scatters: the count is no multiple of the step. */
static uint32_t scattered(uint32_t index, uint32_t count)
{
    return (uint32_t)((uint64_t)index * 7919 % count);
}

/* A batch of changes as the messages that a worker hands over. */
static void make_messages(struct messages *messages, uint32_t round, uint32_t batch, uint32_t count)
{
    struct change_header header = {.kind = CHANGE_DELTA, .commit = round};
    messages_clear(messages);
    change_begin(messages, &header);
    for (uint32_t i = 0; i < batch; i++) {
        uint32_t index = scattered(round * batch + i, count);
        struct key key = key_at(index);
        change_put(&messages->bytes, key_view(&key), value_at(index, round));
        if (messages_length(messages) >= CHANGE_PART_BYTES) {
            messages_end(messages);
            change_begin(messages, &header);
        }
    }
    messages_end(messages);
}

static void write_messages(struct store *store, const struct messages *messages, uint32_t round)
{
    struct bytes *list = memory_allocate(messages->count * sizeof *list);
    for (uint32_t i = 0; i < messages->count; i++) {
        list[i] = messages_at(messages, i);
    }
    struct store_position position = {round, 0, 0};
    require(store_write(store, list, messages->count, &position, error));
    memory_free(list);
}

static void bench_table(struct store *store, uint32_t count)
{
    static bool tracked[256];
    tracked[KEY_SERIES] = true;
    struct table table;
    table_init(&table);
    table_track(&table, tracked);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = scattered(i, count);
        struct key key = key_at(index);
        table_put(&table, key_view(&key), value_at(index, 0));
    }
    struct store_position position = {1, 0, 0};
    double start = measure_seconds();
    require(store_write_table(store, &table, &position, error));
    measure_say_rate("store: a whole table written", "record", count, measure_seconds() - start);
    table_fini(&table);
}

static void bench_changes(struct store *store, uint32_t count)
{
    struct messages messages = {0};
    double seconds = 0;
    uint32_t batch = count / BATCH_SHARE * BATCH_OF;
    for (uint32_t round = 2; round < 2 + BATCHES; round++) {
        make_messages(&messages, round, batch, count);
        double start = measure_seconds();
        write_messages(store, &messages, round);
        seconds += measure_seconds() - start;
    }
    measure_say_rate("store: changes, in batches", "record", (uint64_t)batch * BATCHES, seconds);
    messages_fini(&messages);
}

static void bench_snapshot(struct store *store, uint32_t count)
{
    struct store_position position;
    struct buffer chunk = {0};
    double start = measure_seconds();
    struct store_snapshot *snapshot = store_snapshot_begin(store, &position, error);
    require(snapshot != NULL);
    while (store_snapshot_next(snapshot, &chunk, SNAPSHOT_BYTES)) {
        buffer_clear(&chunk);
    }
    store_snapshot_end(snapshot);
    measure_say_rate("store: a snapshot", "record", count, measure_seconds() - start);
    buffer_fini(&chunk);
}

static void bench_load(const char *folder, uint32_t count)
{
    struct store *store = NULL;
    struct store_position position;
    struct table table;
    table_init(&table);
    double start = measure_seconds();
    require(store_open(folder, &identity, &store, &position, error) == STORE_OPENED);
    require(store_load(store, &table, error));
    measure_say_rate("store: opened and loaded", "record", count, measure_seconds() - start);
    require(table.count == count);
    require(store_close(store, error));
    table_fini(&table);
}

int main(int argc, char **argv)
{
    bool small = argc == 2 && strcmp(argv[1], "--small") == 0;
    if (argc > 1 && !small) {
        fprintf(stderr, "Usage: bench_store [--small]\n\n"
                        "Writes a task's records to a folder under /tmp and reads them back.\n"
                        "  --small  90,000 records instead of 450,000\n");
        return EXIT_USAGE;
    }
    uint32_t count = small ? RECORDS_SMALL : RECORDS_FULL;
    char folder[FOLDER_BYTES] = "/tmp/bench_store_XXXXXX";
    struct store *store = NULL;
    struct store_position position;
    if (mkdtemp(folder) == NULL ||
        store_open(folder, &identity, &store, &position, error) != STORE_OPENED) {
        fprintf(stderr, "bench_store: no folder: %s\n", error);
        return EXIT_FAILURE;
    }
    bench_table(store, count);
    bench_changes(store, count);
    bench_snapshot(store, count);
    require(store_close(store, error));
    bench_load(folder, count);
    store_folder_remove(folder);
    return EXIT_SUCCESS;
}
