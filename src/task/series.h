/* The record of one series: its names, and its reports. */
#ifndef TASK_SERIES_H
#define TASK_SERIES_H

#include "core/ledger.h"
#include "task/key.h"

/* (product, subscription, offer) within a tenant (rules §1). Texts point into the record. */
struct series_names {
    struct merit_text product;
    struct merit_text subscription_id;
    struct merit_text offer;
};

/* A number that differs for most names: records list those of their series, so that the right one
 * is found without reading each. Records keep it: how it is made must not change. */
uint32_t series_fingerprint(const struct series_names *names);
bool series_names_equal(const struct series_names *a, const struct series_names *b);

/* Writes the names; the ledger's bytes follow them. */
void series_write_names(struct buffer *to, const struct series_names *names);
/* Reads a record; *ret_ledger: the bytes of its ledger. False where it is none. */
bool series_read(struct bytes record, struct series_names *ret_names, struct bytes *ret_ledger);

/* The series that one owner has: their records' keys are the owner's and their index. */
struct series_owner {
    struct table *state;
    struct key key;
    const uint8_t *fingerprints; /* count of 4 bytes */
    uint32_t count;
    struct table_block *const *records; /* of each series; NULL: they are looked up by key */
};

/* Where a series is, or would be. */
struct series_place {
    uint32_t index; /* the owner's count where it is new */
    uint32_t fingerprint;
    struct table_block *record; /* NULL where it is new */
    struct bytes ledger;
};

struct key series_key(const struct series_owner *owner, uint32_t index);
void series_find(const struct series_owner *owner,
                 const struct series_names *names,
                 struct series_place *ret_place);
/* Stores the series' record with this ledger at its place; `scratch` is overwritten. Returns where
 * the record is now. */
struct table_block *series_store(const struct series_owner *owner,
                                 const struct series_place *place,
                                 const struct series_names *names,
                                 struct bytes ledger,
                                 struct buffer *scratch);

static inline uint32_t series_fingerprint_at(const uint8_t *fingerprints, uint32_t index)
{
    uint32_t value;
    memcpy(&value, fingerprints + (size_t)index * sizeof value, sizeof value);
    return value;
}

#endif
