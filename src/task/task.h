/* One task: both stages over one state, its inputs' clocks, and what a commit of it contains. */
#ifndef TASK_TASK_H
#define TASK_TASK_H

#include "base/messages.h"
#include "task/attribution.h"
#include "task/change.h"
#include "task/news.h"
#include "task/scoring.h"
#include "task/task_record.h"

/* Nothing here reads Kafka, a disk or a clock: the caller says what it sees of the inputs, is told
 * what to do next, and carries what comes out. */

/* What does not change while the task is open; borrowed. */
struct task_config {
    const struct merit_program *program;
    const struct partner_settings *settings;
    uint32_t task;
    uint32_t task_count;
    struct merit_text cluster_id;
    int32_t first_day;  /* time.start: sets first clocks; MERIT_NO_DAY: the inputs do */
    int32_t ahead_days; /* time.ahead_days */
};

struct task {
    struct task_config config;
    struct table state;
    struct attribution attribution;
    struct scoring scoring;
    struct task_record record;
    struct fact_list facts; /* made by the last steps; the caller sends and clears them */
    bool touched;           /* something has happened since the last commit */
    uint32_t parts;         /* of this commit's delta that were given out already */
    struct buffer scratch;
};

/* Takes the state over (it is left empty): nothing at all, or what a restore read. The task's
 * record, where there is one, must have been looked at by recovery.c. False: damaged. */
bool task_open(struct task *task, const struct task_config *config, struct table *state);
void task_fini(struct task *task);

/* ---- rules (task/rule_change.h) ---------------------------------------------------------- */

/* A task is opened under the program that its record names, or one of a higher revision: its
 * partners are brought to that one then (recovery refuses any other). */

/* True where the program is to be taken now, while it is open: it is of a higher revision, and
 * nothing is half done. To be asked between two commits. */
bool task_takes_rules(const struct task *task, const struct merit_program *program);
/* Takes a program of a higher revision, borrowed; the old one must live until no partner is behind
 * (scoring.change.behind), or the task is closed. */
void task_change_rules(struct task *task, const struct merit_program *program);

/* ---- inputs ------------------------------------------------------------------------------ */

/* What is seen of an input: the next good record's day (at most the wall clock's), or that it is
 * idle, or neither: not known. */
struct task_head {
    bool has_record;
    bool idle;
    int32_t day;
    int64_t timestamp; /* of the record: of two inputs the earlier goes first */
};

struct task_view {
    struct task_head heads[TASK_FACTS]; /* of associations, usage, certifications */
    bool has_facts;                     /* a pack can be taken */
    int32_t wall_day;
};

enum task_next {
    TASK_WAIT,       /* nothing to do before the view changes */
    TASK_WORKED,     /* a bounded piece of work was done; ask again */
    TASK_TAKE_FACTS, /* task_receive the next pack */
    TASK_APPLY,      /* task_apply the next record of *ret_input */
};
enum task_next task_next(struct task *task,
                         const struct task_view *view,
                         enum task_input *ret_input);

/* After task_apply: true where the next record of the same input may be applied without asking
 * task_next in between (the view shows its head). Many are. */
bool task_may_go_on(const struct task *task, const struct task_view *view, enum task_input input);

/* What only the state can show of the record that has come to the head of its input. */
struct merit_fault task_admit(struct task *task, const struct merit_event *event);
/* Applies it, when task_next said so. */
void task_apply(struct task *task, const struct merit_event *event);
/* False: the bytes are no pack of facts (some may have been applied: stop). */
bool task_receive(struct task *task, struct bytes pack);
/* An input has been read up to here: the offset of the next record to apply. */
void task_moved(struct task *task, enum task_input input, int64_t position);

/* All of an input up to here was taken, with markers and aborted records behind the last one: goes
 * into the next commit. `now`: it is to make one. */
void task_ended(struct task *task, enum task_input input, int64_t position, bool now);

/* ---- commits ----------------------------------------------------------------------------- */

/* How many records changed and were not given out yet. */
uint32_t task_changed_count(const struct task *task);
/* Gives out what changed so far, as parts of the coming commit's delta: to spread the work. */
void task_emit_changes(struct task *task, struct messages *deltas);
/* Closes the commit: its number, and the rest of its delta with the task's record. To be called
 * when news_next has nothing more. `metadata` goes with the positions. What comes next belongs to
 * the commit after it; if this one fails, the task must be opened anew. */
void task_commit(struct task *task, struct messages *deltas, struct task_metadata *ret_metadata);

#endif
