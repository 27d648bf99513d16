/* How a task is opened: from which commit it goes on, and how its state gets there. */
#ifndef TASK_RECOVERY_H
#define TASK_RECOVERY_H

#include "base/table.h"
#include "task/change.h"
#include "task/task_record.h"

/* Pure: the caller says what it found, does what it is told, and says what came of it.
 *
 *   offsets      change log   on disk            what is done
 *   none         empty        none               a first start
 *   none         has commits  any                the log's last commit: offsets have expired
 *   of commit n  any          of n               go on
 *   of commit n  has m+1..n   of m < n           the deltas m+1 .. n
 *   of commit n  has n        none, or too old   rebuild: the last whole snapshot, or nothing;
 *                                                then all deltas after it, up to n
 *   of commit n  ends before  any but n          stop: the log is not this group's
 *   any          empty        any                stop, where there is a commit: it was made anew
 *   any          ends before the disk's place in it   likewise
 *
 * Where the disk was to be gone on from and turns out to be damaged (recovery_lose_local): as with
 * none, up to the same commit. What the log lacks for it stops the opening.
 *
 * A standby (start.follows) does the same with no commit to stop at: from the disk, the last whole
 * snapshot or the first commit on, every commit that comes.
 */

/* What is known before the log is read. */
struct recovery_start {
    uint32_t task_count;
    uint32_t program_hash;
    int64_t revision;             /* of the rule program */
    struct merit_text cluster_id; /* borrowed */
    bool follows;       /* no target: it never ends, for a standby; offsets are not looked at */
    bool trust_local;   /* an embedded broker keeps no offsets: the disk stands for them */
    bool has_offsets;   /* for some input */
    bool offsets_agree; /* for all inputs, with the same good metadata */
    struct task_metadata committed; /* of the offsets */
    int64_t positions[TASK_INPUT_COUNT];
    int64_t log_low; /* the change log's first offset and the one behind its last */
    int64_t log_high;
    uint64_t local_commit; /* of the state on disk; 0: none */
    int64_t local_offset;  /* no message of a later commit lies before it in the log */
};

/* Whether a task that was put aside right after its last commit may go on as it is in memory:
 * nobody has committed for it since. The group's offsets, read after the task was given again and
 * with no transaction open that moves them, name that very commit, and stand where it left them.
 * `state` is that of the task. */
bool recovery_may_keep(const struct recovery_start *start, const struct table *state);

enum recovery_action {
    RECOVERY_READ,   /* read the log from recovery.offset on, give each message */
    RECOVERY_DONE,   /* the table holds the state of recovery.target (0: a first start) */
    RECOVERY_STOP,   /* it cannot be opened: recovery.why says why */
    RECOVERY_REFUSE, /* likewise: it belongs to something else, nothing must be changed */
    RECOVERY_RULES,  /* the table holds it, but it was made by rules of a higher revision,
                      * recovery.revision: recovery_judge by rules that are none lower; without such
                      * it cannot be opened, and nothing must be changed */
};

enum recovery_phase {
    RECOVERY_SCAN,   /* looks for marks and the last commit */
    RECOVERY_CHUNKS, /* loads the snapshot's chunks */
    RECOVERY_DELTAS, /* applies deltas */
};

struct recovery_mark {
    uint64_t snapshot;
    int64_t offset; /* of the begin mark */
    uint32_t chunks;
    uint64_t checksum;
    bool broken;
    bool ended; /* its chunks have been loaded */
};

struct recovery {
    struct recovery_start start;
    enum recovery_phase phase;
    int64_t offset; /* where to read from */
    bool from_local;
    bool lost_local; /* it was damaged */
    bool scanned;
    bool has_target;
    uint64_t target;  /* the commit to reach */
    uint64_t reached; /* the last whole one the table holds */
    int64_t behind;   /* no message of a later commit lies before it: not log_high, for another
                       * process may have committed between the reading of offsets and log */
    uint32_t next_part;
    uint64_t last_in_log;
    struct recovery_mark open;  /* a snapshot begun and not ended; snapshot 0: none */
    struct recovery_mark whole; /* the last that is whole */
    const struct table *table;  /* where the caller puts items: looked at when all is there */
    bool refused;
    int64_t revision; /* of RECOVERY_RULES: of the rules that the state was made by */
    uint32_t program_hash;
    const char *why; /* of RECOVERY_STOP and RECOVERY_REFUSE: a sentence, and what to do; of
                      * RECOVERY_RULES a sentence */
};

/* Decides what to do first. RECOVERY_READ with from_local, now or later: the state on disk is to be
 * loaded into the table first; otherwise the table must be empty. `table` is borrowed. */
enum recovery_action recovery_begin(struct recovery *recovery,
                                    const struct recovery_start *start,
                                    const struct table *table);
/* One message of the log, in order; true where its items are to be put into the table. */
bool recovery_message(struct recovery *recovery, int64_t offset, struct bytes message);
/* What was given out so far is the state at commit `reached`: neither a snapshot nor a commit of
 * several messages is there in part. Who follows holds messages until it says so. */
bool recovery_is_whole(const struct recovery *recovery);
/* It goes on from the state on disk, or whether it does is not decided yet. Where it does not, a
 * state that was loaded already is of no use. */
bool recovery_may_use_local(const struct recovery *recovery);
/* With from_local, before anything of the log was given: the state on disk cannot be loaded. The
 * table must be empty, and the log is to be read from recovery.offset on. What is on disk need not
 * be emptied before the state is there anew: until then it says how far the log has been. */
void recovery_lose_local(struct recovery *recovery);
/* True where nothing further of the log is needed now. */
bool recovery_is_over(const struct recovery *recovery);
/* The log has been read up to log_high, or recovery_is_over: what next? */
enum recovery_action recovery_end(struct recovery *recovery);

/* ---- the state reached (recovery_judge.c) -------------------------------------------------- */

/* Whether it is to be opened, under this rule program: RECOVERY_READ is no answer. recovery_end
 * asks it for the rules of the start; whoever was told RECOVERY_RULES may ask again. */
enum recovery_action recovery_judge(struct recovery *recovery,
                                    uint32_t program_hash,
                                    int64_t revision);

/* ---- the group's offsets (recovery_offsets.c) --------------------------------------------- */

/* Takes what the group has committed of a task into the start: of each input the offset, -1 for
 * none, and the text beside it. */
void recovery_take_offsets(struct recovery_start *start,
                           const int64_t offsets[TASK_INPUT_COUNT],
                           const char *const metadata[TASK_INPUT_COUNT]);
/* A task that is open goes on elsewhere than the group's offsets say (they have expired): its
 * inputs are read from its own positions, and a commit is to bring the offsets back. */
bool recovery_goes_elsewhere(const struct task_record *record,
                             const int64_t offsets[TASK_INPUT_COUNT]);

/* ---- progress (recovery_progress.c) ------------------------------------------------------- */

/* About how much of the reading is done where this phase has read up to `position` (-1: nothing):
 * thousandths, of whose later half a scan cannot know how long it will take. */
uint32_t recovery_progress(const struct recovery *recovery, int64_t position);

#endif
