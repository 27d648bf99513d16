/* The admin client: waiting for brokers, what topics there are, making them, deleting records. */
#include "kafka/topics.h"

#include "base/log.h"
#include "kafka/admin_state.h"
#include "kafka/settings.h"

#include <assert.h>

enum {
    BROKERS_SLICE_MS = 1000,
    BROKERS_PAUSE_MS = 100,
    BROKERS_LOG_MS = 5000,
    PARTITIONS_WAIT_MS = 10000,
    VISIBLE_WAIT_MS = 15000,
    VISIBLE_PAUSE_MS = 50,
    ANSWER_EXTRA_MS = 2000,
    ANSWER_SLICE_MS = 500, /* so long until it is seen that all ends */
    RESULT_TEXT_MAX = 300,
};

/* ---------------------------------------------------------------- opening */

static void log_waiting(const struct admin *admin, int64_t waited_ms)
{
    if (admin->handle.settings->log != NULL) {
        LOG(admin->handle.settings->log, LOG_WARN, "waiting for kafka",
            log_text("brokers", admin->handle.settings->bootstrap_servers),
            log_int("waited_ms", waited_ms), log_text("reason", admin->handle.last_error));
    }
}

static bool wait_for_brokers(struct admin *admin, uint32_t wait_ms, char *error)
{
    int64_t start_ms = kafka_now_ms();
    int64_t logged_ms = start_ms;
    for (;;) {
        const struct rd_kafka_metadata *metadata = NULL;
        int left_ms = kafka_left_ms(start_ms + wait_ms);
        rd_kafka_resp_err_t code =
            rd_kafka_metadata(admin->handle.rk, 0, NULL, &metadata,
                              left_ms < BROKERS_SLICE_MS ? left_ms : BROKERS_SLICE_MS);
        (void)rd_kafka_poll(admin->handle.rk, 0);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_metadata_destroy(metadata);
            return true;
        }
        if (handle_gives_up(&admin->handle, start_ms + wait_ms)) {
            kafka_text(error,
                       "no broker of kafka.bootstrap_servers (%.150s) answered within %u ms: "
                       "%.180s; start them or correct the address",
                       admin->handle.settings->bootstrap_servers, wait_ms,
                       admin->handle.last_error[0] == '\0' ? rd_kafka_err2str(code)
                                                           : admin->handle.last_error);
            return false;
        }
        if (kafka_now_ms() - logged_ms >= BROKERS_LOG_MS) {
            logged_ms = kafka_now_ms();
            log_waiting(admin, logged_ms - start_ms);
        }
        kafka_sleep_ms(BROKERS_PAUSE_MS);
    }
}

struct admin *admin_new(const struct kafka_settings *settings, uint32_t wait_ms, char *error)
{
    rd_kafka_conf_t *conf = settings_conf(settings, SETTINGS_ADMIN, 0, error);
    if (conf == NULL) {
        return NULL;
    }
    struct admin *admin = memory_allocate(sizeof *admin);
    *admin = (struct admin){
        .handle = {.settings = settings, .owner = admin},
        .answer_ms = settings_number(conf, "socket.timeout.ms") + ANSWER_EXTRA_MS,
    };
    if (!handle_open(&admin->handle, RD_KAFKA_PRODUCER, conf, error) ||
        !wait_for_brokers(admin, wait_ms, error)) {
        admin_close(admin);
        return NULL;
    }
    admin->cluster_id = rd_kafka_clusterid(admin->handle.rk, PARTITIONS_WAIT_MS);
    admin->deletions = rd_kafka_queue_new(admin->handle.rk);
    return admin;
}

void admin_close(struct admin *admin)
{
    if (admin->deletions != NULL) {
        admin_poll(admin);
        rd_kafka_queue_destroy(admin->deletions);
    }
    if (admin->cluster_id != NULL) {
        rd_kafka_mem_free(admin->handle.rk, admin->cluster_id);
    }
    handle_close(&admin->handle);
    memory_free(admin);
}

const char *admin_cluster_id(const struct admin *admin)
{
    return admin->cluster_id == NULL ? "" : admin->cluster_id;
}

bool admin_partitions(struct admin *admin, const char *topic, uint32_t *ret_count, char *error)
{
    bool good = handle_partitions(&admin->handle, topic, PARTITIONS_WAIT_MS, ret_count, error);
    (void)rd_kafka_poll(admin->handle.rk, 0);
    return good;
}

/* ---------------------------------------------------------------- requests */

rd_kafka_event_t *admin_answer(const struct admin *admin,
                               rd_kafka_queue_t *queue,
                               const char *what,
                               char *error)
{
    int64_t deadline_ms = kafka_now_ms() + admin->answer_ms;
    rd_kafka_event_t *event;
    do {
        event = rd_kafka_queue_poll(queue, ANSWER_SLICE_MS);
    } while (event == NULL && !handle_gives_up(&admin->handle, deadline_ms));
    if (event == NULL) {
        kafka_text(error, "%.200s: no answer", what);
        return NULL;
    }
    if (rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "%.100s: %.380s", what, rd_kafka_event_error_string(event));
        rd_kafka_event_destroy(event);
        return NULL;
    }
    return event;
}

static rd_kafka_NewTopic_t *new_topic(const struct topic_plan *plan, char *error)
{
    char reason[RESULT_TEXT_MAX];
    /* -1: as the brokers' defaults say. */
    rd_kafka_NewTopic_t *topic = rd_kafka_NewTopic_new(
        plan->name, plan->partitions == 0 ? -1 : (int)plan->partitions,
        plan->replication == 0 ? -1 : (int)plan->replication, reason, sizeof reason);
    if (topic == NULL) {
        kafka_text(error, "topic %.150s cannot be made: %.300s", plan->name, reason);
        return NULL;
    }
    for (uint32_t i = 0; i < plan->setting_count; i++) {
        (void)rd_kafka_NewTopic_set_config(topic, plan->settings[i].name, plan->settings[i].value);
    }
    return topic;
}

/* One topic; *ret_made is false where somebody else has made it. */
static bool create(struct admin *admin, const struct topic_plan *plan, bool *ret_made, char *error)
{
    rd_kafka_NewTopic_t *topic = new_topic(plan, error);
    if (topic == NULL) {
        return false;
    }
    rd_kafka_queue_t *queue = rd_kafka_queue_new(admin->handle.rk);
    rd_kafka_CreateTopics(admin->handle.rk, &topic, 1, NULL, queue);
    rd_kafka_event_t *event = admin_answer(admin, queue, "making a topic", error);
    bool good = event != NULL;
    if (good) {
        size_t count = 0;
        const rd_kafka_topic_result_t **results =
            rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
        rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[0]);
        *ret_made = code == RD_KAFKA_RESP_ERR_NO_ERROR;
        good = *ret_made || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS;
        if (!good) {
            const char *reason = rd_kafka_topic_result_error_string(results[0]);
            kafka_text(error, "topic %.150s cannot be made: %.300s", plan->name,
                       reason == NULL ? rd_kafka_err2str(code) : reason);
        }
        rd_kafka_event_destroy(event);
    }
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy(topic);
    return good;
}

/* The broker that is asked next may not have heard of it yet. */
static bool wait_until_visible(struct admin *admin, const char *topic, char *error)
{
    int64_t deadline_ms = kafka_now_ms() + VISIBLE_WAIT_MS;
    for (;;) {
        uint32_t count = 0;
        if (!admin_partitions(admin, topic, &count, error)) {
            return false;
        }
        if (count > 0) {
            return true;
        }
        if (handle_gives_up(&admin->handle, deadline_ms)) {
            kafka_text(error, "topic %.200s was made but does not show", topic);
            return false;
        }
        kafka_sleep_ms(VISIBLE_PAUSE_MS);
    }
}

bool admin_create(struct admin *admin,
                  const struct topic_plan *plans,
                  uint32_t count,
                  uint32_t *ret_made,
                  char *error)
{
    assert(count <= TOPICS_MAX);
    *ret_made = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t partitions = 0;
        if (!admin_partitions(admin, plans[i].name, &partitions, error)) {
            return false;
        }
        bool made = false;
        if (partitions == 0 && !create(admin, &plans[i], &made, error)) {
            return false;
        }
        *ret_made |= made ? 1U << i : 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        if ((*ret_made & 1U << i) != 0 && !wait_until_visible(admin, plans[i].name, error)) {
            return false;
        }
    }
    return true;
}
