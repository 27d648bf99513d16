/* Where attribution's records are: each tenant's, by number and by id, and its series'. */
#ifndef TASK_TENANT_ROSTER_H
#define TASK_TENANT_ROSTER_H

#include "base/lookup.h"
#include "task/key.h"

/* All of it follows from the records, as scoring's roster does (task/roster.h), and for the same
 * reason. Whoever puts one of these records says here where it went. */
struct tenant_entry {
    struct table_block *record; /* NULL: no such number */
    struct table_block **series;
    uint32_t series_capacity;
};

/* Zero-initialise. */
struct tenant_roster {
    struct tenant_entry *entries;
    uint32_t capacity;
    struct lookup ids;
};

/* Finds all tenants below `tenant_count` and their series. False: a record is damaged, missing, or
 * of a tenant or series that no other speaks of. */
bool tenant_roster_open(struct tenant_roster *roster,
                        const struct table *state,
                        uint32_t tenant_count);
void tenant_roster_fini(struct tenant_roster *roster);

/* A tenant that had no record has this one. */
void tenant_roster_add(struct tenant_roster *roster, uint32_t number, struct table_block *record);
/* A series' record is here now; also of a tenant that is about to be added. */
void tenant_roster_set_series(struct tenant_roster *roster,
                              uint32_t number,
                              uint32_t series,
                              struct table_block *record);

/* True where the entry's record is the tenant's of that id. */
static inline bool tenant_entry_is(const struct tenant_entry *entry, struct merit_text tenant_id)
{
    struct bytes key = table_block_key(entry->record);
    return key.length == (size_t)tenant_id.length + 1 &&
           memcmp(key.at + 1, tenant_id.at, tenant_id.length) == 0;
}

/* The hash under which a tenant is found. */
static inline uint64_t tenant_roster_hash(struct merit_text tenant_id)
{
    return table_hash((struct bytes){(const uint8_t *)tenant_id.at, tenant_id.length});
}
/* The tenant's number; LOOKUP_NONE where there is none. */
uint32_t tenant_roster_find(const struct tenant_roster *roster, struct merit_text tenant_id);

#endif
