/* A task's state on disk: the records of one commit, in LMDB. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/messages.h"
#include "base/table.h"

/* One folder, one task, one process: `<state.directory>/<application_id>/task-<nnnn>`. The records
 * are those of the task's table that the change log carries, and one of the store itself that says
 * whose they are and as of which commit. A process that is killed leaves the state of a commit; a
 * machine that goes down leaves what is doubtful, which the next store_open finds and empties. Not
 * for several threads at once, but for snapshots. */
struct store;

enum { STORE_TEXT_MAX = 512, STORE_FORMAT = 2 };

/* Whose state it is. A folder of another one is refused: it is never overwritten. */
struct store_identity {
    const char *application_id;
    const char *cluster_id;
    uint32_t task;
    uint32_t task_count;
    /* Of the rule program: a state of a higher revision, or of another program of the same one, is
     * refused too. */
    uint32_t program_hash;
    int64_t revision;
    uint64_t map_bytes; /* the room taken for the file; 0: as environment.c has it. A test's. */
};

/* As of which commit the records are. */
struct store_position {
    uint64_t commit;     /* 0: no state yet */
    int64_t log_offset;  /* the change log's offset at or before this commit's first message */
    uint64_t state_size; /* bytes of all records' keys and values, about */
};

enum store_outcome {
    STORE_OPENED,
    STORE_REBUILD, /* what was there is damaged or doubtful, and was emptied; `error` says why */
    STORE_REFUSED, /* it belongs to something else, or is of a newer format; nothing was changed */
    STORE_FAILED,  /* no folder, no room, no permission */
};

/* Looks whose state a folder holds, without opening or making it: false where it would be refused,
 * `error` says why. */
bool store_is_ours(const char *folder, const struct store_identity *identity, char *error);

/* Opens or makes the folder; STORE_REFUSED and STORE_FAILED give no store, and a sentence in
 * `error` (STORE_TEXT_MAX bytes) that says what is wrong and what to do. */
enum store_outcome store_open(const char *folder,
                              const struct store_identity *identity,
                              struct store **ret_store,
                              struct store_position *ret_position,
                              char *error);
/* The records are of this rule program now: what store_close will say of them. */
void store_set_program(struct store *store, uint32_t program_hash, int64_t revision);
/* Everything is on disk afterwards, and marked as closed cleanly; of a store without a commit
 * nothing is left that says whose it is. No snapshot may be open. False: that failed, `error` says
 * why; it is closed all the same, without the mark. */
bool store_close(struct store *store, char *error);

/* Puts every record into the table, not as a change of it. False: damaged; then the table is to be
 * emptied, and store_clear comes before anything is written. */
bool store_load(struct store *store, struct table *table, char *error);
/* Takes every record away, for a rebuild; no snapshot may be open. */
bool store_clear(struct store *store, char *error);

/* Delta messages of the change log (task/change.h), in order, or a snapshot's chunks: applied in
 * one transaction with the position they lead to. Each key is written once. False: the disk is
 * full, say; the store keeps the state it has, and refuses all later ones until it is cleared. */
bool store_write(struct store *store,
                 const struct bytes *messages,
                 uint32_t count,
                 const struct store_position *position,
                 char *error);
/* All tracked records of a table, into an empty store. */
bool store_write_table(struct store *store,
                       const struct table *table,
                       const struct store_position *position,
                       char *error);

/* A reader of all records as of one commit while others are written. One thread at a time uses it,
 * which may be another than the one that writes. The file grows while it is open. NULL: `error`
 * says why. */
struct store_snapshot;
struct store_snapshot *store_snapshot_begin(struct store *store,
                                            struct store_position *ret_position,
                                            char *error);
/* Appends records in key order as change items (change_put_piece) to the buffer until it holds
 * `bytes` more; false at the end: nothing was left. To be asked then: was it the end of all
 * records? */
bool store_snapshot_next(struct store_snapshot *snapshot, struct buffer *to, size_t bytes);
bool store_snapshot_is_damaged(const struct store_snapshot *snapshot);
void store_snapshot_end(struct store_snapshot *snapshot);

#endif
