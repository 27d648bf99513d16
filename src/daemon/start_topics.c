/* The topics at the start: waited for, looked at, and their names and sizes taken. */
#include "daemon/start_topics.h"

#include <uv.h>

#include <stdio.h>

enum {
    TOPICS_PAUSE_MS = 500, /* between looks at topics that are not there yet */
    BATCH_BYTES_MAX = 1000000,
    DEAD_LETTER_ROOM = 4096, /* bytes beside the value: key, headers, what Kafka adds */
};

static void say_waiting(const struct shared *shared, const char *name)
{
    LOG(shared->log, LOG_INFO, "topic is waited for", log_text("topic", name));
}

static bool gives_up(const struct shared *shared, int64_t until)
{
    return shared_now_ms() >= until || atomic_load(&shared->stopping);
}

/* Waits for every topic but the owners'. False: one is still missing. */
static bool wait_for_topics(const struct shared *shared,
                            const struct topic_plans *topics,
                            char *error)
{
    int64_t until = shared_now_ms() + shared->config->startup_wait_ms;
    bool said = false;
    for (int i = 0; i < TOPIC_PLAN_OWNERS;) {
        const char *name = topics->plans[i].name;
        uint32_t count = 0;
        bool known = admin_partitions(shared->admin, name, &count, error);
        if (known && count > 0) {
            i++;
            continue;
        }
        if (gives_up(shared, until)) {
            if (known) { /* else it is said already, as where the right to it is missing */
                (void)snprintf(error, KAFKA_TEXT_MAX,
                               "topic %s does not exist: make all topics with "
                               "`merit topics create`",
                               name);
            }
            return false;
        }
        if (!said) {
            say_waiting(shared, name);
            said = true;
        }
        uv_sleep(TOPICS_PAUSE_MS);
    }
    return true;
}

/* Nothing that is scored depends on the owners' topic: it is made where it is missing, as in an
 * application that is older than it, and where that is not allowed meritd goes on without. */
static void make_owners_topic(struct shared *shared, const struct topic_plans *topics)
{
    struct topic_plan plan = topics->plans[TOPIC_PLAN_OWNERS];
    uint32_t made = 0;
    char error[KAFKA_TEXT_MAX] = "";
    if (!admin_create(shared->admin, &plan, 1, &made, error)) {
        LOG(shared->log, LOG_WARN, "topic cannot be made", log_text("topic", plan.name),
            log_text("error", error));
    } else if (made != 0) {
        LOG(shared->log, LOG_INFO, "topic made", log_text("topic", plan.name));
    }
}

static void warn_of_topics(struct shared *shared, const struct topic_plans *topics)
{
    struct buffer wrong = {0};
    char error[KAFKA_TEXT_MAX] = "";
    if (admin_check(shared->admin, topics->plans, TOPIC_PLAN_COUNT, &wrong, error) &&
        wrong.length > 0) {
        struct merit_text what = {(const char *)wrong.bytes, (uint32_t)wrong.length - 1};
        LOG(shared->log, LOG_WARN, "topics are not as they should be", log_bytes("what", what));
    }
    buffer_fini(&wrong);
}

/* A topic that was just made is not known to all brokers at once. */
static bool check_patiently(const struct shared *shared,
                            const struct topic_plan binding[TOPIC_PLAN_BINDING],
                            struct buffer *wrong,
                            char *error)
{
    int64_t until = shared_now_ms() + shared->config->startup_wait_ms;
    while (!admin_check(shared->admin, binding, TOPIC_PLAN_BINDING, wrong, error)) {
        if (gives_up(shared, until)) {
            return false;
        }
        buffer_clear(wrong);
        uv_sleep(TOPICS_PAUSE_MS);
    }
    return true;
}

/* Partitions, and the settings without which state would be lost. */
static bool topics_are_good(struct shared *shared, struct topic_plans *topics, char *error)
{
    struct topic_plan binding[TOPIC_PLAN_BINDING];
    for (int i = 0; i < TOPIC_PLAN_COUNT; i++) {
        topics->plans[i].partitions = 0; /* any number, where it is the same */
    }
    topics->plans[TOPIC_PLAN_OWNERS].partitions = 1;
    memcpy(binding, topics->plans, sizeof binding);
    for (int i = 0; i < TOPIC_PLAN_FACTS; i++) {
        binding[i].setting_count = 0;
    }
    struct buffer wrong = {0};
    bool good = check_patiently(shared, binding, &wrong, error);
    if (good && wrong.length > 0) {
        size_t length = wrong.length < KAFKA_TEXT_MAX ? wrong.length : KAFKA_TEXT_MAX;
        (void)snprintf(error, KAFKA_TEXT_MAX, "%.*s", (int)length - 1, (const char *)wrong.bytes);
        good = false;
    }
    buffer_fini(&wrong);
    if (good) {
        warn_of_topics(shared, topics);
    }
    return good;
}

/* The largest batch that every topic takes, and what a dead letter's value may be. */
static bool take_sizes(struct shared *shared, struct topic_plans *topics, char *error)
{
    uint32_t least = BATCH_BYTES_MAX;
    uint32_t letters = BATCH_BYTES_MAX;
    for (int i = TOPIC_PLAN_FACTS; i <= TOPIC_PLAN_DEAD_LETTERS && !shared->embedded; i++) {
        uint32_t bytes;
        if (!admin_message_max(shared->admin, topics->plans[i].name, &bytes, error)) {
            return false;
        }
        least = bytes < least ? bytes : least;
        letters = i == TOPIC_PLAN_DEAD_LETTERS && bytes < letters ? bytes : letters;
    }
    shared->kafka.batch_bytes = least;
    shared->dead_letter_max = letters > DEAD_LETTER_ROOM ? letters - DEAD_LETTER_ROOM : 0;
    return true;
}

static void take_names(struct shared *shared, const struct topic_plans *topics)
{
    const struct config *config = shared->config;
    for (int i = 0; i < TOPIC_PLAN_FACTS; i++) {
        shared->inputs[i] = config->topics[i];
    }
    shared->inputs[TASK_FACTS] = topics->facts;
    for (int i = SEND_SCORE_CHANGES; i <= SEND_DEAD_LETTERS; i++) {
        shared->sends[i] = config->topics[(int)CONFIG_TOPIC_SCORE_CHANGES + i];
    }
    shared->sends[SEND_FACTS] = topics->facts;
    shared->sends[SEND_CHANGELOG] = topics->changelog;
    shared->owners_topic = topics->owners;
}

const char *start_topics(struct shared *shared, struct topic_plans *topics, char *error)
{
    topic_plans_make(topics, shared->config);
    if (!wait_for_topics(shared, topics, error)) {
        return "topics are missing";
    }
    if (!shared->embedded) {
        make_owners_topic(shared, topics);
    }
    /* The embedded broker tells no settings. */
    if (!shared->embedded && !topics_are_good(shared, topics, error)) {
        return "topics are not as they must be";
    }
    if (!admin_partitions(shared->admin, topics->plans[0].name, &shared->task_count, error) ||
        !take_sizes(shared, topics, error)) {
        return "topics are not to be had";
    }
    take_names(shared, topics);
    return NULL;
}
