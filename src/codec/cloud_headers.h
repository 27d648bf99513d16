/* The CloudEvents headers of an output record (Kafka protocol binding, binary content mode). */
#ifndef CODEC_CLOUD_HEADERS_H
#define CODEC_CLOUD_HEADERS_H

#include "codec/event_id.h"
#include "codec/time_text.h"
#include "merit/output.h"

enum {
    CLOUD_HEADERS_MAX = 8,
    CLOUD_ID_MAX = 320, /* partner, designation, task, commit, three colons */
};

struct cloud_header {
    const char *name;        /* static */
    struct merit_text value; /* UTF-8 */
};

/* Values point into this struct, the output and the context. */
struct cloud_headers {
    uint32_t count;
    struct cloud_header headers[CLOUD_HEADERS_MAX];
    char id[CLOUD_ID_MAX];
    char time[TIME_TEXT_TIMESTAMP_MAX];
};

/* What is not in the output. */
struct cloud_context {
    struct merit_text source; /* "/meritd/<application_id>" */
    bool full;                /* also ce_time, ce_subject, content-type */
    bool backfill;            /* also merit.backfill: 1 */
    uint32_t task;            /* these two: of a DesignationScore's id */
    uint64_t commit_number;
};

/* event_id: that of output_event_id; not looked at for a DesignationScore. Designations of up to
 * MERIT_ID_MAX bytes. */
void cloud_headers_make(struct cloud_headers *headers,
                        const struct cloud_context *context,
                        const struct merit_output *output,
                        const char event_id[EVENT_ID_LENGTH]);

#endif
