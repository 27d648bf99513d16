/* One partner's associations in one tenant, as scoring keeps them: a stored list read in place. */
#include "core/link.h"

#include <assert.h>

enum { LINKS_FIRST = 8 };

void link_list_fini(struct link_list *list)
{
    memory_free(list->items);
    *list = (struct link_list){0};
}

static bool counts(uint8_t type, uint8_t status, uint8_t cloud)
{
    return status == MERIT_STATUS_ACTIVE &&
           !(type == MERIT_TYPE_PAL && cloud != MERIT_CLOUD_PUBLIC);
}

void link_write(struct buffer *to, const struct merit_association *association)
{
    buffer_text(to, association->association_id);
    buffer_u8(to, (uint8_t)association->type);
    buffer_u8(to, (uint8_t)association->status);
    buffer_u8(to, (uint8_t)association->cloud);
    buffer_i32(to, association->start_day);
    buffer_i32(to, association->end_day == MERIT_NO_DAY ? MERIT_NEVER : association->end_day);
    buffer_text(to, association->subscription_id);
    buffer_u16(to, (uint16_t)association->product_count);
    for (uint32_t i = 0; i < association->product_count; i++) {
        buffer_text(to, association->products[i]);
    }
}

static bool is_input_day(int32_t day)
{
    return day >= MERIT_DAY_FIRST && day <= MERIT_DAY_LAST;
}

static bool is_sound(const struct link *link)
{
    return link->type < MERIT_TYPE_COUNT && link->status <= MERIT_STATUS_REJECTED &&
           link->cloud <= MERIT_CLOUD_GOVERNMENT && is_input_day(link->start_day) &&
           (link->end_day == MERIT_NEVER || is_input_day(link->end_day));
}

bool link_read(struct reader *reader, struct link *ret_link)
{
    struct link *link = ret_link;
    link->association_id = reader_text(reader);
    link->type = reader_u8(reader);
    link->status = reader_u8(reader);
    link->cloud = reader_u8(reader);
    link->start_day = reader_i32(reader);
    link->end_day = reader_i32(reader);
    link->subscription_id = reader_text(reader);
    link->product_count = reader_u16(reader);
    link->products.at = reader->at;
    for (uint32_t i = 0; i < link->product_count && !reader->failed; i++) {
        reader_text(reader);
    }
    link->products.length = (size_t)(reader->at - link->products.at);
    link->counts = counts(link->type, link->status, link->cloud);
    link->covers = false;
    return !reader->failed && !merit_text_is_null(link->association_id) && is_sound(link);
}

bool link_list_read(struct link_list *list, struct bytes stored)
{
    list->count = 0;
    struct reader reader = reader_of(stored);
    while (reader_left(&reader) > 0) {
        if (list->count == list->capacity) {
            list->capacity = list->capacity == 0 ? LINKS_FIRST : list->capacity * 2;
            list->items = memory_resize(list->items, list->capacity * sizeof *list->items);
        }
        if (!link_read(&reader, &list->items[list->count])) {
            return false;
        }
        list->count++;
    }
    return true;
}

void link_list_remove(struct buffer *stored, struct merit_text association_id)
{
    struct reader reader = reader_of(buffer_view(stored));
    while (reader_left(&reader) > 0) {
        const uint8_t *from = reader.at;
        struct link link;
        if (!link_read(&reader, &link)) {
            return;
        }
        if (merit_text_equal(link.association_id, association_id)) {
            size_t offset = (size_t)(from - stored->bytes);
            size_t length = (size_t)(reader.at - from);
            memmove(stored->bytes + offset, stored->bytes + offset + length,
                    stored->length - offset - length);
            stored->length -= length;
            return;
        }
    }
}

void link_list_put_link(struct buffer *stored, const struct link *link)
{
    link_list_remove(stored, link->association_id);
    buffer_text(stored, link->association_id);
    buffer_u8(stored, link->type);
    buffer_u8(stored, link->status);
    buffer_u8(stored, link->cloud);
    buffer_i32(stored, link->start_day);
    buffer_i32(stored, link->end_day);
    buffer_text(stored, link->subscription_id);
    buffer_u16(stored, link->product_count);
    buffer_put(stored, link->products.at, link->products.length);
}

bool link_covers_product(const struct link *link, struct merit_text product)
{
    if (link->product_count == 0) {
        return true;
    }
    struct reader reader = reader_of(link->products);
    for (uint32_t i = 0; i < link->product_count; i++) {
        if (merit_text_equal(reader_text(&reader), product)) {
            return true;
        }
    }
    return false;
}
