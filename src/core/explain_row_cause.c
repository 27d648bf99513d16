/* Why a side of one contribution differs between two explanations that differ in one thing. */
#include "core/explain_change.h"
#include "core/explain_customer.h"

#include <assert.h>

static bool is_between(enum merit_reason reason, enum merit_reason first, enum merit_reason last)
{
    return reason >= first && reason <= last;
}

static bool lacks_association(const struct merit_contribution *row)
{
    return is_between(row->why.reason, MERIT_REASON_NO_ASSOCIATION,
                      MERIT_REASON_ASSOCIATION_OTHER_TYPE);
}

bool explain_is_failure(enum merit_reason reason)
{
    return is_between(reason, MERIT_REASON_NO_REPORTS, MERIT_REASON_ASSOCIATION_OTHER_TYPE) ||
           is_between(reason, MERIT_REASON_CERTIFICATION_EXPIRED,
                      MERIT_REASON_CERTIFICATION_NOT_COUNTED);
}

/* A test of a product, or of the tenant as a whole; else it is a figure that is added. */
static bool is_test(const struct merit_contribution *row)
{
    return row->figure == MERIT_NONE || (row->check.made && !row->closed);
}

/* Associations can only be the cause where time went on or they themselves changed. */
static bool may_be_association(const struct explain_row_step *step)
{
    return step->to == EXPLAIN_AGED || step->to == EXPLAIN_LINKED;
}

/* Nothing more particular is known than what the step was. */
static enum merit_reason of_step(const struct explain_row_step *step)
{
    switch (step->to) {
    case EXPLAIN_REPORTED:
        return step->side == EXPLAIN_NOW ? MERIT_REASON_REPORTED : MERIT_REASON_REPORTED_BEFORE;
    case EXPLAIN_LINKED:
        return MERIT_REASON_ASSOCIATION_CHANGED;
    case EXPLAIN_AFTER:
        return MERIT_REASON_RULES_CHANGED;
    case EXPLAIN_BEFORE:
    case EXPLAIN_AGED:
    case EXPLAIN_STEPS:
        break;
    }
    if (step->row->monthly) {
        return MERIT_REASON_MONTH_CLOSES;
    }
    return step->from->counted != step->row->counted ? MERIT_REASON_ASSOCIATION_CHANGED
                                                     : MERIT_REASON_REPORT_BEGINS;
}

/* ---- what counts now --------------------------------------------------------------------- */

static enum merit_reason cause_of_loss(const struct explain_row_step *step)
{
    const struct merit_contribution *row = step->row;
    const struct merit_contribution *last = step->last;
    if (lacks_association(row) && lacks_association(last) && may_be_association(step)) {
        return last->why.reason;
    }
    bool fails = row->check.made && !row->check.holds;
    if (fails && last->check.made && !last->check.holds) {
        return explain_check_reason(&last->check);
    }
    return is_test(last) ? MERIT_REASON_LOST : of_step(step);
}

static enum merit_reason cause_of_gain(const struct explain_row_step *step)
{
    const struct merit_contribution *last = step->last;
    const struct merit_contribution *first = step->first;
    bool lacked = lacks_association(step->from) && lacks_association(first);
    if (step->from->why.reason == MERIT_REASON_ASSOCIATION_OTHER_SUBSCRIPTION) {
        lacked = step->to == EXPLAIN_LINKED; /* the subscription that it is for may have come */
    }
    if (lacked && !lacks_association(last) && may_be_association(step)) {
        return MERIT_REASON_ASSOCIATION_HOLDS;
    }
    bool opened = step->from->closed && first->closed && !last->closed;
    bool test = is_test(last) && step->side == EXPLAIN_NOW &&
                step->from->why.reason != MERIT_REASON_NO_REPORTS;
    return opened || test ? MERIT_REASON_CONDITION_MET : of_step(step);
}

/* Where it is counted on one of the two sides of the step alone, that is the cause, also of a
 * difference against its sense: a growth that is negative. */
static enum merit_reason cause_of_now(const struct explain_row_step *step)
{
    if (step->row->person) {
        return step->gained ? MERIT_REASON_CERTIFICATION_GAINED : step->row->why.reason;
    }
    bool was = !explain_is_failure(step->from->why.reason);
    bool is = !explain_is_failure(step->row->why.reason);
    bool gained = was == is ? step->gained : is;
    return gained ? cause_of_gain(step) : cause_of_loss(step);
}

/* ---- what it is compared with ------------------------------------------------------------ */

/* True where what it is compared with came or went because it is, or is not, counted now, on the
 * second day other than on the first. */
static bool turns_with_now(const struct explain_row_step *step)
{
    const struct merit_contribution *from = step->from;
    const struct merit_contribution *row = step->row;
    bool closes = from->closed != row->closed && step->first->closed != step->last->closed;
    return closes || (from->since_claim && may_be_association(step) &&
                      lacks_association(from) != lacks_association(row) &&
                      lacks_association(step->first) != lacks_association(step->last));
}

static enum merit_reason cause_of_compared(const struct explain_row_step *step)
{
    const struct merit_contribution *from = step->from;
    const struct merit_contribution *row = step->row;
    if (turns_with_now(step)) {
        return cause_of_now(step);
    }
    if (from->closed != row->closed && is_test(step->last)) {
        /* Closed in between: what a test was then is not to be seen. */
        return step->last->why.reason;
    }
    bool same_day = row->before.day != MERIT_NO_DAY && from->before.day == row->before.day;
    if (step->to == EXPLAIN_REPORTED || (step->to == EXPLAIN_LINKED && row->figure == MERIT_NONE)) {
        return of_step(step);
    }
    if (same_day || (row->since_claim && from->counted != row->counted)) {
        return MERIT_REASON_ASSOCIATION_CHANGED;
    }
    return step->to == EXPLAIN_LINKED || row->far.day != MERIT_NO_DAY ? MERIT_REASON_CLAIM_MOVED
                                                                      : MERIT_REASON_FAR_EDGE_MOVED;
}

enum merit_reason explain_row_cause(const struct explain_row_step *step)
{
    assert(step->from != NULL && step->row != NULL);
    assert(step->first != NULL && step->last != NULL);
    if (step->to == EXPLAIN_AFTER) {
        return MERIT_REASON_RULES_CHANGED;
    }
    return step->side == EXPLAIN_NOW ? cause_of_now(step) : cause_of_compared(step);
}
