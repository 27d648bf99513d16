/* Tests of one person's certifications: the newest state of each, and what is held on a day. */
#include "check_main.h"
#include "core/person.h"
#include "unit_tools.h"

#include <stdio.h>

static const struct merit_text codes[] = {{"AZ-104", 6}, {"MS-100", 6}, {"MS-101", 6}};
static const struct merit_program program = {.code_count = 3, .codes = codes};

static struct merit_event event_of(const char *code, const char *event_id, int64_t second)
{
    return (struct merit_event){
        .kind = MERIT_EVENT_CERTIFICATION,
        .event_id = merit_text_of(event_id),
        .occurred_at = at_second(on(2023, 5, 1), second),
        .certification =
            {
                .partner_id = merit_text_of("p1"),
                .person_id = merit_text_of("n1"),
                .certification = merit_text_of(code),
                .achieved_day = on(2023, 1, 10),
                .expires_day = MERIT_NO_DAY,
                .linked_day = MERIT_NO_DAY,
                .unlinked_day = MERIT_NO_DAY,
            },
    };
}

static uint64_t held_on(const struct buffer *stored, int32_t day, int32_t *ret_due)
{
    struct merit_code_set held;
    ck_assert(person_holds(&program, buffer_view(stored), day, &held, ret_due));
    ck_assert_uint_eq(held.words[1], 0);
    return held.words[0];
}

START_TEST(a_certification_comes_back)
{
    struct buffer stored = {0};
    struct merit_event event = event_of("MS-900", "e1", 5);
    event.certification.expires_day = on(2024, 1, 1);
    event.certification.linked_day = on(2023, 2, 1);
    event.certification.unlinked_day = on(2023, 12, 1);
    ck_assert_int_eq(person_put(&stored, &event), PERSON_CHANGED);
    struct reader reader = reader_of(buffer_view(&stored));
    struct certificate certificate;
    ck_assert(person_next(&reader, &certificate));
    ck_assert(text_is(certificate.code, "MS-900"));
    ck_assert(text_is(certificate.event_id, "e1"));
    ck_assert_int_eq(certificate.occurred_at, event.occurred_at);
    ck_assert_int_eq(certificate.achieved_day, on(2023, 1, 10));
    ck_assert_int_eq(certificate.expires_day, on(2024, 1, 1));
    ck_assert_int_eq(certificate.linked_day, on(2023, 2, 1));
    ck_assert_int_eq(certificate.unlinked_day, on(2023, 12, 1));
    ck_assert(!person_next(&reader, &certificate) && !reader.failed);
    buffer_fini(&stored);
}
END_TEST

START_TEST(dates_left_out_have_their_meaning)
{
    struct buffer stored = {0};
    struct merit_event event = event_of("MS-900", "e1", 5);
    person_put(&stored, &event);
    struct reader reader = reader_of(buffer_view(&stored));
    struct certificate certificate;
    ck_assert(person_next(&reader, &certificate));
    ck_assert_int_eq(certificate.expires_day, MERIT_NEVER);
    ck_assert_int_eq(certificate.linked_day, on(2023, 1, 10));
    ck_assert_int_eq(certificate.unlinked_day, MERIT_NEVER);
    buffer_fini(&stored);
}
END_TEST

START_TEST(the_newest_wins_and_of_equal_ones_the_larger_id)
{
    static const struct {
        const char *event_id;
        int64_t second;
        enum person_outcome outcome;
    } steps[] = {
        {"e5", 10, PERSON_CHANGED},   {"e5", 10, PERSON_UNCHANGED}, {"e9", 9, PERSON_UNCHANGED},
        {"e4", 10, PERSON_UNCHANGED}, {"e50", 10, PERSON_CHANGED},  {"e6", 10, PERSON_CHANGED},
        {"e1", 11, PERSON_CHANGED},   {"e6", 10, PERSON_UNCHANGED},
    };
    struct buffer stored = {0};
    struct merit_event other = event_of("AZ-104", "e0", 0);
    person_put(&stored, &other);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct merit_event event = event_of("MS-100", steps[i].event_id, steps[i].second);
        ck_assert_msg(person_put(&stored, &event) == steps[i].outcome, "step %zu", i);
    }
    struct reader reader = reader_of(buffer_view(&stored));
    struct certificate certificate;
    ck_assert(person_next(&reader, &certificate) && text_is(certificate.event_id, "e0"));
    ck_assert(person_next(&reader, &certificate) && text_is(certificate.event_id, "e1"));
    ck_assert(!person_next(&reader, &certificate));
    other = event_of("AZ-104", "e2", 1);
    ck_assert_int_eq(person_put(&stored, &other), PERSON_CHANGED);
    reader = reader_of(buffer_view(&stored));
    ck_assert(person_next(&reader, &certificate) && text_is(certificate.code, "MS-100"));
    ck_assert(text_is(certificate.event_id, "e1"));
    ck_assert(person_next(&reader, &certificate) && text_is(certificate.code, "AZ-104"));
    ck_assert(text_is(certificate.event_id, "e2"));
    ck_assert(!person_next(&reader, &certificate) && !reader.failed);
    buffer_fini(&stored);
}
END_TEST

START_TEST(a_person_has_up_to_256_certifications)
{
    struct buffer stored = {0};
    char code[16];
    for (int i = 0; i < MERIT_PERSON_CERTIFICATIONS_MAX; i++) {
        ck_assert(!person_is_full(buffer_view(&stored), merit_text_of("new")));
        (void)snprintf(code, sizeof code, "code-%d", i);
        struct merit_event event = event_of(code, "e1", 1);
        ck_assert_int_eq(person_put(&stored, &event), PERSON_CHANGED);
    }
    struct merit_event one_more = event_of("new", "e1", 1);
    ck_assert(person_is_full(buffer_view(&stored), merit_text_of("new")));
    size_t length = stored.length;
    ck_assert_int_eq(person_put(&stored, &one_more), PERSON_FULL);
    ck_assert_uint_eq(stored.length, length);
    struct merit_event known = event_of("code-7", "e2", 1);
    ck_assert(!person_is_full(buffer_view(&stored), merit_text_of("code-7")));
    ck_assert_int_eq(person_put(&stored, &known), PERSON_CHANGED);
    buffer_fini(&stored);
}
END_TEST

/* Bits: AZ-104, MS-100, MS-101. */
START_TEST(codes_are_held_from_the_later_start_to_the_earlier_end)
{
    struct buffer stored = {0};
    struct merit_event event = event_of("AZ-104", "e1", 1);
    event.certification.linked_day = on(2023, 3, 1);
    event.certification.expires_day = on(2024, 1, 10);
    event.certification.unlinked_day = on(2023, 9, 1);
    person_put(&stored, &event);
    event = event_of("MS-101", "e2", 1);
    event.certification.linked_day = on(2022, 1, 1);
    event.certification.expires_day = on(2023, 5, 1);
    person_put(&stored, &event);
    event = event_of("NOT-NAMED", "e3", 1);
    event.certification.expires_day = on(2023, 4, 1);
    person_put(&stored, &event);
    static const struct {
        int32_t year;
        int32_t month;
        int32_t day;
        uint64_t held;
        int32_t due_month; /* of 2023, on the first; 0: none; 13: 10 January 2024 */
    } cases[] = {{2023, 1, 9, 0, 1},  {2023, 1, 10, 4, 3}, {2023, 2, 28, 4, 3}, {2023, 3, 1, 5, 5},
                 {2023, 4, 30, 5, 5}, {2023, 5, 1, 1, 9},  {2023, 8, 31, 1, 9}, {2023, 9, 1, 0, 13},
                 {2024, 1, 9, 0, 13}, {2024, 1, 10, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t due;
        int32_t day = on(cases[i].year, cases[i].month, cases[i].day);
        ck_assert_uint_eq(held_on(&stored, day, &due), cases[i].held);
        int32_t expected = cases[i].due_month == 0    ? MERIT_NEVER
                           : cases[i].due_month == 1  ? on(2023, 1, 10)
                           : cases[i].due_month == 13 ? on(2024, 1, 10)
                                                      : on(2023, cases[i].due_month, 1);
        ck_assert_msg(due == expected, "case %zu: due on %d", i, due);
    }
    buffer_fini(&stored);
}
END_TEST

START_TEST(one_that_ends_before_it_starts_is_never_held)
{
    struct buffer stored = {0};
    struct merit_event event = event_of("AZ-104", "e1", 1);
    event.certification.expires_day = on(2022, 12, 1);
    person_put(&stored, &event);
    int32_t due;
    ck_assert_uint_eq(held_on(&stored, on(2022, 11, 30), &due), 0);
    ck_assert_uint_eq(held_on(&stored, on(2023, 1, 10), &due), 0);
    buffer_fini(&stored);
}
END_TEST

START_TEST(nobody_holds_nothing)
{
    struct buffer stored = {0};
    int32_t due;
    ck_assert_uint_eq(held_on(&stored, on(2023, 1, 1), &due), 0);
    ck_assert_int_eq(due, MERIT_NEVER);
}
END_TEST

START_TEST(cut_bytes_are_no_list)
{
    struct buffer stored = {0};
    struct merit_event event = event_of("AZ-104", "e1", 1);
    person_put(&stored, &event);
    size_t one = stored.length;
    event = event_of("MS-100", "e1", 1);
    person_put(&stored, &event);
    for (size_t length = 1; length < stored.length; length++) {
        struct merit_code_set held;
        int32_t due;
        bool read = person_holds(&program, (struct bytes){stored.bytes, length}, 0, &held, &due);
        ck_assert_int_eq(read, length == one);
    }
    buffer_fini(&stored);
}
END_TEST

CHECK_MAIN_TESTS("person",
                 a_certification_comes_back,
                 dates_left_out_have_their_meaning,
                 the_newest_wins_and_of_equal_ones_the_larger_id,
                 a_person_has_up_to_256_certifications,
                 codes_are_held_from_the_later_start_to_the_earlier_end,
                 one_that_ends_before_it_starts_is_never_held,
                 nobody_holds_nothing,
                 cut_bytes_are_no_list)
