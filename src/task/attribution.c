/* Stage A, attribution: whose tenant is it? It keeps tenants and tells partners' facts. */
#include "task/attribution.h"

#include "task/attribution_emit.h"

#include <assert.h>

/* ---- the task record --------------------------------------------------------------------- */

static void set_day(struct attribution *attribution, int32_t day)
{
    attribution->day = day;
    attribution->oldest_day =
        day == MERIT_NO_DAY ? MERIT_NO_DAY : merit_day_months_before(day, MERIT_HISTORY_MONTHS);
}

static bool read_record(struct attribution *attribution, struct bytes record)
{
    struct reader reader = reader_of(record);
    struct emission *emission = &attribution->emission;
    set_day(attribution, reader_i32(&reader));
    attribution->tenant_count = reader_u32(&reader);
    emission->active = reader_u8(&reader) != 0;
    emission->tenant_number = reader_u32(&reader);
    emission->next_series = reader_u32(&reader);
    emission->series_count = reader_u32(&reader);
    emission->occurred_at = reader_i64(&reader);
    struct bytes texts = reader_rest(&reader);
    buffer_put(&emission->texts, texts.at, texts.length);
    return !reader.failed;
}

/* True where what is still to be sent is there. */
static bool has_rest_of_emission(const struct attribution *attribution)
{
    const struct emission *emission = &attribution->emission;
    if (!emission->active) {
        return true;
    }
    if (emission->tenant_number >= attribution->tenant_count) {
        return false;
    }
    const struct tenant_entry *entry = &attribution->roster.entries[emission->tenant_number];
    return emission->series_count <= tenant_series_count(table_block_value(entry->record));
}

bool attribution_open(struct attribution *attribution, struct table *state, uint32_t task)
{
    *attribution = (struct attribution){
        .state = state, .task = task, .day = MERIT_NO_DAY, .found = LOOKUP_NONE};
    struct key key = key_of(KEY_ATTRIBUTION);
    struct bytes record = state_get(state, key_view(&key));
    return (record.at == NULL || read_record(attribution, record)) &&
           tenant_roster_open(&attribution->roster, state, attribution->tenant_count) &&
           has_rest_of_emission(attribution);
}

void attribution_save(struct attribution *attribution)
{
    const struct emission *emission = &attribution->emission;
    struct buffer *to = &attribution->record;
    buffer_clear(to);
    buffer_i32(to, attribution->day);
    buffer_u32(to, attribution->tenant_count);
    buffer_u8(to, emission->active);
    buffer_u32(to, emission->tenant_number);
    buffer_u32(to, emission->next_series);
    buffer_u32(to, emission->series_count);
    buffer_i64(to, emission->occurred_at);
    if (emission->active) {
        buffer_put(to, emission->texts.bytes, emission->texts.length);
    }
    struct key key = key_of(KEY_ATTRIBUTION);
    table_put(attribution->state, key_view(&key), buffer_view(to));
}

void attribution_fini(struct attribution *attribution)
{
    buffer_fini(&attribution->emission.texts);
    tenant_roster_fini(&attribution->roster);
    buffer_fini(&attribution->record);
    buffer_fini(&attribution->series);
    buffer_fini(&attribution->associations);
}

/* ---- finding ----------------------------------------------------------------------------- */

/* The tenant's entry; NULL where there is none. */
static const struct tenant_entry *find_entry(struct attribution *attribution,
                                             struct merit_text tenant_id)
{
    const struct tenant_roster *roster = &attribution->roster;
    if (attribution->found == LOOKUP_NONE ||
        !tenant_entry_is(&roster->entries[attribution->found], tenant_id)) {
        attribution->found = tenant_roster_find(roster, tenant_id);
    }
    return attribution->found == LOOKUP_NONE ? NULL : &roster->entries[attribution->found];
}

/* The tenant; an empty one (number: the next free) where there is none. */
static void find_tenant(struct attribution *attribution,
                        struct merit_text tenant_id,
                        struct tenant *ret_tenant)
{
    const struct tenant_entry *entry = find_entry(attribution, tenant_id);
    if (entry == NULL) {
        *ret_tenant = (struct tenant){.number = attribution->tenant_count};
        return;
    }
    bool read = tenant_read(table_block_value(entry->record), ret_tenant);
    assert(read && "a record that this task wrote");
}

static struct series_names names_of(const struct merit_usage *usage)
{
    return (struct series_names){usage->product, usage->subscription_id, usage->offer};
}

/* Finds an association by its id; *ret_at: its bytes. False where it is new. */
static bool find_association(struct bytes associations,
                             struct merit_text association_id,
                             struct tenant_association *ret_association,
                             struct bytes *ret_at)
{
    struct reader reader = reader_of(associations);
    for (;;) {
        const uint8_t *from = reader.at;
        if (!tenant_next_association(&reader, ret_association)) {
            assert(!reader.failed && "a record that this task wrote");
            return false;
        }
        if (merit_text_equal(ret_association->link.association_id, association_id)) {
            *ret_at = (struct bytes){from, (size_t)(reader.at - from)};
            return true;
        }
    }
}

static bool names_partner(const struct tenant *tenant, struct merit_text partner_id)
{
    struct reader reader = reader_of(tenant->partners);
    for (uint32_t i = 0; i < tenant->partner_count; i++) {
        if (merit_text_equal(reader_text(&reader), partner_id)) {
            return true;
        }
    }
    return false;
}

/* How many associations of the tenant name the partner. */
static uint32_t count_associations(struct bytes associations, struct merit_text partner_id)
{
    struct reader reader = reader_of(associations);
    struct tenant_association association;
    uint32_t count = 0;
    while (tenant_next_association(&reader, &association)) {
        count += merit_text_equal(association.partner_id, partner_id);
    }
    return count;
}

static bool is_newer(const struct merit_event *event, const struct tenant_association *known)
{
    return event->occurred_at > known->occurred_at ||
           (event->occurred_at == known->occurred_at &&
            merit_text_compare(event->event_id, known->event_id) > 0);
}

/* ---- limits ------------------------------------------------------------------------------ */

static struct merit_fault limit_fault(const char *field, const char *reason)
{
    return (struct merit_fault){MERIT_BAD_LIMIT, field, reason};
}

static struct merit_fault check_association(const struct tenant *tenant,
                                            const struct merit_event *event)
{
    const struct merit_fault none = {MERIT_BAD_NONE, NULL, NULL};
    struct tenant_association known;
    struct bytes at;
    bool found =
        find_association(tenant->associations, event->association.association_id, &known, &at);
    if (found && !is_newer(event, &known)) {
        return none;
    }
    if (!found) {
        uint32_t count = 0;
        struct reader reader = reader_of(tenant->associations);
        struct tenant_association each;
        while (tenant_next_association(&reader, &each)) {
            count++;
        }
        if (count >= MERIT_TENANT_ASSOCIATIONS_MAX) {
            return limit_fault("association_id", "is the tenant's 4,097th association");
        }
    }
    if (!names_partner(tenant, event->association.partner_id)) {
        bool leaves = found && count_associations(tenant->associations, known.partner_id) == 1;
        if (tenant->partner_count + 1 - (leaves ? 1 : 0) > MERIT_TENANT_PARTNERS_MAX) {
            return limit_fault("partner_id", "is the tenant's 257th partner");
        }
    }
    return none;
}

static struct merit_fault check_usage(struct attribution *attribution,
                                      const struct merit_event *event)
{
    const struct merit_fault none = {MERIT_BAD_NONE, NULL, NULL};
    const struct tenant_entry *entry = find_entry(attribution, event->usage.tenant_id);
    if (entry == NULL ||
        tenant_series_count(table_block_value(entry->record)) < MERIT_TENANT_SERIES_MAX) {
        return none;
    }
    struct tenant tenant;
    find_tenant(attribution, event->usage.tenant_id, &tenant);
    struct series_names names = names_of(&event->usage);
    struct series_owner owner = attribution_series_of(attribution, &tenant);
    struct series_place place;
    series_find(&owner, &names, &place);
    return place.index < tenant.series_count
               ? none
               : limit_fault("product", "begins the tenant's 4,097th series");
}

struct merit_fault attribution_check(struct attribution *attribution,
                                     const struct merit_event *event)
{
    if (event->kind == MERIT_EVENT_USAGE) {
        return check_usage(attribution, event);
    }
    struct tenant tenant;
    find_tenant(attribution, event->association.tenant_id, &tenant);
    return check_association(&tenant, event);
}

/* ---- applying ---------------------------------------------------------------------------- */

static void emit_watermark(const struct attribution *attribution, struct fact_list *facts)
{
    struct fact_header header = {
        .kind = FACT_WATERMARK, .source = attribution->task, .day = attribution->day};
    fact_list_begin(facts, &header);
    fact_list_end(facts);
}

void attribution_advance(struct attribution *attribution, int32_t day, struct fact_list *facts)
{
    assert(attribution->day == MERIT_NO_DAY || day > attribution->day);
    set_day(attribution, day);
    emit_watermark(attribution, facts);
}

void attribution_announce_no_clock(struct attribution *attribution, struct fact_list *facts)
{
    assert(attribution->day == MERIT_NO_DAY);
    emit_watermark(attribution, facts);
}

static void put_tenant(struct attribution *attribution,
                       struct merit_text tenant_id,
                       const struct tenant_parts *parts)
{
    tenant_write(&attribution->record, parts);
    struct bytes record = buffer_view(&attribution->record);
    if (parts->number < attribution->tenant_count) {
        struct table_block **at = &attribution->roster.entries[parts->number].record;
        *at = table_rewrite(attribution->state, *at, 0, record);
        return;
    }
    struct key key = key_of(KEY_TENANT);
    uint8_t text[TABLE_KEY_MAX];
    struct table_block *block =
        table_put(attribution->state, key_with_text(&key, tenant_id, text), record);
    tenant_roster_add(&attribution->roster, parts->number, block);
    attribution->tenant_count++;
}

static void apply_usage(struct attribution *attribution,
                        const struct merit_event *event,
                        struct fact_list *facts)
{
    const struct merit_usage *usage = &event->usage;
    struct tenant tenant;
    find_tenant(attribution, usage->tenant_id, &tenant);
    struct series_names names = names_of(usage);
    struct series_owner owner = attribution_series_of(attribution, &tenant);
    struct series_place place;
    series_find(&owner, &names, &place);
    struct ledger_report report = {usage->as_of_day, {0}, event->occurred_at};
    memcpy(report.figures, usage->figures, sizeof report.figures);
    buffer_clear(&attribution->series);
    buffer_put(&attribution->series, place.ledger.at, place.ledger.length);
    uint32_t figures;
    enum ledger_outcome outcome =
        ledger_put(&attribution->series, true, &report, attribution->oldest_day, &figures);
    /* A report makes its series, whatever it says: so that the order of arrival does not matter. */
    bool is_new = place.index == tenant.series_count;
    if (outcome == LEDGER_UNCHANGED && !is_new) {
        return;
    }
    struct table_block *stored = series_store(
        &owner, &place, &names, buffer_view(&attribution->series), &attribution->record);
    if (stored != place.record) {
        tenant_roster_set_series(&attribution->roster, tenant.number, place.index, stored);
    }
    /* The facts first: the tenant's record, which the partners' names point into, moves below. */
    if (figures != 0 || is_new) {
        attribution_emit_usage(attribution, &tenant, event, figures, facts);
    }
    if (is_new) {
        struct tenant_parts parts = {tenant.number, tenant.fingerprints, tenant.series_count,
                                     true,          place.fingerprint,   tenant.associations};
        put_tenant(attribution, usage->tenant_id, &parts);
    }
}

static void apply_association(struct attribution *attribution,
                              const struct merit_event *event,
                              struct fact_list *facts)
{
    const struct merit_association *association = &event->association;
    struct tenant tenant;
    find_tenant(attribution, association->tenant_id, &tenant);
    struct tenant_association known;
    struct bytes at = {NULL, 0};
    bool found = find_association(tenant.associations, association->association_id, &known, &at);
    if (found && !is_newer(event, &known)) {
        return;
    }
    bool attached = names_partner(&tenant, association->partner_id);
    bool moved = found && !merit_text_equal(known.partner_id, association->partner_id);
    if (moved) {
        bool detached = count_associations(tenant.associations, known.partner_id) == 1;
        attribution_emit_leave(attribution, known.partner_id, event, detached, facts);
    }
    struct buffer *list = &attribution->associations;
    buffer_clear(list);
    size_t before = found ? (size_t)(at.at - tenant.associations.at) : tenant.associations.length;
    buffer_put(list, tenant.associations.at, before);
    tenant_write_association(list, event);
    if (found) {
        size_t after = before + at.length;
        buffer_put(list, tenant.associations.at + after, tenant.associations.length - after);
    }
    struct tenant_parts parts = {
        tenant.number, tenant.fingerprints, tenant.series_count, false, 0, buffer_view(list)};
    uint32_t series_count = tenant.series_count;
    uint32_t number = tenant.number;
    put_tenant(attribution, association->tenant_id, &parts);
    attribution_emit_link(attribution, event, facts);
    if (attached) {
        attribution_emit_close(facts);
    } else {
        attribution_emit_ledger(attribution, event, number, series_count, facts);
    }
}

void attribution_apply(struct attribution *attribution,
                       const struct merit_event *event,
                       struct fact_list *facts)
{
    assert(!attribution_is_busy(attribution) && attribution->day != MERIT_NO_DAY);
    if (event->kind == MERIT_EVENT_USAGE) {
        apply_usage(attribution, event, facts);
    } else {
        assert(event->kind == MERIT_EVENT_ASSOCIATION);
        apply_association(attribution, event, facts);
    }
}
