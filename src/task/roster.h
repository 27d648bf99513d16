/* Where scoring's records are: each partner's, and each contributor's, by number and by name. */
#ifndef TASK_ROSTER_H
#define TASK_ROSTER_H

#include "base/lookup.h"
#include "base/table.h"

/* All of it follows from the records, and is found again from them when a task opens. It spares a
 * step to look up each record by its key: a key's place and its record are two more waits for
 * memory. Whoever puts one of these records says here where it went. */
struct roster_contributor {
    struct table_block *record;  /* NULL: no such number */
    struct table_block *derived; /* NULL: nothing yet, or no more */
    struct table_block **series;
    uint32_t series_capacity;
};

struct roster_partner {
    struct table_block *account;
    struct table_block **sums; /* of each designation, the ones used last; NULL: not known */
    struct roster_contributor *contributors;
    uint32_t contributor_capacity;
};

/* Zero-initialise but for designation_count, which may change: partners then keep the room they
 * have (roster_forget_sums). */
struct roster {
    struct roster_partner *partners;
    uint32_t partner_capacity;
    uint8_t designation_count;
    struct lookup partner_ids;
    struct lookup contributor_names;
};

void roster_fini(struct roster *roster);

/* The entry of a number, made where there was none. Valid until the next such call. */
struct roster_partner *roster_add_partner(struct roster *roster, uint32_t partner);
struct roster_contributor *roster_add_contributor(struct roster *roster,
                                                  uint32_t partner,
                                                  uint32_t number);
/* Forgets where a partner's sums are: there are none now, and from now on there may be some of
 * designation_count designations. */
void roster_forget_sums(struct roster *roster, uint32_t partner);
void roster_set_series(struct roster_contributor *contributor,
                       uint32_t series,
                       struct table_block *block);

/* The entry of a number that was added. */
static inline struct roster_contributor *roster_contributor(const struct roster *roster,
                                                            uint32_t partner,
                                                            uint32_t number)
{
    return &roster->partners[partner].contributors[number];
}

#endif
