/* The rule programs of a run: one after the other is put in force, in each process at its time. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "chance.h"
#include "merit/program.h"

#include <stdbool.h>

struct world;
struct worker;
struct rules;

enum { PROGRAMS_MAX = 3, PROCESSES_MAX = 5 };

/* Of rising revision, with the same designation and other targets. */
struct programs {
    struct rules *loaded[PROGRAMS_MAX];
};

/* False: the rule files are wrong, as is said. */
bool programs_load(struct programs *programs);
void programs_free(struct programs *programs);

/* How a process comes to a program. */
struct program_change {
    uint32_t at; /* when so many events have been applied, in any transaction */
    bool live;   /* it goes over while it runs; otherwise it is ended, and started with it */
};

/* Each process changes in its own time: some have the old ones while others have the new. */
struct program_plan {
    uint32_t last; /* the program of the end; 0: none changes */
    struct program_change changes[PROCESSES_MAX][PROGRAMS_MAX];
    uint32_t now[PROCESSES_MAX];
};

/* Of a new run. */
void programs_plan(struct world *world, struct chance *chance);
/* Changes that are due come to their processes. */
void programs_step(struct world *world);
/* No process has old ones any more. */
void programs_come(struct world *world);

/* What the process of the disk was started with, or went over to; what all have in the end. */
const struct merit_program *programs_now(const struct world *world, uint32_t disk);
const struct merit_program *programs_last(const struct world *world);

/* A process that is given a task of a higher revision looks what its files hold, which may have
 * been put there already: it goes over to that. True where that is as high. */
bool programs_look(struct worker *worker, int64_t revision);
/* It was refused the task, for its files are old too: it ends, and is started again later,
 * sometimes by somebody who has read why. */
void programs_refused(struct worker *worker);

#endif
