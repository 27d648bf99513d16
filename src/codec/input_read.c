/* A record of an input topic to an event that has been checked: all that can be said without state.
 */
#include "codec/input_read.h"

#include "base/murmur2.h"

static const struct merit_fault no_fault = {MERIT_BAD_NONE, NULL, NULL};

/* A Kafka timestamp in microseconds; out of all bounds where it is none. */
static int64_t timestamp_micros(int64_t milliseconds)
{
    bool sane = milliseconds >= 0 && milliseconds <= INT64_MAX / 1000;
    return sane ? milliseconds * 1000 : -1;
}

/* Decodes without checking. */
static struct merit_fault decode(const struct schema_set *set,
                                 const struct input_record *record,
                                 struct input_scratch *scratch,
                                 struct merit_event *event)
{
    struct framed framed = {NULL, {NULL, 0}};
    struct merit_fault fault =
        framing_read(set, (enum record_kind)record->kind, record->framing, record->value, &framed);
    if (fault.bad == MERIT_BAD_NONE) {
        fault = plan_read(framed.plan, framed.body, scratch->products, event);
        event->timestamp = timestamp_micros(record->timestamp_ms);
    }
    return fault;
}

static struct merit_fault check_key(const struct input_record *record,
                                    const struct merit_event *event)
{
    if (record->key.at == NULL) {
        return (struct merit_fault){MERIT_BAD_MISSING_KEY, "key", "is missing"};
    }
    struct merit_text id = merit_event_key(event);
    struct merit_text key = {(const char *)record->key.at, id.length};
    if (record->key.length != id.length || !merit_text_equal(key, id)) {
        bool by_partner = event->kind == MERIT_EVENT_CERTIFICATION;
        return (struct merit_fault){MERIT_BAD_WRONG_KEY, "key",
                                    by_partner ? "is not the event's partner_id"
                                               : "is not the event's tenant_id"};
    }
    if (record->partition_count > 0 &&
        murmur2_partition(key, record->partition_count) != record->partition) {
        return (struct merit_fault){
            MERIT_BAD_WRONG_PARTITION, "key",
            "belongs to another partition: the producer must partition by murmur2"};
    }
    return no_fault;
}

struct merit_fault input_read(const struct schema_set *set,
                              const struct input_record *record,
                              struct input_scratch *scratch,
                              struct merit_event *ret_event)
{
    struct merit_event event;
    struct merit_fault fault = decode(set, record, scratch, &event);
    if (fault.bad == MERIT_BAD_NONE) {
        fault = check_key(record, &event);
    }
    if (fault.bad == MERIT_BAD_NONE) {
        fault = merit_event_check(&event);
    }
    if (fault.bad == MERIT_BAD_NONE) {
        *ret_event = event;
    }
    return fault;
}

struct merit_fault input_read_value(const struct schema_set *set,
                                    const struct input_record *record,
                                    struct input_scratch *scratch,
                                    struct merit_event *ret_event)
{
    struct merit_event event;
    struct merit_fault fault = decode(set, record, scratch, &event);
    if (fault.bad == MERIT_BAD_NONE) {
        fault = merit_event_check(&event);
    }
    if (fault.bad == MERIT_BAD_NONE) {
        *ret_event = event;
    }
    return fault;
}
