/* A partner's sums of slots, per designation and span: they follow from its contributors' vectors.
 */
#ifndef TASK_SUMS_H
#define TASK_SUMS_H

#include "merit/program.h"
#include "task/key.h"

/* Whose sums. */
struct sums_of {
    struct table *state;
    const struct merit_program *program;
    uint32_t partner;
    uint8_t designation;
    uint8_t span;
    struct table_block **known; /* the designation's record used last, kept there; NULL: nowhere */
};

/* Reads slot_count values; zeros where there is no record. False: it is damaged. */
bool sums_read(const struct sums_of *of, merit_int128 *ret_sums);
/* Adds sign x slots (of a BY_PRODUCT slot 0: it is kept by product). */
void sums_add(const struct sums_of *of, const int64_t *slots, int sign);
/* Takes the record away where all of it is zero: a span that is over. */
void sums_settle(const struct sums_of *of);
/* Adds to the sum of one product of a BY_PRODUCT slot, and counts the products above 0; true where
 * their number changed. */
bool sums_add_product(const struct sums_of *of,
                      uint8_t slot,
                      struct merit_text product,
                      int64_t value);

#endif
