/* Stage B, scoring: all rules, all time. It keeps partners and says how their scores change. */
#ifndef TASK_SCORING_H
#define TASK_SCORING_H

#include "base/heap.h"
#include "core/link.h"
#include "core/moments.h"
#include "core/partner.h"
#include "task/fact.h"
#include "task/key.h"
#include "task/roster.h"

/* Of a task that announced that it has no tenants' clock. */
#define SCORING_NO_CLOCK (MERIT_NO_DAY + 1)

/* What does not change while a task is open; borrowed. */
struct scoring_config {
    const struct merit_program *program;
    const struct partner_settings *settings;
    uint32_t task;
    uint32_t task_count;
};

/* A group of which not all parts have come yet, of one source task. */
struct scoring_open_group {
    bool active;
    uint64_t group;
    uint32_t parts;
};

/* Partners whose scores may have changed since they were last told (task/news.h). Not stored: all
 * of it is told before each commit. */
struct news {
    uint32_t *designations; /* of each partner; 0: not in the list */
    uint32_t *partners;     /* the list */
    uint32_t count;
    uint32_t capacity;
};

/* The rules' days on the clock's day, once for all partners. */
struct scoring_today {
    struct moments moments[MERIT_DESIGNATIONS_MAX];
    uint8_t spans[MERIT_DESIGNATIONS_MAX];
    int32_t next_rule_day;
    int32_t oldest_day; /* reports before it only carry a gauge on */
};

/* How far a partner's derived records have come from one rule program to another: first those of
 * the old one go, contributor by contributor, then the new ones are made. */
struct rule_change_cursor {
    uint32_t contributor;
    bool joining;
};

/* A change of the rule program (task/rule_change.h). What is not done yet is known from the
 * partners' records: nothing of this is stored. */
struct rule_change {
    const struct merit_program *from; /* which the derived records of those behind are of; NULL: of
                                       * the new one already */
    uint32_t behind;                  /* partners last evaluated under another program */
    uint32_t partner;                 /* none before it is behind */
    struct rule_change_cursor cursor; /* of that partner */
    bool gave_way;                    /* to what else there is to do */
};

/* One task's scoring. All that must survive lies in `state` (and what scoring_save writes there);
 * the two heaps and the roster follow from it. Use the functions below; the fields are for this
 * folder. */
struct scoring {
    struct table *state;
    struct scoring_config config;
    struct roster roster; /* where the records are */
    int32_t day;          /* the partners' clock; MERIT_NO_DAY before its first day */
    int32_t first_day;    /* the least day announced before that; MERIT_NEVER: none */
    /* A day's start goes through what is due in the order of the heap: the minor of the entry taken
     * last, plus 1; 0 before the first. */
    uint64_t start_end;
    uint32_t partner_count;
    uint64_t next_group;
    bool applying; /* a waiting group is being applied, part by part */
    uint64_t applying_group;
    uint32_t applying_part;
    int32_t *watermarks;                    /* of each task; MERIT_NO_DAY: not yet announced */
    struct scoring_open_group *open_groups; /* of each task */
    struct heap due;     /* (day, partner and contributor): what a day's start must look at */
    struct heap waiting; /* (day, group): whole groups that wait for their day */
    /* How far the certifications' input lets the clock go: the day of its next record; MERIT_NEVER
     * where it is idle; MERIT_NO_DAY where that is not known. Where no task has a tenants' clock
     * the wall clock's day moves it. Both are set by the caller. */
    int32_t certification_day;
    int32_t wall_day;
    struct scoring_today today;
    struct rule_change change;
    struct output_list outputs; /* since scoring_clear_outputs */
    struct arena output_arena;
    struct news news;
    struct arena scratch; /* of one step */
    struct link_list links;
    struct buffer record;
    struct buffer list;
    struct buffer message;
};

/* Reads the task record and finds what is due and waiting, or starts anew. False: damaged state. */
bool scoring_open(struct scoring *scoring,
                  struct table *state,
                  const struct scoring_config *config);
/* Writes the task record into the state: all that is not in other records. */
void scoring_save(struct scoring *scoring);
void scoring_fini(struct scoring *scoring);

/* Sets the first day of the partners' clock, instead of what is announced. */
void scoring_start(struct scoring *scoring, int32_t day);

/* Takes a message of facts, standings or a watermark. Standings are adopted at once; facts are
 * applied at once where their day has come and nothing waits before them, otherwise kept. False:
 * the bytes are no message (nothing is changed). */
bool scoring_receive(struct scoring *scoring, struct bytes message);

/* What only the state can show of a certification: MERIT_BAD_LIMIT, or no fault. */
struct merit_fault scoring_check(const struct scoring *scoring, const struct merit_event *event);
/* Applies a certification on the clock's day; scoring_step must have nothing more to do. */
void scoring_certify(struct scoring *scoring, const struct merit_event *event);

/* Does one bounded piece of what is to be done: a part of a group, one contributor or partner of a
 * day's start, the beginning of a day (before it, what is left of a change of rules). False:
 * nothing can be done before more comes in. */
bool scoring_step(struct scoring *scoring);
/* True where scoring_step would do something other than beginning a day. */
bool scoring_has_work(const struct scoring *scoring);

void scoring_clear_outputs(struct scoring *scoring);

#endif
