/* Input events as Avro records, their fields in the order of config/schemas. */
#include "codec/avro_value_write.h"
#include "codec/avro_write.h"

static void put_association(struct buffer *buffer, const struct merit_association *association)
{
    avro_put_text(buffer, association->association_id);
    avro_put_text(buffer, association->partner_id);
    avro_put_text(buffer, association->tenant_id);
    avro_put_long(buffer, association->type);
    avro_put_long(buffer, association->status);
    avro_put_long(buffer, association->cloud);
    avro_put_count(buffer, association->product_count);
    for (uint32_t i = 0; i < association->product_count; i++) {
        avro_put_text(buffer, association->products[i]);
    }
    avro_put_array_end(buffer);
    avro_put_optional_text(buffer, association->subscription_id);
    avro_put_long(buffer, association->start_day);
    avro_put_optional_day(buffer, association->end_day);
}

static void put_usage(struct buffer *buffer, const struct merit_usage *usage)
{
    avro_put_text(buffer, usage->tenant_id);
    avro_put_text(buffer, usage->product);
    avro_put_optional_text(buffer, usage->subscription_id);
    avro_put_optional_text(buffer, usage->offer);
    avro_put_long(buffer, usage->as_of_day);
    for (int figure = 0; figure < MERIT_FIGURE_COUNT; figure++) {
        if (avro_put_branch(buffer, usage->figures[figure] != MERIT_NO_FIGURE)) {
            avro_put_long(buffer, usage->figures[figure]);
        }
    }
}

static void put_certification(struct buffer *buffer,
                              const struct merit_certification *certification)
{
    avro_put_text(buffer, certification->partner_id);
    avro_put_text(buffer, certification->person_id);
    avro_put_text(buffer, certification->certification);
    avro_put_long(buffer, certification->achieved_day);
    avro_put_optional_day(buffer, certification->expires_day);
    avro_put_optional_day(buffer, certification->linked_day);
    avro_put_optional_day(buffer, certification->unlinked_day);
}

void avro_write_event(struct buffer *buffer, const struct merit_event *event)
{
    avro_put_text(buffer, event->event_id);
    avro_put_long(buffer, event->occurred_at);
    switch (event->kind) {
    case MERIT_EVENT_ASSOCIATION:
        put_association(buffer, &event->association);
        break;
    case MERIT_EVENT_USAGE:
        put_usage(buffer, &event->usage);
        break;
    case MERIT_EVENT_CERTIFICATION:
        put_certification(buffer, &event->certification);
        break;
    }
}
