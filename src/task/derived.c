/* What follows from one contributor's records: its terms, its vector, its due day. */
#include "task/derived.h"

#include "core/vector.h"

/* Layout: due day, series count, product of each series, product count, products, block count; then
 * per block: designation, span, associated, cell count, products; terms, slots and per-product
 * values as arrays of one width each (the width in bytes comes first). */

/* ---- arrays of the least width that holds them --------------------------------------------- */

static uint8_t width_of(const int64_t *values, size_t count)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits |= (uint64_t)(values[i] < 0 ? ~values[i] : values[i]);
    }
    return bits <= INT8_MAX ? 1 : bits <= INT16_MAX ? 2 : bits <= INT32_MAX ? 4 : 8;
}

static void write_array(struct buffer *to, const int64_t *values, size_t count)
{
    uint8_t width = width_of(values, count);
    buffer_u8(to, width);
    uint8_t *at = buffer_extend(to, count * width);
    switch (width) {
    case 1:
        for (size_t i = 0; i < count; i++) {
            at[i] = (uint8_t)values[i];
        }
        break;
    case 2:
        for (size_t i = 0; i < count; i++) {
            int16_t value = (int16_t)values[i];
            memcpy(at + i * sizeof value, &value, sizeof value);
        }
        break;
    case 4:
        for (size_t i = 0; i < count; i++) {
            int32_t value = (int32_t)values[i];
            memcpy(at + i * sizeof value, &value, sizeof value);
        }
        break;
    default:
        if (count > 0) {
            memcpy(at, values, count * sizeof *values);
        }
        break;
    }
}

static int64_t *read_array(struct reader *reader, size_t count, struct arena *arena)
{
    uint8_t width = reader_u8(reader);
    bool known = width == 1 || width == 2 || width == 4 || width == 8;
    const uint8_t *at = known ? reader_take(reader, count * width) : NULL;
    if (at == NULL) {
        reader->failed = true;
        return NULL;
    }
    int64_t *values = arena_allocate(arena, count * sizeof *values);
    switch (width) {
    case 1:
        for (size_t i = 0; i < count; i++) {
            values[i] = (int8_t)at[i];
        }
        break;
    case 2:
        for (size_t i = 0; i < count; i++) {
            int16_t value;
            memcpy(&value, at + i * sizeof value, sizeof value);
            values[i] = value;
        }
        break;
    case 4:
        for (size_t i = 0; i < count; i++) {
            int32_t value;
            memcpy(&value, at + i * sizeof value, sizeof value);
            values[i] = value;
        }
        break;
    default:
        if (count > 0) {
            memcpy(values, at, count * sizeof *values);
        }
        break;
    }
    return values;
}

/* ---- blocks -------------------------------------------------------------------------------- */

static const struct merit_span *span_of(const struct merit_program *program,
                                        const struct derived_block *block)
{
    return &program->designations[block->designation].spans[block->span];
}

static void write_block(const struct merit_program *program,
                        const struct derived_block *block,
                        struct buffer *to)
{
    const struct merit_span *span = span_of(program, block);
    buffer_u8(to, block->designation);
    buffer_u8(to, block->span);
    buffer_i64(to, (int64_t)block->associated);
    buffer_u16(to, (uint16_t)block->cell_count);
    buffer_put(to, block->products, block->cell_count * sizeof *block->products);
    write_array(to, block->terms, (size_t)block->cell_count * span->term_count);
    write_array(to, block->slots, span->slot_count);
    uint32_t columns = vector_by_product_count(span);
    if (columns > 0) {
        write_array(to, block->by_product, (size_t)block->cell_count * columns);
    }
}

static uint16_t *read_indexes(struct reader *reader,
                              uint32_t count,
                              uint32_t below,
                              struct arena *arena)
{
    const uint8_t *at = reader_take(reader, (size_t)count * sizeof(uint16_t));
    if (at == NULL) {
        return NULL;
    }
    uint16_t *indexes = arena_allocate(arena, (size_t)count * sizeof *indexes);
    if (count > 0) {
        memcpy(indexes, at, (size_t)count * sizeof *indexes);
    }
    for (uint32_t i = 0; i < count; i++) {
        reader->failed =
            reader->failed || (indexes[i] >= below && indexes[i] != DERIVED_NO_PRODUCT);
    }
    return indexes;
}

static bool read_block(const struct merit_program *program,
                       struct reader *reader,
                       const struct derived *derived,
                       struct arena *arena,
                       struct derived_block *block)
{
    block->designation = reader_u8(reader);
    block->span = reader_u8(reader);
    if (reader->failed || block->designation >= program->designation_count ||
        block->span >= program->designations[block->designation].span_count) {
        return false;
    }
    const struct merit_span *span = span_of(program, block);
    block->associated = (uint64_t)reader_i64(reader);
    block->cell_count = reader_u16(reader);
    block->products = read_indexes(reader, block->cell_count, derived->product_count, arena);
    for (uint32_t i = 0; i < block->cell_count && !reader->failed; i++) {
        reader->failed = block->products[i] == DERIVED_NO_PRODUCT;
    }
    if (reader->failed) {
        return false;
    }
    block->terms = read_array(reader, (size_t)block->cell_count * span->term_count, arena);
    block->slots = reader->failed ? NULL : read_array(reader, span->slot_count, arena);
    uint32_t columns = vector_by_product_count(span);
    block->by_product = NULL;
    if (columns > 0 && !reader->failed) {
        block->by_product = read_array(reader, (size_t)block->cell_count * columns, arena);
    }
    return !reader->failed;
}

/* ---- the whole ----------------------------------------------------------------------------- */

void derived_write(const struct merit_program *program,
                   const struct derived *derived,
                   struct buffer *to)
{
    buffer_clear(to);
    buffer_i32(to, derived->due_day);
    buffer_u16(to, (uint16_t)derived->series_count);
    buffer_put(to, derived->product_of_series,
               derived->series_count * sizeof *derived->product_of_series);
    buffer_u16(to, (uint16_t)derived->product_count);
    buffer_put(to, derived->products, derived->product_count * sizeof *derived->products);
    buffer_u8(to, derived->block_count);
    for (uint8_t i = 0; i < derived->block_count; i++) {
        write_block(program, &derived->blocks[i], to);
    }
}

static bool read_products(const struct merit_program *program,
                          struct reader *reader,
                          struct arena *arena,
                          struct derived *derived)
{
    derived->series_count = reader_u16(reader);
    struct reader ahead = *reader;
    reader_take(&ahead, derived->series_count * sizeof(uint16_t));
    derived->product_count = reader_u16(&ahead);
    derived->product_of_series =
        read_indexes(reader, derived->series_count, derived->product_count, arena);
    reader_u16(reader);
    const uint8_t *at =
        reader_take(reader, (size_t)derived->product_count * sizeof *derived->products);
    if (reader->failed) {
        return false;
    }
    derived->products =
        arena_allocate(arena, (size_t)derived->product_count * sizeof *derived->products);
    if (derived->product_count > 0) {
        memcpy(derived->products, at, (size_t)derived->product_count * sizeof *derived->products);
    }
    for (uint32_t i = 0; i < derived->product_count; i++) {
        if (derived->products[i].entry >= program->product_count ||
            derived->products[i].first_series >= derived->series_count) {
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
    ret_derived->due_day = reader_i32(&reader);
    if (!read_products(program, &reader, arena, ret_derived)) {
        return false;
    }
    ret_derived->block_count = reader_u8(&reader);
    if (reader.failed || ret_derived->block_count > program->designation_count) {
        return false;
    }
    for (uint8_t i = 0; i < ret_derived->block_count; i++) {
        if (!read_block(program, &reader, ret_derived, arena, &ret_derived->blocks[i])) {
            return false;
        }
    }
    return reader_left(&reader) == 0;
}

int32_t derived_due_day(struct bytes stored)
{
    struct reader reader = reader_of(stored);
    int32_t day = reader_i32(&reader);
    return reader.failed ? MERIT_NO_DAY : day;
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
