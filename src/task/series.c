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

struct key series_key(const struct series_owner *owner, uint32_t index)
{
    struct key key = owner->key;
    key_u32(&key, index);
    return key;
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
        struct key key = series_key(owner, i);
        struct series_names found;
        ret_place->index = i;
        ret_place->record = table_get(owner->state, key_view(&key));
        bool read = series_read((struct bytes){ret_place->record.at, ret_place->record.length},
                                &found, &ret_place->ledger);
        assert(read && "a record that this task wrote");
        if (series_names_equal(&found, names)) {
            return;
        }
    }
    ret_place->index = owner->count;
    ret_place->record = (struct table_value){NULL, 0, 0};
    ret_place->ledger = (struct bytes){NULL, 0};
}

struct bytes series_store(const struct series_owner *owner,
                          const struct series_place *place,
                          const struct series_names *names,
                          struct bytes ledger,
                          struct buffer *scratch)
{
    buffer_clear(scratch);
    series_write_names(scratch, names);
    size_t names_length = scratch->length;
    buffer_put(scratch, ledger.at, ledger.length);
    struct key key = series_key(owner, place->index);
    const uint8_t *stored =
        table_replace(owner->state, &place->record, key_view(&key), buffer_view(scratch));
    return (struct bytes){stored + names_length, ledger.length};
}
