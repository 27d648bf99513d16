/* Deleting what a log no longer needs: asked for, and the answers logged when they are there. */
#include "base/log.h"
#include "kafka/admin_state.h"

void admin_delete_before(struct admin *admin, const char *topic, uint32_t partition, int64_t offset)
{
    if (atomic_fetch_add(&admin->deletions_open, 1) >= ADMIN_DELETIONS_MAX) {
        atomic_fetch_sub(&admin->deletions_open, 1);
        handle_log(&admin->handle, true, "records not deleted", "too many requests are open");
        return;
    }
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, (int32_t)partition)->offset = offset;
    rd_kafka_DeleteRecords_t *request = rd_kafka_DeleteRecords_new(list);
    rd_kafka_AdminOptions_t *options = admin_options(admin, RD_KAFKA_ADMIN_OP_DELETERECORDS);
    rd_kafka_DeleteRecords(admin->handle.rk, &request, 1, options, admin->deletions);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_DeleteRecords_destroy(request);
    rd_kafka_topic_partition_list_destroy(list);
}

static void log_deletion(const struct admin *admin, const rd_kafka_topic_partition_t *one)
{
    const struct log *log = admin->handle.settings->log;
    if (log == NULL) {
        return;
    }
    bool good = one->err == RD_KAFKA_RESP_ERR_NO_ERROR;
    LOG(log, good ? LOG_INFO : LOG_WARN, good ? "records deleted" : "records not deleted",
        log_text("topic", one->topic), log_int("partition", one->partition),
        log_int("before", one->offset), log_text("reason", good ? "" : rd_kafka_err2str(one->err)));
}

static void take_answer(struct admin *admin, rd_kafka_event_t *event)
{
    const rd_kafka_DeleteRecords_result_t *result = rd_kafka_event_DeleteRecords_result(event);
    if (rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR || result == NULL) {
        handle_log(&admin->handle, true, "records not deleted", rd_kafka_event_error_string(event));
        return;
    }
    const rd_kafka_topic_partition_list_t *list = rd_kafka_DeleteRecords_result_offsets(result);
    for (int i = 0; i < list->cnt; i++) {
        log_deletion(admin, &list->elems[i]);
    }
}

void admin_poll(struct admin *admin)
{
    (void)rd_kafka_poll(admin->handle.rk, 0);
    rd_kafka_event_t *event = rd_kafka_queue_poll(admin->deletions, 0);
    while (event != NULL) {
        take_answer(admin, event);
        rd_kafka_event_destroy(event);
        atomic_fetch_sub(&admin->deletions_open, 1);
        event = rd_kafka_queue_poll(admin->deletions, 0);
    }
}
