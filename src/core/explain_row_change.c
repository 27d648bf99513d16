/* What became of one contribution between two explanations. */
#include "core/explain_change.h"
#include "core/explain_customer.h"

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

/* ---- reasons ----------------------------------------------------------------------------- */

static bool is_between(enum merit_reason reason, enum merit_reason first, enum merit_reason last)
{
    return reason >= first && reason <= last;
}

static bool is_association(enum merit_reason reason)
{
    return is_between(reason, MERIT_REASON_NO_ASSOCIATION, MERIT_REASON_ASSOCIATION_OTHER_TYPE);
}

/* A reason why nothing is looked at, or a test does not hold. */
static bool is_failure(enum merit_reason reason)
{
    return is_between(reason, MERIT_REASON_NO_REPORTS, MERIT_REASON_ASSOCIATION_OTHER_TYPE) ||
           is_between(reason, MERIT_REASON_CERTIFICATION_EXPIRED,
                      MERIT_REASON_CERTIFICATION_NOT_COUNTED);
}

static bool same_figures(const struct merit_contribution *a, const struct merit_contribution *b)
{
    return a->now.value == b->now.value && a->before.value == b->before.value &&
           a->check.left == b->check.left && a->check.right == b->check.right;
}

/* Of what is there on one of the two days alone. */
static enum merit_reason reason_of_one(const struct explain_row_change *change)
{
    if (!change->same_rules) {
        return MERIT_REASON_RULES_CHANGED;
    }
    return change->before == NULL ? MERIT_REASON_FIRST_SEEN : MERIT_REASON_GONE;
}

/* The rules alone differ, or it is counted on one of the two days only. False: neither. */
static bool find_failure(const struct explain_row_change *change, enum merit_reason *ret_reason)
{
    assert(change->before != NULL && change->after != NULL);
    if (!change->same_rules && same_figures(change->before, change->after)) {
        *ret_reason = MERIT_REASON_RULES_CHANGED;
        return true;
    }
    enum merit_reason before = change->before->why.reason;
    enum merit_reason after = change->after->why.reason;
    if (is_failure(after)) {
        *ret_reason = after;
        return true;
    }
    if (!is_failure(before)) {
        return false;
    }
    if (is_association(before)) {
        *ret_reason = MERIT_REASON_ASSOCIATION_HOLDS;
    } else if (before == MERIT_REASON_NO_REPORTS || change->before->check.made) {
        *ret_reason =
            before == MERIT_REASON_NO_REPORTS ? MERIT_REASON_REPORTED : MERIT_REASON_CONDITION_MET;
    } else {
        *ret_reason =
            change->after->person ? MERIT_REASON_CERTIFICATION_GAINED : MERIT_REASON_CONDITION_MET;
    }
    return true;
}

/* Why what counts now is another than then. */
static enum merit_reason reason_of_now(const struct explain_row_change *change)
{
    assert(change->before != NULL && change->after != NULL);
    enum merit_reason reason;
    if (find_failure(change, &reason)) {
        return reason;
    }
    const struct merit_check *check = &change->after->check;
    if (check->made && !check->holds) {
        return explain_check_reason(check);
    }
    bool another_month = change->after->figure == MERIT_FIGURE_REVENUE &&
                         change->before->now.day != change->after->now.day;
    return another_month ? MERIT_REASON_MONTH_CLOSES : MERIT_REASON_REPORTED;
}

/* Why what is compared with it is another than then. */
static enum merit_reason reason_of_before(const struct explain_row_change *change)
{
    assert(change->before != NULL && change->after != NULL);
    enum merit_reason reason;
    if (find_failure(change, &reason)) {
        return reason;
    }
    const struct merit_contribution *before = change->before;
    const struct merit_contribution *after = change->after;
    if (before->before.day == after->before.day && after->before.day != MERIT_NO_DAY) {
        return MERIT_REASON_REPORTED_BEFORE;
    }
    return after->far.day != MERIT_NO_DAY ? MERIT_REASON_CLAIM_MOVED : MERIT_REASON_FAR_EDGE_MOVED;
}

/* ---- now and before ---------------------------------------------------------------------- */

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
    } else if (!is_failure(row->why.reason)) {
        split.now = row->now.value;
        split.before = row->before.value;
    }
    split.known = split.now - split.before == row->amount;
    return split;
}

static struct merit_change_part part_of(const struct explain_row_change *change)
{
    assert(change->before != NULL || change->after != NULL);
    const struct merit_contribution *any = change->after != NULL ? change->after : change->before;
    return (struct merit_change_part){
        .person = any->person,
        .name = any->name,
        .product = any->product,
        .before = change->before,
        .after = change->after,
    };
}

static struct merit_ratio said_difference(const struct explain_row_change *change,
                                          merit_int128 before,
                                          merit_int128 after)
{
    return explain_difference(explain_said_amount(change->option_before, before),
                              explain_said_amount(change->option_after, after));
}

static uint32_t add_part(struct merit_change_part *parts,
                         uint32_t count,
                         struct merit_change_part part)
{
    if (part.difference.numerator != 0) {
        parts[count++] = part;
    }
    return count;
}

uint32_t explain_row_change(const struct explain_row_change *change,
                            struct merit_change_part ret_parts[EXPLAIN_ROW_PARTS])
{
    struct merit_change_part now = part_of(change);
    struct merit_change_part before = now;
    merit_int128 amounts[2] = {change->before == NULL ? 0 : change->before->amount,
                               change->after == NULL ? 0 : change->after->amount};
    merit_int128 bases[2] = {change->before == NULL ? 0 : change->before->base,
                             change->after == NULL ? 0 : change->after->base};
    struct split was = split_of(change->before);
    struct split is = split_of(change->after);
    if (change->before == NULL || change->after == NULL) {
        now.reason = reason_of_one(change);
        before.reason = now.reason;
    } else {
        now.reason = reason_of_now(change);
        before.reason = reason_of_before(change);
    }
    if (bases[0] != 0 || bases[1] != 0) {
        before.of_base = true;
        now.difference = said_difference(change, amounts[0], amounts[1]);
        before.difference = said_difference(change, bases[0], bases[1]);
    } else if (was.known && is.known) {
        now.difference = said_difference(change, was.now, is.now);
        before.difference = said_difference(change, -was.before, -is.before);
    } else {
        now.difference = said_difference(change, amounts[0], amounts[1]);
        before.difference = (struct merit_ratio){0, 1};
    }
    if (now.reason == before.reason && !before.of_base) {
        now.difference = merit_ratio_reduce(merit_ratio_add(now.difference, before.difference));
        return add_part(ret_parts, 0, now);
    }
    return add_part(ret_parts, add_part(ret_parts, 0, now), before);
}
