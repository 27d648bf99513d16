/* What tests of the daemon share: settings, rules and schemas, an embedded broker with all topics,
 * a log that can be looked at. */
#ifndef DAEMON_FIXTURE_H
#define DAEMON_FIXTURE_H

#include "codec/avro_line.h"
#include "config_sample.h"
#include "daemon/produce.h"
#include "daemon/start_topics.h"
#include "daemon/try_out.h"
#include "kafka/embedded_state.h"
#include "kafka/log_reader.h"
#include "rules_program.h"
#include "schema_fixture.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { WORLD_TASKS = TRY_OUT_PARTITIONS, WORLD_WAIT_MS = 60000, WORLD_LOG_MAX = 1 << 16 };

struct world {
    struct config *config;
    struct rules *rules;
    struct schema_set *schemas;
    struct log log;
    struct try_out try_out;
    struct topic_plans topics;
    struct shared shared;
    atomic_int woken;
    char error[KAFKA_TEXT_MAX];
};

static inline void world_wake(void *context)
{
    struct world *world = context;
    (void)atomic_fetch_add(&world->woken, 1);
}

/* A file that is gone once it is closed. */
static inline int world_file(void)
{
    char path[] = "/tmp/merit-test-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(unlink(path), 0);
    return file;
}

/* A file of that text; the caller unlinks it. */
static inline void world_write(char path[], const char *text, size_t length)
{
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, text, length), (ssize_t)length);
    ck_assert_int_eq(close(file), 0);
}

/* All that was logged so far, terminated. */
static inline const char *world_log(const struct world *world)
{
    static char text[WORLD_LOG_MAX];
    ssize_t length = pread(world->log.descriptor, text, sizeof text - 1, 0);
    ck_assert_int_ge(length, 0);
    text[length] = '\0';
    return text;
}

static inline void world_sleep(int64_t ms)
{
    struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    (void)nanosleep(&pause, NULL);
}

/* Without a broker: everything that is there once a configuration is read. `overrides` ends by
 * NULL. */
static inline void world_open_quiet(struct world *world, const char *const *overrides)
{
    const char *all[16] = {"rules.directory=" MERIT_SOURCE_DIR "/config/rules",
                           "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas",
                           "instance_id=host"};
    size_t count = 3;
    while (overrides != NULL && *overrides != NULL) {
        ck_assert_uint_lt(count, sizeof all / sizeof all[0]);
        all[count++] = *overrides++;
    }
    memset(world, 0, sizeof *world);
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct config_source source = {.overrides = all, .override_count = count, .try_out = true};
    world->config = config_load(&source, &errors);
    ck_assert_msg(world->config != NULL, "%.*s", (int)errors.text.length,
                  (const char *)errors.text.bytes);
    yaml_errors_fini(&errors);
    world->log = (struct log){.descriptor = world_file(), .level = LOG_INFO};
    world->rules = rules_of("config/rules");
    world->schemas = schema_set_ours();
    struct shared *shared = &world->shared;
    shared->config = world->config;
    shared->log = &world->log;
    shared->program = world->rules->program;
    shared->schemas = world->schemas;
    shared->settings.min_hundredths = world->config->score_changes_min_hundredths;
    shared->settings.threshold_count = 1;
    shared->settings.thresholds[0] = 70;
    shared->task_count = WORLD_TASKS;
    shared->embedded = true;
    shared->source = "/meritd/meritd";
    shared->wake = world_wake;
    shared->wake_context = world;
    ck_assert(faults_read(&shared->faults, NULL));
}

static inline void world_close_quiet(struct world *world)
{
    ck_assert_int_eq(close(world->log.descriptor), 0);
    schema_set_free(world->schemas);
    rules_free(world->rules);
    config_free(world->config);
}

/* With a broker, its topics, and a folder for state. */
static inline void world_open(struct world *world, const char *const *overrides)
{
    world_open_quiet(world, overrides);
    struct shared *shared = &world->shared;
    ck_assert_msg(try_out_start(&world->try_out, world->config, world->error), "%s", world->error);
    shared->kafka = (struct kafka_settings){
        .bootstrap_servers = world->config->kafka_bootstrap_servers,
        .application_id = world->config->application_id,
        .instance_id = world->config->instance_id,
        .embedded = true,
        .log = &world->log,
    };
    shared->admin = admin_new(&shared->kafka, WORLD_WAIT_MS, world->error);
    ck_assert_msg(shared->admin != NULL, "%s", world->error);
    const char *wrong = start_topics(shared, &world->topics, world->error);
    ck_assert_msg(wrong == NULL, "%s: %s", wrong, world->error);
    shared->cluster_id = merit_text_of(admin_cluster_id(shared->admin));
    shared_open(shared);
}

static inline void world_close(struct world *world)
{
    shared_close(&world->shared);
    admin_close(world->shared.admin);
    try_out_stop(&world->try_out);
    world_close_quiet(world);
}

/* As if there were no such topic. */
static inline void world_hide(struct world *world, const char *topic, bool hidden)
{
    rd_kafka_mock_topic_set_error(embedded_cluster(world->try_out.embedded), topic,
                                  hidden ? RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
                                         : RD_KAFKA_RESP_ERR_NO_ERROR);
}

/* What was fetched up to now lies in its reader's queue; then something that ends its reading. */
static inline void world_break_reading(struct world *world)
{
    enum { API_FETCH = 1, FETCHED_MS = 300 };
    world_sleep(FETCHED_MS);
    rd_kafka_mock_push_request_errors(embedded_cluster(world->try_out.embedded), API_FETCH, 1,
                                      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    world_sleep(FETCHED_MS);
}

/* Sends the events of JSON lines to the inputs. */
static inline struct produce_result world_produce(struct world *world, const char *text)
{
    char path[] = "/tmp/merit-test-XXXXXX";
    world_write(path, text, strlen(text));
    const char *files[] = {path};
    struct produce_job job = {
        .config = world->config,
        .kafka = &world->shared.kafka,
        .schemas = world->schemas,
        .files = files,
        .file_count = 1,
    };
    struct produce_result result;
    ck_assert_msg(produce_run(&job, &result, world->error), "%s", world->error);
    ck_assert_int_eq(unlink(path), 0);
    return result;
}

/* ---- what is in a topic ------------------------------------------------------------------ */

/* Calls back for each record of a topic, partition after partition; the number of records. */
static inline uint32_t world_read(struct world *world,
                                  const char *topic,
                                  void (*take)(void *context,
                                               uint32_t partition,
                                               const struct kafka_record *record),
                                  void *context)
{
    static struct kafka_batch batch;
    uint32_t count = 0;
    /* All of them fetch at once. */
    struct log_reader *readers[WORLD_TASKS];
    for (uint32_t p = 0; p < WORLD_TASKS; p++) {
        readers[p] = log_reader_new(&world->shared.kafka, topic, world->error);
        ck_assert_msg(readers[p] != NULL && log_reader_start(readers[p], p, 0, world->error), "%s",
                      world->error);
    }
    for (uint32_t p = 0; p < WORLD_TASKS; p++) {
        int64_t until = shared_now_ms() + WORLD_WAIT_MS;
        bool at_end = false;
        while (!at_end && shared_now_ms() < until) {
            log_reader_take(readers[p], 100, &batch);
            ck_assert_msg(!batch.broken, "%s", batch.error);
            for (uint32_t i = 0; i < batch.count; i++) {
                take(context, p, &batch.records[i]);
            }
            count += batch.count;
            at_end = batch.at_end;
            kafka_batch_free(&batch);
        }
        ck_assert(at_end);
        log_reader_close(readers[p]);
    }
    return count;
}

static inline void world_take_nothing(void *context,
                                      uint32_t partition,
                                      const struct kafka_record *record)
{
    (void)context;
    (void)partition;
    (void)record;
}

static inline uint32_t world_count(struct world *world, const char *topic)
{
    return world_read(world, topic, world_take_nothing, NULL);
}

static inline bool world_is(struct bytes bytes, const char *text)
{
    return bytes.at != NULL && bytes.length == strlen(text) &&
           memcmp(bytes.at, text, bytes.length) == 0;
}

/* ---- lines of text ----------------------------------------------------------------------- */

enum { WORLD_LINES_MAX = 4096 };

/* Zero-initialise. */
struct world_lines {
    char *lines[WORLD_LINES_MAX];
    uint32_t count;
};

static inline void world_lines_add(struct world_lines *lines, const char *at, size_t length)
{
    ck_assert_uint_lt(lines->count, WORLD_LINES_MAX);
    char *line = memory_allocate(length + 1);
    memcpy(line, at, length);
    line[length] = '\0';
    lines->lines[lines->count++] = line;
}

static inline int world_lines_order(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline void world_lines_sort(struct world_lines *lines)
{
    qsort(lines->lines, lines->count, sizeof lines->lines[0], world_lines_order);
}

static inline void world_lines_free(struct world_lines *lines)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        memory_free(lines->lines[i]);
    }
    lines->count = 0;
}

/* The records of a topic of ours as JSON lines. */
struct world_topic {
    struct world *world;
    enum config_topic which;
    struct world_lines *lines;
    struct text_buffer line;
    struct input_scratch scratch;
};

static inline void world_take_line(void *context,
                                   uint32_t partition,
                                   const struct kafka_record *record)
{
    struct world_topic *topic = context;
    (void)partition;
    struct avro_line_record read = {
        .kind = (enum record_kind)topic->which,
        .framing = FRAMING_SINGLE_OBJECT,
        .value = record->value,
        .timestamp_ms = record->timestamp_ms,
    };
    topic->line.length = 0;
    struct merit_fault fault =
        avro_line_add(&topic->line, topic->world->schemas, &read, &topic->scratch);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    world_lines_add(topic->lines, topic->line.at, topic->line.length);
}

static inline void world_topic_lines(struct world *world,
                                     enum config_topic which,
                                     struct world_lines *lines)
{
    static struct world_topic topic;
    topic = (struct world_topic){.world = world, .which = which, .lines = lines};
    (void)world_read(world, world->config->topics[which], world_take_line, &topic);
    text_buffer_fini(&topic.line);
}

#endif
