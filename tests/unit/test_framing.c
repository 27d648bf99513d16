/* Tests of what stands before a record's bytes. */
#include "codec/framing.h"
#include "schema_fixture.h"

static struct schema_set *set;
static struct framed framed;

static struct merit_fault open_value(enum record_kind kind,
                                     enum framing framing,
                                     struct bytes value)
{
    framed = (struct framed){NULL, {NULL, 0}};
    return framing_read(set, kind, framing, value, &framed);
}

START_TEST(writes_and_reads)
{
    set = schema_set_ours();
    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        for (int framing = FRAMING_SINGLE_OBJECT; framing <= FRAMING_RAW; framing++) {
            struct buffer buffer = {0};
            framing_write(&buffer, set, (enum record_kind)kind, (enum framing)framing);
            ck_assert_uint_eq(buffer.length, framing == FRAMING_RAW ? 0 : 10);
            buffer_put(&buffer, "body", 4);
            struct merit_fault fault =
                open_value((enum record_kind)kind, (enum framing)framing, buffer_view(&buffer));
            ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
            ck_assert_uint_eq(framed.body.length, 4);
            ck_assert_mem_eq(framed.body.at, "body", 4);
            ck_assert((framed.plan != NULL) == (kind < RECORD_INPUTS));
            buffer_fini(&buffer);
        }
    }
    schema_set_free(set);
}
END_TEST

START_TEST(the_header_is_that_of_the_specification)
{
    set = schema_set_ours();
    struct buffer buffer = {0};
    framing_write(&buffer, set, RECORD_USAGE, FRAMING_SINGLE_OBJECT);
    ck_assert_mem_eq(buffer.bytes, "\xC3\x01\xe8\x12\x11\xcc\xec\x1e\x35\x09", 10);
    buffer_fini(&buffer);
    schema_set_free(set);
}
END_TEST

START_TEST(says_what_is_wrong)
{
    set = schema_set_ours();
    struct bytes null = {NULL, 0};
    ck_assert_int_eq(open_value(RECORD_USAGE, FRAMING_RAW, null).bad, MERIT_BAD_NULL_VALUE);
    ck_assert_int_eq(open_value(RECORD_SCORE, FRAMING_SINGLE_OBJECT, null).bad,
                     MERIT_BAD_NULL_VALUE);
    static const struct {
        const char *bytes;
        size_t length;
        enum merit_bad bad;
    } cases[] = {
        {"", 0, MERIT_BAD_UNDECODABLE},
        {"\xC3\x01", 2, MERIT_BAD_UNDECODABLE},
        {"\xC3\x01\xe8\x12\x11\xcc\xec\x1e\x35", 9, MERIT_BAD_UNDECODABLE},
        {"\xC3\x02\xe8\x12\x11\xcc\xec\x1e\x35\x09", 10, MERIT_BAD_UNDECODABLE},
        {"\x00\x00\x00\x00\x01\x02\x03\x04\x05\x06", 10, MERIT_BAD_UNDECODABLE},
        {"\xC3\x01\xe8\x12\x11\xcc\xec\x1e\x35\x08", 10, MERIT_BAD_UNKNOWN_SCHEMA},
        {"\xC3\x01\xe8\x12\x11\xcc\xec\x1e\x35\x09", 10, MERIT_BAD_NONE},
        /* a CertificationEvent */
        {"\xC3\x01\x8c\x61\xb7\x75\x21\x12\x93\x39", 10, MERIT_BAD_UNDECODABLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bytes value = bytes_copy(cases[i].bytes, cases[i].length);
        struct merit_fault fault = open_value(RECORD_USAGE, FRAMING_SINGLE_OBJECT, value);
        ck_assert_int_eq(fault.bad, cases[i].bad);
        ck_assert(fault.bad == MERIT_BAD_NONE || strcmp(fault.field, "value") == 0);
        bytes_free(value);
    }
    schema_set_free(set);
}
END_TEST

START_TEST(names_are_those_of_the_configuration)
{
    ck_assert_str_eq(framing_names[FRAMING_SINGLE_OBJECT], "single_object");
    ck_assert_str_eq(framing_names[FRAMING_RAW], "raw");
    ck_assert_str_eq(framing_names[FRAMING_CONFLUENT], "confluent");
    ck_assert_ptr_null(framing_names[FRAMING_CONFLUENT + 1]);
}
END_TEST

CHECK_MAIN_TESTS("framing",
                 writes_and_reads,
                 the_header_is_that_of_the_specification,
                 says_what_is_wrong,
                 names_are_those_of_the_configuration)
