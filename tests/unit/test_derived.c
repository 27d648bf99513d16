/* Tests of the record of what follows from one contributor. */
#include "check_main.h"
#include "program_fixture.h"
#include "task/derived.h"

static struct program_fixture fixture;

/* A tenant with series of teams, something that no rule counts, azure/vm and teams again. */
static uint16_t product_of_series[] = {0, DERIVED_NO_PRODUCT, 1, 0};
static struct derived_product products[] = {{FIXTURE_TEAMS, 0}, {FIXTURE_AZURE, 2}};
static uint16_t users_cells[] = {0};
static int64_t users_terms[] = {30000, -7, 1};
static struct vector_totals users_totals = {{30000, -7, 1}, {1, 0, 1}};
static int64_t users_slots[] = {30000, -7, 1};
static uint16_t sold_cells[] = {1};
static int64_t sold_terms[] = {INT64_C(1) << 40};
static struct vector_totals sold_totals = {{INT64_C(1) << 40}, {1}};
static int64_t sold_slots[] = {0};
static int64_t sold_by_product[] = {INT64_C(1) << 40};

static struct derived some_derived(void)
{
    program_fixture_make(&fixture);
    return (struct derived){
        .due_day = on(2023, 6, 1),
        .series_count = 4,
        .product_of_series = product_of_series,
        .product_count = 2,
        .products = products,
        .block_count = 2,
        .blocks =
            {
                {
                    .designation = FIXTURE_USERS,
                    .associated = 2,
                    .cell_count = 1,
                    .products = users_cells,
                    .terms = users_terms,
                    .totals = &users_totals,
                    .slots = users_slots,
                },
                {
                    .designation = FIXTURE_PRODUCTS,
                    .span = 1,
                    .cell_count = 1,
                    .products = sold_cells,
                    .terms = sold_terms,
                    .totals = &sold_totals,
                    .slots = sold_slots,
                    .by_product = sold_by_product,
                },
            },
    };
}

static struct buffer written(const struct derived *derived)
{
    struct buffer bytes = {0};
    derived_write(&fixture.program, derived, &bytes);
    return bytes;
}

static bool reads(struct bytes bytes, struct derived *ret_derived)
{
    static struct arena arena;
    arena_reset(&arena);
    return derived_read(&fixture.program, bytes, &arena, ret_derived);
}

static void assert_block(const struct derived_block *block, const struct derived_block *expected)
{
    const struct merit_span *span =
        &fixture.designations[expected->designation].spans[expected->span];
    size_t cells = expected->cell_count;
    ck_assert_uint_eq(block->designation, expected->designation);
    ck_assert_uint_eq(block->span, expected->span);
    ck_assert_uint_eq(block->associated, expected->associated);
    ck_assert_uint_eq(block->cell_count, cells);
    ck_assert_mem_eq(block->products, expected->products, cells * sizeof *block->products);
    ck_assert_mem_eq(block->terms, expected->terms,
                     cells * span->term_count * sizeof *block->terms);
    ck_assert_mem_eq(block->slots, expected->slots, span->slot_count * sizeof *block->slots);
    if (span->by_product_count > 0) {
        ck_assert_mem_eq(block->by_product, expected->by_product,
                         cells * span->by_product_count * sizeof *block->by_product);
    }
    ck_assert_mem_eq(block->totals->sums, expected->totals->sums,
                     span->term_count * sizeof(int64_t));
    ck_assert_mem_eq(block->totals->above, expected->totals->above,
                     span->term_count * sizeof(uint16_t));
}

START_TEST(a_tenants_record_comes_back)
{
    struct derived derived = some_derived();
    struct buffer bytes = written(&derived);
    struct derived back;
    ck_assert(reads(buffer_view(&bytes), &back));
    ck_assert_int_eq(back.due_day, on(2023, 6, 1));
    ck_assert_uint_eq(back.series_count, 4);
    ck_assert_mem_eq(back.product_of_series, product_of_series, sizeof product_of_series);
    ck_assert_uint_eq(back.product_count, 2);
    ck_assert_uint_eq(back.products[1].entry, FIXTURE_AZURE);
    ck_assert_uint_eq(back.products[1].first_series, 2);
    ck_assert_uint_eq(back.block_count, 2);
    assert_block(&back.blocks[0], &derived.blocks[0]);
    assert_block(&back.blocks[1], &derived.blocks[1]);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(values_of_any_width_come_back)
{
    for (int shift = 0; shift < 63; shift++) {
        for (int sign = -1; sign < 2; sign += 2) {
            struct derived derived = some_derived();
            users_terms[1] = sign * (INT64_C(1) << shift) - (sign < 0);
            users_totals.sums[1] = users_terms[1];
            users_slots[1] = users_terms[1];
            struct buffer bytes = written(&derived);
            struct derived back;
            ck_assert(reads(buffer_view(&bytes), &back));
            assert_block(&back.blocks[0], &derived.blocks[0]);
            buffer_fini(&bytes);
        }
    }
}
END_TEST

START_TEST(a_persons_record_comes_back)
{
    program_fixture_make(&fixture);
    int64_t slots[] = {1};
    struct derived derived = {
        .due_day = MERIT_NEVER,
        .block_count = 1,
        .blocks = {{.designation = FIXTURE_PEOPLE, .slots = slots}},
    };
    struct buffer bytes = written(&derived);
    struct derived back;
    ck_assert(reads(buffer_view(&bytes), &back));
    ck_assert_int_eq(back.due_day, MERIT_NEVER);
    ck_assert_uint_eq(back.block_count, 1);
    ck_assert_uint_eq(back.blocks[0].cell_count, 0);
    ck_assert_int_eq(back.blocks[0].slots[0], 1);
    ck_assert_ptr_null(back.blocks[0].totals);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(a_contributor_of_nothing_comes_back)
{
    program_fixture_make(&fixture);
    struct derived derived = {.due_day = 7};
    struct buffer bytes = written(&derived);
    struct derived back;
    ck_assert(reads(buffer_view(&bytes), &back));
    ck_assert_int_eq(back.due_day, 7);
    ck_assert_uint_eq(back.series_count, 0);
    ck_assert_uint_eq(back.block_count, 0);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(a_block_is_found_by_its_designation)
{
    struct derived derived = some_derived();
    ck_assert_ptr_eq(derived_block_of(&derived, FIXTURE_USERS), &derived.blocks[0]);
    ck_assert_ptr_eq(derived_block_of(&derived, FIXTURE_PRODUCTS), &derived.blocks[1]);
    ck_assert_ptr_null(derived_block_of(&derived, FIXTURE_PEOPLE));
}
END_TEST

START_TEST(the_due_day_can_be_read_and_set_alone)
{
    struct derived derived = some_derived();
    struct buffer bytes = written(&derived);
    ck_assert_int_eq(derived_due_day(buffer_view(&bytes)), on(2023, 6, 1));
    derived_set_due_day(bytes.bytes, on(2023, 5, 1));
    ck_assert_int_eq(derived_due_day(buffer_view(&bytes)), on(2023, 5, 1));
    struct derived back;
    ck_assert(reads(buffer_view(&bytes), &back));
    ck_assert_int_eq(back.due_day, on(2023, 5, 1));
    assert_block(&back.blocks[0], &derived.blocks[0]);
    ck_assert_int_eq(derived_due_day((struct bytes){NULL, 0}), MERIT_NO_DAY);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(the_head_is_read_in_place)
{
    struct derived derived = some_derived();
    struct buffer bytes = written(&derived);
    struct reader reader = reader_of(buffer_view(&bytes));
    struct derived_head head;
    ck_assert(derived_read_head(&reader, &head));
    ck_assert_uint_eq(head.series_count, 4);
    ck_assert_uint_eq(head.product_count, 2);
    ck_assert_uint_eq(head.block_count, 2);
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(derived_product_of(&head, i), product_of_series[i]);
    }
    struct derived_product product = derived_product_at(&head, 1);
    ck_assert_uint_eq(product.entry, FIXTURE_AZURE);
    ck_assert_uint_eq(product.first_series, 2);
    struct derived_layout layout;
    ck_assert(derived_layout_read(&fixture.program, &reader, bytes.bytes, &layout));
    ck_assert_uint_eq(layout.designation, FIXTURE_USERS);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(bytes_of_another_length_are_no_record)
{
    struct derived derived = some_derived();
    struct buffer bytes = written(&derived);
    struct derived back;
    for (size_t length = 0; length < bytes.length; length++) {
        ck_assert(!reads((struct bytes){bytes.bytes, length}, &back));
    }
    buffer_u8(&bytes, 0);
    ck_assert(!reads(buffer_view(&bytes), &back));
    buffer_fini(&bytes);
}
END_TEST

static bool comes_back(const struct derived *derived)
{
    struct buffer bytes = written(derived);
    struct derived back;
    bool read = reads(buffer_view(&bytes), &back);
    buffer_fini(&bytes);
    return read;
}

START_TEST(names_of_what_is_not_there_are_refused)
{
    struct derived derived = some_derived();
    uint16_t out_of_products[] = {0, 0, 2, 0};
    derived.product_of_series = out_of_products;
    ck_assert(!comes_back(&derived));
    derived = some_derived();
    struct derived_product unknown_entry[] = {{FIXTURE_ENTRIES, 0}, {FIXTURE_AZURE, 2}};
    derived.products = unknown_entry;
    ck_assert(!comes_back(&derived));
    derived = some_derived();
    struct derived_product unknown_series[] = {{FIXTURE_TEAMS, 4}, {FIXTURE_AZURE, 2}};
    derived.products = unknown_series;
    ck_assert(!comes_back(&derived));
    derived = some_derived();
    uint16_t unknown_product[] = {2};
    derived.blocks[0].products = unknown_product;
    ck_assert(!comes_back(&derived));
    uint16_t no_product[] = {DERIVED_NO_PRODUCT};
    derived.blocks[0].products = no_product;
    ck_assert(!comes_back(&derived));
    derived = some_derived();
    ck_assert(comes_back(&derived));
}
END_TEST

START_TEST(more_blocks_than_designations_are_refused)
{
    struct derived derived = some_derived();
    for (uint8_t i = 1; i < 4; i++) {
        derived.blocks[i] = derived.blocks[0];
    }
    derived.block_count = 4;
    ck_assert(!comes_back(&derived));
}
END_TEST

CHECK_MAIN_TESTS("derived",
                 a_tenants_record_comes_back,
                 values_of_any_width_come_back,
                 a_persons_record_comes_back,
                 a_contributor_of_nothing_comes_back,
                 a_block_is_found_by_its_designation,
                 the_due_day_can_be_read_and_set_alone,
                 the_head_is_read_in_place,
                 bytes_of_another_length_are_no_record,
                 names_of_what_is_not_there_are_refused,
                 more_blocks_than_designations_are_refused)
