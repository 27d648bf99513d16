/* Fuzz target: any bytes as a store's data file; what passes the check before LMDB opens it, LMDB
 * walks, changes and empties without harm. */
#include "fuzz.h"
#include "store/environment.h"
#include "store/pages.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATH_BYTES = 64, KEYS = 300 };

static char root[PATH_BYTES];
static struct store store;

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void remove_root(void)
{
    static const char *const names[] = {"data.mdb", "lock.mdb", "lock"};
    char path[2 * PATH_BYTES];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", root, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(root);
}

static void make_root(void)
{
    char error[STORE_TEXT_MAX];
    (void)snprintf(root, sizeof root, "/tmp/fuzz_pages_XXXXXX");
    require(mkdtemp(root) != NULL && folder_open(&store.folder, root, error));
    (void)atexit(remove_root);
}

static void write_file(struct bytes content)
{
    int file = openat(store.folder.fd, "data.mdb", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    require(file >= 0);
    require(write(file, content.at, content.length) == (ssize_t)content.length);
    (void)close(file);
}

/* Every byte of every record; codes are of no matter, only that nothing outside is touched. */
static uint64_t walk(MDB_cursor *cursor)
{
    uint64_t sum = 0;
    MDB_val key;
    MDB_val value;
    for (int code = mdb_cursor_get(cursor, &key, &value, MDB_FIRST); code == 0;
         code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
        sum = bytes_hash(bytes_hash(sum, environment_bytes(key)), environment_bytes(value));
    }
    return sum;
}

static void change(MDB_cursor *cursor, uint32_t round)
{
    for (uint32_t i = 0; i < KEYS; i++) {
        uint8_t name[8] = {'T', (uint8_t)(i * 37), (uint8_t)i};
        static uint8_t content[6000];
        MDB_val key = {1 + i % sizeof name, name};
        MDB_val value = {i % 60 == 0 ? sizeof content : i + round, content};
        if (mdb_cursor_put(cursor, &key, &value, 0) != 0) {
            return;
        }
    }
}

static void empty(MDB_cursor *cursor)
{
    MDB_val key;
    MDB_val value;
    while (mdb_cursor_get(cursor, &key, &value, MDB_FIRST) == 0 && mdb_cursor_del(cursor, 0) == 0) {
    }
}

static void use(uint32_t round)
{
    MDB_txn *txn = NULL;
    MDB_cursor *cursor = NULL;
    require(mdb_txn_begin(store.env, NULL, 0, &txn) == 0);
    require(mdb_cursor_open(txn, store.records, &cursor) == 0);
    (void)walk(cursor);
    if (round % 2 == 0) {
        change(cursor, round);
    } else {
        empty(cursor);
    }
    (void)walk(cursor);
    mdb_cursor_close(cursor);
    (void)mdb_txn_commit(txn);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes file = {data, size};
    if (pages_check(file) != NULL) {
        return 0;
    }
    if (root[0] == '\0') {
        make_root();
    }
    write_file(file);
    require(environment_open(&store) == 0);
    for (uint32_t round = 0; round < 4; round++) {
        use(round);
    }
    environment_close(&store);
    return 0;
}
