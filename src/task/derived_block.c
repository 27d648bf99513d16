/* One designation's part of a derived record, where it stands: the only code that knows its bytes.
 */
#include "task/derived_block.h"

void derived_layout_place(struct derived_layout *layout, size_t offset)
{
    size_t cells = layout->cell_count;
    size_t terms = cells > 0 ? layout->span->term_count : 0;
    layout->products = offset + DERIVED_BLOCK_HEADER_BYTES;
    layout->above = layout->products + cells * sizeof(uint16_t);
    layout->sums = layout->above + terms * sizeof(uint16_t);
    layout->slots = layout->sums + terms * layout->sum_width;
    layout->terms = layout->slots + (size_t)layout->span->slot_count * layout->sum_width;
    layout->by_product = layout->terms + cells * terms * layout->term_width;
    layout->end = layout->by_product + cells * layout->span->by_product_count * layout->sum_width;
}

void derived_layout_write_header(const struct derived_layout *layout, uint8_t *to)
{
    to[0] = layout->designation;
    to[1] = layout->span_index;
    to[2] = layout->term_width;
    to[3] = layout->sum_width;
    memcpy(to + 4, &layout->cell_count, sizeof layout->cell_count);
    memcpy(to + 6, &layout->associated, sizeof layout->associated);
}

bool derived_layout_read(const struct merit_program *program,
                         struct reader *reader,
                         const uint8_t *start,
                         struct derived_layout *ret_layout)
{
    size_t offset = (size_t)(reader->at - start);
    ret_layout->designation = reader_u8(reader);
    ret_layout->span_index = reader_u8(reader);
    ret_layout->term_width = reader_u8(reader);
    ret_layout->sum_width = reader_u8(reader);
    ret_layout->cell_count = reader_u16(reader);
    ret_layout->associated = (uint64_t)reader_i64(reader);
    uint8_t terms = ret_layout->term_width;
    uint8_t sums = ret_layout->sum_width;
    if (reader->failed || ret_layout->designation >= program->designation_count ||
        ret_layout->span_index >= program->designations[ret_layout->designation].span_count ||
        (terms != 2 && terms != 4 && terms != 8) || (sums != 4 && sums != 8)) {
        return false;
    }
    ret_layout->span =
        &program->designations[ret_layout->designation].spans[ret_layout->span_index];
    derived_layout_place(ret_layout, offset);
    return reader_take(reader, ret_layout->end - ret_layout->products) != NULL;
}

/* ---- arrays ------------------------------------------------------------------------------ */

uint8_t derived_width(const int64_t *values, size_t count, uint8_t least)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits |= (uint64_t)(values[i] < 0 ? ~values[i] : values[i]);
    }
    uint8_t width = bits <= INT16_MAX ? 2 : bits <= INT32_MAX ? 4 : 8;
    return width < least ? least : width;
}

void derived_load_array(const uint8_t *at, uint8_t width, size_t count, int64_t *ret_values)
{
    if (width == 2) {
        for (size_t i = 0; i < count; i++) {
            ret_values[i] = derived_load(at + i * 2, 2);
        }
    } else if (width == 4) {
        for (size_t i = 0; i < count; i++) {
            ret_values[i] = derived_load(at + i * 4, 4);
        }
    } else {
        for (size_t i = 0; i < count; i++) {
            ret_values[i] = derived_load(at + i * 8, 8);
        }
    }
}

void derived_store_array(uint8_t *at, uint8_t width, const int64_t *values, size_t count)
{
    if (width == 2) {
        for (size_t i = 0; i < count; i++) {
            derived_store(at + i * 2, 2, values[i]);
        }
    } else if (width == 4) {
        for (size_t i = 0; i < count; i++) {
            derived_store(at + i * 4, 4, values[i]);
        }
    } else {
        for (size_t i = 0; i < count; i++) {
            derived_store(at + i * 8, 8, values[i]);
        }
    }
}
