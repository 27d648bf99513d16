/* Attribution's record of one tenant: its associations, the partners they name, its series. */
#include "task/tenant.h"

#include <assert.h>

bool tenant_read(struct bytes record, struct tenant *ret_tenant)
{
    struct reader reader = reader_of(record);
    ret_tenant->number = reader_u32(&reader);
    ret_tenant->series_count = reader_u16(&reader);
    ret_tenant->partner_count = reader_u16(&reader);
    ret_tenant->fingerprints = reader_take(&reader, (size_t)ret_tenant->series_count * 4);
    const uint8_t *partners = reader.at;
    for (uint32_t i = 0; i < ret_tenant->partner_count && !reader.failed; i++) {
        reader.failed = merit_text_is_null(reader_text(&reader)) || reader.failed;
    }
    ret_tenant->partners = (struct bytes){partners, (size_t)(reader.at - partners)};
    ret_tenant->associations = reader_rest(&reader);
    return !reader.failed;
}

uint16_t tenant_series_count(struct bytes record)
{
    struct reader reader = reader_of(record);
    reader_u32(&reader);
    return reader_u16(&reader);
}

bool tenant_next_association(struct reader *reader, struct tenant_association *ret_association)
{
    if (reader_left(reader) == 0) {
        return false;
    }
    ret_association->partner_id = reader_text(reader);
    ret_association->event_id = reader_text(reader);
    ret_association->occurred_at = reader_i64(reader);
    bool read = link_read(reader, &ret_association->link);
    reader->failed = !read || merit_text_is_null(ret_association->partner_id) ||
                     merit_text_is_null(ret_association->event_id);
    return !reader->failed;
}

void tenant_write_association(struct buffer *to, const struct merit_event *event)
{
    buffer_text(to, event->association.partner_id);
    buffer_text(to, event->event_id);
    buffer_i64(to, event->occurred_at);
    link_write(to, &event->association);
}

static bool has_partner(struct bytes partners, struct merit_text partner_id)
{
    struct reader reader = reader_of(partners);
    while (reader_left(&reader) > 0) {
        if (merit_text_equal(reader_text(&reader), partner_id)) {
            return true;
        }
    }
    return false;
}

void tenant_write(struct buffer *to, const struct tenant_parts *parts)
{
    buffer_clear(to);
    buffer_u32(to, parts->number);
    buffer_u16(to, (uint16_t)(parts->series_count + (parts->has_series ? 1 : 0)));
    buffer_u16(to, 0);
    buffer_put(to, parts->fingerprints, (size_t)parts->series_count * 4);
    if (parts->has_series) {
        buffer_u32(to, parts->series_added);
    }
    size_t from = to->length;
    uint16_t count = 0;
    struct reader reader = reader_of(parts->associations);
    struct tenant_association association;
    while (tenant_next_association(&reader, &association)) {
        struct bytes partners = {to->bytes + from, to->length - from};
        if (!has_partner(partners, association.partner_id)) {
            buffer_text(to, association.partner_id);
            count++;
        }
    }
    assert(!reader.failed);
    memcpy(to->bytes + 6, &count, sizeof count);
    buffer_put(to, parts->associations.at, parts->associations.length);
}
