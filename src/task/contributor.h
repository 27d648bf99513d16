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
/* True where the record is of the contributor of that kind and name. */
static inline bool contributor_is(struct bytes record,
                                  enum contributor_kind kind,
                                  struct merit_text name)
{
    return record.length > (size_t)name.length + 1 && record.at[0] == kind &&
           record.at[1] == name.length + 1 && memcmp(record.at + 2, name.at, name.length) == 0;
}
void contributor_write(struct buffer *to, const struct contributor *contributor);

#endif
