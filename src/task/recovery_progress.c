/* How far the opening of a task is. */
#include "task/recovery.h"

/* What a phase has done, from and up to thousandths of the whole. */
static uint32_t share_of(const struct recovery *recovery,
                         int64_t position,
                         uint32_t from,
                         uint32_t up_to)
{
    int64_t length = recovery->start.log_high - recovery->offset;
    int64_t done = position - recovery->offset;
    if (length <= 0 || done <= 0) {
        return from;
    }
    done = done < length ? done : length;
    return from + (uint32_t)((up_to - from) * (uint64_t)done / (uint64_t)length);
}

uint32_t recovery_progress(const struct recovery *recovery, int64_t position)
{
    enum { NOTHING = 0, SCANNED = 400, LOADED = 600, ALL = 1000 };
    switch (recovery->phase) {
    case RECOVERY_SCAN:
        return share_of(recovery, position, NOTHING, SCANNED);
    case RECOVERY_CHUNKS:
        return share_of(recovery, position, SCANNED, LOADED);
    case RECOVERY_DELTAS:
        break;
    }
    uint32_t before = recovery->whole.ended ? LOADED : recovery->scanned ? SCANNED : NOTHING;
    return share_of(recovery, position, before, ALL);
}
