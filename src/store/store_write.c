/* A task's state on disk: changes of commits, written in key order in one transaction. */
#include "store/environment.h"
#include "store/fault.h"
#include "store/record.h"
#include "store/store.h"

#include <errno.h>
#include <stdio.h>

/* In the place that LMDB gives: no copy between. */
static int put(MDB_cursor *cursor, struct bytes key, struct bytes value, unsigned flags)
{
    MDB_val name = environment_value(key);
    MDB_val place = {value.length + RECORD_CHECK_BYTES, NULL};
    int code = mdb_cursor_put(cursor, &name, &place, MDB_RESERVE | flags);
    if (code == 0) {
        record_write(place.mv_data, key, value);
    }
    return code;
}

static int take(MDB_cursor *cursor, struct bytes key)
{
    MDB_val name = environment_value(key);
    MDB_val place = {0};
    int code = mdb_cursor_get(cursor, &name, &place, MDB_SET);
    if (code == 0) {
        code = mdb_cursor_del(cursor, 0);
    }
    return code == MDB_NOTFOUND ? 0 : code;
}

/* One cursor in key order: most keys lie on the page where it stands. */
static int write_batch(struct store *store, MDB_cursor *cursor, unsigned flags)
{
    int code = 0;
    for (size_t i = 0; code == 0 && i < store->batch.sorted; i++) {
        const struct batch_item *item = batch_at(&store->batch, i);
        struct bytes key = {item->key, item->key_length};
        code = item->put ? put(cursor, key, (struct bytes){item->value, item->value_length}, flags)
                         : take(cursor, key);
    }
    return code;
}

static int write_all(struct store *store, const struct store_position *position, unsigned flags)
{
    MDB_txn *txn = NULL;
    MDB_cursor *cursor = NULL;
    int code = mdb_txn_begin(store->env, NULL, 0, &txn);
    if (code != 0) {
        return code;
    }
    code = mdb_cursor_open(txn, store->records, &cursor);
    if (code != 0) {
        mdb_txn_abort(txn);
        return code;
    }
    struct buffer value = {0};
    record_write_position(&value, position);
    /* Its key is before all others. */
    code = put(cursor, record_position_key(), buffer_view(&value), flags);
    buffer_fini(&value);
    if (code == 0) {
        code = write_batch(store, cursor, flags);
    }
    mdb_cursor_close(cursor);
    if (code != 0) {
        mdb_txn_abort(txn);
        return code;
    }
    return mdb_txn_commit(txn);
}

static bool write_sorted(struct store *store,
                         const struct store_position *position,
                         unsigned flags,
                         char *error)
{
    batch_sort(&store->batch);
    int code = store->env == NULL ? EBADF : write_all(store, position, flags);
    batch_clear(&store->batch);
    if (code == 0) {
        store->position = *position;
        return true;
    }
    /* LMDB says so of a write that was cut short, as a full disk does. */
    code = code == EIO && folder_is_full(&store->folder) ? ENOSPC : code;
    if (code == MDB_MAP_FULL) {
        fault_say(store->failure,
                  "state in %s has outgrown the room taken for it: start meritd again, it then "
                  "takes more",
                  store->folder.path);
    } else {
        fault_say_code(store->failure, store->folder.path, "cannot be written", code);
    }
    (void)snprintf(error, STORE_TEXT_MAX, "%s", store->failure);
    return false;
}

bool store_write(struct store *store,
                 const struct bytes *messages,
                 uint32_t count,
                 const struct store_position *position,
                 char *error)
{
    if (store->failure[0] != '\0') {
        (void)snprintf(error, STORE_TEXT_MAX, "%s", store->failure);
        return false;
    }
    batch_clear(&store->batch);
    for (uint32_t i = 0; i < count; i++) {
        if (!batch_add_message(&store->batch, messages[i])) {
            batch_clear(&store->batch);
            fault_say(store->failure, "state in %s: commit %llu is not one of changes",
                      store->folder.path, (unsigned long long)position->commit);
            (void)snprintf(error, STORE_TEXT_MAX, "%s", store->failure);
            return false;
        }
    }
    return write_sorted(store, position, 0, error);
}

bool store_write_table(struct store *store,
                       const struct table *table,
                       const struct store_position *position,
                       char *error)
{
    if (store->failure[0] != '\0') {
        (void)snprintf(error, STORE_TEXT_MAX, "%s", store->failure);
        return false;
    }
    batch_clear(&store->batch);
    batch_add_table(&store->batch, table);
    return write_sorted(store, position, MDB_APPEND, error);
}
