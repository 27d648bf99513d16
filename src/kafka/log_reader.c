/* Reads one partition of a topic from an offset, outside any group.
 *
 * Watermarks are asked for by a client of its own: a read_committed one is told the last stable
 * offset in their place, and a log is read to its end only when what was left open there is over.
 */
#include "kafka/log_reader.h"

#include "kafka/partition.h"
#include "kafka/settings.h"

#include <assert.h>
#include <string.h>

enum {
    BROKERS_WAIT_MS = 10000,
    RANGE_SLICE_MS = 2000,
    RANGE_PAUSE_MS = 50,
};

struct log_reader {
    struct handle handle;
    struct handle watermarks; /* opened by the first who asks */
    char *topic;
    struct partition partition;
    bool reading;
    bool knows_topic;
    int wait_ms;              /* for what brokers are asked */
    uint32_t range_partition; /* of what follows */
    int64_t range_high;       /* -1: never asked */
    bool refused;             /* what the last range failed for does not pass */
};

struct log_reader *log_reader_new(const struct kafka_settings *settings,
                                  const char *topic,
                                  char *error)
{
    rd_kafka_conf_t *conf = settings_conf(settings, SETTINGS_READER, 0, error);
    if (conf == NULL) {
        return NULL;
    }
    struct log_reader *reader = memory_allocate(sizeof *reader);
    size_t bytes = strlen(topic) + 1;
    *reader = (struct log_reader){
        .handle = {.settings = settings, .owner = reader},
        .watermarks = {.settings = settings, .owner = reader},
        .topic = memory_allocate(bytes),
        .range_high = -1,
        .wait_ms = BROKERS_WAIT_MS,
    };
    memcpy(reader->topic, topic, bytes);
    if (!handle_open(&reader->handle, RD_KAFKA_CONSUMER, conf, error)) {
        log_reader_close(reader);
        return NULL;
    }
    (void)rd_kafka_poll_set_consumer(reader->handle.rk);
    return reader;
}

void log_reader_wait_at_most(struct log_reader *reader, int ms)
{
    reader->wait_ms = ms;
}

void log_reader_stop(struct log_reader *reader)
{
    if (reader->reading) {
        (void)rd_kafka_assign(reader->handle.rk, NULL);
        partition_close(&reader->partition);
        reader->reading = false;
    }
}

void log_reader_close(struct log_reader *reader)
{
    log_reader_stop(reader);
    bool closed = handle_close_in_time(&reader->handle);
    if (!handle_close_in_time(&reader->watermarks) || !closed) {
        return; /* their threads still use it */
    }
    memory_free(reader->topic);
    memory_free(reader);
}

static bool open_watermarks(struct log_reader *reader, char *error)
{
    if (reader->watermarks.rk != NULL) {
        return true;
    }
    rd_kafka_conf_t *conf = settings_conf(reader->handle.settings, SETTINGS_WATERMARKS, 0, error);
    return conf != NULL && handle_open(&reader->watermarks, RD_KAFKA_CONSUMER, conf, error);
}

static int slice_of(const struct log_reader *reader)
{
    return reader->wait_ms < RANGE_SLICE_MS ? reader->wait_ms : RANGE_SLICE_MS;
}

/* A partition without a leader, as where its only broker comes back, is unknown to librdkafka. */
static bool is_lasting(struct log_reader *reader, uint32_t partition, rd_kafka_resp_err_t code)
{
    char error[KAFKA_TEXT_MAX];
    uint32_t count = 0;
    if (code == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION) {
        return handle_partitions(&reader->watermarks, reader->topic, slice_of(reader), &count,
                                 error) &&
               partition >= count;
    }
    return code == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
           code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
           code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
}

bool log_reader_range(
    struct log_reader *reader, uint32_t partition, int64_t *ret_low, int64_t *ret_high, char *error)
{
    reader->refused = false;
    if (!open_watermarks(reader, error)) {
        reader->refused = true;
        return false;
    }
    int64_t deadline_ms = kafka_now_ms() + reader->wait_ms;
    int64_t low = -1;
    int64_t high = -1;
    rd_kafka_resp_err_t code;
    for (;;) {
        code = rd_kafka_query_watermark_offsets(reader->watermarks.rk, reader->topic,
                                                (int32_t)partition, &low, &high, slice_of(reader));
        reader->refused = is_lasting(reader, partition, code);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR || reader->refused ||
            handle_gives_up(&reader->handle, deadline_ms)) {
            break;
        }
        kafka_sleep_ms(RANGE_PAUSE_MS);
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "what topic %.200s, partition %u, holds is not to be had: %s",
                   reader->topic, partition, rd_kafka_err2str(code));
        return false;
    }
    reader->range_partition = partition;
    reader->range_high = high;
    *ret_low = low;
    *ret_high = high;
    return true;
}

bool log_reader_is_refused(const struct log_reader *reader)
{
    return reader->refused;
}

/* Metadata is fetched now: the first partition to be read would wait for it up to a second. Where
 * brokers do not answer, it waits as long as they do. */
static void learn_topic(struct log_reader *reader)
{
    char error[KAFKA_TEXT_MAX];
    uint32_t count;
    reader->knows_topic = reader->knows_topic || handle_partitions(&reader->handle, reader->topic,
                                                                   slice_of(reader), &count, error);
}

bool log_reader_start(struct log_reader *reader, uint32_t partition, int64_t offset, char *error)
{
    log_reader_stop(reader);
    learn_topic(reader);
    if (reader->range_partition != partition) {
        reader->range_high = -1;
    }
    reader->reading =
        partition_open(&reader->partition, &reader->handle, reader->topic, partition, NULL);
    if (!reader->reading) {
        kafka_text(error, "cannot read topic %.200s, partition %u", reader->topic, partition);
        return false;
    }
    partition_reset(&reader->partition, offset);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, reader->topic, (int32_t)partition)->offset =
        partition_offset(offset);
    rd_kafka_resp_err_t code = rd_kafka_assign(reader->handle.rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "cannot read topic %.200s, partition %u: %s", reader->topic, partition,
                   rd_kafka_err2str(code));
        log_reader_stop(reader);
        return false;
    }
    return true;
}

/* Errors that are no partition's, and callbacks. */
static void serve_main_queue(struct log_reader *reader)
{
    rd_kafka_message_t *message = rd_kafka_consumer_poll(reader->handle.rk, 0);
    if (message != NULL) {
        handle_log(&reader->handle, true, "kafka reader", rd_kafka_message_errstr(message));
        rd_kafka_message_destroy(message);
    }
}

void log_reader_take(struct log_reader *reader, int timeout_ms, struct kafka_batch *ret_batch)
{
    assert(reader->reading);
    serve_main_queue(reader);
    partition_take(&reader->partition, timeout_ms, KAFKA_BATCH_MAX, ret_batch);
    if (!ret_batch->broken && reader->range_high >= 0) {
        ret_batch->at_end = reader->partition.position >= reader->range_high;
    }
}

int64_t log_reader_position(const struct log_reader *reader)
{
    return reader->reading ? reader->partition.position : -1;
}
