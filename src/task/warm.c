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

struct warm_target {
    uint32_t partner;
    uint32_t number;
    uint64_t hashes[2];
};

static void fetch(const struct scoring *scoring,
                  const struct warm_target *targets,
                  uint32_t count,
                  bool records)
{
    for (uint32_t i = 0; i < count; i++) {
        for (int k = 0; k < 2; k++) {
            if (records) {
                table_fetch_record(scoring->state, targets[i].hashes[k]);
            } else {
                table_fetch_slot(scoring->state, targets[i].hashes[k]);
            }
        }
    }
}

static void fetch_both(const struct scoring *scoring,
                       const struct warm_target *targets,
                       uint32_t count)
{
    fetch(scoring, targets, count, false);
    fetch(scoring, targets, count, true);
}

static void aim_at_partner(const struct warm_fact *fact, struct warm_target *target)
{
    target->hashes[0] = scoring_partner_hash(fact->partner_id);
    target->hashes[1] = target->hashes[0];
}

static void aim_at_number(const struct scoring *scoring,
                          const struct warm_fact *fact,
                          struct warm_target *target)
{
    target->partner = scoring_find_partner(scoring, fact->partner_id);
    target->hashes[0] =
        scoring_contributor_hash(target->partner, CONTRIBUTOR_TENANT, fact->tenant_id);
    struct key account = scoring_account_key(target->partner);
    target->hashes[1] = table_hash(key_view(&account));
}

static void aim_at_contributor(const struct scoring *scoring,
                               const struct warm_fact *fact,
                               struct warm_target *target)
{
    target->number =
        scoring_find_contributor(scoring, target->partner, CONTRIBUTOR_TENANT, fact->tenant_id);
    struct key derived = scoring_derived_key(target->partner, target->number);
    struct key contributor = scoring_contributor_key(target->partner, target->number);
    target->hashes[0] = table_hash(key_view(&derived));
    target->hashes[1] = table_hash(key_view(&contributor));
}

static void aim_at_series(const struct scoring *scoring,
                          const struct warm_fact *fact,
                          struct warm_target *target)
{
    struct contributor tenant;
    struct key key = scoring_contributor_key(target->partner, target->number);
    struct bytes record = state_get(scoring->state, key_view(&key));
    if (record.at == NULL || !contributor_read(record, &tenant)) {
        return;
    }
    uint32_t index = guess_series(tenant.fingerprints, tenant.series_count, &fact->names);
    struct key series = scoring_series_key(target->partner, target->number, index);
    target->hashes[0] = table_hash(key_view(&series));
    target->hashes[1] = target->hashes[0];
}

void warm_scoring(const struct scoring *scoring, const struct warm_fact *facts, uint32_t count)
{
    struct warm_target targets[WARM_MAX] = {{0}};
    assert(count <= WARM_MAX);
    for (uint32_t i = 0; i < count; i++) {
        aim_at_partner(&facts[i], &targets[i]);
    }
    fetch_both(scoring, targets, count);
    for (uint32_t i = 0; i < count; i++) {
        aim_at_number(scoring, &facts[i], &targets[i]);
    }
    fetch_both(scoring, targets, count);
    for (uint32_t i = 0; i < count; i++) {
        aim_at_contributor(scoring, &facts[i], &targets[i]);
    }
    fetch_both(scoring, targets, count);
    for (uint32_t i = 0; i < count; i++) {
        aim_at_series(scoring, &facts[i], &targets[i]);
    }
    fetch_both(scoring, targets, count);
}
