/* All schemas that a process knows: its own six, and those that others write its inputs with. */
#ifndef CODEC_SCHEMA_SET_H
#define CODEC_SCHEMA_SET_H

#include "codec/plan.h"
#include "merit/output.h"

/* The records of a topic. The first three are numbered as enum merit_event_kind, those behind
 * RECORD_OUTPUT as enum merit_output_kind. */
enum record_kind {
    RECORD_ASSOCIATION,
    RECORD_USAGE,
    RECORD_CERTIFICATION,
    RECORD_SCORE_CHANGED,
    RECORD_DESIGNATION,
    RECORD_SCORE,
    RECORD_KINDS,
    RECORD_INPUTS = RECORD_SCORE_CHANGED, /* how many are inputs */
    RECORD_OUTPUT = RECORD_SCORE_CHANGED, /* the first output */
};

static inline enum record_kind record_kind_of_output(enum merit_output_kind kind)
{
    return (enum record_kind)(RECORD_OUTPUT + (int)kind);
}

/* "AssociationEvent" and so on. */
const char *record_schema_name(enum record_kind kind);

enum { SCHEMA_WRITERS_MAX = 65 }; /* of one kind: ours, and as many as a folder may hold */

/* Plans of one input's writers by fingerprint; the first is ours. */
struct schema_writers {
    uint32_t count;
    uint64_t fingerprints[SCHEMA_WRITERS_MAX];
    struct plan plans[SCHEMA_WRITERS_MAX];
};

/* Constant after loading: any thread may use it. */
struct schema_set {
    struct arena arena;
    uint64_t fingerprints[RECORD_KINDS]; /* of ours */
    struct schema_writers writers[RECORD_INPUTS];
};

/* Reads FOLDER/<name>.avsc for each of the six, which must be those of this version (documentation
 * and order of attributes aside), and every FOLDER/writers/<any name>.avsc, a schema by which some
 * producer writes one of the inputs: of the same full name, and such that its records can be read.
 * NULL, with a line for each fault added to `errors`, where something is wrong. */
struct schema_set *schema_set_load(const char *folder, struct text_buffer *errors);
void schema_set_free(struct schema_set *set);

/* The plan for the fingerprint, NULL where no writer of that input is known by it. */
const struct plan *schema_set_plan(const struct schema_set *set,
                                   enum merit_event_kind kind,
                                   uint64_t fingerprint);

/* True where some other record of ours or of an input's writers has the fingerprint. */
bool schema_set_knows(const struct schema_set *set, uint64_t fingerprint);

#endif
