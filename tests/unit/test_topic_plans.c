/* Tests of the topics as they should be. */
#include "check_main.h"
#include "config_sample.h"
#include "daemon/topic_plans.h"
#include "task/owners.h"

static struct config_sample sample;
static struct topic_plans topics;

static const char *setting_of(const struct topic_plan *plan, const char *name)
{
    for (uint32_t i = 0; i < plan->setting_count; i++) {
        if (strcmp(plan->settings[i].name, name) == 0) {
            ck_assert_uint_gt(strlen(plan->settings[i].why), 20);
            return plan->settings[i].value;
        }
    }
    return "";
}

static void make(const char *override)
{
    config_sample_open(&sample);
    ck_assert(config_sample_set(&sample, "application_id=scores-eu"));
    ck_assert(config_sample_set(&sample, override));
    topic_plans_make(&topics, sample.config);
}

START_TEST(every_topic_has_its_name_and_size)
{
    make("topics.usage=billing.usage");
    static const char *const names[] = {
        "merit.associations",  "billing.usage",       "merit.certifications", "scores-eu-facts",
        "scores-eu-changelog", "merit.score-changes", "merit.designations",   "merit.scores",
        "merit.dead-letters",  "scores-eu-owners"};
    for (int i = 0; i < TOPIC_PLAN_COUNT; i++) {
        const struct topic_plan *plan = &topics.plans[i];
        ck_assert_str_eq(plan->name, names[i]);
        uint32_t all = (uint32_t)sample.config->topics_partitions;
        ck_assert_uint_eq(plan->partitions, i == TOPIC_PLAN_OWNERS ? 1 : all);
        ck_assert_uint_eq(plan->replication, (uint32_t)sample.config->topics_replication_factor);
        ck_assert_int_eq(plan->same_count, i < TOPIC_PLAN_BINDING);
    }
    config_sample_close(&sample);
}
END_TEST

START_TEST(no_state_is_deleted_by_kafka)
{
    make("topics.partitions=16");
    for (int i = TOPIC_PLAN_FACTS; i <= TOPIC_PLAN_CHANGELOG; i++) {
        ck_assert_str_eq(setting_of(&topics.plans[i], "cleanup.policy"), "delete");
        ck_assert_str_eq(setting_of(&topics.plans[i], "retention.ms"), "-1");
        ck_assert_str_eq(setting_of(&topics.plans[i], "retention.bytes"), "-1");
    }
    ck_assert_uint_eq(topics.plans[TOPIC_PLAN_CHANGELOG].partitions, 16);
    config_sample_close(&sample);
}
END_TEST

START_TEST(of_the_rest_only_scores_are_compacted)
{
    make("topics.partitions=16");
    for (int i = 0; i < TOPIC_PLAN_OWNERS; i++) {
        const struct topic_plan *plan = &topics.plans[i];
        bool scores = strcmp(plan->name, "merit.scores") == 0;
        ck_assert_str_eq(setting_of(plan, "cleanup.policy"), scores ? "compact" : "delete");
        /* A history that is loaded has old timestamps. */
        ck_assert_str_eq(setting_of(plan, "retention.ms"), i < TOPIC_PLAN_BINDING ? "-1" : "");
    }
    config_sample_close(&sample);
}
END_TEST

/* What live instances say is younger than what may be compacted, and far younger than what is
 * deleted: so it is all there, whatever an instance that stood still writes behind it. */
START_TEST(what_live_owners_say_is_kept)
{
    make("topics.partitions=16");
    const struct topic_plan *plan = &topics.plans[TOPIC_PLAN_OWNERS];
    ck_assert_str_eq(setting_of(plan, "cleanup.policy"), "compact,delete");
    ck_assert_int_gt(atoll(setting_of(plan, "min.compaction.lag.ms")), 2 * OWNERS_SILENT_MS);
    ck_assert_int_gt(atoll(setting_of(plan, "segment.ms")), 2 * OWNERS_SILENT_MS);
    ck_assert_int_gt(atoll(setting_of(plan, "retention.ms")), 24 * 3600 * 1000);
    config_sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("topic_plans",
                 every_topic_has_its_name_and_size,
                 no_state_is_deleted_by_kafka,
                 of_the_rest_only_scores_are_compacted,
                 what_live_owners_say_is_kept)
