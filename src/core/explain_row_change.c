/* What became of one contribution between two explanations. */
#include "core/explain_change.h"

#include <assert.h>

struct merit_ratio explain_said_amount(const struct merit_option_explained *option,
                                       merit_int128 amount)
{
    return (struct merit_ratio){amount, option == NULL ? 1 : option->unit};
}

struct merit_ratio explain_difference(struct merit_ratio before, struct merit_ratio after)
{
    before.numerator = -before.numerator;
    return merit_ratio_reduce(merit_ratio_add(before, after));
}

/* ---- now and compared -------------------------------------------------------------------- */

/* A contribution as what counts now less what it is compared with. */
struct split {
    bool known; /* false: it cannot be said so */
    merit_int128 now;
    merit_int128 before;
};

static struct split split_of(const struct merit_contribution *row)
{
    struct split split = {true, 0, 0};
    if (row == NULL) {
        return split;
    }
    if (row->why.reason == MERIT_REASON_COUNTED_BEFORE) {
        split.now = 1;
        split.before = 1;
    } else if (row->check.made || row->figure == MERIT_NONE) {
        split.now = row->amount > 0 ? row->amount : 0;
        split.before = row->amount < 0 ? -row->amount : 0;
    } else if (!explain_is_failure(row->why.reason)) {
        split.now = row->now.value;
        split.before = row->before.value;
    }
    split.known = split.now - split.before == row->amount;
    return split;
}

/* How a contribution is looked at: the same at every step. */
enum view {
    VIEW_GROWTH, /* its amount, and its base apart */
    VIEW_SPLIT,
    VIEW_READINGS, /* likewise; it counts on both days, whether in between or not */
    VIEW_WHOLE,    /* its amount */
};

static bool counts_figures(const struct merit_contribution *row)
{
    return row != NULL && !row->check.made && row->figure != MERIT_NONE &&
           !explain_is_failure(row->why.reason);
}

static enum view view_of(const struct explain_row_change *change)
{
    bool known = true;
    for (int i = 0; i < EXPLAIN_STEPS; i++) {
        if (change->rows[i] != NULL && change->rows[i]->base != 0) {
            return VIEW_GROWTH;
        }
        known = known && split_of(change->rows[i]).known;
    }
    if (!known) {
        return VIEW_WHOLE;
    }
    bool both = counts_figures(change->rows[EXPLAIN_BEFORE]) &&
                counts_figures(change->rows[EXPLAIN_LINKED]);
    return both ? VIEW_READINGS : VIEW_SPLIT;
}

static struct split split_at(const struct explain_row_change *change, enum view view, int step)
{
    const struct merit_contribution *row = change->rows[step];
    if (view == VIEW_READINGS && step < EXPLAIN_AFTER && row != NULL) {
        return (struct split){true, row->now.value, row->before.value};
    }
    return split_of(row);
}

/* What a side adds at a step; of a growth's base, to it. */
static struct merit_ratio value_of(const struct explain_row_change *change,
                                   enum view view,
                                   enum explain_side side,
                                   int step)
{
    const struct merit_contribution *row = change->rows[step];
    merit_int128 value = 0;
    if (view == VIEW_SPLIT || view == VIEW_READINGS) {
        struct split split = split_at(change, view, step);
        value = side == EXPLAIN_NOW ? split.now : -split.before;
    } else if (row != NULL && side == EXPLAIN_NOW) {
        value = row->amount;
    } else if (row != NULL && view == VIEW_GROWTH) {
        value = row->base;
    }
    return explain_said_amount(change->options[step], value);
}

/* ---- parts ------------------------------------------------------------------------------- */

static struct merit_change_part new_part(const struct explain_row_change *change)
{
    const struct merit_contribution *before = change->rows[EXPLAIN_BEFORE];
    const struct merit_contribution *after = change->rows[EXPLAIN_AFTER];
    assert(before != NULL || after != NULL);
    const struct merit_contribution *any = after != NULL ? after : before;
    return (struct merit_change_part){
        .person = any->person,
        .name = any->name,
        .product = any->product,
        .before = before,
        .after = after,
        .difference = {0, 1},
    };
}

/* Of what cannot be followed from step to step. False: it can be. */
static bool find_one_reason(const struct explain_row_change *change, enum merit_reason *ret_reason)
{
    bool all = true;
    bool left_out = false;
    for (int i = 0; i < EXPLAIN_STEPS; i++) {
        all = all && change->rows[i] != NULL;
        left_out = left_out || (change->rows[i] == NULL && change->options[i] != NULL &&
                                change->options[i]->rest_count > 0);
    }
    if (all) {
        return false;
    }
    const struct merit_contribution *const *rows = change->rows;
    bool rules = change->options[EXPLAIN_BEFORE] == NULL ||
                 change->options[EXPLAIN_AFTER] == NULL ||
                 (!left_out && (rows[EXPLAIN_LINKED] == NULL) != (rows[EXPLAIN_AFTER] == NULL));
    if (rules) {
        *ret_reason = MERIT_REASON_RULES_CHANGED;
    } else if (left_out) {
        *ret_reason = MERIT_REASON_BEYOND_LIMITS;
    } else {
        *ret_reason = rows[EXPLAIN_BEFORE] == NULL ? MERIT_REASON_FIRST_SEEN : MERIT_REASON_GONE;
    }
    return true;
}

static struct merit_ratio difference_of(const struct explain_row_change *change,
                                        enum view view,
                                        enum explain_side side,
                                        int step)
{
    return explain_difference(value_of(change, view, side, step - 1),
                              value_of(change, view, side, step));
}

static enum merit_reason cause_of(const struct explain_row_change *change,
                                  enum view view,
                                  enum explain_side side,
                                  int step)
{
    struct explain_row_step cause = {
        .to = (enum explain_step)step,
        .side = side,
        .gained = difference_of(change, view, side, step).numerator > 0,
        .from = change->rows[step - 1],
        .row = change->rows[step],
        .first = change->rows[EXPLAIN_BEFORE],
        .last = change->rows[EXPLAIN_LINKED],
    };
    if (view == VIEW_WHOLE && cause.from->now.value == cause.row->now.value) {
        cause.side = EXPLAIN_COMPARED;
    }
    return explain_row_cause(&cause);
}

/* The step under the rules of then that did the most in the sense of all of them together; 0: they
 * come to nothing. */
static int main_step(const struct explain_row_change *change,
                     enum view view,
                     enum explain_side side,
                     struct merit_ratio sum)
{
    int step = 0;
    struct merit_ratio most = {0, 1};
    for (int i = EXPLAIN_AGED; i < EXPLAIN_AFTER && sum.numerator != 0; i++) {
        struct merit_ratio difference = difference_of(change, view, side, i);
        difference.numerator = sum.numerator > 0 ? difference.numerator : -difference.numerator;
        if (difference.numerator > 0 && merit_ratio_compare(difference, most) >= 0) {
            most = difference;
            step = i;
        }
    }
    return step;
}

static bool is_against(struct merit_ratio difference, struct merit_ratio sum)
{
    return (difference.numerator > 0 && sum.numerator <= 0) ||
           (difference.numerator < 0 && sum.numerator >= 0);
}

/* A side's part for each step. Steps against each other, such as a month that closes and the report
 * of the next, are one part: of the step that did the most. */
static void take_side(const struct explain_row_change *change,
                      enum view view,
                      enum explain_side side,
                      struct merit_change_part ret_parts[EXPLAIN_STEPS])
{
    bool against = false;
    struct merit_ratio sum = explain_difference(value_of(change, view, side, EXPLAIN_BEFORE),
                                                value_of(change, view, side, EXPLAIN_LINKED));
    for (int i = EXPLAIN_AGED; i < EXPLAIN_STEPS; i++) {
        ret_parts[i] = new_part(change);
        ret_parts[i].of_base = side == EXPLAIN_COMPARED && view == VIEW_GROWTH;
        ret_parts[i].difference = difference_of(change, view, side, i);
        if (ret_parts[i].difference.numerator != 0) {
            ret_parts[i].reason = cause_of(change, view, side, i);
        }
        against = against || (i < EXPLAIN_AFTER && is_against(ret_parts[i].difference, sum));
    }
    int step = main_step(change, view, side, sum);
    for (int i = EXPLAIN_AGED; against && i < EXPLAIN_AFTER; i++) {
        ret_parts[i].difference = i == step ? sum : (struct merit_ratio){0, 1};
    }
    /* What happened came to nothing by the rules of now. */
    sum.numerator = -sum.numerator;
    if (merit_ratio_compare(ret_parts[EXPLAIN_AFTER].difference, sum) == 0) {
        for (int i = EXPLAIN_AGED; i < EXPLAIN_STEPS; i++) {
            ret_parts[i].difference = (struct merit_ratio){0, 1};
        }
    }
}

/* What cannot be followed from step to step has one reason. */
static void take_whole(const struct explain_row_change *change,
                       enum view view,
                       enum merit_reason reason,
                       struct merit_change_part ret_parts[EXPLAIN_SIDES])
{
    for (int side = 0; side < EXPLAIN_SIDES; side++) {
        ret_parts[side] = new_part(change);
        ret_parts[side].of_base = side == EXPLAIN_COMPARED && view == VIEW_GROWTH;
        ret_parts[side].reason = reason;
        ret_parts[side].difference =
            explain_difference(value_of(change, view, (enum explain_side)side, EXPLAIN_BEFORE),
                               value_of(change, view, (enum explain_side)side, EXPLAIN_AFTER));
    }
}

/* Parts of one reason are one. */
static uint32_t add_part(struct merit_change_part *parts,
                         uint32_t count,
                         const struct merit_change_part *part)
{
    if (part->difference.numerator == 0) {
        return count;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i].reason == part->reason && parts[i].of_base == part->of_base) {
            parts[i].difference =
                merit_ratio_reduce(merit_ratio_add(parts[i].difference, part->difference));
            return count;
        }
    }
    parts[count] = *part;
    return count + 1;
}

/* Without those that came to nothing. */
static uint32_t drop_nothing(struct merit_change_part *parts, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i].difference.numerator != 0) {
            parts[kept++] = parts[i];
        }
    }
    return kept;
}

uint32_t explain_row_change(const struct explain_row_change *change,
                            struct merit_change_part ret_parts[EXPLAIN_ROW_PARTS])
{
    enum view view = view_of(change);
    enum merit_reason reason;
    uint32_t count = 0;
    if (find_one_reason(change, &reason)) {
        struct merit_change_part parts[EXPLAIN_SIDES];
        take_whole(change, view, reason, parts);
        for (int side = 0; side < EXPLAIN_SIDES; side++) {
            count = add_part(ret_parts, count, &parts[side]);
        }
        return drop_nothing(ret_parts, count);
    }
    struct merit_change_part parts[EXPLAIN_SIDES][EXPLAIN_STEPS];
    for (int side = 0; side < EXPLAIN_SIDES; side++) {
        take_side(change, view, (enum explain_side)side, parts[side]);
    }
    for (int i = EXPLAIN_AGED; i < EXPLAIN_STEPS; i++) {
        for (int side = 0; side < EXPLAIN_SIDES; side++) {
            count = add_part(ret_parts, count, &parts[side][i]);
        }
    }
    return drop_nothing(ret_parts, count);
}
