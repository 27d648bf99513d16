/* What the core says: score changes, designation events and scores, exact and not yet encoded. */
#ifndef MERIT_OUTPUT_H
#define MERIT_OUTPUT_H

#include "merit/program.h"

/* The causes, transitions and states of contract §2, in the order of the Avro enums. */
enum merit_cause {
    MERIT_CAUSE_EVENT,
    MERIT_CAUSE_TIME,
    MERIT_CAUSE_RULES,
};

enum merit_transition {
    MERIT_ATTAINED,
    MERIT_AT_RISK,
    MERIT_RECOVERED,
    MERIT_RENEWED,
    MERIT_LAPSED,
};

enum merit_status {
    MERIT_STATUS_NOT_ATTAINED,
    MERIT_STATUS_ATTAINED,
    MERIT_STATUS_AT_RISK,
};

extern const char *const merit_cause_names[];
extern const char *const merit_transition_names[];
extern const char *const merit_status_names[];

struct merit_part_score {
    const char *name;
    struct merit_ratio actual; /* reported units */
    struct merit_ratio target;
};

struct merit_metric_score {
    const char *metric;
    const char *basis; /* NULL: none */
    struct merit_ratio actual;
    struct merit_ratio target;
    struct merit_ratio points; /* exact */
    int32_t max_points;
    uint8_t part_count;
    struct merit_part_score parts[MERIT_OPTIONS_MAX];
};

/* A designation's score as evaluated: the reported path whole. */
struct merit_score {
    const char *path;         /* NULL: none */
    struct merit_ratio total; /* exact; compare this, never the hundredths */
    int64_t hundredths;       /* total x 100, rounded half up */
    bool qualified;
    uint8_t metric_count;
    struct merit_metric_score metrics[MERIT_METRICS_MAX];
};

struct merit_crossing {
    int32_t threshold;
    bool up;
};

struct merit_score_changed {
    int64_t sequence;
    int64_t previous_hundredths;
    bool previously_qualified;
    uint8_t crossing_count;
    struct merit_crossing crossings[MERIT_THRESHOLDS_MAX];
    struct merit_score score;
};

struct merit_designation_event {
    int64_t sequence;
    int64_t score_sequence;
    enum merit_transition transition;
    int64_t hundredths;
    int32_t anniversary_day; /* MERIT_NO_DAY: null */
    uint8_t specialization_count;
    const char *specializations[MERIT_SPECIALIZATIONS_MAX * MERIT_DESIGNATIONS_MAX];
};

/* One DesignationScore (contract §2). */
struct merit_designation_score {
    int64_t sequence; /* of the last ScoreChanged */
    enum merit_status status;
    int32_t anniversary_day;
    int32_t attained_day;
    struct merit_score score;
};

enum merit_output_kind {
    MERIT_OUTPUT_SCORE_CHANGED,
    MERIT_OUTPUT_DESIGNATION,
    MERIT_OUTPUT_SCORE,
};

/* One output record. Texts and ids are borrowed: from the program and from the step that made it,
 * until the next step. */
struct merit_output {
    enum merit_output_kind kind;
    struct merit_text partner_id;
    const char *designation;
    int32_t effective_day; /* of a score: as_of */
    int64_t occurred_at;   /* of the causing event; TIME and RULES: the start of effective_day */
    enum merit_cause cause;
    struct merit_text cause_event_id; /* null unless EVENT */
    int32_t version_day;              /* rules_version: this date and the program's hash */
    uint32_t program_hash;
    union {
        struct merit_score_changed score_changed;
        struct merit_designation_event designation_event;
        struct merit_designation_score score;
    };
};

/* True where outputs.from withholds it: an event of a day before `from_day` (MERIT_NO_DAY: none
 * is). Sequences count it all the same, and scores are never withheld. */
bool merit_output_is_withheld(const struct merit_output *output, int32_t from_day);

#endif
