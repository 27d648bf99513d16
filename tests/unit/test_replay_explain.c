/* Tests of who `merit replay --explain` is asked about. */
#include "check_main.h"
#include "cli/replay_explain.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

START_TEST(a_partner_and_its_designations)
{
    explain_begin(&fixture);
    struct replay_subject subject;
    ck_assert(replay_subject_read("p1", fixture.rules->program, &subject));
    ck_assert(merit_text_equal(subject.partner_id, merit_text_of("p1")));
    ck_assert_uint_eq(subject.end_designation, 1);
    ck_assert_msg(!subject.badge, "these rules have none");
    ck_assert(replay_subject_read("a:b:sample", fixture.rules->program, &subject));
    ck_assert(merit_text_equal(subject.partner_id, merit_text_of("a:b")));
    ck_assert(replay_subject_read("a:sample:", fixture.rules->program, &subject));
    ck_assert(merit_text_equal(subject.partner_id, merit_text_of("a:sample")));
    ck_assert_uint_eq(subject.end_designation, 1);
    ck_assert(!replay_subject_read("p1:modern", fixture.rules->program, &subject));
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    explain_end(&fixture);
}
END_TEST

START_TEST(text_or_json)
{
    explain_begin(&fixture);
    explain_certificate(&fixture, "a", "MS-900", "2022-01-01", "");
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    struct replay_subject subject;
    ck_assert(replay_subject_read("p1", fixture.rules->program, &subject));
    struct text_buffer text = {0};
    replay_explain(&fixture.ensemble, &subject, false, &text);
    ck_assert(memcmp(text.at, "p1: sample on 2023-06-30", 24) == 0);
    text.length = 0;
    replay_explain(&fixture.ensemble, &subject, true, &text);
    ck_assert(memcmp(text.at, "{\"type\":\"explanation\"", 21) == 0);
    text_buffer_fini(&text);
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("replay_explain", a_partner_and_its_designations, text_or_json)
