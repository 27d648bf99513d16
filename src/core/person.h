/* One person's certifications with one partner: a stored list, newest state of each. */
#ifndef CORE_PERSON_H
#define CORE_PERSON_H

#include "base/bytes.h"
#include "merit/program.h"

/* One certification (contract §1). Texts point into the stored list. */
struct certificate {
    struct merit_text code;
    struct merit_text event_id;
    int64_t occurred_at;
    int32_t achieved_day;
    int32_t expires_day; /* MERIT_NEVER: never; likewise unlinked */
    int32_t linked_day;  /* achieved_day where it was null */
    int32_t unlinked_day;
};

enum person_outcome {
    PERSON_UNCHANGED, /* not newer than what is known */
    PERSON_CHANGED,
    PERSON_FULL, /* one certification more than a person may have */
};

/* Puts a certification into the stored list (empty: nobody yet): the newest occurred_at wins, at
 * equal ones the larger event_id. */
enum person_outcome person_put(struct buffer *stored, const struct merit_event *event);
/* True where person_put would find the person full. */
bool person_is_full(struct bytes stored, struct merit_text code);

/* Reads the next certificate; false at the end or where the bytes are not a list (reader.failed).
 */
bool person_next(struct reader *reader, struct certificate *ret_certificate);

/* The codes that a rule names and the person holds on a day, and the first later day on which that
 * may change. False where the bytes are not a list. */
bool person_holds(const struct merit_program *program,
                  struct bytes stored,
                  int32_t day,
                  struct merit_code_set *ret_held,
                  int32_t *ret_due_day);

#endif
