/* One designation's part of a derived record, where it stands: the only code that knows its bytes.
 */
#ifndef TASK_DERIVED_BLOCK_H
#define TASK_DERIVED_BLOCK_H

#include "base/bytes.h"
#include "merit/program.h"

/* Layout: designation, span, width of terms, width of sums, cell count, associated flags; then,
 * where there are cells, for each cell its product, for each term how many products have it above
 * 0, and its sum; then the slots; then for each cell its terms, and for each cell its BY_PRODUCT
 * values. Offsets count from the record's start. */
struct derived_layout {
    const struct merit_span *span;
    uint8_t designation;
    uint8_t span_index;
    uint8_t term_width; /* 2, 4 or 8 bytes */
    uint8_t sum_width;  /* 4 or 8 bytes: of sums, slots and BY_PRODUCT values */
    uint16_t cell_count;
    uint64_t associated;
    size_t products;
    size_t above;
    size_t sums;
    size_t slots;
    size_t terms;
    size_t by_product;
    size_t end;
};

enum { DERIVED_BLOCK_HEADER_BYTES = 14 };

/* Reads the layout of the block that the reader stands at, and moves behind it. `start` is the
 * record's first byte. False where the bytes are no block of this program. */
bool derived_layout_read(const struct merit_program *program,
                         struct reader *reader,
                         const uint8_t *start,
                         struct derived_layout *ret_layout);
/* Lays out a block that begins at `offset`; its widths, counts and numbers are set already. */
void derived_layout_place(struct derived_layout *layout, size_t offset);
void derived_layout_write_header(const struct derived_layout *layout, uint8_t *to);

static inline int64_t derived_load(const uint8_t *at, uint8_t width)
{
    if (width == 2) {
        int16_t value;
        memcpy(&value, at, sizeof value);
        return value;
    }
    if (width == 4) {
        int32_t value;
        memcpy(&value, at, sizeof value);
        return value;
    }
    int64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline void derived_store(uint8_t *at, uint8_t width, int64_t value)
{
    memcpy(at, &value, width);
}

void derived_load_array(const uint8_t *at, uint8_t width, size_t count, int64_t *ret_values);
void derived_store_array(uint8_t *at, uint8_t width, const int64_t *values, size_t count);
/* The least width of at least `least` bytes that holds all values. */
uint8_t derived_width(const int64_t *values, size_t count, uint8_t least);

#endif
