/* Attribution's record of one tenant: its associations, the partners they name, its series. */
#ifndef TASK_TENANT_H
#define TASK_TENANT_H

#include "core/link.h"

/* Read in place. Layout: number, series count, partner count, fingerprints of the series in order,
 * partner ids, then the associations. */
struct tenant {
    uint32_t number; /* of the tenant within the task */
    uint16_t series_count;
    uint16_t partner_count;
    const uint8_t *fingerprints; /* series_count of 4 bytes */
    struct bytes partners;       /* partner_count texts: each partner some association names */
    struct bytes associations;
};

/* One association record, the newest state. */
struct tenant_association {
    struct merit_text partner_id;
    struct merit_text event_id;
    int64_t occurred_at;
    struct link link;
};

/* False where the bytes are no tenant record. */
bool tenant_read(struct bytes record, struct tenant *ret_tenant);
/* The count of series alone, of a record that this task wrote. */
uint16_t tenant_series_count(struct bytes record);
/* The next association; false at the end, or with reader->failed. */
bool tenant_next_association(struct reader *reader, struct tenant_association *ret_association);

/* Writes a whole record from parts: `series_added` is one more fingerprint where has_series is set;
 * the associations as given; the partners are found from them. */
struct tenant_parts {
    uint32_t number;
    const uint8_t *fingerprints;
    uint16_t series_count;
    bool has_series;
    uint32_t series_added;
    struct bytes associations;
};
void tenant_write(struct buffer *to, const struct tenant_parts *parts);

void tenant_write_association(struct buffer *to, const struct merit_event *event);

#endif
