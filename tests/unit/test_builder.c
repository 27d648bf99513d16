/* Building a span: equal parts once, limits named. */
#include "base/memory.h"
#include "check_main.h"
#include "rules/builder.h"

static struct span_builder *builder_new(void)
{
    struct span_builder *builder = memory_allocate(sizeof *builder);
    memset(builder, 0, sizeof *builder);
    return builder;
}

START_TEST(test_builder_keeps_equals_once)
{
    struct span_builder *builder = builder_new();
    struct merit_quantity quantity = {.figure = 1, .types = 3};
    ck_assert_uint_eq(builder_quantity(builder, &quantity), 0);
    quantity.months_back = 12;
    ck_assert_uint_eq(builder_quantity(builder, &quantity), 1);
    ck_assert_uint_eq(builder_quantity(builder, &quantity), 1);
    struct merit_term term = {.factor = 1};
    ck_assert_uint_eq(builder_term(builder, &term), 0);
    term.products.words[3] = 1;
    ck_assert_uint_eq(builder_term(builder, &term), 1);
    ck_assert_uint_eq(builder_term(builder, &term), 1);
    struct merit_flag flag = {.constant = 5};
    ck_assert_uint_eq(builder_flag(builder, &flag), 0);
    ck_assert_uint_eq(builder_flag(builder, &flag), 0);
    struct merit_slot slot = {.terms = 1};
    ck_assert_uint_eq(builder_slot(builder, &slot), 0);
    slot.terms = 2;
    ck_assert_uint_eq(builder_slot(builder, &slot), 1);
    ck_assert_ptr_null(builder->overflow);
    memory_free(builder);
}
END_TEST

START_TEST(test_builder_runs)
{
    struct span_builder *builder = builder_new();
    struct merit_comparison run[3] = {{.constant = 1}, {.constant = 2}, {.constant = 3}};
    ck_assert_uint_eq(builder_comparisons(builder, run, 3), 0);
    ck_assert_uint_eq(builder_comparisons(builder, run + 1, 2), 1);
    ck_assert_uint_eq(builder_comparisons(builder, run, 2), 0);
    struct merit_comparison other[2] = {{.constant = 3}, {.constant = 1}};
    ck_assert_uint_eq(builder_comparisons(builder, other, 2), 3);
    ck_assert_uint_eq(builder->comparison_count, 5);
    memory_free(builder);
}
END_TEST

START_TEST(test_builder_requirements)
{
    struct span_builder *builder = builder_new();
    struct merit_code_set a[2] = {{{1}}, {{2}}};
    struct merit_code_set b[2] = {{{1}}, {{2}}};
    struct merit_requirement requirement = {2, a};
    ck_assert_uint_eq(builder_requirement(builder, &requirement), 0);
    requirement.combinations = b;
    ck_assert_uint_eq(builder_requirement(builder, &requirement), 0);
    b[1].words[0] = 4;
    ck_assert_uint_eq(builder_requirement(builder, &requirement), 1);
    memory_free(builder);
}
END_TEST

START_TEST(test_builder_limits)
{
    struct span_builder *builder = builder_new();
    for (int64_t i = 0; i <= MERIT_FLAGS_MAX; i++) {
        struct merit_flag flag = {.constant = i};
        (void)builder_flag(builder, &flag);
    }
    ck_assert_str_eq(builder->overflow, "conditions on tenants");
    ck_assert_uint_eq(builder->flag_count, MERIT_FLAGS_MAX);
    memory_free(builder);
    builder = builder_new();
    for (int64_t i = 0; i <= MERIT_COMPARISONS_MAX; i++) {
        struct merit_comparison comparison = {.constant = i};
        (void)builder_comparisons(builder, &comparison, 1);
    }
    ck_assert_str_eq(builder->overflow, "comparisons");
    ck_assert_uint_eq(builder->comparison_count, MERIT_COMPARISONS_MAX);
    memory_free(builder);
}
END_TEST

START_TEST(test_builder_finish)
{
    struct span_builder *builder = builder_new();
    struct merit_quantity quantity = {.figure = 2};
    (void)builder_quantity(builder, &quantity);
    struct arena arena = {0};
    struct merit_span span = {0};
    builder_finish(builder, &arena, &span);
    memory_free(builder);
    ck_assert_uint_eq(span.quantity_count, 1);
    ck_assert_uint_eq(span.quantities[0].figure, 2);
    ck_assert_uint_eq(span.term_count, 0);
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("builder",
                 test_builder_keeps_equals_once,
                 test_builder_runs,
                 test_builder_requirements,
                 test_builder_limits,
                 test_builder_finish)
