/* The facts that attribution sends: of a usage report, of an association, of a whole tenant. */
#include "task/attribution_emit.h"

#include <assert.h>

struct series_owner attribution_series_of(const struct attribution *attribution,
                                          const struct tenant *tenant)
{
    const struct tenant_roster *roster = &attribution->roster;
    struct key key = key_of(KEY_TENANT_SERIES);
    key_u32(&key, tenant->number);
    return (struct series_owner){
        attribution->state, key, tenant->fingerprints, tenant->series_count,
        tenant->number < roster->capacity ? roster->entries[tenant->number].series : NULL};
}

static struct fact_header header_of(const struct attribution *attribution,
                                    const struct merit_event *event,
                                    struct merit_text partner_id)
{
    return (struct fact_header){
        .kind = FACT_GROUP,
        .source = attribution->task,
        .day = attribution->day,
        .first = true,
        .partner_id = partner_id,
        .tenant_id = merit_event_key(event),
        .event_id = event->event_id,
        .occurred_at = event->occurred_at,
    };
}

void attribution_emit_close(struct fact_list *facts)
{
    fact_list_set_last(facts);
    fact_list_end(facts);
}

void attribution_emit_usage(const struct attribution *attribution,
                            const struct tenant *tenant,
                            const struct merit_event *event,
                            uint32_t figures,
                            struct fact_list *facts)
{
    const struct merit_usage *usage = &event->usage;
    struct series_names names = {usage->product, usage->subscription_id, usage->offer};
    struct ledger_report report = {usage->as_of_day, {0}, event->occurred_at};
    memcpy(report.figures, usage->figures, sizeof report.figures);
    struct reader partners = reader_of(tenant->partners);
    for (uint32_t i = 0; i < tenant->partner_count; i++) {
        struct fact_header header = header_of(attribution, event, reader_text(&partners));
        fact_list_begin(facts, &header);
        fact_usage(&facts->bytes, &names, &report, figures);
        attribution_emit_close(facts);
    }
}

void attribution_emit_leave(const struct attribution *attribution,
                            struct merit_text partner_id,
                            const struct merit_event *event,
                            bool detached,
                            struct fact_list *facts)
{
    struct fact_header header = header_of(attribution, event, partner_id);
    fact_list_begin(facts, &header);
    if (detached) {
        fact_detach(&facts->bytes);
    } else {
        fact_unlink(&facts->bytes, event->association.association_id);
    }
    attribution_emit_close(facts);
}

void attribution_emit_link(const struct attribution *attribution,
                           const struct merit_event *event,
                           struct fact_list *facts)
{
    struct fact_header header = header_of(attribution, event, event->association.partner_id);
    fact_list_begin(facts, &header);
    fact_link(&facts->bytes, &event->association);
}

/* Adds series to the message being written until it is full or all are in; closes it. */
static void emit_series(struct attribution *attribution, struct fact_list *facts)
{
    struct emission *emission = &attribution->emission;
    while (emission->next_series < emission->series_count &&
           fact_list_length(facts) < FACT_PART_BYTES) {
        struct series_names names;
        struct bytes bytes;
        struct ledger ledger;
        const struct table_block *record =
            attribution->roster.entries[emission->tenant_number].series[emission->next_series];
        bool read =
            series_read(table_block_value(record), &names, &bytes) && ledger_open(&ledger, bytes);
        assert(read && "a record that this task wrote");
        fact_series(&facts->bytes, &names, &ledger);
        emission->next_series++;
    }
    emission->active = emission->next_series < emission->series_count;
    if (!emission->active) {
        fact_list_set_last(facts);
    }
    fact_list_end(facts);
}

void attribution_emit_ledger(struct attribution *attribution,
                             const struct merit_event *event,
                             uint32_t tenant_number,
                             uint32_t series_count,
                             struct fact_list *facts)
{
    struct emission *emission = &attribution->emission;
    emission->tenant_number = tenant_number;
    emission->next_series = 0;
    emission->series_count = series_count;
    emission->occurred_at = event->occurred_at;
    buffer_clear(&emission->texts);
    buffer_text(&emission->texts, event->association.partner_id);
    buffer_text(&emission->texts, event->association.tenant_id);
    buffer_text(&emission->texts, event->event_id);
    emit_series(attribution, facts);
}

void attribution_continue(struct attribution *attribution, struct fact_list *facts)
{
    const struct emission *emission = &attribution->emission;
    assert(emission->active);
    struct reader texts = reader_of(buffer_view(&emission->texts));
    struct fact_header header = {
        .kind = FACT_GROUP,
        .source = attribution->task,
        .day = attribution->day,
        .partner_id = reader_text(&texts),
        .tenant_id = reader_text(&texts),
        .event_id = reader_text(&texts),
        .occurred_at = emission->occurred_at,
    };
    assert(!texts.failed);
    fact_list_begin(facts, &header);
    emit_series(attribution, facts);
}
