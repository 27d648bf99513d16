/* Tests of the rule program's hash: all that decides a score counts, and nothing else. */
#include "check_main.h"
#include "core/program_hash.h"
#include "program_fixture.h"

enum { HASHES_MAX = 200 };

static struct program_fixture fixture;
static uint32_t hashes[HASHES_MAX];
static size_t hash_count;

static uint32_t hash_of_build(void)
{
    program_fixture_build(&fixture);
    return program_hash(&fixture.program);
}

/* The hash after the change just made differs from every other one. */
static void assert_is_new(const char *what)
{
    uint32_t hash = program_hash(&fixture.program);
    for (size_t i = 0; i < hash_count; i++) {
        ck_assert_msg(hashes[i] != hash, "%s", what);
    }
    ck_assert_uint_lt(hash_count, HASHES_MAX);
    hashes[hash_count++] = hash;
    program_fixture_build(&fixture);
}

/* Changes one field by one, looks, and puts it back. */
#define ASSERT_COUNTS(field)                                                                       \
    do {                                                                                           \
        (field)++;                                                                                 \
        assert_is_new(#field);                                                                     \
    } while (0)

START_TEST(every_field_of_a_span_counts)
{
    hashes[hash_count++] = hash_of_build();
    ASSERT_COUNTS(fixture.spans[0].from_day);
    ASSERT_COUNTS(fixture.spans[0].version_day);
    ASSERT_COUNTS(fixture.spans[0].qualifying_points);
    ASSERT_COUNTS(fixture.spans[0].month_closes_after_days);
    ASSERT_COUNTS(fixture.spans[0].choice);
    ASSERT_COUNTS(fixture.spans[0].choice_slot);
    ASSERT_COUNTS(fixture.spans[0].choice_at_least);
    ASSERT_COUNTS(fixture.users_quantities[1].figure);
    ASSERT_COUNTS(fixture.users_quantities[1].moment);
    ASSERT_COUNTS(fixture.users_quantities[1].months_back);
    ASSERT_COUNTS(fixture.users_quantities[1].months);
    ASSERT_COUNTS(fixture.users_quantities[1].types);
    ASSERT_COUNTS(fixture.users_quantities[1].excluded_offers);
    ASSERT_COUNTS(fixture.comparisons[0].left);
    ASSERT_COUNTS(fixture.comparisons[0].right);
    ASSERT_COUNTS(fixture.comparisons[0].compare);
    ASSERT_COUNTS(fixture.comparisons[0].left_factor);
    ASSERT_COUNTS(fixture.comparisons[0].right_factor);
    ASSERT_COUNTS(fixture.comparisons[0].constant);
    ASSERT_COUNTS(fixture.users_terms[2].kind);
    ASSERT_COUNTS(fixture.users_terms[2].now);
    ASSERT_COUNTS(fixture.users_terms[2].base);
    ASSERT_COUNTS(fixture.users_terms[2].now_count);
    ASSERT_COUNTS(fixture.users_terms[2].base_count);
    ASSERT_COUNTS(fixture.users_terms[2].factor);
    ASSERT_COUNTS(fixture.users_terms[2].products.words[3]);
}
END_TEST

START_TEST(every_field_of_flags_and_slots_counts)
{
    hashes[hash_count++] = hash_of_build();
    ASSERT_COUNTS(fixture.flags[1].kind);
    ASSERT_COUNTS(fixture.flags[1].term);
    ASSERT_COUNTS(fixture.flags[1].compare);
    ASSERT_COUNTS(fixture.flags[1].types);
    ASSERT_COUNTS(fixture.flags[1].moment);
    ASSERT_COUNTS(fixture.flags[1].months_back);
    ASSERT_COUNTS(fixture.flags[1].a);
    ASSERT_COUNTS(fixture.flags[1].b);
    ASSERT_COUNTS(fixture.flags[1].constant);
    ASSERT_COUNTS(fixture.flags[1].products.words[0]);
    ASSERT_COUNTS(fixture.users_slots[1].kind);
    ASSERT_COUNTS(fixture.users_slots[1].guard);
    ASSERT_COUNTS(fixture.users_slots[1].now);
    ASSERT_COUNTS(fixture.users_slots[1].base);
    ASSERT_COUNTS(fixture.users_slots[1].requirement);
    ASSERT_COUNTS(fixture.users_slots[1].terms);
    fixture.users_slots[2].kind = MERIT_SLOT_WEIGHTED;
    assert_is_new("weighted");
    fixture.users_slots[2].kind = MERIT_SLOT_WEIGHTED;
    fixture.users_slots[2].parts = 2;
    assert_is_new("parts");
    fixture.users_slots[2].kind = MERIT_SLOT_WEIGHTED;
    fixture.users_slots[2].parts = 2;
    fixture.users_slots[1].weight = 7;
    assert_is_new("weight");
    ASSERT_COUNTS(fixture.combinations[1].words[3]);
    fixture.requirements[0].combination_count = 1;
    assert_is_new("combination_count");
}
END_TEST

START_TEST(every_field_of_metrics_counts)
{
    hashes[hash_count++] = hash_of_build();
    struct merit_metric *metric = &fixture.paths[0].metrics[0];
    struct merit_option *option = &metric->options[0];
    ASSERT_COUNTS(metric->max_points);
    metric->parts = true;
    assert_is_new("parts");
    metric->id = "other";
    assert_is_new("metric id");
    fixture.paths[0].id = "enterprise";
    assert_is_new("path id");
    option->name = NULL;
    assert_is_new("option name null");
    option->name = "";
    assert_is_new("option name empty");
    metric->option_count = 2;
    assert_is_new("option_count");
    fixture.paths[0].metric_count = 2;
    assert_is_new("metric_count");
    ASSERT_COUNTS(option->target_numerator);
    ASSERT_COUNTS(option->target_denominator);
    ASSERT_COUNTS(option->measure.kind);
    ASSERT_COUNTS(option->measure.slot);
    ASSERT_COUNTS(option->measure.base);
    ASSERT_COUNTS(option->measure.least_base);
    ASSERT_COUNTS(option->measure.least_now);
    ASSERT_COUNTS(option->measure.unit);
    option->measure.gate_count = 1;
    assert_is_new("gate_count");
    option->measure.gate_count = 1;
    option->measure.gates[0].slot = 1;
    assert_is_new("gate slot");
    option->measure.gate_count = 1;
    option->measure.gates[0].people = 1;
    assert_is_new("gate people");
}
END_TEST

START_TEST(every_field_of_the_program_counts)
{
    hashes[hash_count++] = hash_of_build();
    struct merit_standing_rules *standing = &fixture.program.standing;
    ASSERT_COUNTS(standing->first_day);
    ASSERT_COUNTS(standing->anniversary_months);
    ASSERT_COUNTS(standing->window_count);
    ASSERT_COUNTS(standing->windows[0].from_day);
    ASSERT_COUNTS(standing->windows[0].before);
    ASSERT_COUNTS(standing->windows[0].after);
    standing->windows[0].by_months = false;
    assert_is_new("by_months");
    standing->all_id = NULL;
    assert_is_new("all_id");
    standing->all_of_count--;
    assert_is_new("all_of_count");
    ASSERT_COUNTS(standing->all_of[0]);
    fixture.products[0].family = false;
    assert_is_new("family");
    fixture.products[1].name = merit_text_of("m365/intunf");
    assert_is_new("product");
    fixture.program.product_count--;
    assert_is_new("product_count");
    fixture.offers[0] = merit_text_of("triax");
    assert_is_new("offer");
    fixture.codes[2] = merit_text_of("MS-102");
    assert_is_new("code");
    fixture.designations[0].id = "user";
    assert_is_new("designation");
    fixture.designations[0].specialization_count = 1;
    assert_is_new("specialization_count");
    fixture.specializations[0] = "other";
    assert_is_new("specialization");
    fixture.designations[2].span_count = 1;
    assert_is_new("span_count");
    fixture.program.designation_count = 2;
    assert_is_new("designation_count");
}
END_TEST

START_TEST(revision_titles_and_what_finishing_adds_do_not_count)
{
    uint32_t hash = hash_of_build();
    fixture.program.revision++;
    fixture.designations[0].title = "Something else";
    ck_assert_uint_eq(program_hash(&fixture.program), hash);
    merit_program_finish(&fixture.program);
    ck_assert_uint_eq(fixture.program.hash, hash);
    ck_assert_uint_eq(program_hash(&fixture.program), hash);
}
END_TEST

START_TEST(a_program_elsewhere_in_memory_has_the_same_hash)
{
    static struct program_fixture other;
    uint32_t hash = hash_of_build();
    program_fixture_build(&other);
    ck_assert_uint_eq(program_hash(&other.program), hash);
}
END_TEST

CHECK_MAIN_TESTS("program_hash",
                 every_field_of_a_span_counts,
                 every_field_of_flags_and_slots_counts,
                 every_field_of_metrics_counts,
                 every_field_of_the_program_counts,
                 revision_titles_and_what_finishing_adds_do_not_count,
                 a_program_elsewhere_in_memory_has_the_same_hash)
