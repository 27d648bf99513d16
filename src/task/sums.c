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

bool sums_read(const struct sums_of *of, merit_int128 *ret_sums)
{
    struct key key = sums_key(of, KEY_SUMS);
    struct bytes record = state_get(of->state, &key);
    size_t length = span_of(of)->slot_count * sizeof *ret_sums;
    if (record.at == NULL) {
        memset(ret_sums, 0, length);
        return true;
    }
    if (record.length != length) {
        return false;
    }
    memcpy(ret_sums, record.at, length);
    return true;
}

static void sums_write(const struct sums_of *of, const merit_int128 *sums)
{
    struct key key = sums_key(of, KEY_SUMS);
    uint8_t count = span_of(of)->slot_count;
    merit_uint128 any = 0;
    for (uint8_t s = 0; s < count; s++) {
        any |= (merit_uint128)sums[s];
    }
    if (any == 0) {
        state_remove(of->state, &key);
    } else {
        struct bytes record = {(const uint8_t *)sums, count * sizeof *sums};
        state_put(of->state, &key, record);
    }
}

void sums_add(const struct sums_of *of, const int64_t *slots, int sign)
{
    const struct merit_span *span = span_of(of);
    merit_int128 sums[MERIT_SLOTS_MAX];
    bool read = sums_read(of, sums);
    assert(read && "a record that this task wrote");
    for (uint8_t s = 0; s < span->slot_count; s++) {
        if (span->slots[s].kind != MERIT_SLOT_BY_PRODUCT) {
            sums[s] += (merit_int128)slots[s] * sign;
        }
    }
    sums_write(of, sums);
}

void sums_add_product(const struct sums_of *of,
                      uint8_t slot,
                      struct merit_text product,
                      int64_t value)
{
    struct key key = sums_key(of, KEY_PRODUCT_SUM);
    key_u8(&key, slot);
    key_text(&key, product);
    struct bytes record = state_get(of->state, &key);
    merit_int128 sum = 0;
    if (record.length == sizeof sum) {
        memcpy(&sum, record.at, sizeof sum);
    }
    bool was_above = sum > 0;
    sum += value;
    if (sum == 0) {
        state_remove(of->state, &key);
    } else {
        state_put(of->state, &key, (struct bytes){(const uint8_t *)&sum, sizeof sum});
    }
    if (was_above != (sum > 0)) {
        merit_int128 sums[MERIT_SLOTS_MAX];
        bool read = sums_read(of, sums);
        assert(read && "a record that this task wrote");
        sums[slot] += was_above ? -1 : 1;
        sums_write(of, sums);
    }
}
