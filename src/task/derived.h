/* What follows from one contributor's records: its terms, its vector, its due day. */
#ifndef TASK_DERIVED_H
#define TASK_DERIVED_H

#include "base/arena.h"
#include "core/vector.h"
#include "task/derived_block.h"

/* Of one designation that the contributor adds something to. */
struct derived_block {
    uint8_t designation;
    uint8_t span;                 /* under which it was computed */
    uint64_t associated;          /* the ASSOCIATED flags (core/vector.h) */
    uint32_t cell_count;          /* products that the span counts; 0: a person */
    uint16_t *products;           /* of each cell, an index of derived.products, ascending */
    int64_t *terms;               /* cell_count rows of term_count */
    struct vector_totals *totals; /* of the terms; NULL without cells */
    int64_t *slots;               /* slot_count */
    int64_t *by_product;          /* cell_count rows of by_product_count */
};

struct derived_product {
    uint16_t entry;        /* in the program's table */
    uint16_t first_series; /* the first series of that product, which has its name */
};

#define DERIVED_NO_PRODUCT UINT16_MAX /* of a series that no rule counts */

struct derived {
    int32_t due_day; /* the next day on which the vector may change by time alone */
    uint32_t series_count;
    uint16_t *product_of_series; /* index of products, or DERIVED_NO_PRODUCT */
    uint32_t product_count;
    struct derived_product *products;
    uint8_t block_count;
    struct derived_block blocks[MERIT_DESIGNATIONS_MAX]; /* by designation */
};

/* Reads a stored form; arrays go to the arena. False where the bytes are none of this program. */
bool derived_read(const struct merit_program *program,
                  struct bytes stored,
                  struct arena *arena,
                  struct derived *ret_derived);
void derived_write(const struct merit_program *program,
                   const struct derived *derived,
                   struct buffer *to);

/* The due day alone, where it stands; MERIT_NO_DAY where there is no record. */
int32_t derived_due_day(struct bytes stored);
void derived_set_due_day(uint8_t *stored, int32_t day);

/* What stands before the blocks, read in place. */
struct derived_head {
    uint32_t series_count;
    uint32_t product_count;
    const uint8_t *product_of_series;
    const uint8_t *products;
    uint8_t block_count;
};
/* Leaves the reader at the first block. False where the bytes are none. */
bool derived_read_head(struct reader *reader, struct derived_head *ret_head);
uint16_t derived_product_of(const struct derived_head *head, uint32_t series);
struct derived_product derived_product_at(const struct derived_head *head, uint32_t product);

/* The block of a designation; NULL: it adds nothing to it. */
const struct derived_block *derived_block_of(const struct derived *derived, uint8_t designation);

#endif
