/* The topics as they should be: for `merit topics`, for the start, for --try. */
#include "daemon/topic_plans.h"

#include <stdio.h>

static void add_setting(struct topic_plan *plan,
                        const char *name,
                        const char *value,
                        const char *why)
{
    plan->settings[plan->setting_count++] = (struct topic_setting){name, value, why};
}

static void set_internal(struct topic_plan *plan, const char *name)
{
    plan->name = name;
    add_setting(plan, "cleanup.policy", "delete",
                "its records are no values of keys: compaction would lose state");
    add_setting(plan, "retention.ms", "-1",
                "Kafka would delete state; meritd deletes what is used up");
    add_setting(plan, "retention.bytes", "-1",
                "Kafka would delete state; meritd deletes what is used up");
}

/* One partition: whoever reads it reads all. What a live instance wrote is younger than the lag
 * before compaction, so that each of its records is still there, whatever a dead one writes behind
 * it. */
static void set_owners(struct topic_plan *plan, const char *name)
{
    plan->name = name;
    plan->partitions = 1;
    add_setting(plan, "cleanup.policy", "compact,delete",
                "it holds what each instance said last; without compaction it grows for ever");
    add_setting(plan, "retention.ms", "604800000",
                "instances write every few seconds: what is a week old is of ones that are gone");
    add_setting(plan, "segment.ms", "600000",
                "only segments that are closed are compacted, and all of it is read at each start");
    add_setting(plan, "min.compaction.lag.ms", "60000",
                "one that stood still could hide what its successor said");
}

void topic_plans_make(struct topic_plans *plans, const struct config *config)
{
    static const enum config_topic outputs[] = {CONFIG_TOPIC_SCORE_CHANGES,
                                                CONFIG_TOPIC_DESIGNATIONS, CONFIG_TOPIC_SCORES,
                                                CONFIG_TOPIC_DEAD_LETTERS};
    memset(plans, 0, sizeof *plans);
    (void)snprintf(plans->facts, sizeof plans->facts, "%s-facts", config->application_id);
    (void)snprintf(plans->changelog, sizeof plans->changelog, "%s-changelog",
                   config->application_id);
    (void)snprintf(plans->owners, sizeof plans->owners, "%s-owners", config->application_id);
    for (int i = 0; i < TOPIC_PLAN_COUNT; i++) {
        struct topic_plan *plan = &plans->plans[i];
        plan->partitions = (uint32_t)config->topics_partitions;
        plan->replication = (uint32_t)config->topics_replication_factor;
        plan->same_count = i < TOPIC_PLAN_BINDING;
    }
    for (int i = 0; i < TOPIC_PLAN_FACTS; i++) {
        plans->plans[i].name = config->topics[i];
        add_setting(&plans->plans[i], "cleanup.policy", "delete",
                    "records of one key are different events: compaction would lose some");
        add_setting(&plans->plans[i], "retention.ms", "-1",
                    "Kafka deletes by a record's timestamp, which is that of the event: a history "
                    "that is loaded would be gone before it is read");
    }
    set_internal(&plans->plans[TOPIC_PLAN_FACTS], plans->facts);
    set_internal(&plans->plans[TOPIC_PLAN_CHANGELOG], plans->changelog);
    set_owners(&plans->plans[TOPIC_PLAN_OWNERS], plans->owners);
    for (int i = TOPIC_PLAN_BINDING; i <= TOPIC_PLAN_DEAD_LETTERS; i++) {
        enum config_topic topic = outputs[i - TOPIC_PLAN_BINDING];
        struct topic_plan *plan = &plans->plans[i];
        plan->name = config->topics[topic];
        if (topic == CONFIG_TOPIC_SCORES) {
            add_setting(plan, "cleanup.policy", "compact",
                        "it holds the last score of each partner; without compaction it grows "
                        "for ever");
        } else {
            add_setting(plan, "cleanup.policy", "delete",
                        "each record is an event of its own: compaction would lose all but the "
                        "last of a partner");
        }
    }
}
