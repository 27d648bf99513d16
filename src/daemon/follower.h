/* Follows the change log of one task that another instance has: an opening that does not end. */
#ifndef DAEMON_FOLLOWER_H
#define DAEMON_FOLLOWER_H

#include "daemon/shared.h"
#include "store/writer.h"

struct follower;

struct follower_config {
    struct shared *shared;
    const struct kafka_settings *settings; /* of its reader */
    struct writer *writer;                 /* of the thread that calls it */
    uint32_t task;
};

/* A state at a commit that is whole and committed: in memory, and on disk at that commit, an
 * earlier one or none. */
struct followed {
    struct table table;
    struct store *store;
    struct store_position position; /* of the table */
    bool stored; /* the store has all of it; otherwise it is to be emptied and written anew */
};

enum follower_outcome {
    FOLLOWER_IDLE,   /* nothing there to read now */
    FOLLOWER_MOVED,  /* something was read or done */
    FOLLOWER_FAILED, /* logged; to be closed, and begun anew after a while: its place in the log was
                      * deleted, commits are missing, the disk is full, brokers are away */
};

/* Begins with its first step. Everything is borrowed. */
struct follower *follower_new(const struct follower_config *config);
/* Does a bit. Waits for nothing but disk, and for brokers at the beginning. Never writes to Kafka.
 */
enum follower_outcome follower_step(struct follower *follower);
/* Puts what it has on disk and rests; false where it has no state yet that were of use. It may go
 * on by follower_step, or its state be taken. */
bool follower_rest(struct follower *follower);
/* Takes the state of one that rests: the caller's then. It can only be closed after it. */
void follower_take(struct follower *follower, struct followed *ret_followed);
void follower_close(struct follower *follower);

#endif
