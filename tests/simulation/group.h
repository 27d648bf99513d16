/* The group: who its members are, which tasks each has in which generation. */
#ifndef GROUP_H
#define GROUP_H

#include "chance.h"

#include <stdbool.h>
#include <stdint.h>

enum { TASKS_MAX = 4, SLOTS_MAX = 3, NOBODY = 255 };

/* A slot is a static member: `<instance>-<worker>`. A process that joins in its place replaces the
 * one before. */
struct membership {
    uint32_t slot;
    uint32_t incarnation;
    uint32_t generation; /* of the assignment it holds; 0: none */
};

struct group_member {
    bool known;           /* the group counts it in */
    bool joined;          /* it has answered the rebalance under way */
    uint32_t incarnation; /* of the process that joined last */
    int64_t heard_ms;
};

struct group {
    uint32_t tasks;
    uint32_t generation;
    bool rebalancing;
    int64_t rebalance_until_ms; /* members that have not joined by then are left out */
    int64_t session_ms;
    uint32_t incarnations;
    struct group_member members[SLOTS_MAX];
    uint32_t owners[TASKS_MAX]; /* slots, in this generation */
};

void group_reset(struct group *group, uint32_t tasks, int64_t session_ms);

/* A process joins in a slot, or joins again after it gave up what it had. */
void group_join(struct group *group, struct membership *member, int64_t now_ms);
/* It is heard of. */
void group_hear(struct group *group, const struct membership *member, int64_t now_ms);

/* What the group says to a member. */
enum group_says {
    GROUP_NOTHING,
    GROUP_ASSIGNED, /* group_take gives what */
    GROUP_REVOKED,
    GROUP_LOST,     /* its session was over: others have what it had */
    GROUP_REPLACED, /* another process has joined in its slot */
};
enum group_says group_poll(const struct group *group, const struct membership *member);
/* Takes up the generation; fills the tasks and returns how many. */
uint32_t group_take(const struct group *group,
                    struct membership *member,
                    uint32_t ret_tasks[TASKS_MAX]);
/* Positions are taken from members of this generation alone. */
bool group_accepts(const struct group *group, const struct membership *member);

/* Members are to join again: who is there, and who has what, may change. */
void group_rebalance(struct group *group, int64_t now_ms);
/* Sessions and rebalances come to their end. */
void group_step(struct group *group, int64_t now_ms, struct chance *chance);

#endif
