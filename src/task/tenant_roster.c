/* Where attribution's records are: each tenant's, by number and by id, and its series'. */
#include "task/tenant_roster.h"

#include "base/room.h"
#include "task/series.h"
#include "task/tenant.h"

enum {
    ROSTER_FIRST_TENANTS = 64,
    ROSTER_FIRST_SERIES = 4,
    SERIES_KEY_BYTES = 1 + 2 * sizeof(uint32_t),
};

void tenant_roster_fini(struct tenant_roster *roster)
{
    for (uint32_t i = 0; i < roster->capacity; i++) {
        memory_free(roster->entries[i].series);
    }
    memory_free(roster->entries);
    lookup_fini(&roster->ids);
    *roster = (struct tenant_roster){0};
}

static struct tenant_entry *entry_at(struct tenant_roster *roster, uint32_t number)
{
    roster->entries = room_make(roster->entries, sizeof *roster->entries, number,
                                ROSTER_FIRST_TENANTS, &roster->capacity);
    return &roster->entries[number];
}

void tenant_roster_add(struct tenant_roster *roster, uint32_t number, struct table_block *record)
{
    struct tenant_entry *entry = entry_at(roster, number);
    assert(entry->record == NULL);
    entry->record = record;
    struct bytes key = table_block_key(record);
    lookup_add(&roster->ids, table_hash((struct bytes){key.at + 1, key.length - 1}), number);
}

void tenant_roster_set_series(struct tenant_roster *roster,
                              uint32_t number,
                              uint32_t series,
                              struct table_block *record)
{
    struct tenant_entry *entry = entry_at(roster, number);
    entry->series = room_make(entry->series, sizeof(struct table_block *), series,
                              ROSTER_FIRST_SERIES, &entry->series_capacity);
    entry->series[series] = record;
}

uint32_t tenant_roster_find(const struct tenant_roster *roster, struct merit_text tenant_id)
{
    uint64_t hash = tenant_roster_hash(tenant_id);
    uint32_t cursor = 0;
    for (;;) {
        uint32_t number = lookup_next(&roster->ids, hash, &cursor);
        if (number == LOOKUP_NONE || tenant_entry_is(&roster->entries[number], tenant_id)) {
            return number;
        }
    }
}

/* ---- opening ----------------------------------------------------------------------------- */

static bool find_tenant(struct tenant_roster *roster,
                        struct table_block *block,
                        uint32_t tenant_count)
{
    struct tenant tenant;
    if (!tenant_read(table_block_value(block), &tenant) || tenant.number >= tenant_count ||
        entry_at(roster, tenant.number)->record != NULL) {
        return false;
    }
    tenant_roster_add(roster, tenant.number, block);
    return true;
}

static uint32_t number_at(const uint8_t *at)
{
    uint32_t big;
    memcpy(&big, at, sizeof big);
    return __builtin_bswap32(big);
}

static bool find_series(struct tenant_roster *roster,
                        struct table_block *block,
                        uint32_t tenant_count)
{
    struct bytes key = table_block_key(block);
    if (key.length != SERIES_KEY_BYTES) {
        return false;
    }
    uint32_t number = number_at(key.at + 1);
    uint32_t series = number_at(key.at + 1 + sizeof number);
    struct series_names names;
    struct bytes bytes;
    struct ledger ledger;
    if (number >= tenant_count || series >= MERIT_TENANT_SERIES_MAX ||
        !series_read(table_block_value(block), &names, &bytes) || !ledger_open(&ledger, bytes)) {
        return false;
    }
    tenant_roster_set_series(roster, number, series, block);
    return true;
}

/* True where the entry has its tenant's record and just the series that this one names. */
static bool is_whole(const struct tenant_entry *entry)
{
    if (entry->record == NULL) {
        return false;
    }
    uint32_t count = tenant_series_count(table_block_value(entry->record));
    if (count > entry->series_capacity) {
        return false;
    }
    for (uint32_t i = 0; i < entry->series_capacity; i++) {
        if ((entry->series[i] != NULL) != (i < count)) {
            return false;
        }
    }
    return true;
}

bool tenant_roster_open(struct tenant_roster *roster,
                        const struct table *state,
                        uint32_t tenant_count)
{
    /* Each tenant has a record: so the numbers below are no more than memory has room for. */
    if (tenant_count > state->count) {
        return false;
    }
    size_t cursor = 0;
    struct table_block *block;
    while ((block = table_next(state, &cursor)) != NULL) {
        if ((block->bytes[0] == KEY_TENANT && !find_tenant(roster, block, tenant_count)) ||
            (block->bytes[0] == KEY_TENANT_SERIES && !find_series(roster, block, tenant_count))) {
            return false;
        }
    }
    for (uint32_t i = 0; i < tenant_count; i++) {
        if (i >= roster->capacity || !is_whole(&roster->entries[i])) {
            return false;
        }
    }
    return true;
}
