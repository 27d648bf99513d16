/* Opening and closing librdkafka clients, their log lines, and what they know of topics. */
#include "kafka/handle.h"

#include "base/log.h"
#include "base/thread.h"

#include <stdio.h>
#include <string.h>

enum {
    SYSLOG_WARNING = 4,       /* librdkafka's levels are syslog's */
    METADATA_SLICE_MS = 1000, /* one try */
    METADATA_PAUSE_MS = 50,
    CLOSE_WAIT_MS = 1500, /* meritd is to end within 5 s */
};

static void log_of(
    const struct log *log, const char *client, bool warn, const char *event, const char *text)
{
    if (log != NULL) {
        LOG(log, warn ? LOG_WARN : LOG_DEBUG, event, log_text("client", client),
            log_text("reason", text));
    }
}

void handle_log(const struct handle *handle, bool warn, const char *event, const char *text)
{
    const char *client = handle->rk == NULL ? "" : rd_kafka_name(handle->rk);
    log_of(handle->settings->log, client, warn, event, text);
}

/* In librdkafka's threads, also before handle_open has the client. That a setting of consumers is
 * passed to a producer too says nothing. */
static void on_log(const rd_kafka_t *rk, int level, const char *facility, const char *text)
{
    struct handle *handle = rd_kafka_opaque(rk);
    /* Nothing else tells a member that was too late from one whose place another process took. */
    if (strcmp(facility, "SESSTMOUT") == 0) {
        atomic_store(&handle->session_over, true);
    }
    bool warn = level <= SYSLOG_WARNING && strcmp(facility, "CONFWARN") != 0;
    log_of(handle->settings->log, rd_kafka_name(rk), warn, "kafka client", text);
}

/* In the thread that polls. */
static void on_error(rd_kafka_t *rk, int code, const char *reason, void *opaque)
{
    struct handle *handle = opaque;
    (void)rk;
    /* Nothing else says whether a request may have been under way; a broker that cannot be reached
     * at all is reported with "in state CONNECT". */
    if (strstr(reason, "in state UP") != NULL) {
        handle->disconnected = true;
    }
    if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || handle->last_error[0] == '\0') {
        kafka_text(handle->last_error, "%s", reason);
    }
}

bool handle_open(struct handle *handle, rd_kafka_type_t type, rd_kafka_conf_t *conf, char *error)
{
    handle->last_error[0] = '\0';
    handle->disconnected = false;
    atomic_store(&handle->session_over, false);
    rd_kafka_conf_set_opaque(conf, handle);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_error_cb(conf, on_error);
    char reason[KAFKA_TEXT_MAX];
    handle->rk = rd_kafka_new(type, conf, reason, sizeof reason);
    if (handle->rk == NULL) {
        rd_kafka_conf_destroy(conf);
        kafka_text(error, "no Kafka client with these settings: %.400s", reason);
        return false;
    }
    return true;
}

void handle_close(struct handle *handle)
{
    if (handle->rk != NULL) {
        /* Whoever wants to leave a group has done so before. */
        rd_kafka_destroy_flags(handle->rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
        handle->rk = NULL;
    }
}

static void close_client(void *context)
{
    rd_kafka_destroy_flags(context, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

static bool is_late(void *deadline_ms)
{
    return kafka_left_ms(*(const int64_t *)deadline_ms) == 0;
}

bool handle_close_in_time(struct handle *handle)
{
    if (handle->rk == NULL) {
        return true;
    }
    int64_t deadline_ms = kafka_now_ms() + CLOSE_WAIT_MS;
    rd_kafka_set_log_level(handle->rk, 0); /* one that is late may outlive the log */
    if (!thread_call(close_client, handle->rk, is_late, &deadline_ms)) {
        log_of(handle->settings->log, "", true, "kafka client", "it did not close in time");
        return false;
    }
    handle->rk = NULL;
    return true;
}

bool handle_is_stopping(const struct handle *handle)
{
    const atomic_bool *stopping = handle->settings->stopping;
    return stopping != NULL && atomic_load(stopping);
}

bool handle_gives_up(const struct handle *handle, int64_t deadline_ms)
{
    return kafka_left_ms(deadline_ms) == 0 || handle_is_stopping(handle);
}

static bool is_missing(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
           code == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC || code == RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION;
}

/* One question; the topic's own error where the brokers answered. */
static rd_kafka_resp_err_t ask_partitions(rd_kafka_t *rk,
                                          rd_kafka_topic_t *topic,
                                          int timeout_ms,
                                          uint32_t *ret_count)
{
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_resp_err_t code = rd_kafka_metadata(rk, 0, topic, &metadata, timeout_ms);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return code;
    }
    uint32_t count = 0;
    if (metadata->topic_cnt == 1) {
        code = metadata->topics[0].err;
        count = (uint32_t)metadata->topics[0].partition_cnt;
    } else {
        code = RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC;
    }
    rd_kafka_metadata_destroy(metadata);
    if (is_missing(code)) {
        *ret_count = 0;
        return RD_KAFKA_RESP_ERR_NO_ERROR;
    }
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR && count == 0) {
        code = RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE; /* just made */
    }
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        *ret_count = count;
    }
    return code;
}

bool handle_partitions(
    struct handle *handle, const char *topic, int timeout_ms, uint32_t *ret_count, char *error)
{
    int64_t deadline_ms = kafka_now_ms() + timeout_ms;
    rd_kafka_topic_t *handle_of_topic = rd_kafka_topic_new(handle->rk, topic, NULL);
    if (handle_of_topic == NULL) {
        kafka_text(error, "%.255s is no name for a topic", topic);
        return false;
    }
    rd_kafka_resp_err_t code;
    for (;;) {
        int left_ms = kafka_left_ms(deadline_ms);
        code = ask_partitions(handle->rk, handle_of_topic,
                              left_ms < METADATA_SLICE_MS ? left_ms : METADATA_SLICE_MS, ret_count);
        bool lasting = code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR || lasting || handle_gives_up(handle, deadline_ms)) {
            break;
        }
        kafka_sleep_ms(METADATA_PAUSE_MS);
    }
    rd_kafka_topic_destroy(handle_of_topic);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "what partitions topic %.255s has is not to be had: %s", topic,
                   rd_kafka_err2str(code));
        return false;
    }
    return true;
}
