/* Tests of where rules say what they do: the lines of the file. */
#include "check_main.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

static uint32_t line(uint8_t metric, uint8_t option, uint8_t kind)
{
    struct merit_place_key key = {0, metric, option, kind};
    struct merit_place place =
        merit_place_of(fixture.rules->program->designations[0].spans[0].places, key);
    ck_assert_str_eq(place.file, "sample.yaml");
    return place.line;
}

START_TEST(each_kind_has_its_line)
{
    explain_begin(&fixture);
    ck_assert_uint_eq(line(ADDS, 0, MERIT_PLACE_METRIC), 20);
    ck_assert_uint_eq(line(ADDS, 0, MERIT_PLACE_POINTS), 21);
    ck_assert_uint_eq(line(ADDS, 0, MERIT_PLACE_TENANTS), 18);
    ck_assert_uint_eq(line(ADDS, 0, MERIT_PLACE_OFFERS), 10);
    ck_assert_uint_eq(line(PEOPLE, 0, MERIT_PLACE_GATE), 32);
    ck_assert_uint_eq(line(PEOPLE, 0, MERIT_PLACE_CODES), 36);
    /* An option's own line, and what it shares with the metric. */
    ck_assert_uint_eq(line(USAGE, 1, MERIT_PLACE_METRIC), 50);
    ck_assert_uint_eq(line(USAGE, 1, MERIT_PLACE_TYPES), 51);
    ck_assert_uint_eq(line(USAGE, 1, MERIT_PLACE_TARGET), 52);
    ck_assert_uint_eq(line(USAGE, 1, MERIT_PLACE_COMPARE), 45);
    ck_assert_uint_eq(line(DEPLOYMENTS, 0, MERIT_PLACE_TEST), 56);
    ck_assert_uint_eq(line(GROWTH, 0, MERIT_PLACE_LEAST_BEFORE), 67);
    /* Where nothing is said, what is counted. */
    ck_assert_uint_eq(line(GROWTH, 0, MERIT_PLACE_LEAST_NOW), 63);
    ck_assert_uint_eq(line(BREADTH, 0, MERIT_PLACE_COMPARE), 75);
    ck_assert_ptr_null(merit_place_of(NULL, (struct merit_place_key){0}).file);
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("places", each_kind_has_its_line)
