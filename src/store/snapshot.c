/* A reader of all records of a store as of one commit, while others are written. */
#include "store/environment.h"
#include "store/fault.h"
#include "store/record.h"
#include "store/store.h"
#include "task/change.h"

#include <errno.h>

struct store_snapshot {
    struct store *store;
    MDB_txn *txn;
    MDB_cursor *cursor;
    struct bytes key; /* of the record that is being given out, and how far it is */
    struct bytes value;
    size_t given;
    bool ended;
    bool damaged;
};

/* The position of the commit that the transaction sees, and the cursor upon it. */
static int read_first(struct store_snapshot *snapshot, struct store_position *ret_position)
{
    MDB_val key = {0};
    MDB_val stored = {0};
    struct bytes value = {NULL, 0};
    int code = mdb_cursor_get(snapshot->cursor, &key, &stored, MDB_FIRST);
    if (code == MDB_NOTFOUND) {
        *ret_position = (struct store_position){0};
        return 0;
    }
    if (code != 0) {
        return code;
    }
    bool read = key.mv_size == 1 &&
                record_read(environment_bytes(key), environment_bytes(stored), &value) &&
                record_read_position(value, ret_position);
    return read ? 0 : MDB_CORRUPTED;
}

struct store_snapshot *store_snapshot_begin(struct store *store,
                                            struct store_position *ret_position,
                                            char *error)
{
    struct store_snapshot *snapshot = memory_allocate(sizeof *snapshot);
    *snapshot = (struct store_snapshot){.store = store};
    int code =
        store->env == NULL ? EBADF : mdb_txn_begin(store->env, NULL, MDB_RDONLY, &snapshot->txn);
    if (code == 0) {
        atomic_fetch_add(&store->snapshots, 1);
        code = mdb_cursor_open(snapshot->txn, store->records, &snapshot->cursor);
        if (code == 0) {
            code = read_first(snapshot, ret_position);
        }
        if (code == 0) {
            return snapshot;
        }
        store_snapshot_end(snapshot);
    } else {
        memory_free(snapshot);
    }
    fault_say_code(error, store->folder.path, "no snapshot can be taken", code);
    return NULL;
}

/* The next record is the one to be given out; its bytes stay until the snapshot ends. */
static int take_record(struct store_snapshot *snapshot)
{
    MDB_val key;
    MDB_val stored;
    /* After the position, on which it stands. */
    int code = mdb_cursor_get(snapshot->cursor, &key, &stored, MDB_NEXT);
    if (code != 0) {
        return code;
    }
    snapshot->key = environment_bytes(key);
    snapshot->given = 0;
    bool good = snapshot->key.length <= TABLE_KEY_MAX &&
                record_read(snapshot->key, environment_bytes(stored), &snapshot->value);
    return good ? 0 : MDB_CORRUPTED;
}

static int next_piece(struct store_snapshot *snapshot, struct buffer *to)
{
    int code = snapshot->given < snapshot->value.length ? 0 : take_record(snapshot);
    if (code == 0) {
        snapshot->given = change_put_piece(to, snapshot->key, snapshot->value, snapshot->given);
    }
    return code;
}

bool store_snapshot_next(struct store_snapshot *snapshot, struct buffer *to, size_t bytes)
{
    size_t before = to->length;
    while (!snapshot->ended && to->length - before < bytes) {
        int code = next_piece(snapshot, to);
        snapshot->ended = code != 0;
        snapshot->damaged = code != 0 && code != MDB_NOTFOUND;
    }
    return to->length > before;
}

bool store_snapshot_is_damaged(const struct store_snapshot *snapshot)
{
    return snapshot->damaged;
}

void store_snapshot_end(struct store_snapshot *snapshot)
{
    if (snapshot->cursor != NULL) {
        mdb_cursor_close(snapshot->cursor);
    }
    mdb_txn_abort(snapshot->txn);
    atomic_fetch_sub(&snapshot->store->snapshots, 1);
    memory_free(snapshot);
}
