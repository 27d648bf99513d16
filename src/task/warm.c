/* Fetches into the processor's cache what the next events will need, for many at once. */
#include "task/warm.h"

#include "task/attribution_emit.h"
#include "task/scoring_records.h"

/* Each stage asks for what the next one reads, for all of the batch: first where a record's key is
 * in the table, then the record. */

/* ---- attribution ------------------------------------------------------------------------- */

static bool open_tenant(const struct attribution *attribution,
                        struct merit_text tenant_id,
                        struct tenant *ret_tenant)
{
    uint8_t text[TABLE_KEY_MAX];
    struct bytes record = state_get(attribution->state, attribution_tenant_key(tenant_id, text));
    return record.at != NULL && tenant_read(record, ret_tenant);
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

static uint64_t series_hash(const struct attribution *attribution, const struct merit_event *event)
{
    struct tenant tenant;
    if (!open_tenant(attribution, event->usage.tenant_id, &tenant)) {
        return 0;
    }
    struct series_names names = names_of(event);
    struct series_owner owner = attribution_series_of(attribution, &tenant);
    struct key key = series_key(&owner, guess_series(owner.fingerprints, owner.count, &names));
    return table_hash(key_view(&key));
}

void warm_attribution(const struct attribution *attribution,
                      const struct merit_event *const *events,
                      uint32_t count)
{
    uint64_t hashes[WARM_MAX] = {0};
    assert(count <= WARM_MAX);
    for (uint32_t i = 0; i < count; i++) {
        if (events[i]->kind == MERIT_EVENT_USAGE) {
            uint8_t text[TABLE_KEY_MAX];
            hashes[i] = table_hash(attribution_tenant_key(events[i]->usage.tenant_id, text));
            table_fetch_slot(attribution->state, hashes[i]);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        table_fetch_record(attribution->state, hashes[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (events[i]->kind == MERIT_EVENT_USAGE) {
            hashes[i] = series_hash(attribution, events[i]);
            table_fetch_slot(attribution->state, hashes[i]);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        table_fetch_record(attribution->state, hashes[i]);
    }
}

uint32_t warm_facts_of(const struct attribution *attribution,
                       const struct merit_event *event,
                       struct warm_fact *ret_facts,
                       uint32_t room)
{
    struct tenant tenant;
    if (event->kind != MERIT_EVENT_USAGE ||
        !open_tenant(attribution, event->usage.tenant_id, &tenant)) {
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
    WARM_SERIES_PER_LINE = 8, /* of the roster's list */
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
    for (uint32_t i = 0; i < contributor->series_capacity; i += WARM_SERIES_PER_LINE) {
        __builtin_prefetch(&contributor->series[i]);
    }
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
