/* Tests of what one customer or person adds to a partner's sums. */
#include "check_main.h"
#include "core/vector.h"
#include "event_fixture.h"
#include "program_fixture.h"

enum { TODAY = 19500, TERMS = 3 };

static struct merit_flag flags[8];
static struct merit_slot slots[8];

static struct merit_span span_of(uint8_t flag_count, uint8_t slot_count)
{
    struct merit_span span = {.term_count = TERMS,
                              .flag_count = flag_count,
                              .flags = flags,
                              .slot_count = slot_count,
                              .slots = slots};
    for (uint8_t s = 0; s < slot_count; s++) {
        span.by_product_count =
            (uint8_t)(span.by_product_count + (slots[s].kind == MERIT_SLOT_BY_PRODUCT));
    }
    return span;
}

/* Three products with three terms each. */
static const int64_t rows[3][TERMS] = {{5, 0, 1}, {-2, 0, 1}, {4, -1, -5}};

static struct vector_totals totals_of(const struct merit_span *span, size_t products)
{
    struct vector_totals totals = {{0}, {0}};
    for (size_t i = 0; i < products; i++) {
        vector_add(span, rows[i], 1, &totals);
    }
    return totals;
}

/* ---- totals ------------------------------------------------------------------------------ */

START_TEST(totals_are_sums_and_how_many_are_above_nothing)
{
    struct merit_span span = span_of(0, 0);
    struct vector_totals totals = totals_of(&span, 3);
    const int64_t sums[TERMS] = {7, -1, -3};
    const uint16_t above[TERMS] = {2, 0, 2};
    ck_assert_mem_eq(totals.sums, sums, sizeof sums);
    ck_assert_mem_eq(totals.above, above, sizeof above);
    vector_add(&span, rows[0], -1, &totals);
    vector_add(&span, rows[2], -1, &totals);
    ck_assert_mem_eq(totals.sums, rows[1], sizeof rows[1]);
    ck_assert_uint_eq(totals.above[0], 0);
    ck_assert_uint_eq(totals.above[2], 1);
}
END_TEST

/* ---- flags ------------------------------------------------------------------------------- */

START_TEST(any_asks_for_one_product_above_nothing)
{
    for (uint8_t t = 0; t < TERMS; t++) {
        flags[t] = (struct merit_flag){.kind = MERIT_FLAG_ANY, .term = t};
    }
    struct merit_span span = span_of(TERMS, 0);
    struct vector_totals totals = totals_of(&span, 3);
    ck_assert_uint_eq(vector_flags(&span, &totals, 0), 5);
    totals = totals_of(&span, 0);
    ck_assert_uint_eq(vector_flags(&span, &totals, 0), 0);
}
END_TEST

START_TEST(a_total_is_compared_with_a_constant)
{
    static const struct {
        enum merit_compare compare;
        int64_t constant;
        bool yes;
    } cases[] = {
        {MERIT_ABOVE, 6, true},     {MERIT_ABOVE, 7, false},   {MERIT_AT_LEAST, 7, true},
        {MERIT_AT_LEAST, 8, false}, {MERIT_BELOW, 8, true},    {MERIT_BELOW, 7, false},
        {MERIT_AT_MOST, 7, true},   {MERIT_AT_MOST, 6, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        flags[0] = (struct merit_flag){.kind = MERIT_FLAG_TOTAL,
                                       .compare = (uint8_t)cases[i].compare,
                                       .constant = cases[i].constant};
        struct merit_span span = span_of(1, 0);
        struct vector_totals totals = totals_of(&span, 3);
        ck_assert_msg(vector_flags(&span, &totals, 0) == cases[i].yes, "case %zu", i);
    }
}
END_TEST

/* Flags 0 and 1 as given, 2 both, 3 either, 4 both of 2 and 3. */
START_TEST(flags_are_put_together)
{
    flags[0] = (struct merit_flag){.kind = MERIT_FLAG_ASSOCIATED};
    flags[1] = (struct merit_flag){.kind = MERIT_FLAG_ASSOCIATED};
    flags[2] = (struct merit_flag){.kind = MERIT_FLAG_BOTH, .a = 0, .b = 1};
    flags[3] = (struct merit_flag){.kind = MERIT_FLAG_EITHER, .a = 0, .b = 1};
    flags[4] = (struct merit_flag){.kind = MERIT_FLAG_BOTH, .a = 2, .b = 3};
    struct merit_span span = span_of(5, 0);
    struct vector_totals totals = totals_of(&span, 0);
    ck_assert_uint_eq(vector_flags(&span, &totals, 0), 0);
    ck_assert_uint_eq(vector_flags(&span, &totals, 1), 1 | 8);
    ck_assert_uint_eq(vector_flags(&span, &totals, 2), 2 | 8);
    ck_assert_uint_eq(vector_flags(&span, &totals, 3), 31);
    ck_assert_msg(vector_flags(&span, &totals, 4) == 0, "only of flags that are ASSOCIATED");
}
END_TEST

/* ---- associations ------------------------------------------------------------------------ */

static struct program_fixture fixture;
static struct buffer stored;

static uint64_t associated_on(int32_t day, struct merit_flag flag)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    static struct link_list links;
    ck_assert(link_list_read(&links, buffer_view(&stored)));
    struct moments moments;
    moments_init(&moments, day, 0);
    flags[0] = (struct merit_flag){.kind = MERIT_FLAG_ANY};
    flags[1] = flag;
    struct merit_span span = span_of(2, 0);
    uint64_t bits = vector_associated(program, &span, &moments, &links);
    ck_assert(bits == 0 || bits == 2);
    return bits >> 1;
}

static void put_link(const char *const *products, uint32_t count)
{
    struct merit_text texts[4];
    for (uint32_t i = 0; i < count; i++) {
        texts[i] = merit_text_of(products[i]);
    }
    struct merit_event event = event_association("a1", "p1", "t1", 0);
    event.association.products = texts;
    event.association.product_count = count;
    event.association.subscription_id = merit_text_of("s1");
    event.association.start_day = TODAY;
    event.association.end_day = TODAY + 10;
    buffer_clear(&stored);
    put_association(&stored, &event.association);
}

static struct merit_flag flag_for(uint64_t products, uint8_t types)
{
    return (struct merit_flag){.kind = MERIT_FLAG_ASSOCIATED,
                               .types = types,
                               .moment = MERIT_MOMENT_DAY,
                               .products = fixture_set(products)};
}

START_TEST(an_association_must_hold_and_be_of_the_types)
{
    put_link(NULL, 0);
    struct merit_flag flag = flag_for(1U << FIXTURE_TEAMS, 1U << MERIT_TYPE_CPOR);
    ck_assert_uint_eq(associated_on(TODAY - 1, flag), 0);
    ck_assert_uint_eq(associated_on(TODAY, flag), 1);
    ck_assert_uint_eq(associated_on(TODAY + 9, flag), 1);
    ck_assert_uint_eq(associated_on(TODAY + 10, flag), 0);
    flag.types = 1U << MERIT_TYPE_PAL | 1U << MERIT_TYPE_DPOR;
    ck_assert_uint_eq(associated_on(TODAY, flag), 0);
    flag.types = 1U << MERIT_TYPE_PAL | 1U << MERIT_TYPE_CPOR;
    ck_assert_uint_eq(associated_on(TODAY, flag), 1);
}
END_TEST

START_TEST(it_must_cover_one_of_the_products)
{
    uint8_t cpor = 1U << MERIT_TYPE_CPOR;
    put_link((const char *const[]){"d365/sales", "azure/vm", "m365/intune"}, 3);
    ck_assert_uint_eq(associated_on(TODAY, flag_for(1U << FIXTURE_INTUNE, cpor)), 1);
    ck_assert_uint_eq(associated_on(TODAY, flag_for(1U << FIXTURE_AZURE, cpor)), 1);
    ck_assert_uint_eq(associated_on(TODAY, flag_for(1U << FIXTURE_TEAMS, cpor)), 0);
    ck_assert_uint_eq(associated_on(TODAY, flag_for(7, cpor)), 1);
    put_link((const char *const[]){"d365/sales"}, 1);
    ck_assert_uint_eq(associated_on(TODAY, flag_for(7, cpor)), 0);
    put_link(NULL, 0);
    ck_assert_uint_eq(associated_on(TODAY, flag_for(1U << FIXTURE_TEAMS, cpor)), 1);
    ck_assert_msg(associated_on(TODAY, flag_for(0, cpor)) == 0, "no product is asked for");
}
END_TEST

START_TEST(it_is_looked_for_on_the_flags_day)
{
    put_link(NULL, 0);
    struct merit_flag flag = flag_for(7, 1U << MERIT_TYPE_CPOR);
    flag.months_back = 12;
    ck_assert_uint_eq(associated_on(TODAY, flag), 0);
    ck_assert_uint_eq(associated_on(merit_day_far(TODAY, 12), flag), 1);
    flag.moment = MERIT_MOMENT_MONTH_END;
    flag.months_back = 0;
    /* 2023-05-23 to 2023-06-02: it holds at the end of May, M in June. */
    ck_assert_uint_eq(associated_on(on(2023, 5, 31), flag), 0);
    ck_assert_uint_eq(associated_on(on(2023, 6, 1), flag), 1);
    ck_assert_uint_eq(associated_on(on(2023, 6, 30), flag), 1);
    ck_assert_uint_eq(associated_on(on(2023, 7, 1), flag), 0);
    flag.months_back = 1;
    ck_assert_uint_eq(associated_on(on(2023, 7, 1), flag), 1);
}
END_TEST

/* ---- slots ------------------------------------------------------------------------------- */

START_TEST(a_sum_is_of_its_terms_where_its_guard_is_yes)
{
    flags[0] = (struct merit_flag){.kind = MERIT_FLAG_ASSOCIATED};
    slots[0] = (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = MERIT_NONE, .terms = 1};
    slots[1] = (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = MERIT_NONE, .terms = 7};
    slots[2] = (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = 0, .terms = 6};
    slots[3] = (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = MERIT_NONE, .terms = 0};
    struct merit_span span = span_of(1, 4);
    struct vector_totals totals = totals_of(&span, 3);
    int64_t values[4];
    vector_of_customer(&span, &totals, 1, values);
    ck_assert_mem_eq(values, ((const int64_t[]){7, 3, -4, 0}), sizeof values);
    totals.sums[1] = 100;
    vector_of_customer(&span, &totals, 1, values);
    ck_assert_mem_eq(values, ((const int64_t[]){7, 104, 97, 0}), sizeof values);
    vector_of_customer(&span, &totals, 0, values);
    ck_assert_mem_eq(values, ((const int64_t[]){7, 104, 0, 0}), sizeof values);
}
END_TEST

START_TEST(a_flag_counts_one_less_what_it_was)
{
    slots[0] = (struct merit_slot){.kind = MERIT_SLOT_FLAG, .now = 0, .base = MERIT_NONE};
    slots[1] = (struct merit_slot){.kind = MERIT_SLOT_FLAG, .now = 0, .base = 1};
    struct merit_span span = span_of(0, 2);
    struct vector_totals totals = totals_of(&span, 0);
    static const int64_t expected[4][2] = {{0, 0}, {1, 1}, {0, -1}, {1, 0}};
    for (uint64_t bits = 0; bits < 4; bits++) {
        int64_t values[2];
        vector_of_customer(&span, &totals, bits, values);
        ck_assert_mem_eq(values, expected[bits], sizeof values);
    }
}
END_TEST

START_TEST(slots_by_product_are_kept_apart)
{
    flags[0] = (struct merit_flag){.kind = MERIT_FLAG_ASSOCIATED};
    slots[0] = (struct merit_slot){.kind = MERIT_SLOT_BY_PRODUCT, .guard = 0, .terms = 5};
    slots[1] = (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = MERIT_NONE, .terms = 1};
    slots[2] = (struct merit_slot){.kind = MERIT_SLOT_BY_PRODUCT, .guard = MERIT_NONE, .terms = 2};
    slots[3] = (struct merit_slot){.kind = MERIT_SLOT_WEIGHTED, .parts = 2};
    struct merit_span span = span_of(1, 4);
    ck_assert_uint_eq(vector_by_product_count(&span), 2);
    int64_t values[2];
    vector_of_product(&span, rows[2], 1, values);
    ck_assert_mem_eq(values, ((const int64_t[]){-1, -1}), sizeof values);
    vector_of_product(&span, rows[2], 0, values);
    ck_assert_mem_eq(values, ((const int64_t[]){0, -1}), sizeof values);
    struct vector_totals totals = totals_of(&span, 3);
    int64_t whole[4];
    vector_of_customer(&span, &totals, 1, whole);
    ck_assert_mem_eq(whole, ((const int64_t[]){0, 7, 0, 0}), sizeof whole);
}
END_TEST

START_TEST(a_person_counts_who_holds_one_whole_combination)
{
    static const struct merit_code_set combinations[] = {
        {{1}}, {{2 | 4}}, {{0, 0, 0, UINT64_C(1) << 63}}};
    const struct merit_requirement requirements[] = {{3, combinations}, {1, combinations + 1}};
    slots[0] = (struct merit_slot){.kind = MERIT_SLOT_PERSON, .requirement = 0};
    slots[1] = (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = MERIT_NONE, .terms = 1};
    slots[2] = (struct merit_slot){.kind = MERIT_SLOT_PERSON, .requirement = 1};
    struct merit_span span = span_of(0, 3);
    span.requirement_count = 2;
    span.requirements = requirements;
    static const struct {
        struct merit_code_set held;
        int64_t first;
        int64_t second;
    } cases[] = {
        {{{0}}, 0, 0},
        {{{1}}, 1, 0},
        {{{2}}, 0, 0},
        {{{4}}, 0, 0},
        {{{2 | 4}}, 1, 1},
        {{{1 | 2 | 4 | 8}}, 1, 1},
        {{{0, 0, 0, UINT64_C(1) << 63}}, 1, 0},
        {{{8, 1, 1, 1}}, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t values[3];
        vector_of_person(&span, &cases[i].held, values);
        ck_assert_msg(values[0] == cases[i].first && values[1] == 0 && values[2] == cases[i].second,
                      "case %zu", i);
    }
}
END_TEST

START_TEST(the_first_combination_that_is_met_is_named)
{
    static const struct merit_code_set combinations[] = {{{1}}, {{2 | 4}}, {{4}}};
    const struct merit_requirement requirement = {3, combinations};
    static const struct {
        struct merit_code_set held;
        bool meets;
        uint16_t combination;
    } cases[] = {
        {{{0}}, false, 9},    {{{2}}, false, 9},        {{{8, 1}}, false, 9}, {{{1}}, true, 0},
        {{{2 | 4}}, true, 1}, {{{1 | 2 | 4}}, true, 0}, {{{4}}, true, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint16_t combination = 9;
        ck_assert_int_eq(vector_meets(&requirement, &cases[i].held, &combination), cases[i].meets);
        ck_assert_uint_eq(combination, cases[i].combination);
    }
}
END_TEST

CHECK_MAIN_TESTS("vector",
                 totals_are_sums_and_how_many_are_above_nothing,
                 any_asks_for_one_product_above_nothing,
                 a_total_is_compared_with_a_constant,
                 flags_are_put_together,
                 an_association_must_hold_and_be_of_the_types,
                 it_must_cover_one_of_the_products,
                 it_is_looked_for_on_the_flags_day,
                 a_sum_is_of_its_terms_where_its_guard_is_yes,
                 a_flag_counts_one_less_what_it_was,
                 slots_by_product_are_kept_apart,
                 a_person_counts_who_holds_one_whole_combination,
                 the_first_combination_that_is_met_is_named)
