/* The state of an application that has stopped, into another one with another number of partitions.
 */
#include "daemon/reshard.h"

#include "daemon/beginning.h"
#include "daemon/log_state.h"
#include "kafka/producer.h"
#include "task/reshard.h"
#include "task/task.h"

#include <stdio.h>

enum {
    RESHARD_WORKER = 256,   /* a name beside those of workers, so that no worker is fenced */
    RESHARD_MEMBERS_S = 20, /* the session of a member that is gone is over in less */
    RESHARD_FLUSH_MS = 600000,
};

struct resharding {
    const struct reshard_job *job;
    struct beginner from;
    struct beginner to;
    struct partner_settings settings;            /* nothing is evaluated */
    struct log_reader *log;                      /* of the one's change log */
    struct log_reader *inputs[TASK_INPUT_COUNT]; /* the one's */
    struct reshard reshard;
    struct producer *producer; /* the other's; and what it is made with */
    struct kafka_settings settings_of_producer;
    struct kafka_property properties[CONFIG_PROPERTIES_MAX + 1];
    struct reshard_result *result;
    char *error;
};

static enum reshard_outcome refuse(struct resharding *resharding, const char *why)
{
    (void)snprintf(resharding->error, KAFKA_TEXT_MAX, "%s", why);
    return RESHARD_REFUSED;
}

static enum reshard_outcome refuse_task(struct resharding *resharding,
                                        uint32_t number,
                                        const char *why)
{
    (void)snprintf(resharding->error, KAFKA_TEXT_MAX, "task %u of %s: %s", number,
                   resharding->from.config->application_id, why);
    return RESHARD_REFUSED;
}

static enum reshard_outcome outcome_of(enum beginning beginning)
{
    return beginning == BEGINNING_GOOD      ? RESHARD_DONE
           : beginning == BEGINNING_REFUSED ? RESHARD_REFUSED
                                            : RESHARD_FAILED;
}

/* ---- may it be done? --------------------------------------------------------------------- */

static enum reshard_outcome compare_configurations(struct resharding *resharding)
{
    const struct config *from = resharding->from.config;
    const struct config *to = resharding->to.config;
    if (strcmp(from->application_id, to->application_id) == 0) {
        return refuse(resharding, "both configurations have the same application_id: the new one "
                                  "must have another");
    }
    for (int i = 0; i < TOPIC_PLAN_FACTS; i++) {
        if (strcmp(from->topics[i], to->topics[i]) == 0) {
            return refuse(resharding, "both configurations have an input topic of the same name: "
                                      "the new one must have inputs of its own");
        }
    }
    return RESHARD_DONE;
}

static enum reshard_outcome find_topics(struct resharding *resharding)
{
    char *error = resharding->error;
    enum beginning found = beginning_find_topics(&resharding->from, error);
    if (found == BEGINNING_GOOD) {
        found = beginning_find_topics(&resharding->to, error);
    }
    if (found == BEGINNING_GOOD &&
        strcmp(resharding->from.cluster_id, resharding->to.cluster_id) != 0) {
        return refuse(resharding, "the two applications are on different Kafka clusters");
    }
    return outcome_of(found);
}

/* A new one that runs has opened its tasks without a state, and goes on with none. */
static enum reshard_outcome expect_stopped(struct resharding *resharding, int seconds)
{
    char *error = resharding->error;
    enum beginning found = beginning_expect_no_members(
        resharding->from.kafka, seconds, "the old application still runs: stop all its instances",
        error);
    if (found == BEGINNING_GOOD) {
        found = beginning_expect_no_members(
            resharding->to.kafka, seconds,
            "the new application runs already: stop all its instances", error);
    }
    return outcome_of(found);
}

/* Whose transaction has been ended, if one was begun: it is all there, or nothing is. */
static enum reshard_outcome expect_not_started(struct resharding *resharding)
{
    static const char started[] = "the new application has started already, or a `merit reshard` "
                                  "before this one has written its state, all of it: start meritd "
                                  "with it, or choose another application_id, and make its topics";
    static const char facts[] = "something was written for the new application (by `merit "
                                "import`?): choose another application_id, and make its topics";
    char *error = resharding->error;
    enum beginning found = beginning_expect_not_started(&resharding->to, started, error);
    if (found == BEGINNING_GOOD) {
        found = beginning_expect_empty(&resharding->to, resharding->to.topics.facts, facts, error);
    }
    return outcome_of(found);
}

/* ---- a task's state ---------------------------------------------------------------------- */

/* The last commit's, from the log alone. */
static enum reshard_outcome read_state(struct resharding *resharding,
                                       uint32_t number,
                                       struct table *table)
{
    struct recovery_start start = {
        .task_count = resharding->from.partitions,
        .program_hash = resharding->job->program->hash,
        .revision = resharding->job->program->revision,
        .cluster_id = merit_text_of(resharding->from.cluster_id),
    };
    char why[KAFKA_TEXT_MAX] = "";
    switch (log_state_read(resharding->log, number, &start, table, why)) {
    case LOG_STATE_READ:
        return RESHARD_DONE;
    case LOG_STATE_NONE:
        return refuse_task(resharding, number, "its change log is empty");
    case LOG_STATE_REFUSED:
        return refuse_task(resharding, number, why);
    case LOG_STATE_FAILED:
        break;
    }
    (void)snprintf(resharding->error, KAFKA_TEXT_MAX, "%s", why);
    return RESHARD_FAILED;
}

/* Facts on their way, or input that nobody has read. */
static enum reshard_outcome expect_drained(struct resharding *resharding,
                                           uint32_t number,
                                           const struct task_record *record)
{
    enum beginning found = BEGINNING_GOOD;
    for (int i = 0; i < TASK_INPUT_COUNT && found == BEGINNING_GOOD; i++) {
        int64_t low;
        int64_t high;
        if (!log_reader_range(resharding->inputs[i], number, &low, &high, resharding->error)) {
            return RESHARD_FAILED;
        }
        int64_t offset = record->positions[i] > low ? record->positions[i] : low;
        if (offset < high) {
            found = beginning_expect_nothing_left(resharding->inputs[i], number, offset,
                                                  resharding->error);
        }
    }
    return found == BEGINNING_REFUSED
               ? refuse_task(resharding, number,
                             "not all of its inputs is read: let all instances run until it is, "
                             "with nobody writing to them, then stop them")
               : outcome_of(found);
}

static enum reshard_outcome add_opened(struct resharding *resharding,
                                       uint32_t number,
                                       struct table *table)
{
    struct task_config config = {
        .program = resharding->job->program,
        .settings = &resharding->settings,
        .task = number,
        .task_count = resharding->from.partitions,
        .cluster_id = merit_text_of(resharding->from.cluster_id),
        .first_day = MERIT_NO_DAY,
    };
    struct task task;
    const char *fault = "its records are damaged";
    if (task_open(&task, &config, table)) {
        fault = reshard_add(&resharding->reshard, &task.attribution, &task.scoring);
        resharding->result->tenants += task.attribution.tenant_count;
        resharding->result->partners += task.scoring.partner_count;
    }
    task_fini(&task);
    return fault == NULL ? RESHARD_DONE : refuse_task(resharding, number, fault);
}

static enum reshard_outcome add_task(struct resharding *resharding, uint32_t number)
{
    struct table table;
    table_init(&table);
    enum reshard_outcome outcome = read_state(resharding, number, &table);
    struct task_record record = {0};
    if (outcome == RESHARD_DONE) {
        struct key key = key_of(KEY_TASK);
        bool newer;
        (void)task_record_read(state_get(&table, key_view(&key)), &record, &newer);
        outcome = record.program_hash == resharding->job->program->hash
                      ? expect_drained(resharding, number, &record)
                      : refuse_task(resharding, number,
                                    "it was made by other rules than those of rules.directory: "
                                    "give those, and change them afterwards");
    }
    if (outcome == RESHARD_DONE) {
        outcome = add_opened(resharding, number, &table);
    }
    table_fini(&table);
    return outcome;
}

static enum reshard_outcome add_all(struct resharding *resharding)
{
    const char *topics[TASK_INPUT_COUNT] = {
        resharding->from.config->topics[0], resharding->from.config->topics[1],
        resharding->from.config->topics[2], resharding->from.topics.facts};
    resharding->log = log_reader_new(resharding->from.kafka, resharding->from.topics.changelog,
                                     resharding->error);
    bool opened = resharding->log != NULL;
    for (int i = 0; i < TASK_INPUT_COUNT && opened; i++) {
        resharding->inputs[i] =
            log_reader_new(resharding->from.kafka, topics[i], resharding->error);
        opened = resharding->inputs[i] != NULL;
    }
    enum reshard_outcome outcome = opened ? RESHARD_DONE : RESHARD_FAILED;
    for (uint32_t i = 0; i < resharding->from.partitions && outcome == RESHARD_DONE; i++) {
        outcome = add_task(resharding, i);
    }
    return outcome;
}

/* ---- writing ----------------------------------------------------------------------------- */

static enum kafka_outcome send_task(struct resharding *resharding, uint32_t number)
{
    struct messages deltas = {0};
    enum kafka_outcome outcome = KAFKA_DONE;
    if (!reshard_write(&resharding->reshard, number, &deltas)) {
        (void)snprintf(resharding->error, KAFKA_TEXT_MAX,
                       "what the old tasks hold does not fit together");
        outcome = KAFKA_ABORT;
    }
    for (uint32_t i = 0; i < deltas.count && outcome == KAFKA_DONE; i++) {
        struct producer_message message = {.partition = number, .value = messages_at(&deltas, i)};
        resharding->result->bytes += message.value.length;
        outcome = producer_send(resharding->producer, &message, resharding->error);
    }
    messages_fini(&deltas);
    return outcome;
}

static void may_die(const struct resharding *resharding, enum fault_point point)
{
    if (resharding->job->faults != NULL) {
        fault_at(resharding->job->faults, point);
    }
}

/* All that was sent is at the brokers afterwards. */
static enum kafka_outcome send_tasks(struct resharding *resharding)
{
    enum kafka_outcome outcome = KAFKA_DONE;
    for (uint32_t i = 0; i < resharding->to.partitions && outcome == KAFKA_DONE; i++) {
        outcome = send_task(resharding, i);
    }
    if (outcome == KAFKA_DONE) {
        outcome = producer_flush(resharding->producer, RESHARD_FLUSH_MS, resharding->error);
    }
    return outcome == KAFKA_INDEFINITE ? KAFKA_ABORT : outcome;
}

/* All or nothing; and, last, nobody has begun to write to the old one meanwhile, or to open tasks
 * of the new one: who does so later finds a transaction open there, and waits for its end. */
static enum reshard_outcome send_all(struct resharding *resharding)
{
    enum kafka_outcome outcome = producer_begin(resharding->producer, resharding->error);
    if (outcome != KAFKA_DONE) {
        return RESHARD_FAILED;
    }
    outcome = send_tasks(resharding);
    enum reshard_outcome result = RESHARD_FAILED;
    if (outcome == KAFKA_DONE) {
        may_die(resharding, FAULT_RESHARD_SENT);
        result = expect_stopped(resharding, 0);
        outcome = result != RESHARD_DONE
                      ? KAFKA_ABORT
                      : producer_commit(resharding->producer, NULL, NULL, 0, resharding->error);
    }
    if (outcome == KAFKA_ABORT) {
        char error[KAFKA_TEXT_MAX] = "";
        (void)producer_abort(resharding->producer, error);
    }
    if (outcome == KAFKA_DONE) {
        may_die(resharding, FAULT_RESHARD_ENDED);
    }
    return outcome == KAFKA_DONE         ? RESHARD_DONE
           : outcome == KAFKA_INDEFINITE ? RESHARD_DOUBTFUL
           : result == RESHARD_REFUSED   ? RESHARD_REFUSED
                                         : RESHARD_FAILED;
}

/* One for each new application, whatever the instance: it ends what another one has left open that
 * was killed, and none that still runs can commit after it. A transaction may last as long as
 * brokers allow by default: all tasks' states are in the one. */
static enum reshard_outcome open_producer(struct resharding *resharding)
{
    static const struct kafka_property timeout = {"transaction.timeout.ms", "900000"};
    struct kafka_settings *settings = &resharding->settings_of_producer;
    struct kafka_property *properties = resharding->properties;
    *settings = *resharding->to.kafka;
    properties[0] = timeout; /* the user's own comes after it */
    memcpy(properties + 1, settings->properties, settings->property_count * sizeof *properties);
    settings->property_count++;
    settings->properties = properties;
    settings->instance_id = "reshard";
    const char *topic = resharding->to.topics.changelog;
    struct producer_config config = {.settings = settings,
                                     .worker = RESHARD_WORKER,
                                     .topic_count = 1,
                                     .topics = &topic,
                                     .transactional = true};
    enum kafka_outcome opened;
    resharding->producer = producer_new(&config, &opened, resharding->error);
    return resharding->producer == NULL ? RESHARD_FAILED : RESHARD_DONE;
}

/* ---- all --------------------------------------------------------------------------------- */

static enum reshard_outcome share_out(struct resharding *resharding)
{
    struct reshard_config config = {
        .program = resharding->job->program,
        .settings = &resharding->settings,
        .cluster_id = merit_text_of(resharding->to.cluster_id),
        .from = resharding->from.partitions,
        .to = resharding->to.partitions,
    };
    resharding->result->from = config.from;
    resharding->result->to = config.to;
    reshard_init(&resharding->reshard, &config);
    enum reshard_outcome outcome = add_all(resharding);
    if (outcome == RESHARD_DONE) {
        outcome = send_all(resharding);
    }
    reshard_fini(&resharding->reshard);
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        if (resharding->inputs[i] != NULL) {
            log_reader_close(resharding->inputs[i]);
        }
    }
    if (resharding->log != NULL) {
        log_reader_close(resharding->log);
    }
    return outcome;
}

enum reshard_outcome reshard_run(const struct reshard_job *job,
                                 struct reshard_result *ret_result,
                                 char *error)
{
    struct resharding resharding = {
        .job = job,
        .from = {.config = job->from.config, .kafka = job->from.kafka},
        .to = {.config = job->to.config, .kafka = job->to.kafka},
        .result = ret_result,
        .error = error,
    };
    *ret_result = (struct reshard_result){0};
    error[0] = '\0';
    enum reshard_outcome outcome = compare_configurations(&resharding);
    if (outcome == RESHARD_DONE) {
        outcome = find_topics(&resharding);
    }
    if (outcome == RESHARD_DONE) {
        outcome = expect_stopped(&resharding, RESHARD_MEMBERS_S);
    }
    if (outcome == RESHARD_DONE) {
        outcome = open_producer(&resharding);
    }
    if (outcome == RESHARD_DONE) {
        outcome = expect_not_started(&resharding);
    }
    if (outcome == RESHARD_DONE) {
        outcome = share_out(&resharding);
    }
    if (resharding.producer != NULL) {
        producer_close(resharding.producer);
    }
    return outcome;
}
