/* Contributions as they are gathered, within the limits of an explanation. */
#ifndef TASK_EXPLAIN_ROWS_H
#define TASK_EXPLAIN_ROWS_H

#include "base/arena.h"
#include "merit/explain.h"

/* Takes a row; its texts are copied where they are not the caller's `name` or `product`, which must
 * be the arena's already. Beyond the limits only its amounts are kept. */
void explain_rows_add(struct arena *arena,
                      const struct merit_contribution *row,
                      struct merit_option_explained *option);

#endif
