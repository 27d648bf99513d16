/* Changes a tenant's derived record where it stands, when the reports of one series changed. */
#ifndef TASK_PATCH_H
#define TASK_PATCH_H

#include "task/refresh_tenant.h"

enum patch_result {
    PATCH_DONE,       /* *ret_changed: bit d: the sums of designation d changed */
    PATCH_IMPOSSIBLE, /* the record as it stands has no place for the change: refresh all of it */
};

/* The fast path of a usage report: computes the terms of one product and carries what they change
 * to the record's totals, the vector and the partner's sums; nothing is decoded that does not
 * change. What it did before it found the rest impossible is whole and counts in *ret_changed. */
enum patch_result patch_tenant(struct scoring *scoring,
                               const struct refresh_target *target,
                               uint32_t *ret_changed);

#endif
