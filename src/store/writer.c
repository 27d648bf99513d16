/* A thread that writes committed changes to the stores of one worker, behind its back. */
#include "store/writer.h"

#include "base/thread.h"

#include <stdio.h>
#include <time.h>

enum { WRITER_MS = 1000, WRITER_MS_NANOS = 1000000 };

/* What is pending for one store. */
struct writer_entry {
    struct writer_entry *next;
    struct store *store;
    struct messages pending;
    struct store_position position; /* after what is pending */
    int64_t due_ms;                 /* when what is pending is to be written at the latest */
    bool is_pending;                /* also where a commit had no messages */
    bool is_urgent;
    bool is_busy; /* the thread uses the store */
    bool is_snapshot_asked;
    struct store_snapshot *snapshot; /* not yet taken */
    struct store_position snapshot_position;
    char failure[STORE_TEXT_MAX]; /* "": none */
};

struct writer {
    struct writer_config config;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards all that follows, but for what only the thread uses */
    pthread_cond_t work;   /* something is to be done */
    pthread_cond_t done;   /* something was */
    struct writer_entry *entries;
    size_t pending_bytes; /* handed over and not yet written */
    bool is_stopping;
    struct messages writing; /* the thread's: what it is writing */
    struct bytes *list;      /* the thread's: the messages of `writing` */
    uint32_t list_capacity;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * WRITER_MS + now.tv_nsec / WRITER_MS_NANOS;
}

static struct writer_entry *find_entry(const struct writer *writer, const struct store *store)
{
    struct writer_entry *entry = writer->entries;
    while (entry != NULL && entry->store != store) {
        entry = entry->next;
    }
    return entry;
}

static struct writer_entry *entry_of(struct writer *writer, struct store *store)
{
    struct writer_entry *entry = find_entry(writer, store);
    if (entry == NULL) {
        entry = memory_allocate(sizeof *entry);
        *entry = (struct writer_entry){.store = store, .next = writer->entries};
        writer->entries = entry;
    }
    return entry;
}

static void free_entry(struct writer_entry *entry)
{
    if (entry->snapshot != NULL) {
        store_snapshot_end(entry->snapshot);
    }
    messages_fini(&entry->pending);
    memory_free(entry);
}

/* ---- the thread --------------------------------------------------------------------------- */

static bool is_due(const struct writer *writer, const struct writer_entry *entry, int64_t now)
{
    if (entry->is_urgent) {
        return true;
    }
    return entry->is_pending && (writer->is_stopping || entry->due_ms <= now ||
                                 writer->pending_bytes >= writer->config.pending_bytes_max);
}

/* The entry to be served now; of several the one with most pending. */
static struct writer_entry *next_due(const struct writer *writer, int64_t now)
{
    struct writer_entry *best = NULL;
    for (struct writer_entry *entry = writer->entries; entry != NULL; entry = entry->next) {
        if (is_due(writer, entry, now) &&
            (best == NULL || entry->pending.bytes.length > best->pending.bytes.length)) {
            best = entry;
        }
    }
    return best;
}

static void wait_for_work(struct writer *writer)
{
    int64_t due = INT64_MAX;
    for (const struct writer_entry *entry = writer->entries; entry != NULL; entry = entry->next) {
        due = entry->is_pending && entry->due_ms < due ? entry->due_ms : due;
    }
    if (due == INT64_MAX) {
        pthread_cond_wait(&writer->work, &writer->mutex);
        return;
    }
    struct timespec until = {(time_t)(due / WRITER_MS), (long)(due % WRITER_MS) * WRITER_MS_NANOS};
    pthread_cond_timedwait(&writer->work, &writer->mutex, &until);
}

static bool write_taken(struct writer *writer,
                        struct store *store,
                        const struct store_position *position,
                        char *error)
{
    const struct messages *writing = &writer->writing;
    if (writer->list_capacity < writing->count) {
        writer->list_capacity = writing->capacity;
        writer->list = memory_resize(writer->list, writer->list_capacity * sizeof *writer->list);
    }
    for (uint32_t i = 0; i < writing->count; i++) {
        writer->list[i] = messages_at(writing, i);
    }
    return store_write(store, writer->list, writing->count, position, error);
}

/* Writes what is pending for a store, without the mutex; then begins a snapshot if asked. */
static void serve(struct writer *writer, struct writer_entry *entry)
{
    struct messages taken = entry->pending;
    entry->pending = writer->writing;
    writer->writing = taken;
    struct store_position position = entry->position;
    bool write = entry->is_pending;
    bool begin = entry->is_snapshot_asked;
    bool good = entry->failure[0] == '\0';
    entry->is_pending = false;
    entry->is_urgent = false;
    entry->is_busy = true;
    pthread_mutex_unlock(&writer->mutex);

    char error[STORE_TEXT_MAX] = "";
    struct store_position seen = {0};
    struct store_snapshot *snapshot = NULL;
    if (good && write) {
        good = write_taken(writer, entry->store, &position, error);
    }
    if (good && begin) {
        snapshot = store_snapshot_begin(entry->store, &seen, error);
    }

    pthread_mutex_lock(&writer->mutex);
    writer->pending_bytes -= writer->writing.bytes.length;
    messages_clear(&writer->writing);
    entry->is_busy = false;
    if (begin) {
        entry->is_snapshot_asked = false;
        entry->snapshot = snapshot;
        entry->snapshot_position = seen;
    }
    if (error[0] != '\0') {
        (void)snprintf(entry->failure, sizeof entry->failure, "%s", error);
    }
    pthread_cond_broadcast(&writer->done);
}

static void *run(void *argument)
{
    struct writer *writer = argument;
    pthread_mutex_lock(&writer->mutex);
    for (;;) {
        struct writer_entry *entry = next_due(writer, now_ms());
        if (entry != NULL) {
            serve(writer, entry);
        } else if (writer->is_stopping) {
            break;
        } else {
            wait_for_work(writer);
        }
    }
    pthread_mutex_unlock(&writer->mutex);
    return NULL;
}

/* ---- start and stop ----------------------------------------------------------------------- */

static void free_writer(struct writer *writer)
{
    while (writer->entries != NULL) {
        struct writer_entry *entry = writer->entries;
        writer->entries = entry->next;
        free_entry(entry);
    }
    pthread_cond_destroy(&writer->done);
    pthread_cond_destroy(&writer->work);
    pthread_mutex_destroy(&writer->mutex);
    messages_fini(&writer->writing);
    memory_free(writer->list);
    memory_free(writer);
}

struct writer *writer_start(const struct writer_config *config)
{
    struct writer *writer = memory_allocate(sizeof *writer);
    *writer = (struct writer){.config = *config};
    pthread_mutex_init(&writer->mutex, NULL);
    thread_condition_init(&writer->work);
    thread_condition_init(&writer->done);
    if (!thread_start(&writer->thread, run, writer)) {
        free_writer(writer);
        return NULL;
    }
    return writer;
}

void writer_stop(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    writer->is_stopping = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->mutex);
    pthread_join(writer->thread, NULL);
    free_writer(writer);
}

/* ---- what the worker calls ---------------------------------------------------------------- */

static bool tell_failure(const struct writer_entry *entry, char *error)
{
    if (entry->failure[0] == '\0') {
        return false;
    }
    (void)snprintf(error, STORE_TEXT_MAX, "%s", entry->failure);
    return true;
}

static void append(struct messages *to, const struct messages *from)
{
    for (uint32_t i = 0; i < from->count; i++) {
        struct bytes message = messages_at(from, i);
        buffer_put(&to->bytes, message.at, message.length);
        messages_end(to);
    }
}

bool writer_add(struct writer *writer,
                struct store *store,
                const struct messages *deltas,
                const struct store_position *position,
                char *error)
{
    pthread_mutex_lock(&writer->mutex);
    struct writer_entry *entry = entry_of(writer, store);
    while (writer->pending_bytes > 2 * writer->config.pending_bytes_max &&
           entry->failure[0] == '\0') {
        pthread_cond_wait(&writer->done, &writer->mutex);
    }
    bool failed = tell_failure(entry, error);
    if (!failed) {
        size_t before = entry->pending.bytes.length;
        append(&entry->pending, deltas);
        writer->pending_bytes += entry->pending.bytes.length - before;
        entry->position = *position;
        entry->due_ms = entry->is_pending ? entry->due_ms : now_ms() + writer->config.commit_ms;
        bool first = !entry->is_pending;
        entry->is_pending = true;
        if (first || writer->pending_bytes >= writer->config.pending_bytes_max) {
            pthread_cond_signal(&writer->work);
        }
    }
    pthread_mutex_unlock(&writer->mutex);
    return !failed;
}

static void forget(struct writer *writer, struct writer_entry *entry)
{
    struct writer_entry **link = &writer->entries;
    while (*link != entry) {
        link = &(*link)->next;
    }
    *link = entry->next;
    free_entry(entry);
}

bool writer_flush(struct writer *writer, struct store *store, char *error)
{
    pthread_mutex_lock(&writer->mutex);
    struct writer_entry *entry = find_entry(writer, store);
    bool failed = false;
    if (entry != NULL) {
        entry->is_urgent = true;
        pthread_cond_signal(&writer->work);
        while (entry->is_urgent || entry->is_busy) {
            pthread_cond_wait(&writer->done, &writer->mutex);
        }
        failed = tell_failure(entry, error);
        forget(writer, entry);
    }
    pthread_mutex_unlock(&writer->mutex);
    return !failed;
}

void writer_ask_snapshot(struct writer *writer, struct store *store)
{
    pthread_mutex_lock(&writer->mutex);
    struct writer_entry *entry = entry_of(writer, store);
    assert(entry->snapshot == NULL && !entry->is_snapshot_asked);
    entry->is_snapshot_asked = true;
    entry->is_urgent = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->mutex);
}

struct store_snapshot *writer_take_snapshot(struct writer *writer,
                                            struct store *store,
                                            struct store_position *ret_position)
{
    pthread_mutex_lock(&writer->mutex);
    struct writer_entry *entry = find_entry(writer, store);
    struct store_snapshot *snapshot = entry == NULL ? NULL : entry->snapshot;
    if (snapshot != NULL) {
        *ret_position = entry->snapshot_position;
        entry->snapshot = NULL;
    }
    pthread_mutex_unlock(&writer->mutex);
    return snapshot;
}
