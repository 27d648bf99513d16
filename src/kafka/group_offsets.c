/* Whether a group has ever committed anything, asked from outside it. */
#include "kafka/group_offsets.h"

#include "kafka/handle.h"
#include "kafka/settings.h"

enum { OFFSETS_WAIT_MS = 30000 };

static rd_kafka_resp_err_t ask(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *list, bool *ret_any)
{
    rd_kafka_resp_err_t code = rd_kafka_committed(rk, list, OFFSETS_WAIT_MS);
    *ret_any = false;
    for (int i = 0; i < list->cnt && code == RD_KAFKA_RESP_ERR_NO_ERROR; i++) {
        code = list->elems[i].err;
        *ret_any = *ret_any || list->elems[i].offset >= 0;
    }
    return code;
}

bool group_offsets_any(const struct kafka_settings *settings,
                       const struct group_topics *topics,
                       bool *ret_any,
                       char *error)
{
    struct handle handle = {.settings = settings, .owner = &handle};
    rd_kafka_conf_t *conf = settings_conf(settings, SETTINGS_READER, 0, error);
    if (conf == NULL || !handle_open(&handle, RD_KAFKA_CONSUMER, conf, error)) {
        return false;
    }
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)(topics->count * topics->partitions));
    for (uint32_t t = 0; t < topics->count; t++) {
        rd_kafka_topic_partition_list_add_range(list, topics->names[t], 0,
                                                (int32_t)topics->partitions - 1);
    }
    rd_kafka_resp_err_t code = ask(handle.rk, list, ret_any);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "the committed offsets of group %.200s are not to be had: %s",
                   settings->application_id, rd_kafka_err2str(code));
    }
    rd_kafka_topic_partition_list_destroy(list);
    handle_close(&handle);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR;
}
