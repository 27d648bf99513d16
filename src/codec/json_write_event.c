/* Input events and standings to JSON lines, as json_reader_read_line reads them. */
#include "codec/json_field_write.h"
#include "codec/json_write.h"

static void write_optional_text(struct text_buffer *buffer,
                                const char *name,
                                struct merit_text text)
{
    if (!merit_text_is_null(text)) {
        json_field_text(buffer, name, text);
    }
}

static void write_optional_date(struct text_buffer *buffer, const char *name, int32_t day)
{
    if (day != MERIT_NO_DAY) {
        json_field_date(buffer, name, day);
    }
}

static void write_common(struct text_buffer *buffer,
                         const char *type,
                         const struct merit_event *event)
{
    json_line_begin(buffer, type);
    json_field_text(buffer, "event_id", event->event_id);
    json_field_timestamp(buffer, "occurred_at", event->occurred_at);
    if (event->timestamp != event->occurred_at) {
        json_field_timestamp(buffer, "timestamp", event->timestamp);
    }
}

static void write_association(struct text_buffer *buffer,
                              const struct merit_association *association)
{
    json_field_text(buffer, "association_id", association->association_id);
    json_field_text(buffer, "partner_id", association->partner_id);
    json_field_text(buffer, "tenant_id", association->tenant_id);
    json_field_string(buffer, "association_type", merit_association_type_names[association->type]);
    json_field_string(buffer, "status", merit_association_status_names[association->status]);
    json_field_string(buffer, "cloud", merit_cloud_names[association->cloud]);
    if (association->product_count > 0) {
        json_field_name_add(buffer, "products");
        text_buffer_add_byte(buffer, '[');
        for (uint32_t i = 0; i < association->product_count; i++) {
            if (i > 0) {
                text_buffer_add_byte(buffer, ',');
            }
            json_add_text(buffer, association->products[i]);
        }
        text_buffer_add_byte(buffer, ']');
    }
    write_optional_text(buffer, "subscription_id", association->subscription_id);
    json_field_date(buffer, "start_date", association->start_day);
    write_optional_date(buffer, "end_date", association->end_day);
}

static void write_usage(struct text_buffer *buffer, const struct merit_usage *usage)
{
    json_field_text(buffer, "tenant_id", usage->tenant_id);
    json_field_text(buffer, "product", usage->product);
    write_optional_text(buffer, "subscription_id", usage->subscription_id);
    write_optional_text(buffer, "offer", usage->offer);
    json_field_date(buffer, "as_of", usage->as_of_day);
    for (int figure = 0; figure < MERIT_FIGURE_COUNT; figure++) {
        if (usage->figures[figure] != MERIT_NO_FIGURE) {
            json_field_integer(buffer, merit_figure_names[figure], usage->figures[figure]);
        }
    }
}

static void write_certification(struct text_buffer *buffer,
                                const struct merit_certification *certification)
{
    json_field_text(buffer, "partner_id", certification->partner_id);
    json_field_text(buffer, "person_id", certification->person_id);
    json_field_text(buffer, "certification", certification->certification);
    json_field_date(buffer, "achieved_on", certification->achieved_day);
    write_optional_date(buffer, "expires_on", certification->expires_day);
    write_optional_date(buffer, "linked_on", certification->linked_day);
    write_optional_date(buffer, "unlinked_on", certification->unlinked_day);
}

void json_write_event(struct text_buffer *buffer, const struct merit_event *event)
{
    switch (event->kind) {
    case MERIT_EVENT_ASSOCIATION:
        write_common(buffer, "association", event);
        write_association(buffer, &event->association);
        break;
    case MERIT_EVENT_USAGE:
        write_common(buffer, "usage", event);
        write_usage(buffer, &event->usage);
        break;
    case MERIT_EVENT_CERTIFICATION:
        write_common(buffer, "certification", event);
        write_certification(buffer, &event->certification);
        break;
    }
    json_line_end(buffer);
}

void json_write_standing(struct text_buffer *buffer, const struct merit_standing *standing)
{
    json_line_begin(buffer, "standing");
    json_field_text(buffer, "partner_id", standing->partner_id);
    json_field_text(buffer, "designation", standing->designation);
    json_field_date(buffer, "attained_on", standing->attained_day);
    json_field_date(buffer, "anniversary_date", standing->anniversary_day);
    json_field_date(buffer, "last_qualified_on", standing->last_qualified_day);
    json_line_end(buffer);
}
