/* A task's own record: how far it has come, and whose it is. Part of every commit. */
#ifndef TASK_TASK_RECORD_H
#define TASK_TASK_RECORD_H

#include "base/bytes.h"

/* Partition i of each of these belongs to task i. */
enum task_input {
    TASK_ASSOCIATIONS,
    TASK_USAGE,
    TASK_CERTIFICATIONS,
    TASK_FACTS,
    TASK_INPUT_COUNT,
};

enum {
    TASK_FORMAT = 2,        /* of all state records: a newer one is refused, an older one is brought
                             * to this one (task/migrate.h) */
    TASK_METADATA_MAX = 64, /* bytes of text beside a committed offset */
    TASK_CLUSTER_MAX = 128,
};

struct task_record {
    uint8_t format;  /* as it was read; written is TASK_FORMAT */
    uint64_t commit; /* number of the commit that it is part of; 0: none yet */
    uint32_t task_count;
    uint32_t program_hash;
    int64_t revision;
    struct merit_text cluster_id;        /* borrowed */
    int64_t positions[TASK_INPUT_COUNT]; /* the offset of the next record to apply */
    bool no_clock;                       /* announced that it has no tenants' clock */
    uint64_t snapshot;                   /* the last whole one in the log: its commit; 0: none */
    uint64_t log_bytes;                  /* of the log since that began */
};

void task_record_write(struct buffer *to, const struct task_record *record);
/* False where the bytes are none; *ret_newer: they are of a newer format. */
bool task_record_read(struct bytes bytes, struct task_record *ret_record, bool *ret_newer);

/* The text that goes with a commit's offsets: the commit's number, and a hash of the record. At
 * most TASK_METADATA_MAX bytes and a NUL. */
struct task_metadata {
    uint64_t commit;
    uint64_t hash;
};
struct task_metadata task_metadata_of(struct bytes record, uint64_t commit);
void task_metadata_write(const struct task_metadata *metadata, char to[TASK_METADATA_MAX + 1]);
bool task_metadata_read(const char *text, struct task_metadata *ret_metadata);

#endif
