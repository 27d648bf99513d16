/* Contributions as they are gathered, within the limits of an explanation. */
#include "task/explain_rows.h"

enum { ROWS_FIRST = 8 };

/* A list's capacity is the power of two that its count has reached. */
static struct merit_contribution *add_row(struct arena *arena,
                                          struct merit_option_explained *option)
{
    uint32_t count = option->row_count;
    bool full = count == 0 || (count >= ROWS_FIRST && (count & (count - 1)) == 0);
    if (full) {
        uint32_t capacity = count == 0 ? ROWS_FIRST : 2 * count;
        struct merit_contribution *rows = arena_take(arena, capacity * sizeof *rows);
        if (count > 0) {
            memcpy(rows, option->rows, count * sizeof *rows);
        }
        option->rows = rows;
    }
    option->row_count++;
    return &option->rows[count];
}

void explain_rows_add(struct arena *arena,
                      const struct merit_contribution *row,
                      struct merit_option_explained *option)
{
    bool zero = row->amount == 0 && row->base == 0;
    option->zero_count += zero;
    uint32_t others = option->row_count - (option->zero_count < MERIT_EXPLAIN_ZEROS_MAX
                                               ? option->zero_count - zero
                                               : MERIT_EXPLAIN_ZEROS_MAX);
    if (zero ? option->zero_count > MERIT_EXPLAIN_ZEROS_MAX : others >= MERIT_EXPLAIN_ROWS_MAX) {
        option->rest_count++;
        option->rest_amount += row->amount;
        option->rest_base += row->base;
        return;
    }
    struct merit_contribution *kept = add_row(arena, option);
    *kept = *row;
    kept->why.about = arena_text(arena, row->why.about);
}
