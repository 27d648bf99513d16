/* Applies facts to a partner's records. */
#include "task/apply.h"

#include "task/evaluate.h"
#include "task/news.h"
#include "task/refresh.h"
#include "task/rule_change.h"

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

/* A series of the tenant, as it is before an item changes it. */
struct opened_series {
    struct contributor tenant;
    struct series_owner owner;
    struct series_place place;
    bool is_new;
};

static void open_series(const struct application *application,
                        const struct series_names *names,
                        struct opened_series *ret_series)
{
    struct scoring *scoring = application->scoring;
    uint32_t partner = application->partner;
    uint32_t number = application->number;
    scoring_get_contributor(scoring, partner, number, &ret_series->tenant);
    ret_series->owner = scoring_series_of(scoring, partner, number, &ret_series->tenant);
    series_find(&ret_series->owner, names, &ret_series->place);
    ret_series->is_new = ret_series->place.index == ret_series->tenant.series_count;
}

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

static void store_series(const struct application *application,
                         const struct opened_series *series,
                         const struct series_names *names,
                         struct bytes ledger)
{
    struct scoring *scoring = application->scoring;
    struct table_block *stored =
        series_store(&series->owner, &series->place, names, ledger, &scoring->record);
    struct roster_contributor *tenant =
        roster_contributor(&scoring->roster, application->partner, application->number);
    roster_set_series(tenant, series->place.index, stored);
    if (series->is_new) {
        add_fingerprint(application, &series->tenant, series->place.fingerprint);
    }
}

static void apply_usage(struct application *application, const struct fact_item *item)
{
    struct scoring *scoring = application->scoring;
    struct opened_series series;
    open_series(application, &item->names, &series);
    buffer_clear(&scoring->list);
    buffer_put(&scoring->list, series.place.ledger.at, series.place.ledger.length);
    uint32_t figures;
    enum ledger_outcome outcome =
        ledger_put(&scoring->list, false, &item->report, scoring->today.oldest_day, &figures);
    if (outcome == LEDGER_UNCHANGED && !series.is_new) {
        return;
    }
    store_series(application, &series, &item->names, buffer_view(&scoring->list));
    bool single = application->scope == REFRESH_NONE;
    application->scope = single ? REFRESH_SERIES : REFRESH_ALL;
    application->series = series.place.index;
}

static void apply_series(struct application *application, const struct fact_item *item)
{
    struct opened_series series;
    open_series(application, &item->names, &series);
    store_series(application, &series, &item->names, item->ledger);
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
static bool apply_items(struct application *application, const struct apply_items *items)
{
    if (items->only != NULL) {
        apply_item(application, items->only);
        return items->only->kind == FACT_DETACH;
    }
    struct reader reader = items->all;
    bool detach = false;
    struct fact_item item;
    while (fact_read_item(&reader, &item)) {
        detach = item.kind == FACT_DETACH;
        apply_item(application, &item);
    }
    assert(!reader.failed && "checked when it was received");
    return detach;
}

void apply_message(struct scoring *scoring,
                   const struct fact_header *header,
                   const struct apply_items *items,
                   bool parts)
{
    arena_reset(&scoring->scratch);
    struct application application = {
        .scoring = scoring,
        .partner = scoring_make_partner(scoring, header->partner_id),
        .scope = REFRESH_NONE,
    };
    if (!parts) {
        rule_change_bring(scoring, application.partner);
    }
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
        /* Its sums may have been computed again between the parts (task/rebuild.h). */
        changed |= parts ? news_designations(scoring) : 0;
    }
    if (changed != 0) {
        struct evaluation evaluation = {application.partner, changed, false, header->event_id,
                                        header->occurred_at};
        evaluate_partner(scoring, &evaluation);
    }
}
