/* Tests of JSON lines as input events: each clause of the contract's "JSON lines". */
#include "check_main.h"
#include "codec/json_read.h"
#include "codec/line_read.h"

#include <stdio.h>

#define COMMON "\"event_id\":\"e1\",\"occurred_at\":\"2022-10-03T09:00:00Z\""
#define ASSOCIATION                                                                                \
    "{\"type\":\"association\"," COMMON ",\"association_id\":\"a\",\"partner_id\":\"p\","          \
    "\"tenant_id\":\"t\",\"association_type\":\"CPOR\",\"start_date\":\"2022-01-01\""
#define USAGE                                                                                      \
    "{\"type\":\"usage\"," COMMON ",\"tenant_id\":\"t\",\"product\":\"m365/teams\","               \
    "\"as_of\":\"2022-09-30\""
#define CERTIFICATION                                                                              \
    "{\"type\":\"certification\"," COMMON ",\"partner_id\":\"p\",\"person_id\":\"x\","             \
    "\"certification\":\"MS-900\",\"achieved_on\":\"2022-05-01\""

static void expect_equal(struct merit_text text, const char *expected)
{
    ck_assert_msg(merit_text_equal(text, merit_text_of(expected)), "not %s", expected);
}

START_TEST(reads_an_association)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    struct merit_fault fault = json_reader_read(
        reader,
        merit_text_of(ASSOCIATION ",\"status\":\"REJECTED\",\"cloud\":\"CHINA\",\"products\":"
                                  "[\"m365/a\",\"m365/\\u0062\"],\"subscription_id\":\"s\","
                                  "\"end_date\":\"2023-01-01\",\"timestamp\":"
                                  "\"2022-10-04T00:00:00.25Z\"}"),
        &event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    ck_assert_int_eq(event.kind, MERIT_EVENT_ASSOCIATION);
    expect_equal(event.event_id, "e1");
    ck_assert(event.occurred_at == INT64_C(1664787600000000));
    ck_assert(event.timestamp == INT64_C(1664841600250000));
    expect_equal(event.association.association_id, "a");
    expect_equal(event.association.partner_id, "p");
    expect_equal(event.association.tenant_id, "t");
    ck_assert_int_eq(event.association.type, MERIT_TYPE_CPOR);
    ck_assert_int_eq(event.association.status, MERIT_STATUS_REJECTED);
    ck_assert_int_eq(event.association.cloud, MERIT_CLOUD_CHINA);
    ck_assert_uint_eq(event.association.product_count, 2);
    expect_equal(event.association.products[0], "m365/a");
    expect_equal(event.association.products[1], "m365/b");
    expect_equal(event.association.subscription_id, "s");
    ck_assert_int_eq(event.association.start_day, 18993);
    ck_assert_int_eq(event.association.end_day, 19358);
    json_reader_free(reader);
}
END_TEST

START_TEST(knows_the_defaults)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    struct merit_fault fault = json_reader_read(
        reader, merit_text_of(ASSOCIATION ",\"subscription_id\":null,\"end_date\":null}"), &event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    ck_assert(event.timestamp == event.occurred_at);
    ck_assert_int_eq(event.association.status, MERIT_STATUS_ACTIVE);
    ck_assert_int_eq(event.association.cloud, MERIT_CLOUD_PUBLIC);
    ck_assert_uint_eq(event.association.product_count, 0);
    ck_assert(merit_text_is_null(event.association.subscription_id));
    ck_assert_int_eq(event.association.end_day, MERIT_NO_DAY);
    fault = json_reader_read(reader, merit_text_of(USAGE ",\"timestamp\":null}"), &event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    ck_assert(event.timestamp == event.occurred_at);
    ck_assert(merit_text_is_null(event.usage.offer));
    for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
        ck_assert(event.usage.figures[i] == MERIT_NO_FIGURE);
    }
    json_reader_free(reader);
}
END_TEST

START_TEST(reads_usage_and_certifications)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    struct merit_fault fault = json_reader_read(
        reader,
        merit_text_of(USAGE
                      ",\"subscription_id\":\"s\",\"offer\":\"trial\",\"monthly_active_users\""
                      ":0,\"paid_available_units\":1000000000000,\"consumed_revenue\":-0}"),
        &event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    ck_assert_int_eq(event.kind, MERIT_EVENT_USAGE);
    expect_equal(event.usage.tenant_id, "t");
    expect_equal(event.usage.product, "m365/teams");
    expect_equal(event.usage.subscription_id, "s");
    expect_equal(event.usage.offer, "trial");
    ck_assert_int_eq(event.usage.as_of_day, 19265);
    ck_assert(event.usage.figures[MERIT_FIGURE_ACTIVE_USERS] == 0);
    ck_assert(event.usage.figures[MERIT_FIGURE_PAID_UNITS] == MERIT_FIGURE_MAX);
    ck_assert(event.usage.figures[MERIT_FIGURE_REVENUE] == 0);

    fault = json_reader_read(reader,
                             merit_text_of(CERTIFICATION ",\"expires_on\":\"2024-05-01\","
                                                         "\"linked_on\":\"2022-06-01\","
                                                         "\"unlinked_on\":\"2022-07-01\"}"),
                             &event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    ck_assert_int_eq(event.kind, MERIT_EVENT_CERTIFICATION);
    expect_equal(event.certification.partner_id, "p");
    expect_equal(event.certification.person_id, "x");
    expect_equal(event.certification.certification, "MS-900");
    ck_assert_int_eq(event.certification.achieved_day, 19113);
    ck_assert_int_eq(event.certification.expires_day, 19844);
    ck_assert_int_eq(event.certification.linked_day, 19144);
    ck_assert_int_eq(event.certification.unlinked_day, 19174);
    json_reader_free(reader);
}
END_TEST

struct bad_row {
    const char *line;
    enum merit_bad bad;
    const char *field; /* NULL: the line as a whole */
};

#define TYPELESS "{" COMMON ",\"tenant_id\":\"t\""
#define BAD(name, line, field)                                                                     \
    {                                                                                              \
        line, MERIT_BAD_##name, field                                                              \
    }

static const struct bad_row bad_rows[] = {
    BAD(UNDECODABLE, "", NULL),
    BAD(UNDECODABLE, "[]", NULL),
    BAD(UNDECODABLE, USAGE, NULL),
    BAD(UNDECODABLE, USAGE "}}", NULL),
    BAD(UNDECODABLE, USAGE ",\"offer\":\"\xff\"}", NULL),
    BAD(UNDECODABLE, USAGE ",\"unknown\":\"\xff\"}", NULL),
    /* type */
    BAD(UNDECODABLE, TYPELESS "}", "type"),
    BAD(UNDECODABLE, TYPELESS ",\"type\":null}", "type"),
    BAD(UNDECODABLE, TYPELESS ",\"type\":1}", "type"),
    BAD(UNDECODABLE, TYPELESS ",\"type\":\"score\"}", "type"),
    BAD(UNDECODABLE, TYPELESS ",\"type\":\"Usage\"}", "type"),
    BAD(UNDECODABLE, USAGE ",\"type\":\"usage\"}", "type"),
    /* missing, null, repeated, of another type */
    BAD(DATE, TYPELESS ",\"type\":\"usage\",\"product\":\"p\"}", "as_of"),
    BAD(UNDECODABLE, "{\"type\":\"usage\"}", "event_id"),
    BAD(UNDECODABLE, "{\"type\":\"usage\",\"event_id\":\"e\"}", "tenant_id"),
    BAD(TIMESTAMP,
        "{\"type\":\"usage\",\"event_id\":\"e\",\"tenant_id\":\"t\",\"product\":\"p\","
        "\"as_of\":\"2022-10-03\"}",
        "occurred_at"),
    BAD(UNDECODABLE, "{\"type\":\"usage\",\"event_id\":null}", "event_id"),
    BAD(UNDECODABLE, USAGE ",\"tenant_id\":\"t\"}", "tenant_id"),
    BAD(UNDECODABLE, USAGE ",\"offer\":1}", "offer"),
    BAD(UNDECODABLE, USAGE ",\"offer\":[\"a\"]}", "offer"),
    BAD(UNDECODABLE, USAGE ",\"offer\":{\"a\":1}}", "offer"),
    BAD(UNDECODABLE, USAGE ",\"offer\":false}", "offer"),
    BAD(UNDECODABLE, USAGE ",\"offer\":null,\"offer\":null}", "offer"),
    BAD(UNDECODABLE, USAGE ",\"timestamp\":1}", "timestamp"),
    BAD(UNDECODABLE, ASSOCIATION ",\"status\":null}", "status"),
    BAD(UNDECODABLE, ASSOCIATION ",\"status\":\"active\"}", "status"),
    BAD(UNDECODABLE, ASSOCIATION ",\"status\":1}", "status"),
    BAD(UNDECODABLE, ASSOCIATION ",\"cloud\":null}", "cloud"),
    BAD(UNDECODABLE, ASSOCIATION ",\"cloud\":\"\"}", "cloud"),
    BAD(UNDECODABLE, ASSOCIATION ",\"products\":null}", "products"),
    BAD(UNDECODABLE, ASSOCIATION ",\"products\":\"m365/teams\"}", "products"),
    BAD(UNDECODABLE, ASSOCIATION ",\"products\":[null]}", "products"),
    BAD(UNDECODABLE, ASSOCIATION ",\"products\":[[\"a\"]]}", "products"),
    BAD(UNDECODABLE, ASSOCIATION ",\"products\":[],\"products\":[]}", "products"),
    /* dates */
    BAD(DATE, CERTIFICATION ",\"linked_on\":\"\"}", "linked_on"),
    BAD(DATE, CERTIFICATION ",\"linked_on\":\"2022-1-1\"}", "linked_on"),
    BAD(UNDECODABLE, CERTIFICATION ",\"linked_on\":19000}", "linked_on"),
    BAD(DATE, CERTIFICATION ",\"linked_on\":\"2022-02-30\"}", "linked_on"),
    BAD(DATE, CERTIFICATION ",\"linked_on\":\"1999-12-31\"}", "linked_on"),
    BAD(DATE, CERTIFICATION ",\"linked_on\":\"2200-01-01\"}", "linked_on"),
    BAD(DATE, CERTIFICATION ",\"linked_on\":\"0000-00-00\"}", "linked_on"),
    BAD(DATE, ASSOCIATION ",\"end_date\":\"2021-12-31\"}", "end_date"),
    /* timestamps */
    BAD(TIMESTAMP, USAGE ",\"timestamp\":\"\"}", "timestamp"),
    BAD(TIMESTAMP, USAGE ",\"timestamp\":\"2022-10-03\"}", "timestamp"),
    BAD(TIMESTAMP, USAGE ",\"timestamp\":\"2022-10-03T09:00:00+00:00\"}", "timestamp"),
    BAD(TIMESTAMP, USAGE ",\"timestamp\":\"2022-10-03T09:00:00.1234567Z\"}", "timestamp"),
    BAD(TIMESTAMP, USAGE ",\"timestamp\":\"2022-10-03T09:00:00.Z\"}", "timestamp"),
    BAD(TIMESTAMP, USAGE ",\"timestamp\":\"1999-12-31T23:59:59Z\"}", "timestamp"),
    BAD(TIMESTAMP, USAGE ",\"timestamp\":\"2022-10-03T24:00:00Z\"}", "timestamp"),
    /* figures */
    BAD(UNDECODABLE, USAGE ",\"monthly_active_users\":1.0}", "monthly_active_users"),
    BAD(UNDECODABLE, USAGE ",\"monthly_active_users\":1e3}", "monthly_active_users"),
    BAD(UNDECODABLE, USAGE ",\"monthly_active_users\":1E3}", "monthly_active_users"),
    BAD(UNDECODABLE, USAGE ",\"monthly_active_users\":\"1\"}", "monthly_active_users"),
    BAD(UNDECODABLE, USAGE ",\"monthly_active_users\":true}", "monthly_active_users"),
    BAD(FIGURE, USAGE ",\"consumed_revenue\":-1}", "consumed_revenue"),
    BAD(FIGURE, USAGE ",\"consumed_revenue\":-9223372036854775808}", "consumed_revenue"),
    BAD(FIGURE, USAGE ",\"consumed_revenue\":-9223372036854775809}", "consumed_revenue"),
    BAD(FIGURE, USAGE ",\"consumed_revenue\":-99999999999999999999999}", "consumed_revenue"),
    BAD(TOO_LARGE, USAGE ",\"consumed_revenue\":1000000000001}", "consumed_revenue"),
    BAD(TOO_LARGE, USAGE ",\"consumed_revenue\":9223372036854775807}", "consumed_revenue"),
    BAD(TOO_LARGE, USAGE ",\"consumed_revenue\":9223372036854775808}", "consumed_revenue"),
    BAD(TOO_LARGE, USAGE ",\"consumed_revenue\":99999999999999999999999}", "consumed_revenue"),
    /* ids */
    BAD(ID, USAGE ",\"offer\":\"\"}", "offer"),
    BAD(ID, ASSOCIATION ",\"products\":[\"\"]}", "products"),
    BAD(ID, ASSOCIATION ",\"subscription_id\":\"\"}", "subscription_id"),
    /* what makes a line undecodable comes first */
    BAD(UNDECODABLE, USAGE ",\"offer\":\"\",\"consumed_revenue\":\"\"}", "consumed_revenue"),
};

START_TEST(refuses_bad_lines)
{
    struct json_reader *reader = json_reader_new();
    for (size_t i = 0; i < sizeof bad_rows / sizeof bad_rows[0]; i++) {
        const struct bad_row *row = &bad_rows[i];
        struct merit_event event = {.occurred_at = 4711};
        struct merit_fault fault = json_reader_read(reader, merit_text_of(row->line), &event);
        const char *message = json_reader_message(reader);
        ck_assert_msg(fault.bad == row->bad, "%s: %s", row->line, message);
        ck_assert_msg(event.occurred_at == 4711, "%s", row->line);
        size_t code_length = strlen(merit_bad_code(row->bad));
        ck_assert_msg(strncmp(message, merit_bad_code(row->bad), code_length) == 0, "%s", message);
        if (row->field == NULL) {
            ck_assert_ptr_null(fault.field);
        } else {
            ck_assert_msg(fault.field != NULL && strcmp(fault.field, row->field) == 0, "%s: %s",
                          row->line, message);
            ck_assert_msg(strstr(message, row->field) != NULL, "%s", message);
        }
        ck_assert_int_eq(json_reader_read(reader, merit_text_of(USAGE "}"), &event).bad, 0);
    }
    json_reader_free(reader);
    json_reader_free(NULL);
}
END_TEST

START_TEST(says_what_is_wrong)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    (void)json_reader_read(reader, merit_text_of("{\"type\":\"Usage\"}"), &event);
    ck_assert_str_eq(json_reader_message(reader),
                     "undecodable: type must be \"association\", \"usage\", \"certification\" or "
                     "\"standing\"");
    (void)json_reader_read(reader, merit_text_of("{\"type\":\"usage\"}"), &event);
    ck_assert_str_eq(json_reader_message(reader), "undecodable: event_id is missing");
    (void)json_reader_read(reader, merit_text_of("[]"), &event);
    ck_assert_str_eq(json_reader_message(reader), "undecodable: not a JSON object");
    json_reader_free(reader);
}
END_TEST

START_TEST(passes_over_the_fields_of_other_types)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    struct merit_fault fault = json_reader_read(
        reader,
        merit_text_of(USAGE ",\"products\":7,\"products\":8,\"start_date\":\"no\",\"status\":null,"
                            "\"more\":{\"offer\":[1,{\"offer\":2}]},\"achieved_on\":false}"),
        &event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    ck_assert(merit_text_is_null(event.usage.offer));
    json_reader_free(reader);
}
END_TEST

static struct merit_fault read_product_count(struct json_reader *reader,
                                             int count,
                                             struct merit_event *event)
{
    static char line[65536];
    size_t length = (size_t)snprintf(line, sizeof line, ASSOCIATION ",\"products\":[");
    for (int i = 0; i < count; i++) {
        length += (size_t)snprintf(line + length, sizeof line - length, "%s\"m365/product_%d\"",
                                   i == 0 ? "" : ",", i);
    }
    (void)snprintf(line + length, sizeof line - length, "]}");
    return json_reader_read(reader, merit_text_of(line), event);
}

START_TEST(bounds_products)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    ck_assert_int_eq(read_product_count(reader, 256, &event).bad, MERIT_BAD_NONE);
    ck_assert_uint_eq(event.association.product_count, 256);
    expect_equal(event.association.products[255], "m365/product_255");
    ck_assert_int_eq(read_product_count(reader, 257, &event).bad, MERIT_BAD_LIMIT);
    ck_assert_int_eq(read_product_count(reader, 2000, &event).bad, MERIT_BAD_LIMIT);
    json_reader_free(reader);
}
END_TEST

START_TEST(bounds_ids)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    for (int length = 128; length <= 129; length++) {
        char line[1024];
        (void)snprintf(line, sizeof line, USAGE ",\"offer\":\"%0*d\"}", length, 0);
        struct merit_fault fault = json_reader_read(reader, merit_text_of(line), &event);
        ck_assert_int_eq(fault.bad, length == 128 ? MERIT_BAD_NONE : MERIT_BAD_ID);
    }
    json_reader_free(reader);
}
END_TEST

START_TEST(bounds_lines)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    size_t size = LINE_BYTES_MAX + 1;
    char *line = malloc(size);
    ck_assert_ptr_nonnull(line);
    memset(line, ' ', size);
    memcpy(line, USAGE "}", sizeof USAGE);
    ck_assert_int_eq(
        json_reader_read(reader, (struct merit_text){line, LINE_BYTES_MAX}, &event).bad,
        MERIT_BAD_NONE);
    ck_assert_int_eq(
        json_reader_read(reader, (struct merit_text){line, LINE_BYTES_MAX + 1}, &event).bad,
        MERIT_BAD_UNDECODABLE);
    ck_assert_str_eq(json_reader_message(reader), "undecodable: the line is longer than 1 MiB");
    free(line);
    json_reader_free(reader);
}
END_TEST

#define STANDING                                                                                   \
    "{\"type\":\"standing\",\"partner_id\":\"p1\",\"designation\":\"security\","                   \
    "\"attained_on\":\"2022-10-03\",\"anniversary_date\":\"2024-10-03\""

/* What is said of the line; "" where it is good. */
static const char *said_of_line(struct json_reader *reader,
                                const char *text,
                                struct json_line *ret_line)
{
    struct merit_fault fault = json_reader_read_line(reader, merit_text_of(text), ret_line);
    return fault.bad == MERIT_BAD_NONE ? "" : json_reader_message(reader);
}

START_TEST(reads_standings)
{
    struct json_reader *reader = json_reader_new();
    struct json_line line;
    ck_assert_str_eq(
        said_of_line(reader, STANDING ",\"last_qualified_on\":\"2024-06-30\",\"x\":1}", &line), "");
    ck_assert(line.is_standing);
    ck_assert(merit_text_equal(line.standing.partner_id, merit_text_of("p1")));
    ck_assert(merit_text_equal(line.standing.designation, merit_text_of("security")));
    ck_assert_int_eq(line.standing.attained_day, 19268);
    ck_assert_int_eq(line.standing.anniversary_day, 19999);
    ck_assert_int_eq(line.standing.last_qualified_day, 19904);
    ck_assert_str_eq(said_of_line(reader, STANDING ",\"last_qualified_on\":null}", &line), "");
    ck_assert_int_eq(line.standing.last_qualified_day, 19268);
    ck_assert_str_eq(said_of_line(reader, USAGE "}", &line), "");
    ck_assert(!line.is_standing);
    ck_assert_int_eq(line.event.kind, MERIT_EVENT_USAGE);
    json_reader_free(reader);
}
END_TEST

START_TEST(refuses_standings)
{
    struct json_reader *reader = json_reader_new();
    struct json_line line;
    struct merit_event event;
    ck_assert_str_eq(said_of_line(reader, "{\"type\":\"standing\",\"partner_id\":\"p\"}", &line),
                     "undecodable: designation is missing");
    ck_assert_str_eq(
        said_of_line(reader, STANDING ",\"last_qualified_on\":\"2022-10-02\"}", &line),
        "bad_standing: last_qualified_on is before attained_on, when it was qualified");
    ck_assert_str_eq(said_of_line(reader, STANDING ",\"last_qualified_on\":\"yesterday\"}", &line),
                     "bad_date: last_qualified_on is not of the form \"2022-10-03\"");
    ck_assert_str_eq(said_of_line(reader, STANDING ",\"attained_on\":\"2022-10-03\"}", &line),
                     "undecodable: attained_on is given twice");
    ck_assert_int_eq(json_reader_read(reader, merit_text_of(STANDING "}"), &event).bad,
                     MERIT_BAD_UNDECODABLE);
    ck_assert_ptr_nonnull(strstr(json_reader_message(reader), "merit import"));
    json_reader_free(reader);
}
END_TEST

CHECK_MAIN_TESTS("json_read",
                 reads_an_association,
                 knows_the_defaults,
                 reads_usage_and_certifications,
                 refuses_bad_lines,
                 says_what_is_wrong,
                 passes_over_the_fields_of_other_types,
                 bounds_products,
                 bounds_ids,
                 bounds_lines,
                 reads_standings,
                 refuses_standings)
