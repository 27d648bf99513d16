/* Tests of input records as events that have been checked, and of the order of their faults. */
#include "base/murmur2.h"
#include "codec/avro_write.h"
#include "codec/input_read.h"
#include "event_fixture.h"
#include "schema_fixture.h"

enum { DAY = 19268, PARTITIONS = 12 };

static struct schema_set *set;
static struct input_scratch scratch;
static struct buffer value;

static struct input_record record_of(const struct merit_event *event)
{
    struct merit_text key = merit_event_key(event);
    buffer_clear(&value);
    framing_write(&value, set, (enum record_kind)event->kind, FRAMING_SINGLE_OBJECT);
    avro_write_event(&value, event);
    return (struct input_record){
        .kind = event->kind,
        .key = {(const uint8_t *)key.at, key.length},
        .value = buffer_view(&value),
        .timestamp_ms = INT64_C(1664787600123),
        .partition = murmur2_partition(key, PARTITIONS),
        .partition_count = PARTITIONS,
    };
}

static struct merit_fault read_record(struct input_record record)
{
    struct merit_event event;
    return input_read(set, &record, &scratch, &event);
}

START_TEST(reads_each_kind)
{
    set = schema_set_ours();
    const struct merit_text products[] = {merit_text_of("x"), merit_text_of("azure/y")};
    struct merit_event events[] = {
        event_association("A1", "P1", "T1", DAY),
        event_usage("T1", "exchange", 7, DAY),
        event_certification("P1", "person", "MS-900", DAY),
    };
    events[0].association.products = products;
    events[0].association.product_count = 2;
    for (int kind = 0; kind < RECORD_INPUTS; kind++) {
        struct merit_event event;
        struct input_record record = record_of(&events[kind]);
        ck_assert_int_eq(input_read(set, &record, &scratch, &event).bad, MERIT_BAD_NONE);
        ck_assert_int_eq(event.kind, events[kind].kind);
        ck_assert(merit_text_equal(event.event_id, events[kind].event_id));
        ck_assert(merit_text_equal(merit_event_key(&event), merit_event_key(&events[kind])));
        ck_assert_int_eq(event.occurred_at, events[kind].occurred_at);
        ck_assert_int_eq(event.timestamp, INT64_C(1664787600123000));
        if (kind == MERIT_EVENT_ASSOCIATION) {
            ck_assert_uint_eq(event.association.product_count, 2);
            ck_assert(merit_text_equal(event.association.products[1], products[1]));
        }
    }
    buffer_fini(&value);
    schema_set_free(set);
}
END_TEST

/* Faults are put in one behind the other, from the last in the order to the first. */
START_TEST(the_first_fault_is_said)
{
    set = schema_set_ours();
    struct merit_event usage = event_usage("T1", "exchange", 7, DAY);
    usage.usage.figures[MERIT_FIGURE_REVENUE] = -1;
    struct input_record record = record_of(&usage);
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_FIGURE);
    record.timestamp_ms = -1;
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_TIMESTAMP);
    record.partition = (record.partition + 1) % PARTITIONS;
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_WRONG_PARTITION);
    record.key.length--;
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_WRONG_KEY);
    record.key = (struct bytes){(const uint8_t *)"T2", 2};
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_WRONG_KEY);
    record.key = (struct bytes){NULL, 0};
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_MISSING_KEY);
    value.bytes[2] ^= 1;
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_UNKNOWN_SCHEMA);
    value.bytes[0] ^= 1;
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_UNDECODABLE);
    record.value = (struct bytes){NULL, 0};
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_NULL_VALUE);
    buffer_fini(&value);
    schema_set_free(set);
}
END_TEST

START_TEST(an_unchecked_partition_and_a_value_alone)
{
    set = schema_set_ours();
    struct merit_event usage = event_usage("T1", "exchange", 7, DAY);
    struct input_record record = record_of(&usage);
    record.partition = PARTITIONS;
    record.partition_count = 0;
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_NONE);
    struct merit_event event;
    record.key = (struct bytes){NULL, 0};
    ck_assert_int_eq(input_read_value(set, &record, &scratch, &event).bad, MERIT_BAD_NONE);
    ck_assert_int_eq(event.usage.figures[0], 7);
    record.timestamp_ms = INT64_MAX;
    ck_assert_int_eq(input_read_value(set, &record, &scratch, &event).bad, MERIT_BAD_TIMESTAMP);
    buffer_fini(&value);
    schema_set_free(set);
}
END_TEST

START_TEST(a_certification_goes_by_its_partner)
{
    set = schema_set_ours();
    struct merit_event event = event_certification("P1", "person", "MS-900", DAY);
    struct input_record record = record_of(&event);
    ck_assert_int_eq(read_record(record).bad, MERIT_BAD_NONE);
    record.key = (struct bytes){(const uint8_t *)"person", 6};
    struct merit_fault fault = read_record(record);
    ck_assert_int_eq(fault.bad, MERIT_BAD_WRONG_KEY);
    ck_assert_str_eq(fault.reason, "is not the event's partner_id");
    buffer_fini(&value);
    schema_set_free(set);
}
END_TEST

START_TEST(too_many_products_are_a_limit)
{
    set = schema_set_ours();
    struct merit_text products[PLAN_PRODUCTS_MAX];
    for (int i = 0; i < PLAN_PRODUCTS_MAX; i++) {
        products[i] = merit_text_of("x");
    }
    struct merit_event event = event_association("A1", "P1", "T1", DAY);
    event.association.products = products;
    event.association.product_count = MERIT_ASSOCIATION_PRODUCTS_MAX;
    ck_assert_int_eq(read_record(record_of(&event)).bad, MERIT_BAD_NONE);
    event.association.product_count++;
    ck_assert_int_eq(read_record(record_of(&event)).bad, MERIT_BAD_LIMIT);
    buffer_fini(&value);
    schema_set_free(set);
}
END_TEST

START_TEST(an_empty_optional_id_is_bad)
{
    set = schema_set_ours();
    struct merit_event event = event_usage("T1", "exchange", 7, DAY);
    event.usage.offer = merit_text_of("");
    ck_assert_int_eq(read_record(record_of(&event)).bad, MERIT_BAD_ID);
    buffer_fini(&value);
    schema_set_free(set);
}
END_TEST

CHECK_MAIN_TESTS("input_read",
                 reads_each_kind,
                 the_first_fault_is_said,
                 an_unchecked_partition_and_a_value_alone,
                 a_certification_goes_by_its_partner,
                 too_many_products_are_a_limit,
                 an_empty_optional_id_is_bad)
