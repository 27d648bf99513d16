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

static bool is_zero(const struct merit_contribution *row)
{
    return row->amount == 0 && row->base == 0;
}

static bool is_nearer(const struct merit_contribution *a, const struct merit_contribution *b)
{
    return merit_ratio_compare(merit_contribution_nearness(a), merit_contribution_nearness(b)) > 0;
}

/* The row that adds nothing and came least near. Seldom looked for anew, for most rows are not
 * nearer than the least near of so many. */
static void find_farthest_zero(struct merit_option_explained *option)
{
    option->farthest_zero = 0;
    for (uint32_t i = 0; i < option->row_count; i++) {
        const struct merit_contribution *row = &option->rows[i];
        if (is_zero(row) && (option->farthest_zero == 0 ||
                             is_nearer(&option->rows[option->farthest_zero - 1], row))) {
            option->farthest_zero = i + 1;
        }
    }
}

static void keep(struct arena *arena,
                 const struct merit_contribution *row,
                 struct merit_contribution *place)
{
    *place = *row;
    place->why.about = arena_text(arena, row->why.about);
}

/* Among as many as are kept, it takes the place of the least near, if it is nearer. */
static void keep_nearer(struct arena *arena,
                        const struct merit_contribution *row,
                        struct merit_option_explained *option)
{
    if (option->farthest_zero == 0) {
        find_farthest_zero(option);
    }
    struct merit_contribution *farthest = &option->rows[option->farthest_zero - 1];
    if (is_nearer(row, farthest)) {
        keep(arena, row, farthest);
        option->farthest_zero = 0;
    }
}

void explain_rows_add(struct arena *arena,
                      const struct merit_contribution *row,
                      struct merit_option_explained *option)
{
    bool zero = is_zero(row);
    uint32_t zeros =
        option->zero_count < MERIT_EXPLAIN_ZEROS_MAX ? option->zero_count : MERIT_EXPLAIN_ZEROS_MAX;
    option->zero_count += zero;
    bool full = zero ? zeros == MERIT_EXPLAIN_ZEROS_MAX
                     : option->row_count - zeros == MERIT_EXPLAIN_ROWS_MAX;
    if (!full) {
        keep(arena, row, add_row(arena, option));
        return;
    }
    option->rest_count++;
    option->rest_amount += row->amount;
    option->rest_base += row->base;
    if (zero) {
        keep_nearer(arena, row, option);
    }
}
