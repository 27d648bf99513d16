/* A record of an input topic to an event that has been checked: all that can be said without state.
 */
#ifndef CODEC_INPUT_READ_H
#define CODEC_INPUT_READ_H

#include "codec/framing.h"

struct input_record {
    enum merit_event_kind kind;
    enum framing framing;
    struct bytes key;     /* at NULL: none */
    struct bytes value;   /* at NULL: null */
    int64_t timestamp_ms; /* the record's, -1: none */
    uint32_t partition;
    uint32_t partition_count; /* of the topic; 0: any partition will do */
};

/* Where an association's products go. */
struct input_scratch {
    struct merit_text products[PLAN_PRODUCTS_MAX];
};

/* The first fault in the order of contract §1's table: null_value, undecodable, unknown_schema;
 * missing_key, wrong_key, wrong_partition; then those of merit_event_check. bad == MERIT_BAD_NONE:
 * *ret_event is good, else it is left alone. fault.field and .reason make a sentence and live as
 * long as the set.
 *
 * Texts point into the record's value and products into the scratch: valid until either changes.
 * Allocates nothing. */
struct merit_fault input_read(const struct schema_set *set,
                              const struct input_record *record,
                              struct input_scratch *scratch,
                              struct merit_event *ret_event);

/* The same without key and partition, for who only shows records. */
struct merit_fault input_read_value(const struct schema_set *set,
                                    const struct input_record *record,
                                    struct input_scratch *scratch,
                                    struct merit_event *ret_event);

#endif
