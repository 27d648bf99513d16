/* Tests of CloudEvents headers. */
#include "check_main.h"
#include "codec/cloud_headers.h"

#include <stdio.h>

static const char event_id[] = "9f08cef087cd1212866240e4b202b3b2";

static struct merit_output output_of(enum merit_output_kind kind)
{
    return (struct merit_output){
        .kind = kind,
        .partner_id = merit_text_of("P1"),
        .designation = "modern_work",
        .occurred_at = INT64_C(1664787600000000),
    };
}

/* The headers as "name=value " each. */
static void expect(const struct cloud_context *context,
                   enum merit_output_kind kind,
                   const char *all)
{
    struct cloud_headers headers;
    char text[1024] = "";
    size_t length = 0;
    const struct merit_output output = output_of(kind);
    cloud_headers_make(&headers, context, &output, event_id);
    for (uint32_t i = 0; i < headers.count; i++) {
        const struct cloud_header *header = &headers.headers[i];
        length += (size_t)snprintf(text + length, sizeof text - length, "%s=%.*s ", header->name,
                                   (int)header->value.length, header->value.at);
    }
    ck_assert_str_eq(text, all);
}

START_TEST(short_and_full)
{
    struct cloud_context context = {.source = merit_text_of("/meritd/meritd")};
    expect(&context, MERIT_OUTPUT_SCORE_CHANGED,
           "ce_specversion=1.0 ce_id=9f08cef087cd1212866240e4b202b3b2 "
           "ce_type=merit.v1.ScoreChanged ce_source=/meritd/meritd ");
    context.full = true;
    context.backfill = true;
    expect(&context, MERIT_OUTPUT_DESIGNATION,
           "ce_specversion=1.0 ce_id=9f08cef087cd1212866240e4b202b3b2 "
           "ce_type=merit.v1.DesignationEvent ce_source=/meritd/meritd "
           "ce_time=2022-10-03T09:00:00Z ce_subject=P1 content-type=application/avro "
           "merit.backfill=1 ");
}
END_TEST

START_TEST(a_score_is_named_by_its_commit)
{
    struct cloud_context context = {
        .source = merit_text_of("/meritd/x"), .task = 11, .commit_number = UINT64_MAX};
    expect(&context, MERIT_OUTPUT_SCORE,
           "ce_specversion=1.0 ce_id=P1:modern_work:11:18446744073709551615 "
           "ce_type=merit.v1.DesignationScore ce_source=/meritd/x ");
    context.task = 0;
    context.commit_number = 0;
    expect(&context, MERIT_OUTPUT_SCORE,
           "ce_specversion=1.0 ce_id=P1:modern_work:0:0 "
           "ce_type=merit.v1.DesignationScore ce_source=/meritd/x ");
}
END_TEST

START_TEST(the_longest_id_fits)
{
    char partner[MERIT_ID_MAX];
    char designation[MERIT_ID_MAX + 1];
    memset(partner, 'p', sizeof partner);
    memset(designation, 'd', sizeof designation - 1);
    designation[MERIT_ID_MAX] = '\0';
    struct merit_output output = output_of(MERIT_OUTPUT_SCORE);
    output.partner_id = (struct merit_text){partner, sizeof partner};
    output.designation = designation;
    const struct cloud_context context = {
        .source = merit_text_of("/x"), .task = UINT32_MAX, .commit_number = UINT64_MAX};
    struct cloud_headers headers;
    cloud_headers_make(&headers, &context, &output, event_id);
    ck_assert_uint_eq(headers.headers[1].value.length, 128 + 1 + 128 + 1 + 10 + 1 + 20);
}
END_TEST

CHECK_MAIN_TESTS("cloud_headers",
                 short_and_full,
                 a_score_is_named_by_its_commit,
                 the_longest_id_fits)
