/* A partner's sums of slots, per designation and span: they follow from its contributors' vectors.
 */
#include "task/sums.h"

static const struct merit_span *span_of(const struct sums_of *of)
{
    return &of->program->designations[of->designation].spans[of->span];
}

static struct key sums_key(const struct sums_of *of, enum key_kind kind)
{
    struct key key = key_of(kind);
    key_u32(&key, of->partner);
    key_u8(&key, of->designation);
    key_u8(&key, of->span);
    return key;
}

enum { SUMS_SPAN_AT = 6 }; /* in the key */

/* The record of the sums; NULL where there is none. */
static struct table_block *sums_find(const struct sums_of *of)
{
    if (of->known != NULL && *of->known != NULL && (*of->known)->bytes[SUMS_SPAN_AT] == of->span) {
        return *of->known;
    }
    struct key key = sums_key(of, KEY_SUMS);
    struct table_block *block = table_find(of->state, key_view(&key));
    if (of->known != NULL) {
        *of->known = block;
    }
    return block;
}

bool sums_read(const struct sums_of *of, merit_int128 *ret_sums)
{
    const struct table_block *block = sums_find(of);
    size_t length = span_of(of)->slot_count * sizeof *ret_sums;
    if (block == NULL) {
        memset(ret_sums, 0, length);
        return true;
    }
    struct bytes record = table_block_value(block);
    if (record.length != length) {
        return false;
    }
    memcpy(ret_sums, record.at, length);
    return true;
}

/* The record, zeros where there was none, to be changed where it stands. */
static uint8_t *sums_edit(const struct sums_of *of)
{
    struct table_block *block = sums_find(of);
    if (block != NULL) {
        assert(block->value_length == span_of(of)->slot_count * sizeof(merit_int128));
        return block->bytes + block->key_length;
    }
    static const merit_int128 zeros[MERIT_SLOTS_MAX];
    struct bytes record = {(const uint8_t *)zeros, span_of(of)->slot_count * sizeof(merit_int128)};
    struct key key = sums_key(of, KEY_SUMS);
    block = table_put(of->state, key_view(&key), record);
    if (of->known != NULL) {
        *of->known = block;
    }
    return block->bytes + block->key_length;
}

static void add_to(uint8_t *record, uint8_t slot, merit_int128 value)
{
    merit_int128 sum;
    memcpy(&sum, record + slot * sizeof sum, sizeof sum);
    sum += value;
    memcpy(record + slot * sizeof sum, &sum, sizeof sum);
}

void sums_add(const struct sums_of *of, const int64_t *slots, int sign)
{
    uint8_t *record = sums_edit(of);
    uint8_t count = span_of(of)->slot_count;
    for (uint8_t s = 0; s < count; s++) {
        /* A BY_PRODUCT slot's own value is always 0: it is kept by product. */
        if (slots[s] != 0) {
            add_to(record, s, (merit_int128)slots[s] * sign);
        }
    }
}

void sums_settle(const struct sums_of *of)
{
    merit_int128 sums[MERIT_SLOTS_MAX];
    bool read = sums_read(of, sums);
    assert(read && "a record that this task wrote");
    merit_uint128 any = 0;
    for (uint8_t s = 0; s < span_of(of)->slot_count; s++) {
        any |= (merit_uint128)sums[s];
    }
    if (any == 0) {
        struct key key = sums_key(of, KEY_SUMS);
        table_remove(of->state, key_view(&key));
        if (of->known != NULL) {
            *of->known = NULL;
        }
    }
}

bool sums_add_product(const struct sums_of *of,
                      uint8_t slot,
                      struct merit_text product,
                      int64_t value)
{
    struct key key = sums_key(of, KEY_PRODUCT_SUM);
    key_u8(&key, slot);
    uint8_t text[TABLE_KEY_MAX];
    struct bytes product_key = key_with_text(&key, product, text);
    struct bytes record = state_get(of->state, product_key);
    merit_int128 sum = 0;
    if (record.length == sizeof sum) {
        memcpy(&sum, record.at, sizeof sum);
    }
    bool was_above = sum > 0;
    sum += value;
    if (sum == 0) {
        table_remove(of->state, product_key);
    } else {
        table_put(of->state, product_key, (struct bytes){(const uint8_t *)&sum, sizeof sum});
    }
    if (was_above == (sum > 0)) {
        return false;
    }
    add_to(sums_edit(of), slot, was_above ? -1 : 1);
    return true;
}
