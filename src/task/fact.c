/* Facts: what attribution tells scoring about one tenant of one partner, as bytes. */
#include "task/fact.h"

#include <assert.h>

enum { FACTS_FIRST = 16, FACT_FLAG_FIRST = 1, FACT_FLAG_LAST = 2, FACT_FLAGS_OFFSET = 1 };

/* ---- lists of messages ------------------------------------------------------------------- */

void fact_list_fini(struct fact_list *list)
{
    buffer_fini(&list->bytes);
    memory_free(list->ends);
    *list = (struct fact_list){0};
}

void fact_list_clear(struct fact_list *list)
{
    buffer_clear(&list->bytes);
    list->count = 0;
}

static size_t message_start(const struct fact_list *list, uint32_t index)
{
    return index == 0 ? 0 : list->ends[index - 1];
}

struct bytes fact_list_message(const struct fact_list *list, uint32_t index)
{
    assert(index < list->count);
    size_t start = message_start(list, index);
    return (struct bytes){list->bytes.bytes + start, list->ends[index] - start};
}

void fact_list_begin(struct fact_list *list, const struct fact_header *header)
{
    struct buffer *to = &list->bytes;
    buffer_u8(to, (uint8_t)header->kind);
    buffer_u8(
        to, (uint8_t)((header->first ? FACT_FLAG_FIRST : 0) | (header->last ? FACT_FLAG_LAST : 0)));
    buffer_varint(to, header->source);
    buffer_i32(to, header->day);
    if (header->kind != FACT_WATERMARK) {
        buffer_text(to, header->partner_id);
    }
    if (header->kind == FACT_GROUP) {
        buffer_text(to, header->tenant_id);
        buffer_text(to, header->event_id);
        buffer_i64(to, header->occurred_at);
    }
}

void fact_list_end(struct fact_list *list)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? FACTS_FIRST : list->capacity * 2;
        list->ends = memory_resize(list->ends, list->capacity * sizeof *list->ends);
    }
    list->ends[list->count++] = list->bytes.length;
}

void fact_list_set_last(struct fact_list *list)
{
    list->bytes.bytes[message_start(list, list->count) + FACT_FLAGS_OFFSET] |= FACT_FLAG_LAST;
}

size_t fact_list_length(const struct fact_list *list)
{
    return list->bytes.length - message_start(list, list->count);
}

/* ---- items ------------------------------------------------------------------------------- */

void fact_usage(struct buffer *to,
                const struct series_names *names,
                const struct ledger_report *report,
                uint32_t figures)
{
    buffer_u8(to, FACT_USAGE);
    series_write_names(to, names);
    buffer_i32(to, report->as_of_day);
    buffer_u8(to, (uint8_t)figures);
    for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
        if ((figures >> i & 1U) != 0) {
            buffer_varint(to, (uint64_t)report->figures[i]);
        }
    }
}

void fact_series(struct buffer *to, const struct series_names *names, const struct ledger *ledger)
{
    buffer_u8(to, FACT_SERIES);
    series_write_names(to, names);
    size_t at = to->length;
    buffer_u32(to, 0);
    ledger_copy_unstamped(ledger, to);
    uint32_t length = (uint32_t)(to->length - at - sizeof length);
    memcpy(to->bytes + at, &length, sizeof length);
}

void fact_link(struct buffer *to, const struct merit_association *association)
{
    buffer_u8(to, FACT_LINK);
    link_write(to, association);
}

void fact_unlink(struct buffer *to, struct merit_text association_id)
{
    buffer_u8(to, FACT_UNLINK);
    buffer_text(to, association_id);
}

void fact_detach(struct buffer *to)
{
    buffer_u8(to, FACT_DETACH);
}

void fact_standing(struct buffer *to, const struct merit_standing *standing)
{
    buffer_text(to, standing->designation);
    buffer_i32(to, standing->attained_day);
    buffer_i32(to, standing->anniversary_day);
    buffer_i32(to, standing->last_qualified_day);
}

/* ---- reading ----------------------------------------------------------------------------- */

bool fact_read_header(struct reader *reader, struct fact_header *ret_header)
{
    uint8_t kind = reader_u8(reader);
    uint8_t flags = reader_u8(reader);
    *ret_header = (struct fact_header){
        .kind = (enum fact_kind)kind,
        .source = (uint32_t)reader_varint(reader),
        .day = reader_i32(reader),
        .first = (flags & FACT_FLAG_FIRST) != 0,
        .last = (flags & FACT_FLAG_LAST) != 0,
    };
    if (reader->failed || ret_header->source >= FACT_TASKS_MAX) {
        return false;
    }
    bool has_day = ret_header->day >= MERIT_DAY_FIRST && ret_header->day <= MERIT_DAY_LAST;
    if (kind == FACT_WATERMARK) {
        return has_day || ret_header->day == MERIT_NO_DAY;
    }
    if (!has_day && kind != FACT_STANDING) {
        return false;
    }
    ret_header->partner_id = reader_text(reader);
    if (kind == FACT_STANDING) {
        return !reader->failed && !merit_text_is_null(ret_header->partner_id) &&
               ret_header->first && ret_header->last && ret_header->day == MERIT_NO_DAY;
    }
    ret_header->tenant_id = reader_text(reader);
    ret_header->event_id = reader_text(reader);
    ret_header->occurred_at = reader_i64(reader);
    return kind == FACT_GROUP && !reader->failed && !merit_text_is_null(ret_header->partner_id) &&
           !merit_text_is_null(ret_header->tenant_id) && !merit_text_is_null(ret_header->event_id);
}

static void read_names(struct reader *reader, struct series_names *names)
{
    names->product = reader_text(reader);
    names->subscription_id = reader_text(reader);
    names->offer = reader_text(reader);
    reader->failed = reader->failed || merit_text_is_null(names->product);
}

static void read_report(struct reader *reader, struct ledger_report *report)
{
    report->as_of_day = reader_i32(reader);
    report->occurred_at = 0;
    uint8_t figures = reader_u8(reader);
    for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
        report->figures[i] = MERIT_NO_FIGURE;
        if ((figures >> i & 1U) != 0) {
            uint64_t value = reader_varint(reader);
            reader->failed = reader->failed || value > (uint64_t)MERIT_FIGURE_MAX;
            report->figures[i] = (int64_t)value;
        }
    }
    reader->failed =
        reader->failed || report->as_of_day < MERIT_DAY_FIRST || report->as_of_day > MERIT_DAY_LAST;
}

static void read_series(struct reader *reader, struct bytes *ret_ledger)
{
    uint32_t length = reader_u32(reader);
    ret_ledger->at = reader_take(reader, length);
    ret_ledger->length = length;
    struct ledger ledger;
    reader->failed = reader->failed || !ledger_open(&ledger, *ret_ledger) ||
                     ledger.stamp_width != 0 || !ledger_is_sound(&ledger);
}

bool fact_read_item(struct reader *reader, struct fact_item *ret_item)
{
    if (reader_left(reader) == 0) {
        return false;
    }
    uint8_t kind = reader_u8(reader);
    ret_item->kind = (enum fact_item_kind)kind;
    switch (kind) {
    case FACT_USAGE:
        read_names(reader, &ret_item->names);
        read_report(reader, &ret_item->report);
        break;
    case FACT_SERIES:
        read_names(reader, &ret_item->names);
        read_series(reader, &ret_item->ledger);
        break;
    case FACT_LINK:
        reader->failed = !link_read(reader, &ret_item->link);
        break;
    case FACT_UNLINK:
        ret_item->association_id = reader_text(reader);
        reader->failed = reader->failed || merit_text_is_null(ret_item->association_id);
        break;
    case FACT_DETACH:
        break;
    default:
        reader->failed = true;
        break;
    }
    return !reader->failed;
}

bool fact_read_standing(struct reader *reader,
                        struct merit_text partner_id,
                        struct merit_standing *ret_standing)
{
    if (reader_left(reader) == 0) {
        return false;
    }
    struct merit_text designation = reader_text(reader);
    *ret_standing = (struct merit_standing){
        .partner_id = partner_id,
        .designation = designation,
        .attained_day = reader_i32(reader),
        .anniversary_day = reader_i32(reader),
        .last_qualified_day = reader_i32(reader),
    };
    reader->failed = reader->failed || merit_standing_check(ret_standing).bad != MERIT_BAD_NONE;
    return !reader->failed;
}
