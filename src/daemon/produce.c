/* Events from JSON lines to the input topics: `merit produce`, and the files of --try. */
#include "daemon/produce.h"

#include "base/murmur2.h"
#include "codec/avro_write.h"
#include "codec/json_read.h"
#include "codec/line_read.h"
#include "kafka/producer.h"

#include <inttypes.h>
#include <stdio.h>

enum { PRODUCE_FLUSH_MS = 60000, PRODUCE_PROGRESS_LINES = 1 << 12, MICROS_PER_MS = 1000 };

struct producing {
    const struct produce_job *job;
    struct producer *producer;
    struct json_reader *reader;
    struct buffer value;
    struct produce_result *result;
    char *error;
};

static bool send_event(struct producing *producing, const struct merit_event *event)
{
    const struct produce_job *job = producing->job;
    buffer_clear(&producing->value);
    framing_write(&producing->value, job->schemas, (enum record_kind)event->kind,
                  (enum framing)job->config->framing[event->kind]);
    avro_write_event(&producing->value, event);
    struct merit_text key = merit_event_key(event);
    struct producer_message message = {
        .topic = (uint32_t)event->kind,
        .partition = murmur2_partition(
            key, producer_partition_count(producing->producer, (uint32_t)event->kind)),
        .key = {(const uint8_t *)key.at, key.length},
        .value = buffer_view(&producing->value),
        .timestamp_ms = event->timestamp / MICROS_PER_MS,
    };
    return producer_send(producing->producer, &message, producing->error) == KAFKA_DONE;
}

static bool take_line(struct producing *producing, const struct line *line)
{
    if (line_is_blank(line->bytes)) {
        return true;
    }
    struct merit_event event;
    struct merit_fault fault = json_reader_read(producing->reader, line->bytes, &event);
    if (fault.bad != MERIT_BAD_NONE) {
        producing->result->bad_lines++;
        (void)fprintf(stderr, "%s:%" PRIu64 ": %s\n", line->file, line->number,
                      json_reader_message(producing->reader));
        return true;
    }
    if (producing->job->events_max > 0 && producing->result->events == producing->job->events_max) {
        (void)snprintf(producing->error, KAFKA_TEXT_MAX,
                       "%s:%" PRIu64 ": more than %" PRIu64 " events: give fewer, or use a real "
                       "broker",
                       line->file, line->number, producing->job->events_max);
        return false;
    }
    producing->result->events++;
    return send_event(producing, &event);
}

static bool take_lines(struct producing *producing)
{
    const struct produce_job *job = producing->job;
    struct line_reader lines;
    line_reader_init(&lines, job->files, job->file_count);
    line_reader_stops(&lines, job->kafka->stopping);
    struct line line;
    enum line_result got = LINE_READ;
    bool good = true;
    for (uint64_t count = 1; good && (got = line_reader_next(&lines, &line)) == LINE_READ;
         count++) {
        good = take_line(producing, &line);
        if (job->progress != NULL && count % PRODUCE_PROGRESS_LINES == 0) {
            job->progress(job->context, count);
        }
    }
    if (good && got == LINE_FAILED) {
        (void)snprintf(producing->error, KAFKA_TEXT_MAX, "%s", line_reader_error(&lines));
        good = false;
    }
    line_reader_fini(&lines);
    return good;
}

bool produce_run(const struct produce_job *job, struct produce_result *ret_result, char *error)
{
    *ret_result = (struct produce_result){0, 0};
    struct producer_config config = {
        .settings = job->kafka,
        .topic_count = RECORD_INPUTS,
        .topics = job->config->topics, /* the inputs come first, as events are numbered */
    };
    enum kafka_outcome outcome;
    struct producing producing = {.job = job, .result = ret_result, .error = error};
    producing.producer = producer_new(&config, &outcome, error);
    if (producing.producer == NULL) {
        return false;
    }
    producing.reader = json_reader_new();
    bool good = take_lines(&producing);
    /* What was sent is delivered, also where a later line could not be. */
    char flush_error[KAFKA_TEXT_MAX] = "";
    if (producer_flush(producing.producer, PRODUCE_FLUSH_MS, flush_error) != KAFKA_DONE && good) {
        memcpy(error, flush_error, sizeof flush_error);
        good = false;
    }
    json_reader_free(producing.reader);
    buffer_fini(&producing.value);
    producer_close(producing.producer);
    return good;
}
