/* Keys of a task's state records. */
#ifndef TASK_KEY_H
#define TASK_KEY_H

#include "base/table.h"

#include <assert.h>

/* A kind, then numbers (big-endian, so that keys of one owner lie together in an ordered store) and
 * at most one text at the end. */
enum key_kind {
    KEY_TASK = 't',          /* the task's own record (task/task_record.h) */
    KEY_ATTRIBUTION = 'a',   /* the task record of attribution */
    KEY_TENANT = 'T',        /* tenant id -> tenant record */
    KEY_TENANT_SERIES = 'S', /* tenant, series -> reports with stamps */
    KEY_SCORING = 'b',       /* the task record of scoring */
    KEY_PARTNER = 'R',       /* partner -> partner record */
    KEY_CONTRIBUTOR = 'H',   /* partner, contributor -> contributor record */
    KEY_SERIES = 'L',        /* partner, contributor, series -> reports */
    KEY_DERIVED = 'V', /* partner, contributor -> terms, vector, due day (follow from the rest) */
    KEY_SUMS = 'U',    /* partner, designation, span -> sums of slots (follow from the vectors) */
    KEY_PRODUCT_SUM = 'K', /* partner, designation, span, slot, product -> sum (likewise) */
    KEY_WAITING = 'W',     /* group, part -> a facts message that waits for its day */
};

/* By a key's first byte: what the change log and the disk carry. The rest follows from it. */
extern const bool key_logged[256];

enum { KEY_NUMBERS_MAX = 20 }; /* bytes of a key that has numbers alone */

/* A key of numbers alone: most are, and they are made often. */
struct key {
    uint32_t length;
    uint8_t bytes[KEY_NUMBERS_MAX];
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
    assert(key->length < KEY_NUMBERS_MAX);
    key->bytes[key->length++] = value;
}

static inline void key_u32(struct key *key, uint32_t value)
{
    uint32_t big = __builtin_bswap32(value);
    assert(key->length + sizeof big <= KEY_NUMBERS_MAX);
    memcpy(key->bytes + key->length, &big, sizeof big);
    key->length += (uint32_t)sizeof big;
}

static inline void key_u64(struct key *key, uint64_t value)
{
    key_u32(key, (uint32_t)(value >> 32));
    key_u32(key, (uint32_t)value);
}

static inline struct bytes key_view(const struct key *key)
{
    return (struct bytes){key->bytes, key->length};
}

/* A key that ends with a text, written into `to`. */
static inline struct bytes key_with_text(const struct key *key,
                                         struct merit_text text,
                                         uint8_t to[TABLE_KEY_MAX])
{
    assert(key->length + text.length <= TABLE_KEY_MAX);
    memcpy(to, key->bytes, key->length);
    memcpy(to + key->length, text.at, text.length);
    return (struct bytes){to, key->length + text.length};
}

static inline struct bytes state_get(const struct table *state, struct bytes key)
{
    struct table_value value = table_get(state, key);
    return (struct bytes){value.at, value.length};
}

#endif
