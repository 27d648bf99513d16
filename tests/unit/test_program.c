/* Tests of looking things up in a rule program, and of completing one. */
#include "check_main.h"
#include "merit/program.h"
#include "program_fixture.h"

static struct program_fixture fixture;

START_TEST(a_product_has_its_own_entry_or_its_familys)
{
    static const struct merit_product_entry entries[] = {
        {{"azure/", 6}, true},       {{"azure/defender", 14}, false},   {{"d365/", 5}, true},
        {{"m365/teams", 10}, false}, {{"m365/teams_phone", 16}, false},
    };
    const struct merit_program program = {.product_count = 5, .products = entries};
    static const struct {
        const char *product;
        uint16_t entry;
    } cases[] = {
        {"azure/defender", 1},
        {"azure/defender2", 0},
        {"azure/vm/small", 0},
        {"azure/", 0},
        {"d365/sales", 2},
        {"m365/teams", 3},
        {"m365/teams_phone", 4},
        {"m365/", MERIT_PRODUCT_NONE},
        {"m365/intune", MERIT_PRODUCT_NONE},
        {"azure", MERIT_PRODUCT_NONE},
        {"Azure/defender", MERIT_PRODUCT_NONE},
        {"zzz/a", MERIT_PRODUCT_NONE},
        {"", MERIT_PRODUCT_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(merit_program_product(&program, merit_text_of(cases[i].product)) ==
                          cases[i].entry,
                      "%s", cases[i].product);
    }
}
END_TEST

START_TEST(an_offer_has_a_bit_where_some_rule_excludes_it)
{
    static const struct merit_text offers[] = {{"internal", 8}, {"support", 7}, {"trial", 5}};
    const struct merit_program program = {.offer_count = 3, .offers = offers};
    ck_assert_uint_eq(merit_program_offer(&program, merit_text_of("internal")), 1);
    ck_assert_uint_eq(merit_program_offer(&program, merit_text_of("support")), 2);
    ck_assert_uint_eq(merit_program_offer(&program, merit_text_of("trial")), 4);
    ck_assert_uint_eq(merit_program_offer(&program, merit_text_of("paid")), 0);
    ck_assert_uint_eq(merit_program_offer(&program, (struct merit_text){NULL, 0}), 0);
}
END_TEST

START_TEST(a_code_has_an_index_where_some_rule_names_it)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    ck_assert_uint_eq(merit_program_code(program, merit_text_of("AZ-104")), 0);
    ck_assert_uint_eq(merit_program_code(program, merit_text_of("MS-100")), 1);
    ck_assert_uint_eq(merit_program_code(program, merit_text_of("MS-101")), 2);
    ck_assert_uint_eq(merit_program_code(program, merit_text_of("MS-1")), 3);
    ck_assert_uint_eq(merit_program_code(program, merit_text_of("ZZ-900")), 3);
}
END_TEST

START_TEST(a_designation_is_found_by_its_id)
{
    program_fixture_build(&fixture);
    const struct merit_program *program = &fixture.program;
    for (uint8_t d = 0; d < program->designation_count; d++) {
        const char *id = program->designations[d].id;
        ck_assert_uint_eq(merit_program_designation(program, merit_text_of(id)), d);
    }
    ck_assert_uint_eq(merit_program_designation(program, merit_text_of("none")), MERIT_NONE);
    fixture.program.standing.all_id = NULL;
    ck_assert_uint_eq(merit_program_designation(program, merit_text_of("both")), MERIT_NONE);
    fixture.program.standing.all_id = "both";
    ck_assert_uint_eq(merit_program_designation(program, merit_text_of("both")),
                      program->designation_count);
}
END_TEST

START_TEST(a_span_is_in_force_until_the_next_begins)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    const struct merit_designation *products = &program->designations[FIXTURE_PRODUCTS];
    ck_assert_uint_eq(merit_designation_span(products, on(2000, 1, 1)), 0);
    ck_assert_uint_eq(merit_designation_span(products, on(2023, 5, 31)), 0);
    ck_assert_uint_eq(merit_designation_span(products, on(2023, 6, 1)), 1);
    ck_assert_uint_eq(merit_designation_span(products, MERIT_DAY_LAST), 1);
    ck_assert_uint_eq(merit_designation_span(&program->designations[0], MERIT_DAY_LAST), 0);
}
END_TEST

START_TEST(rules_begin_with_a_span_and_on_the_first_day)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    const struct merit_designation *products = &program->designations[FIXTURE_PRODUCTS];
    ck_assert(merit_designation_changes(products, on(2023, 6, 1)));
    ck_assert(!merit_designation_changes(products, on(2023, 6, 2)));
    ck_assert(!merit_designation_changes(products, INT32_MIN));
    ck_assert(merit_program_rules_begin(program, FIXTURE_PRODUCTS, on(2023, 6, 1)));
    ck_assert(!merit_program_rules_begin(program, FIXTURE_USERS, on(2023, 6, 1)));
    ck_assert(merit_program_rules_begin(program, FIXTURE_USERS, on(2022, 10, 3)));
    ck_assert(!merit_program_rules_begin(program, FIXTURE_USERS, on(2022, 10, 4)));
}
END_TEST

START_TEST(the_next_rule_day_is_the_first_after_a_day)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    ck_assert_int_eq(merit_program_next_rule_day(program, on(2022, 10, 2)), on(2022, 10, 3));
    ck_assert_int_eq(merit_program_next_rule_day(program, on(2022, 10, 3)), on(2023, 6, 1));
    ck_assert_int_eq(merit_program_next_rule_day(program, on(2023, 5, 31)), on(2023, 6, 1));
    ck_assert_int_eq(merit_program_next_rule_day(program, on(2023, 6, 1)), MERIT_NEVER);
}
END_TEST

START_TEST(finishing_finds_what_a_span_looks_at)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    const struct merit_span *users = &program->designations[FIXTURE_USERS].spans[0];
    ck_assert_uint_eq(users->products.words[0], 1U << FIXTURE_INTUNE | 1U << FIXTURE_TEAMS);
    ck_assert_uint_eq(users->lookbacks, 1U | 1U << 12);
    ck_assert(!users->uses_months);
    const struct merit_span *products = &program->designations[FIXTURE_PRODUCTS].spans[1];
    ck_assert_uint_eq(products->products.words[0], 1U << FIXTURE_AZURE);
    ck_assert_uint_eq(products->lookbacks, 0);
    ck_assert(products->uses_months);
    const struct merit_span *people = &program->designations[FIXTURE_PEOPLE].spans[0];
    ck_assert_uint_eq(people->products.words[0], 0);
    ck_assert(!people->uses_months && people->lookbacks == 0);
    ck_assert_uint_eq(users->by_product_count, 0);
    ck_assert_uint_eq(products->by_product_count, 1);
    ck_assert_uint_ne(program->hash, 0);
}
END_TEST

/* Without an association of these types on the day, the term is 0. */
START_TEST(finishing_finds_what_a_term_needs)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    const struct merit_span *users = &program->designations[FIXTURE_USERS].spans[0];
    for (int t = 0; t < 3; t++) {
        ck_assert_uint_eq(users->terms[t].only_types, 1U << MERIT_TYPE_CPOR);
    }
    ck_assert_uint_eq(program->designations[FIXTURE_PRODUCTS].spans[0].terms[0].only_types, 0);
    program_fixture_build(&fixture);
    fixture.comparisons[0].constant = 0;
    fixture.users_quantities[1].types = 1U << MERIT_TYPE_DPOR;
    merit_program_finish(&fixture.program);
    ck_assert_uint_eq(fixture.users_terms[1].only_types,
                      1U << MERIT_TYPE_CPOR | 1U << MERIT_TYPE_DPOR);
    ck_assert_msg(fixture.users_terms[2].only_types == 0, "0 users are at least 0");
    program_fixture_build(&fixture);
    fixture.users_quantities[0].months_back = 1;
    merit_program_finish(&fixture.program);
    ck_assert_msg(fixture.users_terms[0].only_types == 0, "it looks at another day");
    program_fixture_build(&fixture);
    fixture.users_quantities[0].types = 0;
    merit_program_finish(&fixture.program);
    ck_assert_msg(fixture.users_terms[0].only_types == 0, "it looks at every series");
}
END_TEST

START_TEST(quantities_that_differ_in_their_figure_share_a_reading)
{
    program_fixture_build(&fixture);
    merit_program_finish(&fixture.program);
    ck_assert_uint_eq(fixture.spans[0].reading_of[1], 1);
    fixture.users_quantities[1] = fixture.users_quantities[0];
    fixture.users_quantities[1].figure = MERIT_FIGURE_PAID_UNITS;
    merit_program_finish(&fixture.program);
    ck_assert_uint_eq(fixture.spans[0].reading_of[1], 0);
    fixture.users_quantities[1].excluded_offers = 0;
    merit_program_finish(&fixture.program);
    ck_assert_uint_eq(fixture.spans[0].reading_of[1], 1);
}
END_TEST

START_TEST(an_association_flag_is_looked_at_too)
{
    program_fixture_build(&fixture);
    fixture.flags[1].months_back = 13;
    fixture.spans[0].quantity_count = 0;
    merit_program_finish(&fixture.program);
    ck_assert_uint_eq(fixture.spans[0].lookbacks, 1U << 13);
    program_fixture_build(&fixture);
    fixture.flags[1].moment = MERIT_MOMENT_MONTH_END;
    fixture.spans[0].quantity_count = 0;
    merit_program_finish(&fixture.program);
    ck_assert_uint_eq(fixture.spans[0].lookbacks, 0);
    ck_assert(fixture.spans[0].uses_months);
}
END_TEST

/* Points of one unit: 20 of 7 users and 30 of 10.5 are 20/7 each; with 40 of 6 they share 21. */
START_TEST(the_points_of_a_path_share_a_denominator)
{
    program_fixture_build(&fixture);
    struct merit_path *path = &fixture.paths[0];
    path->metric_count = 3;
    path->metrics[1] = path->metrics[0];
    path->metrics[2] = path->metrics[0];
    path->metrics[0].max_points = 20;
    path->metrics[0].options[0].target_numerator = 7;
    path->metrics[1].max_points = 30;
    path->metrics[1].options[0].target_numerator = 21;
    path->metrics[1].options[0].target_denominator = 2;
    path->metrics[2].max_points = 40;
    path->metrics[2].options[0].target_numerator = 6;
    merit_program_finish(&fixture.program);
    ck_assert_int_eq(path->points_denominator, 21);
    ck_assert_int_eq(path->metrics[0].options[0].points_per_unit, 60);
    ck_assert_int_eq(path->metrics[1].options[0].points_per_unit, 60);
    ck_assert_int_eq(path->metrics[2].options[0].points_per_unit, 140);
}
END_TEST

START_TEST(a_percentage_and_what_does_not_fit_share_nothing)
{
    program_fixture_build(&fixture);
    struct merit_path *path = &fixture.paths[0];
    path->metric_count = 3;
    path->metrics[1] = path->metrics[0];
    path->metrics[2] = path->metrics[0];
    path->metrics[0].options[0].measure.kind = MERIT_MEASURE_PERCENT;
    path->metrics[1].options[0].target_numerator = 999999937;
    path->metrics[2].options[0].target_numerator = 999999893;
    merit_program_finish(&fixture.program);
    ck_assert_int_eq(path->points_denominator, 999999937);
    ck_assert_int_eq(path->metrics[0].options[0].points_per_unit, 0);
    ck_assert_int_eq(path->metrics[1].options[0].points_per_unit, 100);
    ck_assert_int_eq(path->metrics[2].options[0].points_per_unit, 0);
}
END_TEST

CHECK_MAIN_TESTS("program",
                 a_product_has_its_own_entry_or_its_familys,
                 an_offer_has_a_bit_where_some_rule_excludes_it,
                 a_code_has_an_index_where_some_rule_names_it,
                 a_designation_is_found_by_its_id,
                 a_span_is_in_force_until_the_next_begins,
                 rules_begin_with_a_span_and_on_the_first_day,
                 the_next_rule_day_is_the_first_after_a_day,
                 finishing_finds_what_a_span_looks_at,
                 finishing_finds_what_a_term_needs,
                 quantities_that_differ_in_their_figure_share_a_reading,
                 an_association_flag_is_looked_at_too,
                 the_points_of_a_path_share_a_denominator,
                 a_percentage_and_what_does_not_fit_share_nothing)
