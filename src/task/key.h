/* Keys of a task's state records. */
#ifndef TASK_KEY_H
#define TASK_KEY_H

#include "base/table.h"

#include <assert.h>

/* A kind, then numbers (big-endian, so that keys of one owner lie together in an ordered store) and
 * at most one text at the end. */
enum key_kind {
    KEY_ATTRIBUTION = 'a',    /* the task record of attribution */
    KEY_TENANT = 'T',         /* tenant id -> tenant record */
    KEY_TENANT_SERIES = 'S',  /* tenant, series -> reports with stamps */
    KEY_SCORING = 'b',        /* the task record of scoring */
    KEY_PARTNER_ID = 'P',     /* partner id -> partner number */
    KEY_PARTNER = 'R',        /* partner -> partner record */
    KEY_CONTRIBUTOR_ID = 'C', /* partner, 't' or 'p', name -> contributor number */
    KEY_CONTRIBUTOR = 'H',    /* partner, contributor -> contributor record */
    KEY_SERIES = 'L',         /* partner, contributor, series -> reports */
    KEY_DERIVED = 'V', /* partner, contributor -> terms, vector, due day (follow from the rest) */
    KEY_SUMS = 'U',    /* partner, designation, span -> sums of slots (follow from the vectors) */
    KEY_PRODUCT_SUM = 'K', /* partner, designation, span, slot, product -> sum (likewise) */
    KEY_WAITING = 'W',     /* group, part -> a facts message that waits for its day */
};

struct key {
    size_t length;
    uint8_t bytes[TABLE_KEY_MAX];
};

static inline struct key key_of(enum key_kind kind)
{
    struct key key;
    key.length = 1;
    key.bytes[0] = (uint8_t)kind;
    return key;
}

static inline void key_u8(struct key *key, uint8_t value)
{
    key->bytes[key->length++] = value;
}

static inline void key_u32(struct key *key, uint32_t value)
{
    uint32_t big = __builtin_bswap32(value);
    memcpy(key->bytes + key->length, &big, sizeof big);
    key->length += sizeof big;
}

static inline void key_u64(struct key *key, uint64_t value)
{
    uint64_t big = __builtin_bswap64(value);
    memcpy(key->bytes + key->length, &big, sizeof big);
    key->length += sizeof big;
}

static inline void key_text(struct key *key, struct merit_text text)
{
    assert(key->length + text.length <= TABLE_KEY_MAX);
    memcpy(key->bytes + key->length, text.at, text.length);
    key->length += text.length;
}

static inline struct bytes key_view(const struct key *key)
{
    return (struct bytes){key->bytes, key->length};
}

static inline struct bytes state_get(const struct table *state, const struct key *key)
{
    struct table_value value = table_get(state, key_view(key));
    return (struct bytes){value.at, value.length};
}

static inline void state_put(struct table *state, const struct key *key, struct bytes value)
{
    table_put(state, key_view(key), value);
}

static inline void state_remove(struct table *state, const struct key *key)
{
    table_remove(state, key_view(key));
}

#endif
