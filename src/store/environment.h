/* What a store is inside, and its LMDB environment: one data file with one table of records. */
#ifndef STORE_ENVIRONMENT_H
#define STORE_ENVIRONMENT_H

#include "store/batch.h"
#include "store/owner.h"

#include <lmdb.h>

#include <stdatomic.h>

struct store {
    struct folder folder;
    struct owner owner;
    MDB_env *env; /* NULL: not open */
    MDB_dbi records;
    uint64_t map_bytes; /* a test's: the room taken; 0: enough */
    struct store_position position;
    struct batch batch;
    atomic_int snapshots;         /* open ones */
    char failure[STORE_TEXT_MAX]; /* why a write failed: those after it would leave a gap */
};

/* Opens or makes the data file; 0 or a code of LMDB or errno, after which nothing is open. */
int environment_open(struct store *store);
void environment_close(struct store *store);
/* The data file is there, and not empty. */
bool environment_is_present(const struct store *store);
/* What is wrong with the data file, in a few words; NULL: nothing. To be asked before it is opened.
 */
const char *environment_check(const struct store *store);
/* Takes the files away, while they are not open. */
bool environment_remove(const struct store *store, char *error);

static inline struct bytes environment_bytes(MDB_val value)
{
    return (struct bytes){value.mv_data, value.mv_size};
}

/* LMDB takes what it only reads without const. */
static inline MDB_val environment_value(struct bytes bytes)
{
    return (MDB_val){bytes.length, (void *)(uintptr_t)bytes.at};
}

#endif
