/* Which instances are heard in the owners topic, and whether this one can tell. */
#ifndef TASK_HEARING_H
#define TASK_HEARING_H

#include "task/owners.h"

/* For whoever reads the topic as it grows. Times are the reader's own, monotonic, of when a value
 * came: no wall clock decides who lives, neither that of whoever wrote nor this host's. What the
 * topic held before counts as heard when it was read. Pure: times come with what is heard or asked.
 *
 * That others are silent may be this instance's own doing, or the topic's: brokers are away, a
 * right was taken. So it must hear itself: only where it has, without a gap, for as long as another
 * one may be silent, does it judge. */

enum {
    /* Between two records of its own, which come every OWNERS_WRITE_MS; short enough that others,
     * who were last heard up to OWNERS_WRITE_MS before the first, have a while after the second. */
    HEARING_GAP_MS = 5000,
};

struct hearing {
    struct owners owners;   /* what all say */
    struct table heard;     /* by the same keys: when the value came */
    struct merit_text own;  /* the reader's instance, borrowed */
    int64_t own_started_ms; /* of its process, as its records say */
    bool hears_itself;      /* it ever did; then: */
    int64_t first_ms;       /* its first record behind the last gap came */
    int64_t last_ms;        /* its last one came */
};

void hearing_init(struct hearing *hearing, struct merit_text own, int64_t own_started_ms);
void hearing_fini(struct hearing *hearing);

/* One value of the topic, in the topic's order. False: it is none that can be read, or the one that
 * is held wins: by owners_replaces, unless both are of one process, whose last word counts; or
 * unless the one that is held has been silent for so long that its instance is dead, whatever the
 * clock showed that it started by. */
bool hearing_take(struct hearing *hearing, struct bytes value, int64_t now_ms);

/* Whether it can be told now who is silent. */
bool hearing_judges(const struct hearing *hearing, int64_t now_ms);
/* Milliseconds since the record that is held came; and whether its instance still has what it says,
 * as far as anybody can know who judges. */
int64_t hearing_silent_ms(const struct hearing *hearing,
                          const struct owners_record *held,
                          int64_t now_ms);
bool hearing_is_live(const struct hearing *hearing,
                     const struct owners_record *held,
                     int64_t now_ms);
/* The live instances in the order of their ids, at most `max`; how many were written. */
uint32_t hearing_live_instances(const struct hearing *hearing,
                                int64_t now_ms,
                                struct merit_text *ret_instances,
                                uint32_t max);

#endif
