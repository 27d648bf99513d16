/* A small history with a record of every kind, told to one task: what stored forms are held to. */
#ifndef FORMAT_HISTORY_H
#define FORMAT_HISTORY_H

#include "task_fixture.h"

/* Kept as it is, and for any commit of the past: state folders and change logs under tests/formats
 * were made by programs that went through the first half of it. What is to be added is added behind
 * the last commit. */
enum {
    FORMAT_DAY = 19500,  /* 2023-05-23 */
    FORMAT_SNAPSHOT = 3, /* the commit whose state the log's snapshot is */
    FORMAT_DISK = 4,     /* the commit that the state folder is as of */
    FORMAT_KEPT = 6,     /* the last commit of what was kept */
    FORMAT_COMMITS = 10,
};

static inline void format_claim(struct task_world *world,
                                const char *association,
                                const char *partner,
                                const char *tenant,
                                enum merit_association_type type)
{
    struct merit_event event =
        event_association(association, partner, tenant, world->task.attribution.day);
    event.event_id = merit_text_of(association);
    event.association.type = type;
    apply_event(world, &event);
}

static inline void format_report(struct task_world *world,
                                 const char *tenant,
                                 const char *product,
                                 enum merit_figure figure,
                                 int64_t amount)
{
    int32_t day = world->task.attribution.day;
    struct merit_event event = event_usage(tenant, product, MERIT_NO_FIGURE, day);
    event.usage.figures[figure] = amount;
    event.usage.subscription_id = merit_text_of("s-1");
    event.occurred_at += amount;
    apply_event(world, &event);
}

static inline void format_certify(struct task_world *world,
                                  const char *person,
                                  const char *code,
                                  int32_t expires_day)
{
    struct merit_event event = event_certification("p1", person, code, world->task.scoring.day);
    event.certification.expires_day = expires_day;
    apply_event(world, &event);
}

/* 1: attained by users. */
static inline void format_users(struct task_world *world)
{
    format_claim(world, "a1", "p1", "t1", MERIT_TYPE_CPOR);
    format_report(world, "t1", "m365/teams", MERIT_FIGURE_ACTIVE_USERS, 80);
}

/* 2: revenue of two partners. */
static inline void format_revenue(struct task_world *world)
{
    format_claim(world, "a2", "p2", "t1", MERIT_TYPE_PAL);
    format_claim(world, "a3", "p2", "t2", MERIT_TYPE_PAL);
    format_report(world, "t1", "azure/vm", MERIT_FIGURE_REVENUE, 5000);
    format_report(world, "t2", "azure/sql", MERIT_FIGURE_REVENUE, 700);
}

/* 3: attained by people, one of whom has a certificate that expires. */
static inline void format_people(struct task_world *world)
{
    static const char *const people[] = {"x1", "x2", "x3", "x4", "x5", "x6"};
    for (int i = 0; i < 6; i++) {
        format_certify(world, people[i], "AZ-104", MERIT_NO_DAY);
    }
    format_certify(world, "x7", "MS-100", MERIT_NO_DAY);
    format_certify(world, "x7", "MS-101", FORMAT_DAY + 40);
}

/* 4: a tenant's claim goes from one partner to another, which leaves a free number. */
static inline void format_move(struct task_world *world)
{
    run_to_day(world, FORMAT_DAY + 1);
    format_claim(world, "a2", "p3", "t1", MERIT_TYPE_PAL);
    format_claim(world, "a4", "p1", "t3", MERIT_TYPE_CPOR);
}

/* 5: days later, not qualified any more. */
static inline void format_loss(struct task_world *world)
{
    run_to_day(world, FORMAT_DAY + 5);
    format_report(world, "t1", "m365/teams", MERIT_FIGURE_ACTIVE_USERS, 40);
    format_report(world, "t3", "m365/intune", MERIT_FIGURE_ACTIVE_USERS, 9);
}

/* 6: the tenants' clock is ahead, and what it finds out waits. */
static inline void format_ahead(struct task_world *world)
{
    see_nothing(world, TASK_CERTIFICATIONS);
    see_day(world, TASK_USAGE, FORMAT_DAY + 7);
    run_task(world);
    format_report(world, "t1", "m365/teams", MERIT_FIGURE_ACTIVE_USERS, 75);
}

/* 7: over the day on which the rules change, and a month's edge. */
static inline void format_month(struct task_world *world)
{
    run_to_day(world, FORMAT_DAY + 15);
    format_claim(world, "a5", "p2", "t4", MERIT_TYPE_PAL);
    format_report(world, "t4", "azure/sql", MERIT_FIGURE_REVENUE, 100);
}

/* 8: over the day on which the certificate expires. */
static inline void format_expiry(struct task_world *world)
{
    run_to_day(world, FORMAT_DAY + 45);
    format_report(world, "t3", "m365/teams", MERIT_FIGURE_ACTIVE_USERS, 11);
}

/* 9: back again, before the anniversary. */
static inline void format_return(struct task_world *world)
{
    run_to_day(world, FORMAT_DAY + 330);
    format_certify(world, "x8", "AZ-104", MERIT_NO_DAY);
}

/* 10: over the anniversaries. */
static inline void format_anniversary(struct task_world *world)
{
    run_to_day(world, FORMAT_DAY + 420);
}

static inline void format_begin(struct task_world *world)
{
    task_world_begin(world, 1, MERIT_NO_DAY);
    run_to_day(world, FORMAT_DAY);
}

/* What comes before the task's next commit, and that: its messages are in world->deltas. */
static inline void format_commit(struct task_world *world)
{
    static void (*const steps[FORMAT_COMMITS])(struct task_world *) = {
        format_users, format_revenue, format_people, format_move,   format_loss,
        format_ahead, format_month,   format_expiry, format_return, format_anniversary};
    uint64_t commit = world->task.record.commit + 1;
    messages_clear(&world->deltas);
    steps[commit - 1](world);
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        task_moved(&world->task, (enum task_input)i, (int64_t)commit * 10 + i);
    }
    commit_task(world);
}

#endif
