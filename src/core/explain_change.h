/* What changed between two explanations of one designation of a partner. */
#ifndef CORE_EXPLAIN_CHANGE_H
#define CORE_EXPLAIN_CHANGE_H

#include "base/arena.h"
#include "merit/change.h"

/* The explanations that lead from the first day to the second, each of which differs from the one
 * before it in one thing alone: so what differs in its figures has that thing for its cause. */
enum explain_step {
    EXPLAIN_BEFORE,   /* the first day */
    EXPLAIN_AGED,     /* what was known then, by the rules of then, on the second day */
    EXPLAIN_REPORTED, /* with the reports that are known on the second day */
    EXPLAIN_LINKED,   /* with the associations and certificates too */
    EXPLAIN_AFTER,    /* by the rules of the second day */
    EXPLAIN_STEPS,
};

/* All but the last are of one span. task/explain_between.h makes them. */
struct explain_steps {
    const struct merit_explanation *of[EXPLAIN_STEPS];
};

void explain_change(const struct explain_steps *steps,
                    struct arena *arena,
                    struct merit_change *ret_change);

/* core/explain_row_change.c: one contribution at each step (NULL: none) as at most
 * EXPLAIN_ROW_PARTS parts, whose differences sum to the change of amount / unit and of base / unit.
 * Returns how many. */
enum { EXPLAIN_ROW_PARTS = 8 };

struct explain_row_change {
    const struct merit_option_explained *options[EXPLAIN_STEPS]; /* NULL: the rules have none */
    const struct merit_contribution *rows[EXPLAIN_STEPS];
};
uint32_t explain_row_change(const struct explain_row_change *change,
                            struct merit_change_part ret_parts[EXPLAIN_ROW_PARTS]);

/* core/explain_row_cause.c: why a side of a contribution differs between two steps. */
enum explain_side {
    EXPLAIN_NOW,      /* what counts now */
    EXPLAIN_COMPARED, /* what it is compared with */
    EXPLAIN_SIDES,
};
/* A step of a contribution. */
struct explain_row_step {
    enum explain_step to; /* which step was taken */
    enum explain_side side;
    bool gained; /* the side is larger than it was */
    const struct merit_contribution *from;
    const struct merit_contribution *row;   /* after this step */
    const struct merit_contribution *first; /* on the first day */
    const struct merit_contribution *last;  /* after the last step that is not of the rules */
};
enum merit_reason explain_row_cause(const struct explain_row_step *step);
/* A reason why nothing is looked at, or a test does not hold. */
bool explain_is_failure(enum merit_reason reason);

/* amount / the option's unit; 0 without an option. */
struct merit_ratio explain_said_amount(const struct merit_option_explained *option,
                                       merit_int128 amount);
struct merit_ratio explain_difference(struct merit_ratio before, struct merit_ratio after);

#endif
