/* What follows from one contributor's records: its terms, its vector, its due day. */
#include "task/derived.h"

/* Layout: due day, series count, product count, block count; the product of each series; the
 * products; then the blocks (task/derived_block.h). */

/* ---- the head ---------------------------------------------------------------------------- */

bool derived_read_head(struct reader *reader, struct derived_head *ret_head)
{
    reader_i32(reader);
    ret_head->series_count = reader_u16(reader);
    ret_head->product_count = reader_u16(reader);
    ret_head->block_count = reader_u8(reader);
    ret_head->product_of_series =
        reader_take(reader, (size_t)ret_head->series_count * sizeof(uint16_t));
    ret_head->products =
        reader_take(reader, (size_t)ret_head->product_count * sizeof(struct derived_product));
    return !reader->failed;
}

uint16_t derived_product_of(const struct derived_head *head, uint32_t series)
{
    uint16_t product;
    memcpy(&product, head->product_of_series + (size_t)series * sizeof product, sizeof product);
    return product;
}

struct derived_product derived_product_at(const struct derived_head *head, uint32_t product)
{
    struct derived_product result;
    memcpy(&result, head->products + (size_t)product * sizeof result, sizeof result);
    return result;
}

int32_t derived_due_day(struct bytes stored)
{
    struct reader reader = reader_of(stored);
    int32_t day = reader_i32(&reader);
    return reader.failed ? MERIT_NO_DAY : day;
}

void derived_set_due_day(uint8_t *stored, int32_t day)
{
    memcpy(stored, &day, sizeof day);
}

/* ---- blocks ------------------------------------------------------------------------------ */

static const struct merit_span *span_of(const struct merit_program *program,
                                        const struct derived_block *block)
{
    return &program->designations[block->designation].spans[block->span];
}

static struct derived_layout layout_of(const struct merit_span *span,
                                       const struct derived_block *block)
{
    size_t terms = (size_t)block->cell_count * span->term_count;
    size_t by_product = (size_t)block->cell_count * span->by_product_count;
    struct derived_layout layout = {
        .span = span,
        .designation = block->designation,
        .span_index = block->span,
        .cell_count = (uint16_t)block->cell_count,
        .associated = block->associated,
        .term_width = derived_width(block->terms, terms, 2),
        .sum_width = derived_width(block->slots, span->slot_count, 4),
    };
    if (block->cell_count > 0) {
        layout.sum_width = derived_width(block->totals->sums, span->term_count, layout.sum_width);
        layout.sum_width = derived_width(block->by_product, by_product, layout.sum_width);
    }
    return layout;
}

static void write_block(const struct merit_span *span,
                        const struct derived_block *block,
                        struct buffer *to)
{
    struct derived_layout layout = layout_of(span, block);
    size_t offset = to->length;
    derived_layout_place(&layout, offset);
    buffer_extend(to, layout.end - offset);
    uint8_t *start = to->bytes;
    derived_layout_write_header(&layout, start + offset);
    derived_store_array(start + layout.slots, layout.sum_width, block->slots, span->slot_count);
    if (block->cell_count == 0) {
        return;
    }
    size_t cells = block->cell_count;
    memcpy(start + layout.products, block->products, cells * sizeof *block->products);
    memcpy(start + layout.above, block->totals->above,
           span->term_count * sizeof block->totals->above[0]);
    derived_store_array(start + layout.sums, layout.sum_width, block->totals->sums,
                        span->term_count);
    derived_store_array(start + layout.terms, layout.term_width, block->terms,
                        cells * span->term_count);
    derived_store_array(start + layout.by_product, layout.sum_width, block->by_product,
                        cells * span->by_product_count);
}

static int64_t *load_array(const uint8_t *at, uint8_t width, size_t count, struct arena *arena)
{
    int64_t *values = arena_allocate(arena, count * sizeof *values);
    derived_load_array(at, width, count, values);
    return values;
}

static bool read_block(const struct derived_layout *layout,
                       const uint8_t *start,
                       uint32_t product_count,
                       struct arena *arena,
                       struct derived_block *block)
{
    const struct merit_span *span = layout->span;
    size_t cells = layout->cell_count;
    block->designation = layout->designation;
    block->span = layout->span_index;
    block->associated = layout->associated;
    block->cell_count = layout->cell_count;
    block->slots = load_array(start + layout->slots, layout->sum_width, span->slot_count, arena);
    block->products = arena_allocate(arena, cells * sizeof *block->products);
    memcpy(block->products, start + layout->products, cells * sizeof *block->products);
    block->terms =
        load_array(start + layout->terms, layout->term_width, cells * span->term_count, arena);
    block->by_product = load_array(start + layout->by_product, layout->sum_width,
                                   cells * span->by_product_count, arena);
    block->totals = NULL;
    if (cells > 0) {
        block->totals = arena_allocate(arena, sizeof *block->totals);
        memcpy(block->totals->above, start + layout->above,
               span->term_count * sizeof block->totals->above[0]);
        derived_load_array(start + layout->sums, layout->sum_width, span->term_count,
                           block->totals->sums);
    }
    for (size_t c = 0; c < cells; c++) {
        if (block->products[c] >= product_count) {
            return false;
        }
    }
    return true;
}

/* ---- the whole --------------------------------------------------------------------------- */

void derived_write(const struct merit_program *program,
                   const struct derived *derived,
                   struct buffer *to)
{
    buffer_clear(to);
    buffer_i32(to, derived->due_day);
    buffer_u16(to, (uint16_t)derived->series_count);
    buffer_u16(to, (uint16_t)derived->product_count);
    buffer_u8(to, derived->block_count);
    buffer_put(to, derived->product_of_series,
               derived->series_count * sizeof *derived->product_of_series);
    buffer_put(to, derived->products, derived->product_count * sizeof *derived->products);
    for (uint8_t i = 0; i < derived->block_count; i++) {
        write_block(span_of(program, &derived->blocks[i]), &derived->blocks[i], to);
    }
}

static bool read_products(const struct merit_program *program,
                          const struct derived_head *head,
                          struct arena *arena,
                          struct derived *derived)
{
    derived->series_count = head->series_count;
    derived->product_count = head->product_count;
    derived->product_of_series =
        arena_allocate(arena, (size_t)head->series_count * sizeof *derived->product_of_series);
    derived->products =
        arena_allocate(arena, (size_t)head->product_count * sizeof *derived->products);
    for (uint32_t i = 0; i < head->series_count; i++) {
        uint16_t product = derived_product_of(head, i);
        if (product >= head->product_count && product != DERIVED_NO_PRODUCT) {
            return false;
        }
        derived->product_of_series[i] = product;
    }
    for (uint32_t i = 0; i < head->product_count; i++) {
        derived->products[i] = derived_product_at(head, i);
        if (derived->products[i].entry >= program->product_count ||
            derived->products[i].first_series >= head->series_count) {
            return false;
        }
    }
    return true;
}

bool derived_read(const struct merit_program *program,
                  struct bytes stored,
                  struct arena *arena,
                  struct derived *ret_derived)
{
    struct reader reader = reader_of(stored);
    struct derived_head head;
    ret_derived->due_day = derived_due_day(stored);
    if (!derived_read_head(&reader, &head) || head.block_count > program->designation_count ||
        !read_products(program, &head, arena, ret_derived)) {
        return false;
    }
    ret_derived->block_count = head.block_count;
    for (uint8_t i = 0; i < head.block_count; i++) {
        struct derived_layout layout;
        if (!derived_layout_read(program, &reader, stored.at, &layout) ||
            !read_block(&layout, stored.at, head.product_count, arena, &ret_derived->blocks[i])) {
            return false;
        }
    }
    return reader_left(&reader) == 0;
}

const struct derived_block *derived_block_of(const struct derived *derived, uint8_t designation)
{
    for (uint8_t i = 0; i < derived->block_count; i++) {
        if (derived->blocks[i].designation == designation) {
            return &derived->blocks[i];
        }
    }
    return NULL;
}
