/* Tests of one designation's part of a derived record, where it stands. */
#include "check_main.h"
#include "program_fixture.h"
#include "task/derived_block.h"

static struct program_fixture fixture;

static struct derived_layout layout_of(uint8_t designation, uint8_t span, uint16_t cells)
{
    return (struct derived_layout){
        .span = &fixture.program.designations[designation].spans[span],
        .designation = designation,
        .span_index = span,
        .term_width = 2,
        .sum_width = 4,
        .cell_count = cells,
        .associated = UINT64_C(0x8000000000000001),
    };
}

/* The layout as bytes, `before` other bytes ahead of it. */
static struct buffer written(struct derived_layout *layout, size_t before)
{
    struct buffer bytes = {0};
    derived_layout_place(layout, before);
    memset(buffer_extend(&bytes, layout->end), 0x77, layout->end);
    derived_layout_write_header(layout, bytes.bytes + before);
    return bytes;
}

static bool reads(const struct buffer *bytes,
                  size_t before,
                  size_t length,
                  struct derived_layout *ret_layout)
{
    struct reader reader = reader_of((struct bytes){bytes->bytes, length});
    reader_take(&reader, before);
    return derived_layout_read(&fixture.program, &reader, bytes->bytes, ret_layout);
}

START_TEST(a_layout_comes_back)
{
    program_fixture_make(&fixture);
    static const uint8_t term_widths[] = {2, 4, 8};
    static const uint8_t sum_widths[] = {4, 8};
    for (int i = 0; i < 3 * 2 * 3; i++) {
        struct derived_layout layout = layout_of((uint8_t)(i % 3), i % 3 == 2, (uint16_t)(i * 7));
        layout.term_width = term_widths[i / 3 % 3];
        layout.sum_width = sum_widths[i / 9];
        struct buffer bytes = written(&layout, 13);
        struct derived_layout back;
        ck_assert(reads(&bytes, 13, bytes.length, &back));
        ck_assert_ptr_eq(back.span, layout.span);
        ck_assert_uint_eq(back.cell_count, layout.cell_count);
        ck_assert_uint_eq(back.associated, layout.associated);
        ck_assert_uint_eq(back.term_width, layout.term_width);
        ck_assert_uint_eq(back.sum_width, layout.sum_width);
        ck_assert_uint_eq(back.products, layout.products);
        ck_assert_uint_eq(back.above, layout.above);
        ck_assert_uint_eq(back.sums, layout.sums);
        ck_assert_uint_eq(back.slots, layout.slots);
        ck_assert_uint_eq(back.terms, layout.terms);
        ck_assert_uint_eq(back.by_product, layout.by_product);
        ck_assert_uint_eq(back.end, bytes.length);
        buffer_fini(&bytes);
    }
}
END_TEST

/* The parts follow each other and none is smaller than what it holds. */
START_TEST(parts_do_not_overlap)
{
    program_fixture_make(&fixture);
    struct derived_layout layout = layout_of(FIXTURE_USERS, 0, 5);
    derived_layout_place(&layout, 100);
    ck_assert_uint_ge(layout.products, 100 + DERIVED_BLOCK_HEADER_BYTES);
    ck_assert_uint_ge(layout.above, layout.products + 5 * 2);
    ck_assert_uint_ge(layout.sums, layout.above + 3 * 2);
    ck_assert_uint_ge(layout.slots, layout.sums + 3 * 4);
    ck_assert_uint_ge(layout.terms, layout.slots + FIXTURE_USERS_SLOTS * 4);
    ck_assert_uint_ge(layout.by_product, layout.terms + 5 * 3 * 2);
    ck_assert_uint_ge(layout.end, layout.by_product);
    layout = layout_of(FIXTURE_PRODUCTS, 1, 5);
    derived_layout_place(&layout, 0);
    ck_assert_uint_ge(layout.end, layout.by_product + 5 * 4);
}
END_TEST

START_TEST(a_person_has_slots_alone)
{
    program_fixture_make(&fixture);
    struct derived_layout layout = layout_of(FIXTURE_USERS, 0, 0);
    derived_layout_place(&layout, 0);
    ck_assert_uint_eq(layout.slots, DERIVED_BLOCK_HEADER_BYTES);
    ck_assert_uint_eq(layout.end, DERIVED_BLOCK_HEADER_BYTES + FIXTURE_USERS_SLOTS * 4);
}
END_TEST

START_TEST(cut_bytes_are_no_block)
{
    program_fixture_make(&fixture);
    struct derived_layout layout = layout_of(FIXTURE_PRODUCTS, 0, 3);
    struct buffer bytes = written(&layout, 5);
    struct derived_layout back;
    for (size_t length = 5; length < bytes.length; length++) {
        ck_assert(!reads(&bytes, 5, length, &back));
    }
    ck_assert(reads(&bytes, 5, bytes.length, &back));
    buffer_fini(&bytes);
}
END_TEST

/* Each byte of designation, span and widths: only those of this program and of our widths. */
START_TEST(other_programs_and_widths_are_refused)
{
    program_fixture_make(&fixture);
    for (size_t at = 0; at < 4; at++) {
        int good = 0;
        for (uint32_t value = 0; value < 256; value++) {
            struct derived_layout layout = layout_of(FIXTURE_PRODUCTS, 0, 0);
            struct buffer bytes = written(&layout, 0);
            memset(buffer_extend(&bytes, 200), 0, 200);
            bytes.bytes[at] = (uint8_t)value;
            struct derived_layout back;
            good += reads(&bytes, 0, bytes.length, &back);
            buffer_fini(&bytes);
        }
        static const int expected[] = {3, 2, 3, 2};
        ck_assert_int_eq(good, expected[at]);
    }
}
END_TEST

/* ---- arrays ------------------------------------------------------------------------------ */

START_TEST(the_width_is_the_least_that_holds_all)
{
    static const struct {
        int64_t value;
        uint8_t width;
    } cases[] = {
        {0, 2},          {-1, 2},          {INT16_MAX, 2}, {INT16_MIN, 2},
        {32768, 4},      {-32769, 4},      {INT32_MAX, 4}, {INT32_MIN, 4},
        {2147483648, 8}, {-2147483649, 8}, {INT64_MAX, 8}, {INT64_MIN, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const int64_t values[] = {0, cases[i].value, 1};
        ck_assert_uint_eq(derived_width(values, 3, 2), cases[i].width);
        ck_assert_uint_eq(derived_width(values, 3, 4), cases[i].width < 4 ? 4 : cases[i].width);
        ck_assert_uint_eq(derived_width(values, 3, 8), 8);
        ck_assert_uint_eq(derived_width(values, 1, 2), 2);
    }
    ck_assert_uint_eq(derived_width(NULL, 0, 4), 4);
}
END_TEST

START_TEST(arrays_come_back)
{
    uint64_t seed = 9;
    for (int round = 0; round < 2000; round++) {
        int64_t values[20];
        size_t count = random_below(&seed, 20);
        unsigned shift = (unsigned)random_below(&seed, 64);
        for (size_t i = 0; i < count; i++) {
            values[i] = (int64_t)random_next(&seed) >> shift;
        }
        uint8_t width = derived_width(values, count, 2);
        uint8_t bytes[20 * 8 + 1];
        bytes[count * width] = 0x5a;
        derived_store_array(bytes, width, values, count);
        ck_assert_uint_eq(bytes[count * width], 0x5a);
        int64_t back[20] = {0};
        derived_load_array(bytes, width, count, back);
        ck_assert_mem_eq(back, values, count * sizeof values[0]);
    }
}
END_TEST

CHECK_MAIN_TESTS("derived_block",
                 a_layout_comes_back,
                 parts_do_not_overlap,
                 a_person_has_slots_alone,
                 cut_bytes_are_no_block,
                 other_programs_and_widths_are_refused,
                 the_width_is_the_least_that_holds_all,
                 arrays_come_back)
