/* Scoring's record of one contributor: a tenant of the partner, or a person. */
#include "task/contributor.h"

bool contributor_read(struct bytes record, struct contributor *ret_contributor)
{
    struct reader reader = reader_of(record);
    *ret_contributor = (struct contributor){.kind = (enum contributor_kind)reader_u8(&reader)};
    switch (ret_contributor->kind) {
    case CONTRIBUTOR_FREE:
        ret_contributor->next_free = reader_u32(&reader);
        return !reader.failed;
    case CONTRIBUTOR_TENANT:
        ret_contributor->name = reader_text(&reader);
        ret_contributor->series_count = reader_u16(&reader);
        ret_contributor->fingerprints =
            reader_take(&reader, (size_t)ret_contributor->series_count * 4);
        break;
    case CONTRIBUTOR_PERSON:
        ret_contributor->name = reader_text(&reader);
        break;
    default:
        return false;
    }
    ret_contributor->list = reader_rest(&reader);
    return !reader.failed && !merit_text_is_null(ret_contributor->name);
}

void contributor_write(struct buffer *to, const struct contributor *contributor)
{
    buffer_u8(to, (uint8_t)contributor->kind);
    if (contributor->kind == CONTRIBUTOR_FREE) {
        buffer_u32(to, contributor->next_free);
        return;
    }
    buffer_text(to, contributor->name);
    if (contributor->kind == CONTRIBUTOR_TENANT) {
        buffer_u16(to, (uint16_t)contributor->series_count);
        buffer_put(to, contributor->fingerprints, (size_t)contributor->series_count * 4);
    }
    buffer_put(to, contributor->list.at, contributor->list.length);
}
