/* Fetches into the processor's cache what the next events will need, for many at once. */
#include "task/warm.h"

#include "task/scoring_records.h"

/* Each stage asks for what the next one reads, for all of the batch: first where a roster has
 * its entry, then the entry, then the record. */

/* ---- attribution ------------------------------------------------------------------------- */

enum {
    WARM_TENANT_LINES = 5,
    WARM_STAMPED_LINES = 5,   /* of a series with stamps */
    WARM_SERIES_PER_LINE = 8, /* of a roster's list */
};

static void fetch_list(struct table_block *const *series, uint32_t capacity)
{
    for (uint32_t i = 0; i < capacity; i += WARM_SERIES_PER_LINE) {
        __builtin_prefetch(&series[i]);
    }
}

/* The index of the first series with the names' fingerprint; count where there is none. */
static uint32_t guess_series(const uint8_t *fingerprints,
                             uint32_t count,
                             const struct series_names *names)
{
    uint32_t fingerprint = series_fingerprint(names);
    uint32_t index = 0;
    while (index < count && series_fingerprint_at(fingerprints, index) != fingerprint) {
        index++;
    }
    return index;
}

static struct series_names names_of(const struct merit_event *event)
{
    return (struct series_names){event->usage.product, event->usage.subscription_id,
                                 event->usage.offer};
}

/* A guess by hash: to compare the id would be to wait for the record. */
static const struct tenant_entry *guess_entry(const struct tenant_roster *roster, uint64_t hash)
{
    uint32_t cursor = 0;
    uint32_t number = lookup_next(&roster->ids, hash, &cursor);
    if (number == LOOKUP_NONE) {
        return NULL;
    }
    __builtin_prefetch(&roster->entries[number]);
    return &roster->entries[number];
}

static void fetch_report_series(const struct tenant_entry *entry, const struct merit_event *event)
{
    struct tenant tenant;
    if (!tenant_read(table_block_value(entry->record), &tenant)) {
        return;
    }
    struct series_names names = names_of(event);
    uint32_t index = guess_series(tenant.fingerprints, tenant.series_count, &names);
    if (index < tenant.series_count) {
        table_fetch_block(entry->series[index], WARM_STAMPED_LINES);
    }
}

void warm_attribution(const struct attribution *attribution,
                      const struct merit_event *const *events,
                      uint32_t count)
{
    const struct tenant_roster *roster = &attribution->roster;
    uint64_t hashes[WARM_MAX];
    const struct tenant_entry *entries[WARM_MAX] = {NULL};
    assert(count <= WARM_MAX);
    for (uint32_t i = 0; i < count; i++) {
        if (events[i]->kind == MERIT_EVENT_USAGE) {
            hashes[i] = tenant_roster_hash(events[i]->usage.tenant_id);
            lookup_fetch(&roster->ids, hashes[i]);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (events[i]->kind == MERIT_EVENT_USAGE) {
            entries[i] = guess_entry(roster, hashes[i]);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i] != NULL) {
            table_fetch_block(entries[i]->record, WARM_TENANT_LINES);
            fetch_list(entries[i]->series, entries[i]->series_capacity);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i] != NULL) {
            fetch_report_series(entries[i], events[i]);
        }
    }
}

uint32_t warm_facts_of(const struct attribution *attribution,
                       const struct merit_event *event,
                       struct warm_fact *ret_facts,
                       uint32_t room)
{
    if (event->kind != MERIT_EVENT_USAGE) {
        return 0;
    }
    struct tenant tenant;
    uint32_t number = tenant_roster_find(&attribution->roster, event->usage.tenant_id);
    if (number == LOOKUP_NONE ||
        !tenant_read(table_block_value(attribution->roster.entries[number].record), &tenant)) {
        return 0;
    }
    struct reader partners = reader_of(tenant.partners);
    uint32_t count = 0;
    for (; count < tenant.partner_count && count < room; count++) {
        ret_facts[count] =
            (struct warm_fact){reader_text(&partners), event->usage.tenant_id, names_of(event)};
    }
    return count;
}

/* ---- scoring ----------------------------------------------------------------------------- */

enum {
    WARM_ACCOUNT_LINES = 6,
    WARM_CONTRIBUTOR_LINES = 3,
    WARM_DERIVED_LINES = 6,
    WARM_SERIES_LINES = 3,
};

/* What a fact is about, as far as it is known before names are compared. */
struct warm_target {
    const struct roster_partner *partner; /* NULL: not known; likewise the contributor */
    const struct roster_contributor *contributor;
    uint64_t hash;
};

static void aim_at_name(const struct scoring *scoring,
                        const struct warm_fact *fact,
                        struct warm_target *target)
{
    const struct roster *roster = &scoring->roster;
    /* A guess by hash: to compare the id would be to wait for the account. */
    uint32_t cursor = 0;
    uint32_t partner =
        lookup_next(&roster->partner_ids, scoring_partner_hash(fact->partner_id), &cursor);
    *target = (struct warm_target){NULL, NULL, 0};
    if (partner != LOOKUP_NONE) {
        target->partner = &roster->partners[partner];
        target->hash = scoring_contributor_hash(partner, CONTRIBUTOR_TENANT, fact->tenant_id);
        lookup_fetch(&roster->contributor_names, target->hash);
        table_fetch_block(target->partner->account, WARM_ACCOUNT_LINES);
    }
}

static void aim_at_contributor(const struct scoring *scoring, struct warm_target *target)
{
    uint32_t cursor = 0;
    uint32_t number = lookup_next(&scoring->roster.contributor_names, target->hash, &cursor);
    if (target->partner != NULL && number < target->partner->contributor_capacity) {
        target->contributor = &target->partner->contributors[number];
        __builtin_prefetch(target->contributor);
    }
}

static void fetch_contributor(const struct warm_target *target)
{
    const struct roster_contributor *contributor = target->contributor;
    if (contributor == NULL || contributor->record == NULL) {
        return;
    }
    table_fetch_block(contributor->record, WARM_CONTRIBUTOR_LINES);
    fetch_list(contributor->series, contributor->series_capacity);
    if (contributor->derived != NULL) {
        table_fetch_block(contributor->derived, WARM_DERIVED_LINES);
    }
}

static void fetch_series(const struct warm_fact *fact, const struct warm_target *target)
{
    struct contributor tenant;
    if (target->contributor == NULL || target->contributor->record == NULL ||
        !contributor_read(table_block_value(target->contributor->record), &tenant)) {
        return;
    }
    uint32_t index = guess_series(tenant.fingerprints, tenant.series_count, &fact->names);
    if (index < tenant.series_count && index < target->contributor->series_capacity) {
        table_fetch_block(target->contributor->series[index], WARM_SERIES_LINES);
    }
}

void warm_scoring(const struct scoring *scoring, const struct warm_fact *facts, uint32_t count)
{
    struct warm_target targets[WARM_MAX];
    assert(count <= WARM_MAX);
    for (uint32_t i = 0; i < count; i++) {
        aim_at_name(scoring, &facts[i], &targets[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        aim_at_contributor(scoring, &targets[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        fetch_contributor(&targets[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        fetch_series(&facts[i], &targets[i]);
    }
}
