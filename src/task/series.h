/* The record of one series: its names, and its reports. */
#ifndef TASK_SERIES_H
#define TASK_SERIES_H

#include "core/ledger.h"

/* (product, subscription, offer) within a tenant (rules §1). Texts point into the record. */
struct series_names {
    struct merit_text product;
    struct merit_text subscription_id;
    struct merit_text offer;
};

/* A number that differs for most names: records list those of their series, so that the right one
 * is found without reading each. */
uint32_t series_fingerprint(const struct series_names *names);
bool series_names_equal(const struct series_names *a, const struct series_names *b);

/* Writes the names; the ledger's bytes follow them. */
void series_write_names(struct buffer *to, const struct series_names *names);
/* Reads a record; *ret_ledger: the bytes of its ledger. False where it is none. */
bool series_read(struct bytes record, struct series_names *ret_names, struct bytes *ret_ledger);

#endif
