/* The group: who its members are, which tasks each has in which generation. */
#include "group.h"

#include <string.h>

void group_reset(struct group *group, uint32_t tasks, int64_t session_ms)
{
    *group = (struct group){.tasks = tasks, .session_ms = session_ms};
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        group->owners[task] = NOBODY;
    }
}

static struct group_member *own(struct group *group, const struct membership *member)
{
    struct group_member *known = &group->members[member->slot];
    return known->known && known->incarnation == member->incarnation ? known : NULL;
}

static bool is_member(const struct group *group, const struct membership *member)
{
    const struct group_member *known = &group->members[member->slot];
    return known->known && known->incarnation == member->incarnation;
}

void group_rebalance(struct group *group, int64_t now_ms)
{
    if (group->rebalancing) {
        return;
    }
    group->rebalancing = true;
    group->rebalance_until_ms = now_ms + group->session_ms;
    for (uint32_t slot = 0; slot < SLOTS_MAX; slot++) {
        group->members[slot].joined = false;
    }
}

/* A static member that comes back while nothing changes goes on with what the slot had. */
void group_join(struct group *group, struct membership *member, int64_t now_ms)
{
    struct group_member *known = &group->members[member->slot];
    bool comes_back = known->known && known->incarnation != member->incarnation;
    if (member->incarnation == 0 || !is_member(group, member)) {
        member->incarnation = ++group->incarnations;
    }
    member->generation = 0;
    if (!known->known || !(comes_back && !group->rebalancing)) {
        group_rebalance(group, now_ms);
    }
    *known = (struct group_member){true, true, member->incarnation, now_ms};
}

void group_hear(struct group *group, const struct membership *member, int64_t now_ms)
{
    struct group_member *known = own(group, member);
    if (known != NULL) {
        known->heard_ms = now_ms;
    }
}

enum group_says group_poll(const struct group *group, const struct membership *member)
{
    const struct group_member *known = &group->members[member->slot];
    if (known->known && known->incarnation > member->incarnation) {
        return GROUP_REPLACED;
    }
    if (!is_member(group, member)) {
        return GROUP_LOST;
    }
    if (group->rebalancing) {
        return known->joined ? GROUP_NOTHING : GROUP_REVOKED;
    }
    if (member->generation == 0) {
        return GROUP_ASSIGNED;
    }
    return member->generation == group->generation ? GROUP_NOTHING : GROUP_LOST;
}

uint32_t group_take(const struct group *group,
                    struct membership *member,
                    uint32_t ret_tasks[TASKS_MAX])
{
    uint32_t count = 0;
    member->generation = group->generation;
    for (uint32_t task = 0; task < group->tasks; task++) {
        if (group->owners[task] == member->slot) {
            ret_tasks[count++] = task;
        }
    }
    return count;
}

bool group_accepts(const struct group *group, const struct membership *member)
{
    return is_member(group, member) && member->generation == group->generation;
}

static void assign(struct group *group, struct chance *chance)
{
    uint32_t there[SLOTS_MAX];
    uint32_t count = 0;
    for (uint32_t slot = 0; slot < SLOTS_MAX; slot++) {
        group->members[slot].known = group->members[slot].known && group->members[slot].joined;
        if (group->members[slot].known) {
            there[count++] = slot;
        }
    }
    group->rebalancing = false;
    group->generation++;
    for (uint32_t task = 0; task < group->tasks; task++) {
        group->owners[task] = count == 0 ? NOBODY : there[chance_below(chance, count)];
    }
}

void group_step(struct group *group, int64_t now_ms, struct chance *chance)
{
    bool all_joined = true;
    for (uint32_t slot = 0; slot < SLOTS_MAX; slot++) {
        struct group_member *member = &group->members[slot];
        if (member->known && now_ms - member->heard_ms > group->session_ms) {
            member->known = false;
            group_rebalance(group, now_ms);
        }
        all_joined = all_joined && (!member->known || member->joined);
    }
    if (group->rebalancing && (all_joined || now_ms > group->rebalance_until_ms)) {
        assign(group, chance);
    }
}
