/* The disks: for each task the state of one commit, written behind the worker's back. */
#include "disk.h"

#include "task/change.h"
#include "task/key.h"

enum { FIRST_PENDING = 8 };

void store_copy(const struct table *from, struct table *to)
{
    table_init(to);
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(from, &cursor, &key, &value)) {
        if (key_logged[key.at[0]]) {
            table_put(to, key, value);
        }
    }
}

bool store_apply(struct table *table, struct bytes message)
{
    struct change_header header;
    return change_apply_message(table, message, &header);
}

/* ---- life -------------------------------------------------------------------------------- */

static void forget_pending(struct store *store)
{
    for (uint32_t i = 0; i < store->pending_count; i++) {
        messages_fini(&store->pending[i].deltas);
    }
    store->pending_count = 0;
}

static void forget(struct store *store)
{
    forget_pending(store);
    table_fini(&store->table);
    table_init(&store->table);
    store->at = (struct store_at){0, 0};
}

void disk_init(struct disk *disk)
{
    *disk = (struct disk){.full = false};
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        table_init(&disk->stores[task].table);
    }
}

void disk_fini(struct disk *disk)
{
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        forget(&disk->stores[task]);
        table_fini(&disk->stores[task].table);
        memory_free(disk->stores[task].pending);
    }
}

void disk_lose(struct disk *disk)
{
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        forget(&disk->stores[task]);
    }
}

void disk_crash(struct disk *disk)
{
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        forget_pending(&disk->stores[task]);
    }
}

/* ---- writing ----------------------------------------------------------------------------- */

static void copy_messages(const struct messages *from, struct messages *to)
{
    *to = (struct messages){0};
    for (uint32_t i = 0; i < from->count; i++) {
        struct bytes message = messages_at(from, i);
        buffer_put(&to->bytes, message.at, message.length);
        messages_end(to);
    }
}

bool store_add(struct disk *disk,
               uint32_t task,
               const struct messages *deltas,
               const struct store_at *at)
{
    struct store *store = &disk->stores[task];
    if (disk->full) {
        return false;
    }
    if (store->pending_count == store->pending_capacity) {
        store->pending_capacity += FIRST_PENDING;
        store->pending =
            memory_resize(store->pending, store->pending_capacity * sizeof *store->pending);
    }
    struct store_write *pending = &store->pending[store->pending_count++];
    copy_messages(deltas, &pending->deltas);
    pending->at = *at;
    return true;
}

bool store_flush(struct disk *disk, uint32_t task, uint32_t count)
{
    struct store *store = &disk->stores[task];
    uint32_t written = 0;
    for (; written < store->pending_count && written < count && !disk->full; written++) {
        struct store_write *pending = &store->pending[written];
        for (uint32_t i = 0; i < pending->deltas.count; i++) {
            bool good = store_apply(&store->table, messages_at(&pending->deltas, i));
            assert(good && "a delta that a task made");
        }
        store->at = pending->at;
        messages_fini(&pending->deltas);
    }
    if (written > 0) {
        store->pending_count -= written;
        memmove(store->pending, store->pending + written,
                store->pending_count * sizeof *store->pending);
    }
    return !disk->full;
}

bool store_replace(struct disk *disk,
                   uint32_t task,
                   const struct table *table,
                   const struct store_at *at)
{
    struct store *store = &disk->stores[task];
    forget(store);
    if (disk->full) {
        return false;
    }
    table_fini(&store->table);
    store_copy(table, &store->table);
    store->at = *at;
    return true;
}
