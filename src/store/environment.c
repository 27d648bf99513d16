/* What a store is inside, and its LMDB environment: one data file with one table of records. */
#include "store/environment.h"

#include "store/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    ENVIRONMENT_FILE_MODE = 0640,
    ENVIRONMENT_GROWTH = 4, /* the address space taken, in times of the file's size */
};
/* Address space, not memory: pages come with the file. Less is taken where there is not so much. */
#define ENVIRONMENT_MAP_BYTES       (UINT64_C(64) << 30)
#define ENVIRONMENT_MAP_BYTES_LEAST (UINT64_C(1) << 30)

static const char data_name[] = "data.mdb";
static const char lock_name[] = "lock.mdb";

/* Not MDB_WRITEMAP: through the file a full disk is an error, through memory it ends the process;
 * and no stray pointer of ours can reach the records. Nothing is synced but at the end: LMDB never
 * writes over what its last commit needs, so what the system holds of a process that was killed is
 * a commit; what a machine that went down left on disk may be none. */
enum { ENVIRONMENT_FLAGS = MDB_NOTLS | MDB_NOSYNC | MDB_NOMETASYNC };

static uint64_t data_bytes(const struct store *store)
{
    struct stat status;
    if (fstatat(store->folder.fd, data_name, &status, 0) != 0) {
        return 0;
    }
    return (uint64_t)status.st_size;
}

bool environment_is_present(const struct store *store)
{
    return data_bytes(store) > 0;
}

const char *environment_check(const struct store *store)
{
    static const char unreadable[] = "it cannot be read";
    int file = openat(store->folder.fd, data_name, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return unreadable;
    }
    size_t length = (size_t)data_bytes(store);
    void *at = mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0);
    (void)close(file);
    if (at == MAP_FAILED) {
        return unreadable;
    }
    const char *fault = pages_check((struct bytes){at, length});
    (void)munmap(at, length);
    return fault;
}

bool environment_remove(const struct store *store, char *error)
{
    assert(store->env == NULL);
    return folder_remove(&store->folder, data_name, error) &&
           folder_remove(&store->folder, lock_name, error);
}

static int open_records(struct store *store)
{
    MDB_txn *txn = NULL;
    int code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
    if (code != 0) {
        return code;
    }
    code = mdb_dbi_open(txn, NULL, 0, &store->records);
    mdb_txn_abort(txn);
    return code;
}

static int open_with_map(struct store *store, uint64_t map_bytes)
{
    int code = mdb_env_create(&store->env);
    if (code != 0) {
        store->env = NULL;
        return code;
    }
    code = mdb_env_set_mapsize(store->env, map_bytes);
    if (code == 0) {
        code = mdb_env_open(store->env, store->folder.path, ENVIRONMENT_FLAGS,
                            (mdb_mode_t)ENVIRONMENT_FILE_MODE);
    }
    if (code == 0) {
        code = open_records(store);
    }
    if (code != 0) {
        environment_close(store);
    }
    return code;
}

int environment_open(struct store *store)
{
    if (store->map_bytes > 0) {
        return open_with_map(store, store->map_bytes);
    }
    uint64_t wanted = data_bytes(store) * ENVIRONMENT_GROWTH;
    wanted = wanted > ENVIRONMENT_MAP_BYTES ? wanted : ENVIRONMENT_MAP_BYTES;
    int code = open_with_map(store, wanted);
    while (code == ENOMEM && wanted / 2 >= ENVIRONMENT_MAP_BYTES_LEAST) {
        wanted /= 2;
        code = open_with_map(store, wanted);
    }
    return code;
}

void environment_close(struct store *store)
{
    if (store->env != NULL) {
        mdb_env_close(store->env);
        store->env = NULL;
    }
}
