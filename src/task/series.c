/* The record of one series: its names, and its reports. */
#include "task/series.h"

#define SERIES_NULL_NAME UINT64_C(0x452821e638d01377) /* in the place of a text's hash */

static uint64_t mix_text(uint64_t hash, struct merit_text text)
{
    uint64_t own = SERIES_NULL_NAME;
    if (!merit_text_is_null(text)) {
        own = table_hash((struct bytes){(const uint8_t *)text.at, text.length});
    }
    hash = (hash ^ own) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

uint32_t series_fingerprint(const struct series_names *names)
{
    uint64_t hash = mix_text(0, names->product);
    hash = mix_text(hash, names->subscription_id);
    return (uint32_t)mix_text(hash, names->offer);
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

struct key series_key(const struct series_owner *owner, uint32_t index)
{
    struct key key = owner->key;
    key_u32(&key, index);
    return key;
}

static struct table_block *record_at(const struct series_owner *owner, uint32_t index)
{
    if (owner->records != NULL) {
        return owner->records[index];
    }
    struct key key = series_key(owner, index);
    return table_find(owner->state, key_view(&key));
}

void series_find(const struct series_owner *owner,
                 const struct series_names *names,
                 struct series_place *ret_place)
{
    ret_place->fingerprint = series_fingerprint(names);
    for (uint32_t i = 0; i < owner->count; i++) {
        if (series_fingerprint_at(owner->fingerprints, i) != ret_place->fingerprint) {
            continue;
        }
        struct series_names found;
        ret_place->index = i;
        ret_place->record = record_at(owner, i);
        bool read = series_read(table_block_value(ret_place->record), &found, &ret_place->ledger);
        assert(read && "a record that this task wrote");
        if (series_names_equal(&found, names)) {
            return;
        }
    }
    ret_place->index = owner->count;
    ret_place->record = NULL;
    ret_place->ledger = (struct bytes){NULL, 0};
}

struct table_block *series_store(const struct series_owner *owner,
                                 const struct series_place *place,
                                 const struct series_names *names,
                                 struct bytes ledger,
                                 struct buffer *scratch)
{
    if (place->record != NULL) {
        size_t names_length = table_block_value(place->record).length - place->ledger.length;
        return table_rewrite(owner->state, place->record, names_length, ledger);
    }
    buffer_clear(scratch);
    series_write_names(scratch, names);
    buffer_put(scratch, ledger.at, ledger.length);
    struct key key = series_key(owner, place->index);
    return table_put(owner->state, key_view(&key), buffer_view(scratch));
}
