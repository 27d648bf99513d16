/* What the group has committed of a task, for its opening. */
#include "task/recovery.h"

void recovery_take_offsets(struct recovery_start *start,
                           const int64_t offsets[TASK_INPUT_COUNT],
                           const char *const metadata[TASK_INPUT_COUNT])
{
    start->has_offsets = false;
    start->offsets_agree = true;
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        start->positions[i] = offsets[i];
        start->has_offsets = start->has_offsets || offsets[i] >= 0;
    }
    for (int i = 0; start->has_offsets && i < TASK_INPUT_COUNT; i++) {
        struct task_metadata own = {0, 0};
        bool good = offsets[i] >= 0 && task_metadata_read(metadata[i], &own) &&
                    (i == 0 || memcmp(&own, &start->committed, sizeof own) == 0);
        start->committed = own;
        start->offsets_agree = start->offsets_agree && good;
    }
}

bool recovery_goes_elsewhere(const struct task_record *record,
                             const int64_t offsets[TASK_INPUT_COUNT])
{
    bool differs = false;
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        int64_t position = record->positions[i];
        differs = differs || (position >= 0 && position != offsets[i]);
    }
    return differs;
}
