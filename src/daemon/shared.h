/* What all threads of the daemon share: settings, rules, schemas, names, counters. */
#ifndef DAEMON_SHARED_H
#define DAEMON_SHARED_H

#include "codec/framing.h"
#include "codec/schema_set.h"
#include "core/partner.h"
#include "daemon/config.h"
#include "daemon/faults.h"
#include "kafka/topics.h"
#include "rules/program_load.h"
#include "task/task_record.h"

#include <pthread.h>
#include <stdatomic.h>

/* Topics that a worker sends to, as its producer numbers them. */
enum send_topic {
    SEND_SCORE_CHANGES,
    SEND_DESIGNATIONS,
    SEND_SCORES,
    SEND_DEAD_LETTERS,
    SEND_FACTS,
    SEND_CHANGELOG,
    SEND_TOPIC_COUNT,
};

enum { DAEMON_BAD_CODES = MERIT_BAD_LIMIT + 1 };

/* Written by workers, read by whoever reports. */
struct counters {
    atomic_ullong records[TASK_INPUT_COUNT]; /* taken; of facts: packs */
    atomic_ullong facts;                     /* messages sent */
    atomic_ullong outputs[SEND_DEAD_LETTERS];
    atomic_ullong dead_letters[DAEMON_BAD_CODES];
    atomic_ullong commits;
    atomic_ullong aborts;
    atomic_ullong change_bytes;
};

/* What a worker says of one of its tasks, for the log. */
struct task_report {
    atomic_int assigned; /* to this worker; -1: to none of this process, another one may have it */
    atomic_int worker;   /* that has it open; -1: none */
    atomic_int generation;        /* of the group, as of its assignment */
    atomic_ullong commit;         /* the last one; 0: none */
    atomic_ullong standby_commit; /* that this process has of it as a standby; 0: it is none */
    atomic_int opening; /* thousandths of its opening that are done; -1: it is not being opened */
    atomic_int tenants_day;
    atomic_int partners_day;
    atomic_llong lag; /* records between the positions and the ends of the inputs; -1: not known */
    atomic_llong revision; /* of the rules it is under; -1: not open */
    atomic_uint behind;    /* partners not yet brought to them */

    atomic_llong made_by_revision; /* of rules it waited for, as others committed it; -1: none */
    atomic_uint made_by_hash;
};

struct standby;

/* Constant once the workers run, but for what is atomic or under the lock. */
struct shared {
    const struct config *config;
    const struct log *log;
    /* The rule program; the main thread may set one of a higher revision. Each lives until all
     * workers have ended. */
    _Atomic(const struct merit_program *) program;
    struct partner_settings settings;
    const struct schema_set *schemas;
    struct kafka_settings kafka;
    struct admin *admin;
    struct merit_text cluster_id;
    uint32_t task_count;
    bool embedded; /* --try: a broker that keeps neither offsets nor transactions */
    const char *inputs[TASK_INPUT_COUNT]; /* topics */
    const char *sends[SEND_TOPIC_COUNT];
    const char *owners_topic;
    const char *source;       /* ce_source */
    uint32_t dead_letter_max; /* bytes of a value that the topic takes, with room for the rest */
    struct faults faults;
    struct counters counters;
    struct task_report *reports; /* task_count */
    struct standby *standby;     /* NULL: this process is standby for nothing, ever */

    atomic_uint rules_asked;    /* how often workers asked for the rule files to be read again */
    atomic_uint rules_answered; /* up to which of these they have been */
    atomic_bool has_run; /* all tasks of all workers have been open once: it is no start any more */

    atomic_bool stopping;        /* finish, commit, close */
    atomic_int exit_code;        /* of the first worker that failed; 0: none */
    atomic_uint opened;          /* tasks open now, of all workers */
    atomic_uint joined;          /* workers that have had an assignment, if of nothing */
    pthread_mutex_t lock;        /* of `owned` */
    pthread_cond_t closed;       /* a task was closed */
    bool *owned;                 /* task_count: some worker has it open, or is opening it */
    void (*wake)(void *context); /* wakes the main thread; any thread */
    void *wake_context;
};

/* Makes the reports and the locks; all that is constant is set before. */
void shared_open(struct shared *shared);
void shared_close(struct shared *shared);

/* True where every worker has had an assignment and all tasks of theirs are open: there may be more
 * in other processes. */
bool shared_is_open(const struct shared *shared);

int64_t shared_now_ms(void); /* monotonic */

/* A worker cannot go on: the process ends with this code (2: nothing was changed and the operator
 * must change something; 1: anything else). Logged with what to do. */
void shared_fail(struct shared *shared, int exit_code, const char *what, const char *error);

/* Waits a moment until no other worker of this process has the task; false where one still has. */
bool shared_own(struct shared *shared, uint32_t task);
bool shared_is_owned(struct shared *shared, uint32_t task);
void shared_disown(struct shared *shared, uint32_t task);

#endif
