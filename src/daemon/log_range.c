/* What a partition holds, asked for until brokers answer: they may be away for a while. */
#include "daemon/log_range.h"

enum log_range_outcome log_range_ask(struct log_reader *reader,
                                     uint32_t partition,
                                     const struct log_range_wait *wait,
                                     struct log_range *ret_range,
                                     char *error)
{
    log_reader_wait_at_most(reader, LOG_RANGE_SLICE_MS);
    for (int i = 0; i < LOG_RANGE_TRIES; i++) {
        if (log_reader_range(reader, partition, &ret_range->low, &ret_range->high, error)) {
            return LOG_RANGE_KNOWN;
        }
        if (!wait->go_on(wait->context)) {
            return LOG_RANGE_STOPPED;
        }
        if (log_reader_is_refused(reader)) {
            break;
        }
        LOG(wait->log, LOG_WARN, "a partition's ends are waited for", log_text("error", error));
    }
    return LOG_RANGE_FAILED;
}
