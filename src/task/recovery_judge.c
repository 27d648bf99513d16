/* Judges a state that has been reached: whose it is, by which rules, of which commit. */
#include "task/key.h"
#include "task/recovery.h"

static enum recovery_action say(struct recovery *recovery,
                                enum recovery_action action,
                                const char *why)
{
    recovery->why = why;
    return action;
}

static enum recovery_action stop(struct recovery *recovery, const char *why)
{
    return say(recovery, RECOVERY_STOP, why);
}

static enum recovery_action refuse(struct recovery *recovery, const char *why)
{
    return say(recovery, RECOVERY_REFUSE, why);
}

/* The committed offsets are those of the commit that the record is part of. */
static bool are_of_record(const struct recovery_start *start, struct bytes stored)
{
    struct task_record record;
    bool newer;
    bool same = task_record_read(stored, &record, &newer) &&
                task_metadata_of(stored, record.commit).hash == start->committed.hash;
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        same = same && record.positions[i] == start->positions[i];
    }
    return same && record.commit == start->committed.commit;
}

bool recovery_may_keep(const struct recovery_start *start, const struct table *state)
{
    struct key key = key_of(KEY_TASK);
    return start->has_offsets && start->offsets_agree &&
           are_of_record(start, state_get(state, key_view(&key)));
}

static enum recovery_action compare_record(struct recovery *recovery, struct bytes stored)
{
    const struct recovery_start *start = &recovery->start;
    struct task_record record;
    bool newer;
    if (!task_record_read(stored, &record, &newer)) {
        return newer ? refuse(recovery, "the state was written by a newer meritd: run that one")
                     : stop(recovery, "the task's record in the state is damaged: delete the state "
                                      "folder, it is rebuilt from the change log");
    }
    if (!merit_text_equal(record.cluster_id, start->cluster_id)) {
        return refuse(recovery, "the state is of another Kafka cluster: use another application_id "
                                "and state.directory");
    }
    if (record.task_count != start->task_count) {
        return refuse(recovery, "the state is of another number of partitions: go back to that "
                                "number, or take it over with `merit reshard`");
    }
    if (record.revision > start->revision) {
        recovery->revision = record.revision;
        recovery->program_hash = record.program_hash;
        return say(recovery, RECOVERY_RULES, "the state was made by rules of a higher revision");
    }
    if (record.revision == start->revision && record.program_hash != start->program_hash) {
        return refuse(recovery, "the state was made by other rules of the same revision: raise "
                                "the revision in program.yaml, or go back to those");
    }
    if (record.format < TASK_FORMAT && record.program_hash != start->program_hash) {
        return refuse(recovery, "the state is of an older format, and the rules are others: start "
                                "once with those that it was made by, then change them");
    }
    if (record.commit != recovery->target) {
        return stop(recovery, "the state does not hold the commit that it says");
    }
    return RECOVERY_DONE;
}

enum recovery_action recovery_judge(struct recovery *recovery,
                                    uint32_t program_hash,
                                    int64_t revision)
{
    struct recovery_start *start = &recovery->start;
    start->program_hash = program_hash;
    start->revision = revision;
    recovery->why = NULL;
    if (recovery->target == 0) {
        return RECOVERY_DONE;
    }
    struct key key = key_of(KEY_TASK);
    struct bytes stored = state_get(recovery->table, key_view(&key));
    enum recovery_action action = compare_record(recovery, stored);
    if (action != RECOVERY_DONE || !start->has_offsets) {
        return action;
    }
    return are_of_record(start, stored)
               ? RECOVERY_DONE
               : stop(recovery, "the group's committed offsets are not those of the state: they "
                                "were changed by something else; set them back, or delete them "
                                "to go on from the change log");
}
