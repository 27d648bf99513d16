/* Lists of codes and gates as read. */
#include "check_main.h"
#include "rules/people_read.h"
#include "rules_sample.h"

static struct rules_measure read(struct sample *sample, const char *text)
{
    sample_open(sample, text);
    struct rules_version version = {.file = &sample->file, .effective = MERIT_DAY_FIRST};
    struct rules_measure measure = {0};
    people_read(&version, yaml_child(sample->root, "any_of"), yaml_child(sample->root, "gates"),
                &measure);
    return measure;
}

START_TEST(test_people_good)
{
    struct sample sample;
    struct rules_measure measure =
        read(&sample, "any_of:\n  - MS-900 [S]\n  - A-1 with B-2 with C-3 until 2024-01-01 [S]\n"
                      "gates:\n  first:\n    people: 2 [S]\n    any_of:\n      - AZ-500 [S]\n");
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert_uint_eq(measure.any_of.count, 2);
    ck_assert(text_is(measure.any_of.items[1].text, "A-1 with B-2 with C-3"));
    ck_assert_uint_eq(measure.gate_count, 1);
    ck_assert_int_eq(measure.gates[0].people, 2);
    ck_assert_uint_eq(measure.gates[0].any_of.count, 1);
    sample_close(&sample);
}
END_TEST

static void refused(const char *text, const char *fault)
{
    struct sample sample;
    (void)read(&sample, text);
    ck_assert_msg(sample_says(&sample, fault), "%.*s", (int)sample.errors.text.length,
                  (const char *)sample.errors.text.bytes);
    sample_close(&sample);
}

START_TEST(test_people_refused)
{
    refused("any_of:\n  - ms-900 [S]\n", "2:5: error: 'ms-900' is no code");
    refused("any_of:\n  - A-1 and B-2 [S]\n", "2:9: error: expected nothing more instead of 'and'");
    refused("any_of:\n  - A-1 with [S]\n", "expected a code such as MS-900 at the end");
    refused("gates:\n  a:\n    people: 0 [S]\n    any_of:\n      - A-1 [S]\n",
            "a gate needs at least 1");
    refused("gates:\n  a:\n    any_of:\n      - A-1 [S]\n", "key 'people' is missing");
    refused("gates:\n  a: 1\n", "expected a block of keys");
    refused("gates:\n  a: 1\n  b: 1\n  c: 1\n  d: 1\n  e: 1\n", "5 gates, expected at most 4");
}
END_TEST

CHECK_MAIN_TESTS("people_read", test_people_good, test_people_refused)
