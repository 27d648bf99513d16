/* The topics as they should be: for `merit topics`, for the start, for --try. */
#ifndef DAEMON_TOPIC_PLANS_H
#define DAEMON_TOPIC_PLANS_H

#include "daemon/config.h"
#include "kafka/topics.h"

enum {
    TOPIC_PLAN_FACTS = 3, /* the first three are the inputs */
    TOPIC_PLAN_CHANGELOG,
    TOPIC_PLAN_BINDING, /* those before must be as they should be: nothing works otherwise */
    TOPIC_PLAN_DEAD_LETTERS = TOPIC_PLAN_BINDING + 3, /* the last of the outputs */
    TOPIC_PLAN_OWNERS,
    TOPIC_PLAN_COUNT,
    TOPIC_NAME_MAX = 256,
};

struct topic_plans {
    struct topic_plan plans[TOPIC_PLAN_COUNT];
    char facts[TOPIC_NAME_MAX];
    char changelog[TOPIC_NAME_MAX];
    char owners[TOPIC_NAME_MAX];
};

/* Borrows the names from the configuration. */
void topic_plans_make(struct topic_plans *plans, const struct config *config);

#endif
