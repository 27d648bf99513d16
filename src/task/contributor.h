/* Scoring's record of one contributor: a tenant of the partner, or a person. */
#ifndef TASK_CONTRIBUTOR_H
#define TASK_CONTRIBUTOR_H

#include "base/bytes.h"

enum contributor_kind {
    CONTRIBUTOR_TENANT = 't',
    CONTRIBUTOR_PERSON = 'p',
    CONTRIBUTOR_FREE = 'f', /* the number may be given again */
};

/* Read in place. */
struct contributor {
    enum contributor_kind kind;
    uint32_t next_free;     /* FREE: the next free number + 1, 0: none */
    struct merit_text name; /* tenant or person id */
    uint32_t series_count;  /* TENANT */
    const uint8_t *fingerprints;
    struct bytes list; /* TENANT: its links (core/link.h); PERSON: certificates (core/person.h) */
};

/* False where the bytes are no contributor. */
bool contributor_read(struct bytes record, struct contributor *ret_contributor);
void contributor_write(struct buffer *to, const struct contributor *contributor);

#endif
