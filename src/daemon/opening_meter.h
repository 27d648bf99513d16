/* How far the opening of a task is, and how fast it was: for the log and the service manager. */
#ifndef DAEMON_OPENING_METER_H
#define DAEMON_OPENING_METER_H

#include "daemon/shared.h"

/* Where the time of an opening goes, in their order. */
enum opening_stage {
    OPENING_STAGE_STORE, /* the folder: checked, opened */
    OPENING_STAGE_DISK,  /* its records into memory */
    OPENING_STAGE_LOG,   /* the change log, read and applied */
    OPENING_STAGE_WRITE, /* what the disk lacks, written there */
    OPENING_STAGE_TASK,  /* what follows from the records, computed */
    OPENING_STAGE_COUNT,
};

/* Of one opening. */
struct opening_meter {
    struct shared *shared;
    uint32_t task;
    int64_t begun_ms;
    int64_t entered_ms; /* the stage that goes on */
    int64_t said_ms;    /* when the log last heard of it, or it began */
    enum opening_stage stage;
    int64_t stage_ms[OPENING_STAGE_COUNT];
    uint64_t disk_bytes; /* keys and values from disk */
    uint64_t log_bytes;  /* messages of the change log that were applied */
};

void opening_meter_begin(struct opening_meter *meter, struct shared *shared, uint32_t task);
/* Later stages only; those passed over take no time. */
void opening_meter_enter(struct opening_meter *meter, enum opening_stage stage);
/* `thousandths` of the reading are done. A line of the log once a second, if it takes so long. */
void opening_meter_at(struct opening_meter *meter, uint32_t thousandths);
/* However it ended: nobody is told of it any more. */
void opening_meter_end(struct opening_meter *meter);

/* Bytes in so many milliseconds, as MB/s: of no time at all, as if it had been one. */
uint64_t opening_meter_rate(uint64_t bytes, int64_t ms);

/* The line "task opened": from what, up to which commit, and what opening_meter_enter has heard. */
void opening_meter_say(const struct opening_meter *meter,
                       const char *from,
                       uint64_t commit,
                       uint64_t local_commit);

#endif
