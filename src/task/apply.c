/* Applies facts to a partner's records. */
#include "task/apply.h"

#include "task/evaluate.h"
#include "task/refresh.h"

#include <assert.h>

/* One message being applied. */
struct application {
    struct scoring *scoring;
    uint32_t partner;
    uint32_t number;
    enum refresh_scope scope;
    uint32_t series; /* of REFRESH_SERIES */
};

/* ---- series ------------------------------------------------------------------------------ */

static void add_fingerprint(const struct application *application,
                            const struct contributor *tenant,
                            uint32_t fingerprint)
{
    struct scoring *scoring = application->scoring;
    struct buffer *list = &scoring->list;
    buffer_clear(list);
    buffer_put(list, tenant->fingerprints, (size_t)tenant->series_count * sizeof fingerprint);
    buffer_u32(list, fingerprint);
    struct contributor grown = *tenant;
    grown.fingerprints = list->bytes;
    grown.series_count++;
    scoring_put_contributor(scoring, application->partner, application->number, &grown);
}

static void apply_usage(struct application *application, const struct fact_item *item)
{
    struct scoring *scoring = application->scoring;
    struct contributor tenant;
    scoring_get_contributor(scoring, application->partner, application->number, &tenant);
    struct series_owner owner =
        scoring_series_of(scoring, application->partner, application->number, &tenant);
    struct series_place place;
    series_find(&owner, &item->names, &place);
    buffer_clear(&scoring->list);
    buffer_put(&scoring->list, place.ledger.at, place.ledger.length);
    uint32_t figures;
    enum ledger_outcome outcome =
        ledger_put(&scoring->list, false, &item->report, scoring->today.oldest_day, &figures);
    bool is_new = place.index == tenant.series_count;
    if (outcome == LEDGER_UNCHANGED && !is_new) {
        return;
    }
    series_store(&owner, &place, &item->names, buffer_view(&scoring->list), &scoring->record);
    if (is_new) {
        add_fingerprint(application, &tenant, place.fingerprint);
    }
    bool single = application->scope == REFRESH_NONE;
    application->scope = single ? REFRESH_SERIES : REFRESH_ALL;
    application->series = place.index;
}

static void apply_series(struct application *application, const struct fact_item *item)
{
    struct scoring *scoring = application->scoring;
    struct contributor tenant;
    scoring_get_contributor(scoring, application->partner, application->number, &tenant);
    struct series_owner owner =
        scoring_series_of(scoring, application->partner, application->number, &tenant);
    struct series_place place;
    series_find(&owner, &item->names, &place);
    series_store(&owner, &place, &item->names, item->ledger, &scoring->record);
    if (place.index == tenant.series_count) {
        add_fingerprint(application, &tenant, place.fingerprint);
    }
    application->scope = REFRESH_ALL;
}

/* ---- associations ------------------------------------------------------------------------ */

static void apply_links(struct application *application, const struct fact_item *item)
{
    struct scoring *scoring = application->scoring;
    struct contributor tenant;
    scoring_get_contributor(scoring, application->partner, application->number, &tenant);
    buffer_clear(&scoring->list);
    buffer_put(&scoring->list, tenant.list.at, tenant.list.length);
    if (item->kind == FACT_LINK) {
        link_list_put_link(&scoring->list, &item->link);
    } else {
        link_list_remove(&scoring->list, item->association_id);
    }
    tenant.list = buffer_view(&scoring->list);
    scoring_put_contributor(scoring, application->partner, application->number, &tenant);
    application->scope = REFRESH_ALL;
}

static uint32_t apply_detach(struct application *application)
{
    struct scoring *scoring = application->scoring;
    uint32_t changed =
        refresh_contributor(scoring, application->partner, application->number, REFRESH_NONE, 0);
    scoring_free_contributor(scoring, application->partner, application->number);
    return changed;
}

/* ---- messages ---------------------------------------------------------------------------- */

static void apply_item(struct application *application, const struct fact_item *item)
{
    switch (item->kind) {
    case FACT_USAGE:
        apply_usage(application, item);
        break;
    case FACT_SERIES:
        apply_series(application, item);
        break;
    case FACT_LINK:
    case FACT_UNLINK:
        apply_links(application, item);
        break;
    case FACT_DETACH:
        break;
    }
}

/* Applies the items; true where the last one detaches the tenant. */
static bool apply_items(struct application *application, struct reader *reader)
{
    bool detach = false;
    struct fact_item item;
    while (fact_read_item(reader, &item)) {
        detach = item.kind == FACT_DETACH;
        apply_item(application, &item);
    }
    assert(!reader->failed && "checked when it was received");
    return detach;
}

void apply_message(struct scoring *scoring,
                   const struct fact_header *header,
                   struct reader *items,
                   bool parts)
{
    arena_reset(&scoring->scratch);
    struct application application = {
        .scoring = scoring,
        .partner = scoring_make_partner(scoring, header->partner_id),
        .scope = REFRESH_NONE,
    };
    application.number = scoring_make_contributor(scoring, application.partner, CONTRIBUTOR_TENANT,
                                                  header->tenant_id);
    bool detach = apply_items(&application, items);
    if (!header->last) {
        return;
    }
    uint32_t changed = 0;
    if (detach) {
        changed = apply_detach(&application);
    } else if (parts || application.scope != REFRESH_NONE) {
        enum refresh_scope scope = parts ? REFRESH_ALL : application.scope;
        changed = refresh_contributor(scoring, application.partner, application.number, scope,
                                      application.series);
    }
    if (changed != 0) {
        struct evaluation evaluation = {application.partner, changed, false, header->event_id,
                                        header->occurred_at};
        evaluate_partner(scoring, &evaluation);
    }
}
