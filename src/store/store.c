/* A task's state on disk: opened, loaded, emptied and closed. */
#include "store/store.h"

#include "store/environment.h"
#include "store/fault.h"
#include "store/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void say_newer(const struct owner *found, const char *folder, char *error)
{
    fault_say(error,
              "state in %s is of format %u, this program knows %u: use a newer program, or "
              "delete the folder to rebuild it from the change log",
              folder, found->format, (unsigned)STORE_FORMAT);
}

/* ---- looked at only ----------------------------------------------------------------------- */

bool store_is_ours(const char *path, const struct store_identity *identity, char *error)
{
    struct folder folder = {.lock = -1};
    (void)snprintf(folder.path, sizeof folder.path, "%s", path);
    folder.fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder.fd < 0) {
        return true; /* there is none, or opening it will say what is wrong */
    }
    struct owner found;
    struct owner expected;
    bool ours = owner_make(identity, &expected, error);
    enum owner_found read = owner_read(&folder, &found);
    if (ours && read == OWNER_NEWER) {
        say_newer(&found, path, error);
        ours = false;
    } else if (ours && read == OWNER_FOUND) {
        ours = owner_check(&found, &expected, path, error);
    }
    (void)close(folder.fd);
    return ours;
}

void store_set_program(struct store *store, uint32_t program_hash, int64_t revision)
{
    store->owner.program_hash = program_hash;
    store->owner.revision = revision;
}

/* ---- what is there already ---------------------------------------------------------------- */

/* STORE_OPENED where it may be used; STORE_REBUILD where it is to be emptied first. */
static enum store_outcome judge(struct store *store, char *error)
{
    struct owner found;
    const char *folder = store->folder.path;
    enum owner_found read = owner_read(&store->folder, &found);
    bool present = environment_is_present(store);
    if (read == OWNER_NONE && !present) {
        return STORE_OPENED;
    }
    if (read == OWNER_NEWER) {
        say_newer(&found, folder, error);
        return STORE_REFUSED;
    }
    if (read == OWNER_FOUND && !owner_check(&found, &store->owner, folder, error)) {
        return STORE_REFUSED;
    }
    if (read != OWNER_FOUND) {
        fault_say(error, "state in %s: the file that says whose it is, is damaged or missing",
                  folder);
        return STORE_REBUILD;
    }
    if (!present) {
        fault_say(error, "state in %s: the records are missing", folder);
        return STORE_REBUILD;
    }
    if (owner_is_doubtful(&found, &store->owner)) {
        fault_say(error, "state in %s was not closed before the machine went down", folder);
        return STORE_REBUILD;
    }
    const char *fault = environment_check(store);
    if (fault != NULL) {
        fault_say(error, "state in %s: data.mdb is damaged: %s", folder, fault);
        return STORE_REBUILD;
    }
    /* It stays what it is until something is written under other rules. */
    if (found.revision != OWNER_NO_REVISION) {
        store_set_program(store, found.program_hash, found.revision);
    }
    return STORE_OPENED;
}

/* The position; without one there are no records. */
static int read_position(struct store *store, bool *ret_damaged)
{
    MDB_txn *txn = NULL;
    MDB_stat stat = {0};
    MDB_val key = environment_value(record_position_key());
    MDB_val stored = {0};
    struct bytes value = {NULL, 0};
    store->position = (struct store_position){0};
    int code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
    if (code != 0) {
        return code;
    }
    code = mdb_get(txn, store->records, &key, &stored);
    if (code == MDB_NOTFOUND) {
        code = mdb_stat(txn, store->records, &stat);
        *ret_damaged = code == 0 && stat.ms_entries > 0;
    } else if (code == 0) {
        *ret_damaged = !record_read(record_position_key(), environment_bytes(stored), &value) ||
                       !record_read_position(value, &store->position);
    }
    mdb_txn_abort(txn);
    return code;
}

/* Whether an error is of the file's content, not of the machine. */
static bool is_of_content(int code)
{
    return code == MDB_INVALID || code == MDB_CORRUPTED || code == MDB_VERSION_MISMATCH ||
           code == MDB_PAGE_NOTFOUND || code == MDB_PANIC || code == MDB_INCOMPATIBLE;
}

/* ---- open and close ----------------------------------------------------------------------- */

static bool open_environment(struct store *store, char *error)
{
    int code = environment_open(store);
    if (code != 0) {
        fault_say_code(error, store->folder.path, "the records cannot be opened", code);
    }
    return code == 0;
}

/* Opens the records that `judge` let pass; if they turn out to be none, in their place none. */
static enum store_outcome open_present(struct store *store, char *error)
{
    bool damaged = false;
    int code = environment_open(store);
    if (code == 0) {
        code = read_position(store, &damaged);
    }
    if (code == 0 && !damaged) {
        return STORE_OPENED;
    }
    environment_close(store);
    fault_say_code(error, store->folder.path, "the records cannot be opened",
                   code == 0 ? MDB_CORRUPTED : code);
    return code == 0 || is_of_content(code) ? STORE_REBUILD : STORE_FAILED;
}

static bool open_emptied(struct store *store, char *error)
{
    char why[STORE_TEXT_MAX];
    store->position = (struct store_position){0};
    if (!environment_remove(store, why) || !open_environment(store, why)) {
        (void)snprintf(error, STORE_TEXT_MAX, "%s", why);
        return false;
    }
    return true;
}

/* The folder is ours and locked. */
static enum store_outcome open_records(struct store *store, char *error)
{
    enum store_outcome outcome = judge(store, error);
    if (outcome == STORE_REFUSED) {
        return outcome;
    }
    char why[STORE_TEXT_MAX];
    /* Before anything is written: from now on only this start of the machine may trust it. */
    if (!owner_write(&store->folder, &store->owner, why)) {
        (void)snprintf(error, STORE_TEXT_MAX, "%s", why);
        return STORE_FAILED;
    }
    if (outcome == STORE_OPENED) {
        outcome = open_present(store, error);
    }
    if (outcome == STORE_REBUILD && !open_emptied(store, error)) {
        outcome = STORE_FAILED;
    }
    return outcome;
}

enum store_outcome store_open(const char *folder,
                              const struct store_identity *identity,
                              struct store **ret_store,
                              struct store_position *ret_position,
                              char *error)
{
    struct store *store = memory_allocate(sizeof *store);
    *store = (struct store){.map_bytes = identity->map_bytes};
    if (!owner_make(identity, &store->owner, error) ||
        !folder_open(&store->folder, folder, error)) {
        memory_free(store);
        return STORE_FAILED;
    }
    enum store_outcome outcome = open_records(store, error);
    if (outcome == STORE_OPENED || outcome == STORE_REBUILD) {
        *ret_store = store;
        *ret_position = store->position;
        return outcome;
    }
    folder_close(&store->folder);
    memory_free(store);
    return outcome;
}

static bool leave_state(struct store *store, char *error)
{
    int code = store->env == NULL ? EBADF : mdb_env_sync(store->env, 1);
    if (code != 0) {
        fault_say_code(error, store->folder.path, "cannot be put on disk", code);
    }
    environment_close(store);
    store->owner.closed = true;
    return code == 0 && owner_write(&store->folder, &store->owner, error);
}

/* Without a commit it is nobody's: a start that was refused leaves nothing to refuse the next. */
static bool leave_nothing(struct store *store, char *error)
{
    environment_close(store);
    return environment_remove(store, error) && owner_remove(&store->folder, error);
}

bool store_close(struct store *store, char *error)
{
    assert(atomic_load(&store->snapshots) == 0);
    bool closed =
        store->position.commit > 0 ? leave_state(store, error) : leave_nothing(store, error);
    folder_close(&store->folder);
    batch_fini(&store->batch);
    memory_free(store);
    return closed;
}

bool store_clear(struct store *store, char *error)
{
    assert(atomic_load(&store->snapshots) == 0);
    environment_close(store);
    store->failure[0] = '\0';
    return open_emptied(store, error);
}

/* ---- load --------------------------------------------------------------------------------- */

static bool load_all(struct store *store, MDB_cursor *cursor, struct table *table, char *error)
{
    MDB_val key;
    MDB_val stored;
    struct bytes value;
    int code = mdb_cursor_get(cursor, &key, &stored, MDB_FIRST);
    for (; code == 0; code = mdb_cursor_get(cursor, &key, &stored, MDB_NEXT)) {
        struct bytes name = environment_bytes(key);
        if (name.length > TABLE_KEY_MAX || !record_read(name, environment_bytes(stored), &value)) {
            code = MDB_CORRUPTED;
            break;
        }
        if (name.at[0] != record_position_key().at[0]) {
            table_put(table, name, value);
        }
    }
    if (code != MDB_NOTFOUND) {
        fault_say_code(error, store->folder.path, "a record cannot be read", code);
    }
    return code == MDB_NOTFOUND;
}

bool store_load(struct store *store, struct table *table, char *error)
{
    MDB_txn *txn = NULL;
    MDB_cursor *cursor = NULL;
    int code = store->env == NULL ? EBADF : mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
    if (code == 0) {
        code = mdb_cursor_open(txn, store->records, &cursor);
    }
    if (code != 0) {
        fault_say_code(error, store->folder.path, "the records cannot be read", code);
        mdb_txn_abort(txn);
        return false;
    }
    /* What is loaded is no change. */
    const bool *tracked = table->tracked;
    table->tracked = NULL;
    bool loaded = load_all(store, cursor, table, error);
    table->tracked = tracked;
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    return loaded;
}
