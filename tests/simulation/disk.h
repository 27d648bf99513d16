/* The disks: for each task the state of one commit, written behind the worker's back. */
#ifndef DISK_H
#define DISK_H

#include "base/messages.h"
#include "base/table.h"
#include "group.h"

/* As store/store.h has it: the records are those of one commit; a process that is killed leaves
 * them so, with what it had handed over and not yet written lost. */
struct store_at {
    uint64_t commit;    /* 0: no state */
    int64_t log_offset; /* no message of a later commit lies before it in the change log */
};

/* A commit handed over, to be written. */
struct store_write {
    struct messages deltas;
    struct store_at at;
};

struct store {
    struct table table;
    struct store_at at;
    struct store_write *pending; /* oldest first */
    uint32_t pending_count;
    uint32_t pending_capacity;
};

/* Of one machine: its processes share it. */
struct disk {
    struct store stores[TASKS_MAX];
    bool full;
};

void disk_init(struct disk *disk);
void disk_fini(struct disk *disk);
/* All of it is gone. */
void disk_lose(struct disk *disk);
/* What was handed over and not yet written is gone. */
void disk_crash(struct disk *disk);

/* Hands over a commit's deltas. False: the disk is full. */
bool store_add(struct disk *disk,
               uint32_t task,
               const struct messages *deltas,
               const struct store_at *at);
/* Writes the oldest `count` of what is pending, UINT32_MAX: all. False: the disk is full. */
bool store_flush(struct disk *disk, uint32_t task, uint32_t count);
/* All records of a table in the place of what there is. False: the disk is full. */
bool store_replace(struct disk *disk,
                   uint32_t task,
                   const struct table *table,
                   const struct store_at *at);

/* A copy of the records that the change log carries. */
void store_copy(const struct table *from, struct table *to);
/* What the items of a change message say, done to a table. False: it is none. */
bool store_apply(struct table *table, struct bytes message);

#endif
