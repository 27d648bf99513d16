/* The thread that follows tasks of other instances, and hands their state over when they come here.
 */
#include "daemon/standby.h"

#include "base/thread.h"
#include "task/standby_slot.h"

#include <stdlib.h>
#include <time.h>

enum {
    WANTS_MS = 1000, /* so often it is asked what is to be followed */
    IDLE_MS = 20,
    AGAIN_MS = 10000, /* after a failure */
    CLAIM_MS = 20,    /* so often whoever waits looks whether it is to go on */
    PENDING_BYTES_MAX = 32 << 20,
    NS_PER_MS = 1000000,
};

struct slot {
    enum standby_slot state;
    struct follower *follower; /* but for STANDBY_EMPTY */
    bool wanted;
    int64_t not_before_ms;
};

struct standby {
    struct shared *shared;
    struct standby_wants wants;
    struct kafka_settings settings; /* of readers */
    struct kafka_property *properties;
    struct writer *writer;
    pthread_t thread;
    atomic_bool stopping;
    int64_t asked_ms;
    pthread_mutex_t lock; /* of the slots' states, and of a follower that rests */
    pthread_cond_t moved; /* a slot is no longer followed */
    struct slot *slots;   /* of each task */
};

static bool is_assigned(const struct standby *standby, uint32_t task)
{
    return atomic_load(&standby->shared->reports[task].assigned) >= 0;
}

static void set_state(struct standby *standby, struct slot *slot, enum standby_slot state)
{
    (void)pthread_mutex_lock(&standby->lock);
    slot->state = state;
    (void)pthread_cond_broadcast(&standby->moved);
    (void)pthread_mutex_unlock(&standby->lock);
}

/* ---- one task ---------------------------------------------------------------------------- */

static void end(struct standby *standby, struct slot *slot)
{
    follower_close(slot->follower);
    slot->follower = NULL;
    set_state(standby, slot, STANDBY_EMPTY);
}

static void begin(struct standby *standby, struct slot *slot, uint32_t task)
{
    struct follower_config config = {standby->shared, &standby->settings, standby->writer, task};
    slot->follower = follower_new(&config);
}

static void rest(struct standby *standby, struct slot *slot)
{
    if (follower_rest(slot->follower)) {
        set_state(standby, slot, STANDBY_RESTS);
    } else {
        end(standby, slot);
    }
}

/* True where something was done. */
static bool step(struct standby *standby, struct slot *slot)
{
    enum follower_outcome outcome = follower_step(slot->follower);
    if (outcome == FOLLOWER_FAILED) {
        end(standby, slot);
        slot->not_before_ms = shared_now_ms() + AGAIN_MS;
    }
    return outcome != FOLLOWER_IDLE;
}

/* Under the lock: whoever has the task assigned to it asks for the slot's state afterwards. */
static enum standby_todo look(struct standby *standby, struct slot *slot, uint32_t task)
{
    bool may_begin = shared_now_ms() >= slot->not_before_ms;
    (void)pthread_mutex_lock(&standby->lock);
    struct standby_sight sight = {slot->wanted && may_begin, is_assigned(standby, task),
                                  shared_is_owned(standby->shared, task)};
    enum standby_todo todo = standby_todo(slot->state, &sight);
    if (todo == STANDBY_BEGIN || todo == STANDBY_GO_ON) {
        slot->state = STANDBY_FOLLOWS;
    }
    (void)pthread_mutex_unlock(&standby->lock);
    return todo;
}

/* True where something was done. */
static bool serve(struct standby *standby, uint32_t task)
{
    struct slot *slot = &standby->slots[task];
    switch (look(standby, slot, task)) {
    case STANDBY_WAIT:
    case STANDBY_GO_ON:
        return false;
    case STANDBY_BEGIN:
        begin(standby, slot, task);
        return false;
    case STANDBY_STEP:
        return step(standby, slot);
    case STANDBY_REST:
        rest(standby, slot);
        return true;
    case STANDBY_END:
        LOG(standby->shared->log, LOG_INFO, "standby follows no more", log_uint("task", task));
        end(standby, slot);
        return true;
    case STANDBY_FORGET:
        break;
    }
    end(standby, slot);
    return false;
}

/* ---- the thread -------------------------------------------------------------------------- */

static void ask(struct standby *standby)
{
    int64_t now = shared_now_ms();
    if (standby->asked_ms != 0 && now - standby->asked_ms < WANTS_MS) {
        return;
    }
    standby->asked_ms = now;
    for (uint32_t i = 0; i < standby->shared->task_count; i++) {
        bool before = standby->slots[i].wanted;
        standby->slots[i].wanted = standby->wants.call(standby->wants.context, i, before);
    }
}

static void *run(void *context)
{
    struct standby *standby = context;
    while (!atomic_load(&standby->stopping)) {
        bool moved = false;
        ask(standby);
        for (uint32_t i = 0; i < standby->shared->task_count; i++) {
            moved = serve(standby, i) || moved;
        }
        if (!moved) {
            struct timespec pause = {0, (long)IDLE_MS * NS_PER_MS};
            (void)nanosleep(&pause, NULL);
        }
    }
    return NULL;
}

/* A fetch that finds nothing waits at the broker; what comes is answered at once all the same. The
 * user's own property of that name comes after it. */
static void take_settings(struct standby *standby)
{
    static const struct kafka_property patient = {"fetch.wait.max.ms", "500"};
    standby->settings = standby->shared->kafka;
    uint32_t count = standby->settings.property_count;
    standby->properties = memory_allocate((count + (size_t)1) * sizeof *standby->properties);
    standby->properties[0] = patient;
    for (uint32_t i = 0; i < count; i++) {
        standby->properties[i + 1] = standby->settings.properties[i];
    }
    standby->settings.properties = standby->properties;
    standby->settings.property_count = count + 1;
}

static void free_standby(struct standby *standby)
{
    if (standby->writer != NULL) {
        writer_stop(standby->writer);
    }
    (void)pthread_cond_destroy(&standby->moved);
    (void)pthread_mutex_destroy(&standby->lock);
    memory_free(standby->properties);
    memory_free(standby->slots);
    memory_free(standby);
}

struct standby *standby_start(struct shared *shared, const struct standby_wants *wants)
{
    struct standby *standby = memory_allocate(sizeof *standby);
    memset(standby, 0, sizeof *standby);
    standby->shared = shared;
    standby->wants = *wants;
    size_t size = shared->task_count * sizeof *standby->slots;
    standby->slots = memory_allocate(size);
    memset(standby->slots, 0, size);
    take_settings(standby);
    (void)pthread_mutex_init(&standby->lock, NULL);
    thread_condition_init(&standby->moved);
    struct writer_config config = {
        .commit_ms = (uint32_t)shared->config->state_commit_ms,
        .pending_bytes_max = PENDING_BYTES_MAX,
    };
    standby->writer = writer_start(&config);
    if (standby->writer == NULL || !thread_start(&standby->thread, run, standby)) {
        free_standby(standby);
        return NULL;
    }
    return standby;
}

void standby_stop(struct standby *standby)
{
    atomic_store(&standby->stopping, true);
    (void)pthread_join(standby->thread, NULL);
    for (uint32_t i = 0; i < standby->shared->task_count; i++) {
        if (standby->slots[i].follower != NULL) {
            end(standby, &standby->slots[i]);
        }
    }
    free_standby(standby);
}

/* ---- workers ----------------------------------------------------------------------------- */

bool standby_claim(struct standby *standby,
                   uint32_t task,
                   bool (*go_on)(void *context),
                   void *context)
{
    if (standby == NULL) {
        return true;
    }
    (void)pthread_mutex_lock(&standby->lock);
    bool may = true;
    while (may && standby->slots[task].state == STANDBY_FOLLOWS) {
        thread_condition_wait(&standby->moved, &standby->lock, CLAIM_MS);
        (void)pthread_mutex_unlock(&standby->lock);
        may = go_on(context);
        (void)pthread_mutex_lock(&standby->lock);
    }
    (void)pthread_mutex_unlock(&standby->lock);
    return may;
}

bool standby_take(struct standby *standby, uint32_t task, struct followed *ret_followed)
{
    if (standby == NULL) {
        return false;
    }
    (void)pthread_mutex_lock(&standby->lock);
    struct slot *slot = &standby->slots[task];
    bool there = slot->state == STANDBY_RESTS;
    if (there) {
        follower_take(slot->follower, ret_followed);
        slot->state = STANDBY_TAKEN;
    }
    (void)pthread_mutex_unlock(&standby->lock);
    return there;
}
