/* The thread that says in the owners topic what this instance has, and hears what others say. */
#include "daemon/owners_desk.h"

#include "kafka/log_reader.h"
#include "kafka/producer.h"

#include <time.h>

enum {
    TAKE_MS = 200, /* waited for what others say; so often own changes are looked for */
    FLUSH_MS = 100,
    LEAVE_MS = 1000, /* to write that it has left */
    AGAIN_MS = 5000, /* between tries where brokers do not answer */
    MS_PER_SECOND = 1000,
    NS_PER_MS = 1000000,
    WHOLE = 1000, /* thousandths */
};

/* What was last said of a task: what it says at once when it differs. */
struct said {
    bool any;
    bool standby; /* that this instance is standby for it */
    enum owners_state state;
    uint32_t worker;
    uint32_t percent;
    int32_t generation;
    int32_t tenants_day;
    int32_t partners_day;
};

struct owners_desk {
    struct shared *shared;
    pthread_t thread;
    atomic_bool stopping;
    int64_t started_ms;
    pthread_mutex_t lock; /* of what follows */
    struct hearing hearing;
    bool read; /* all that the topic held at the start */

    /* the thread's own */
    struct said *said;            /* task_count */
    enum owners_state said_state; /* of the instance */
    struct producer *producer;
    struct log_reader *reader;
    int64_t high;       /* of the topic when the reader began */
    int64_t position;   /* behind all that was taken */
    int64_t written_ms; /* when everything was last written; monotonic */
    int64_t again_ms;   /* not before, after a failure */
    bool unflushed;
    bool complained;
    struct buffer value;
    struct kafka_batch batch;
};

int64_t owners_desk_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / NS_PER_MS;
}

/* ---- clients ----------------------------------------------------------------------------- */

static void close_clients(struct owners_desk *desk)
{
    if (desk->producer != NULL) {
        producer_close(desk->producer);
        desk->producer = NULL;
    }
    if (desk->reader != NULL) {
        log_reader_close(desk->reader);
        desk->reader = NULL;
    }
    desk->unflushed = false;
}

/* Tries again later, and says it once. */
static void give_up(struct owners_desk *desk, const char *error)
{
    if (!desk->complained) {
        LOG(desk->shared->log, LOG_WARN, "other instances do not hear of this one",
            log_text("error", error));
        desk->complained = true;
    }
    close_clients(desk);
    desk->again_ms = shared_now_ms() + AGAIN_MS;
}

static bool open_clients(struct owners_desk *desk, char *error)
{
    const struct shared *shared = desk->shared;
    struct producer_config config = {
        .settings = &shared->kafka,
        .topic_count = 1,
        .topics = &shared->owners_topic,
    };
    enum kafka_outcome outcome;
    desk->producer = producer_new(&config, &outcome, error);
    if (desk->producer == NULL) {
        return false;
    }
    int64_t low;
    desk->reader = log_reader_new(&shared->kafka, shared->owners_topic, error);
    if (desk->reader == NULL || !log_reader_range(desk->reader, 0, &low, &desk->high, error)) {
        return false;
    }
    /* What was heard is not heard again, as if it were said now; but for a topic made anew. */
    bool goes_on = desk->position > low && desk->position <= desk->high;
    return log_reader_start(desk->reader, 0, goes_on ? desk->position : low, error);
}

static bool has_clients(struct owners_desk *desk)
{
    if (desk->reader != NULL) {
        return true;
    }
    char error[KAFKA_TEXT_MAX] = "";
    if (shared_now_ms() >= desk->again_ms && !open_clients(desk, error)) {
        give_up(desk, error);
    }
    return desk->reader != NULL;
}

/* ---- writing ----------------------------------------------------------------------------- */

static struct owners_record base_of(const struct owners_desk *desk, enum owners_kind kind)
{
    const struct config *config = desk->shared->config;
    struct merit_text address = merit_text_of(config->http_advertise);
    int64_t now_ms = owners_desk_now_ms();
    return (struct owners_record){
        .kind = kind,
        .instance = merit_text_of(config->instance_id),
        .address = address.length > OWNERS_ADDRESS_MAX ? merit_text_of("") : address,
        .started_ms = desk->started_ms,
        .written_ms = now_ms > desk->started_ms ? now_ms : desk->started_ms,
        .tenants_day = MERIT_NO_DAY,
        .partners_day = MERIT_NO_DAY,
        .lag = -1,
    };
}

static bool send(struct owners_desk *desk, const struct owners_record *record, char *error)
{
    char key[OWNERS_KEY_MAX + 1];
    owners_key_write(record, key);
    owners_write(&desk->value, record);
    struct producer_message message = {
        .key = {(const uint8_t *)key, strlen(key)},
        .value = buffer_view(&desk->value),
    };
    desk->unflushed = true;
    return producer_send(desk->producer, &message, error) == KAFKA_DONE;
}

/* Its state as this instance has it now; OWNERS_LEFT where it has not. */
static struct owners_record task_now(const struct owners_desk *desk, uint32_t task)
{
    const struct task_report *report = &desk->shared->reports[task];
    struct owners_record record = base_of(desk, OWNERS_OWNER);
    int assigned = atomic_load(&report->assigned);
    int worker = atomic_load(&report->worker);
    record.task = task;
    record.generation = atomic_load(&report->generation);
    record.worker = worker >= 0 ? (uint32_t)worker : assigned >= 0 ? (uint32_t)assigned : 0;
    record.state = worker >= 0 ? OWNERS_OPEN : assigned >= 0 ? OWNERS_OPENING : OWNERS_LEFT;
    if (worker >= 0) {
        record.tenants_day = atomic_load(&report->tenants_day);
        record.partners_day = atomic_load(&report->partners_day);
        record.commit = atomic_load(&report->commit);
        record.lag = atomic_load(&report->lag);
    } else {
        int thousandths = atomic_load(&report->opening);
        record.percent = thousandths > 0 ? (uint32_t)thousandths * OWNERS_PERCENT_MAX / WHOLE : 0;
    }
    return record;
}

static struct said said_of(const struct owners_record *record)
{
    return (struct said){
        .any = record->state != OWNERS_LEFT,
        .state = record->state,
        .worker = record->worker,
        .percent = record->percent,
        .generation = record->generation,
        .tenants_day = record->tenants_day,
        .partners_day = record->partners_day,
    };
}

static bool is_said(const struct said *said, const struct said *now)
{
    if (!said->any && !now->any) {
        return true; /* never its own, or said that it is not any more */
    }
    return said->any == now->any && said->state == now->state && said->worker == now->worker &&
           said->percent == now->percent && said->generation == now->generation &&
           said->tenants_day == now->tenants_day && said->partners_day == now->partners_day;
}

static bool write_task(struct owners_desk *desk, uint32_t task, bool due, char *error)
{
    struct owners_record record = task_now(desk, task);
    struct said now = said_of(&record);
    bool same = is_said(&desk->said[task], &now);
    if (same && !(due && now.any)) {
        return true;
    }
    if (!now.any) { /* as of the assignment that is over */
        record.generation = desk->said[task].generation;
        record.worker = desk->said[task].worker;
    }
    now.standby = desk->said[task].standby;
    desk->said[task] = now;
    return send(desk, &record, error);
}

/* Each time it is due, and when it ends; of a standby nothing follows, so that changes may wait. */
static bool write_standby(struct owners_desk *desk, uint32_t task, char *error)
{
    uint64_t commit = atomic_load(&desk->shared->reports[task].standby_commit);
    if (commit == 0 && !desk->said[task].standby) {
        return true;
    }
    struct owners_record record = base_of(desk, OWNERS_STANDBY);
    record.task = task;
    record.commit = commit;
    record.state = commit > 0 && !atomic_load(&desk->stopping) ? OWNERS_OPEN : OWNERS_LEFT;
    desk->said[task].standby = record.state == OWNERS_OPEN;
    return send(desk, &record, error);
}

static bool write_instance(struct owners_desk *desk, bool due, char *error)
{
    const struct shared *shared = desk->shared;
    struct owners_record record = base_of(desk, OWNERS_INSTANCE);
    record.worker = (uint32_t)shared->config->workers;
    record.state = atomic_load(&desk->stopping) ? OWNERS_LEFT
                   : shared_is_open(shared)     ? OWNERS_OPEN
                                                : OWNERS_OPENING;
    if (!due && record.state == desk->said_state) {
        return true;
    }
    desk->said_state = record.state;
    return send(desk, &record, error);
}

/* Not while brokers have not taken what was written before. */
static bool write_all(struct owners_desk *desk, char *error)
{
    int64_t now_ms = shared_now_ms();
    bool due = desk->written_ms == 0 || now_ms - desk->written_ms >= OWNERS_WRITE_MS ||
               atomic_load(&desk->stopping);
    bool good = write_instance(desk, due, error);
    if (due) {
        desk->written_ms = now_ms;
    }
    for (uint32_t i = 0; i < desk->shared->task_count && good; i++) {
        good = write_task(desk, i, due, error) && (!due || write_standby(desk, i, error));
    }
    return good;
}

static void flush(struct owners_desk *desk, int timeout_ms)
{
    char error[KAFKA_TEXT_MAX] = "";
    if (!desk->unflushed) {
        return;
    }
    enum kafka_outcome outcome = producer_flush(desk->producer, timeout_ms, error);
    desk->unflushed = outcome == KAFKA_INDEFINITE;
    if (outcome == KAFKA_DONE) {
        desk->complained = false;
    } else if (outcome != KAFKA_INDEFINITE) {
        give_up(desk, error);
    }
}

static void write(struct owners_desk *desk)
{
    char error[KAFKA_TEXT_MAX] = "";
    if (!desk->unflushed && !write_all(desk, error)) {
        give_up(desk, error);
        return;
    }
    flush(desk, FLUSH_MS);
}

/* ---- reading ----------------------------------------------------------------------------- */

static void take(struct owners_desk *desk)
{
    struct kafka_batch *batch = &desk->batch;
    log_reader_take(desk->reader, TAKE_MS, batch);
    if (batch->broken) {
        char error[KAFKA_TEXT_MAX];
        memcpy(error, batch->error, sizeof error);
        kafka_batch_free(batch);
        give_up(desk, error);
        return;
    }
    int64_t now_ms = shared_now_ms();
    (void)pthread_mutex_lock(&desk->lock);
    for (uint32_t i = 0; i < batch->count; i++) {
        (void)hearing_take(&desk->hearing, batch->records[i].value, now_ms);
    }
    desk->position = log_reader_position(desk->reader);
    desk->read = desk->read || desk->position >= desk->high;
    (void)pthread_mutex_unlock(&desk->lock);
    kafka_batch_free(batch);
}

const struct hearing *owners_desk_open(struct owners_desk *desk)
{
    (void)pthread_mutex_lock(&desk->lock);
    if (!desk->read) {
        (void)pthread_mutex_unlock(&desk->lock);
        return NULL;
    }
    return &desk->hearing;
}

void owners_desk_close(struct owners_desk *desk)
{
    (void)pthread_mutex_unlock(&desk->lock);
}

/* ---- life -------------------------------------------------------------------------------- */

static void pause_ms(int64_t ms)
{
    struct timespec pause = {0, ms * NS_PER_MS};
    (void)nanosleep(&pause, NULL);
}

static void leave(struct owners_desk *desk)
{
    char error[KAFKA_TEXT_MAX] = "";
    if (desk->reader == NULL) {
        return; /* nobody hears of it; others will find it silent */
    }
    flush(desk, LEAVE_MS);
    if (desk->producer != NULL && !desk->unflushed && write_all(desk, error)) {
        flush(desk, LEAVE_MS);
    }
}

static void *run(void *context)
{
    struct owners_desk *desk = context;
    while (!atomic_load(&desk->stopping)) {
        if (!has_clients(desk)) {
            pause_ms(TAKE_MS);
            continue;
        }
        write(desk);
        if (desk->reader != NULL) {
            take(desk);
        }
    }
    leave(desk);
    close_clients(desk);
    return NULL;
}

struct owners_desk *owners_desk_start(struct shared *shared)
{
    struct owners_desk *desk = memory_allocate(sizeof *desk);
    memset(desk, 0, sizeof *desk);
    desk->shared = shared;
    atomic_init(&desk->stopping, false);
    desk->started_ms = owners_desk_now_ms();
    desk->said = memory_allocate(shared->task_count * sizeof *desk->said);
    memset(desk->said, 0, shared->task_count * sizeof *desk->said);
    hearing_init(&desk->hearing, merit_text_of(shared->config->instance_id), desk->started_ms);
    (void)pthread_mutex_init(&desk->lock, NULL);
    if (pthread_create(&desk->thread, NULL, run, desk) != 0) {
        hearing_fini(&desk->hearing);
        memory_free(desk->said);
        memory_free(desk);
        return NULL;
    }
    return desk;
}

void owners_desk_stop(struct owners_desk *desk)
{
    atomic_store(&desk->stopping, true);
    (void)pthread_join(desk->thread, NULL);
    (void)pthread_mutex_destroy(&desk->lock);
    hearing_fini(&desk->hearing);
    buffer_fini(&desk->value);
    memory_free(desk->said);
    memory_free(desk);
}
