/* Opens a task: finds the commit to go on from, and brings its state there. */
#ifndef DAEMON_OPENING_H
#define DAEMON_OPENING_H

#include "daemon/shared.h"
#include "kafka/consumer.h"
#include "kafka/log_reader.h"
#include "store/writer.h"
#include "task/recovery.h"
#include "task/task.h"

/* Why an assignment may be over without its worker having heard of it: something that is to be read
 * for a task is gone. */
struct doubt {
    const char *what; /* NULL: there is none */
    char error[KAFKA_TEXT_MAX];
};
void doubt_set(struct doubt *doubt, const char *what, uint32_t task, const char *error);

/* What a worker opens its tasks with. */
struct opener {
    struct shared *shared;
    struct writer *writer;
    struct log_reader *log; /* of the change log */
    /* Called now and then while a task is being opened, so that the group hears of the worker.
     * False: stop opening (the task was revoked, or the daemon stops). */
    bool (*go_on)(void *context);
    void *context;
    struct doubt *doubt; /* of OPENING_DOUBTFUL */
};

enum opening_result {
    OPENING_DONE,
    OPENING_STOPPED,  /* go_on said so */
    OPENING_DOUBTFUL, /* what is to be read is gone; if not for a reason that passes, it cannot be
                       * opened */
    OPENING_FAILED,   /* logged, and the daemon told (shared_fail) */
};

/* Whether a task that was put aside may go on as it is: see recovery_may_keep. */
bool opening_may_keep(const struct task *task, const struct consumer_committed *committed);

/* On OPENING_DONE the task and its store are open. Where shared->standby has followed it, from its
 * state. */
enum opening_result opening_run(const struct opener *opener,
                                uint32_t task_number,
                                const struct consumer_committed *committed,
                                struct task *ret_task,
                                struct store **ret_store);

#endif
