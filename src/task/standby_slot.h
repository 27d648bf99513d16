/* What an instance does with a task that it may follow, by whose the task is at the moment. */
#ifndef TASK_STANDBY_SLOT_H
#define TASK_STANDBY_SLOT_H

#include <stdbool.h>

enum standby_slot {
    STANDBY_EMPTY,
    STANDBY_FOLLOWS,
    STANDBY_RESTS, /* the task is assigned here: whoever opens it takes the state */
    STANDBY_TAKEN, /* and did so */
};

struct standby_sight {
    bool wanted;   /* the instance is one of the task's standbys, and may begin */
    bool assigned; /* the task is assigned to a worker of the instance */
    bool owned;    /* such a worker has it, open or put aside */
};

enum standby_todo {
    STANDBY_WAIT,
    STANDBY_BEGIN, /* to follow it */
    STANDBY_STEP,
    STANDBY_REST,   /* what it has waits to be taken; what is of no use ends */
    STANDBY_GO_ON,  /* the assignment was over before anybody took it: it is followed on */
    STANDBY_END,    /* it is not to be followed any more */
    STANDBY_FORGET, /* it was taken: nothing is left of it */
};

/* A worker opens a task only when its slot does not follow (any more): what was followed up to
 * then cannot be ahead of the group's offsets, if these are read afterwards; and the state folder
 * has one user. */
enum standby_todo standby_todo(enum standby_slot slot, const struct standby_sight *sight);

#endif
