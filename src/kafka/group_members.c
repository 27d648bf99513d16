/* How many members a group has, asked from outside it. */
#include "kafka/group_members.h"

#include "kafka/handle.h"
#include "kafka/settings.h"

enum { MEMBERS_WAIT_MS = 30000 };

/* Every broker is asked; the one that coordinates the group knows it. */
static rd_kafka_resp_err_t ask(rd_kafka_t *rk, const char *group, uint32_t *ret_count)
{
    const struct rd_kafka_group_list *list = NULL;
    rd_kafka_resp_err_t code = rd_kafka_list_groups(rk, group, &list, MEMBERS_WAIT_MS);
    *ret_count = 0;
    for (int i = 0; list != NULL && i < list->group_cnt; i++) {
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            code = list->groups[i].err;
        }
        *ret_count += (uint32_t)list->groups[i].member_cnt;
    }
    if (list != NULL) {
        rd_kafka_group_list_destroy(list);
    }
    return code;
}

bool group_members_count(const struct kafka_settings *settings, uint32_t *ret_count, char *error)
{
    struct handle handle = {.settings = settings, .owner = &handle};
    rd_kafka_conf_t *conf = settings_conf(settings, SETTINGS_READER, 0, error);
    if (conf == NULL || !handle_open(&handle, RD_KAFKA_CONSUMER, conf, error)) {
        return false;
    }
    rd_kafka_resp_err_t code = ask(handle.rk, settings->application_id, ret_count);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "the members of group %.200s are not to be had: %s",
                   settings->application_id, rd_kafka_err2str(code));
    }
    handle_close(&handle);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR;
}
