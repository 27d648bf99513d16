/* The record of one series: its names, and its reports. */
#include "task/series.h"

static uint32_t mix_text(uint32_t hash, struct merit_text text)
{
    hash = (hash ^ (merit_text_is_null(text) ? 0xffU : text.length)) * UINT32_C(0x01000193);
    for (uint32_t i = 0; i < text.length; i++) {
        hash = (hash ^ (uint8_t)text.at[i]) * UINT32_C(0x01000193);
    }
    return hash;
}

uint32_t series_fingerprint(const struct series_names *names)
{
    uint32_t hash = UINT32_C(0x811c9dc5);
    hash = mix_text(hash, names->product);
    hash = mix_text(hash, names->subscription_id);
    return mix_text(hash, names->offer);
}

bool series_names_equal(const struct series_names *a, const struct series_names *b)
{
    return merit_text_equal(a->product, b->product) &&
           merit_text_equal(a->subscription_id, b->subscription_id) &&
           merit_text_equal(a->offer, b->offer);
}

void series_write_names(struct buffer *to, const struct series_names *names)
{
    buffer_text(to, names->product);
    buffer_text(to, names->subscription_id);
    buffer_text(to, names->offer);
}

bool series_read(struct bytes record, struct series_names *ret_names, struct bytes *ret_ledger)
{
    struct reader reader = reader_of(record);
    ret_names->product = reader_text(&reader);
    ret_names->subscription_id = reader_text(&reader);
    ret_names->offer = reader_text(&reader);
    *ret_ledger = reader_rest(&reader);
    return !reader.failed && !merit_text_is_null(ret_names->product);
}
