/* Which instance has which task, as all of them say it in the owners topic. */
#ifndef TASK_OWNERS_H
#define TASK_OWNERS_H

#include "base/table.h"

/* Pure: records are bytes, time comes with the question. Nothing that is computed or committed
 * follows from it: who may commit is Kafka's to say. It tells people and other instances where a
 * task is, and that one is nowhere. */

enum {
    OWNERS_FORMAT = 1,
    OWNERS_WRITE_MS = 3000,    /* each instance writes its records this often, changed or not */
    OWNERS_SILENT_MS = 10000,  /* one that wrote nothing for so long is taken for dead */
    OWNERS_INSTANCE_MAX = 100, /* bytes */
    OWNERS_ADDRESS_MAX = 300,
    OWNERS_KEY_MAX = 160,
    OWNERS_PERCENT_MAX = 100,
};

enum owners_kind {
    OWNERS_OWNER,    /* of a task: it commits for it */
    OWNERS_STANDBY,  /* of a task: it follows the change log */
    OWNERS_INSTANCE, /* an instance as a whole, also one without tasks */
    OWNERS_KIND_COUNT,
};

enum owners_state {
    OWNERS_OPENING, /* assigned, its state is being brought back; an instance: not ready yet */
    OWNERS_OPEN,
    OWNERS_LEFT, /* the instance does not have it any more; an instance: stopped as asked */
    OWNERS_STATE_COUNT,
};

struct owners_record {
    enum owners_kind kind;
    enum owners_state state;
    uint32_t task;              /* 0 for an instance */
    struct merit_text instance; /* borrowed, of 1 to OWNERS_INSTANCE_MAX bytes */
    struct merit_text address;  /* borrowed, http.advertise: may be empty */
    uint32_t worker;            /* that has it; an instance: how many it has */
    int32_t generation;         /* of the group, as of the assignment */
    int64_t started_ms;         /* when the process started, milliseconds since 1970 */
    int64_t written_ms;         /* when the record was written, not before started_ms */
    uint32_t percent;           /* of the state that is back, while it is opening */
    int32_t tenants_day;        /* MERIT_NO_DAY: none */
    int32_t partners_day;
    uint64_t commit; /* the last one; 0: none */
    int64_t lag;     /* records; -1: not known */
};

/* The record's key in the topic, which keeps the last value of each: "task-0003",
 * "standby-0003-INSTANCE", "instance-INSTANCE". */
void owners_key_write(const struct owners_record *record, char to[OWNERS_KEY_MAX + 1]);
/* Replaces what is in the buffer. */
void owners_write(struct buffer *to, const struct owners_record *record);
/* False where the bytes are none, or of a newer format. Texts point into the bytes. Bytes behind
 * the fields known here are passed over: later versions may add some. */
bool owners_read(struct bytes bytes, struct owners_record *ret_record);

/* Of two records of the same key, whether the later one read replaces the one held. The order in
 * which records are read decides nothing: a process that stood still while its task was given to
 * another writes late, but of a lower generation; one whose instance was started again is the
 * elder. Generations begin anew where the group was forgotten, after days without members: then
 * whoever started when the other one was long silent is of the later life. */
bool owners_replaces(const struct owners_record *held, const struct owners_record *read);

/* Milliseconds since it was written, 0 where clocks differ; and whether its instance still has what
 * it says, as far as anybody can know who reads the topic once, and so has nothing but its writer's
 * clock. Whoever goes on reading asks hearing_is_live (task/hearing.h). */
int64_t owners_age_ms(const struct owners_record *record, int64_t now_ms);
bool owners_is_live(const struct owners_record *record, int64_t now_ms);

/* ---- all of them ------------------------------------------------------------------------- */

struct owners {
    struct table records; /* by the topic's key: the value that won */
};

void owners_init(struct owners *owners);
void owners_fini(struct owners *owners);
/* One value of the topic. False: it is none that can be read, or one that is held wins. */
bool owners_take(struct owners *owners, struct bytes value);
/* One that was read, with its bytes, whichever is held. */
void owners_put(struct owners *owners, const struct owners_record *read, struct bytes value);
/* The record of the same key as that of `asked`, borrowed as below; false: none. */
bool owners_held(const struct owners *owners,
                 const struct owners_record *asked,
                 struct owners_record *ret_record);
/* The owner of a task, as last said; false: nobody ever was. Borrows from `owners` until the next
 * owners_take. */
bool owners_of_task(const struct owners *owners, uint32_t task, struct owners_record *ret_record);
/* Each record, in no particular order; start with cursor 0. */
bool owners_next(const struct owners *owners, size_t *cursor, struct owners_record *ret_record);

#endif
