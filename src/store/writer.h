/* A thread that writes committed changes to the stores of one worker, behind its back. */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/store.h"

/* Commits come in order, per store; they are gathered for up to commit_ms, each key is written
 * once. A commit that the writer has not yet written is found in the change log after a crash.
 * From the first writer_add or writer_ask_snapshot for a store until its writer_flush only the
 * writer uses that store, snapshots apart. One thread calls these functions: the worker's. */
struct writer;

struct writer_config {
    uint32_t commit_ms;       /* how long changes are gathered at most */
    size_t pending_bytes_max; /* they are written earlier once they take more memory than this */
};

/* NULL: the system gives no thread. */
struct writer *writer_start(const struct writer_config *config);
/* Writes what is pending, then ends the thread. Stores stay open; whether all could be written is
 * what writer_flush says before. */
void writer_stop(struct writer *writer);

/* Hands over a commit's delta messages (copied). Waits while more than twice pending_bytes_max is
 * pending. False: a store could not be written; `error` (STORE_TEXT_MAX bytes) says why, now and
 * whenever it is asked again. */
bool writer_add(struct writer *writer,
                struct store *store,
                const struct messages *deltas,
                const struct store_position *position,
                char *error);
/* Writes all that is pending for a store, now, waits for it, and forgets the store: before it is
 * closed. A snapshot that was asked for and not taken is ended. */
bool writer_flush(struct writer *writer, struct store *store, char *error);

/* Asks for a snapshot of a store: what is pending is written now, and the snapshot begins right
 * after it. writer_take_snapshot gives it once it is there, NULL before. One per store at a time.
 */
void writer_ask_snapshot(struct writer *writer, struct store *store);
struct store_snapshot *writer_take_snapshot(struct writer *writer,
                                            struct store *store,
                                            struct store_position *ret_position);

#endif
