/* Tests of why a standing cannot be adopted, in words. */
#include "check_main.h"
#include "codec/standing_fault.h"
#include "program_fixture.h"

#include <string.h>

static const char *words_of(const char *designation, struct merit_fault fault)
{
    static struct program_fixture fixture;
    static char words[STANDING_FAULT_BYTES];
    struct merit_standing standing = {.designation = merit_text_of(designation)};
    standing_fault_write(program_fixture_make(&fixture), &standing, &fault, words);
    return words;
}

START_TEST(known_designations_are_named_to_who_names_another)
{
    struct merit_fault fault = {MERIT_BAD_STANDING, "designation", "is none"};
    ck_assert_str_eq(words_of("animals", fault),
                     "bad_standing: designation is none: they know users, people, products");
    ck_assert_str_eq(words_of("all", fault), "bad_standing: designation is none");
    ck_assert_str_eq(words_of("people", fault), "bad_standing: designation is none");
}
END_TEST

START_TEST(a_fault_of_no_field_is_the_reason_alone)
{
    ck_assert_str_eq(words_of("people", (struct merit_fault){MERIT_BAD_STANDING, NULL, "too late"}),
                     "bad_standing: too late");
}
END_TEST

CHECK_MAIN_TESTS("standing_fault",
                 known_designations_are_named_to_who_names_another,
                 a_fault_of_no_field_is_the_reason_alone)
