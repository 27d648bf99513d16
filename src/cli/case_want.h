/* What a case expects: the fields of a score, of its metrics, of transitions and changes. */
#ifndef CLI_CASE_WANT_H
#define CLI_CASE_WANT_H

#include "cli/case_words.h"
#include "merit/output.h"

/* Fields that can be expected: name, and of what (bits of CASE_OF_...). */
#define CASE_FIELD_MAP(X)                                                                          \
    X(POINTS, "points", CASE_OF_SCORE | CASE_OF_CHANGE | CASE_OF_TRANSITION | CASE_OF_METRIC)      \
    X(ACTUAL, "actual", CASE_OF_METRIC)                                                            \
    X(TARGET, "target", CASE_OF_METRIC)                                                            \
    X(MAX, "max", CASE_OF_METRIC)                                                                  \
    X(BASIS, "basis", CASE_OF_METRIC)                                                              \
    X(PATH, "path", CASE_OF_SCORE | CASE_OF_CHANGE)                                                \
    X(QUALIFIED, "qualified", CASE_OF_SCORE | CASE_OF_CHANGE)                                      \
    X(STATUS, "status", CASE_OF_SCORE)                                                             \
    X(ATTAINED_ON, "attained_on", CASE_OF_SCORE)                                                   \
    X(ANNIVERSARY_DATE, "anniversary_date", CASE_OF_SCORE | CASE_OF_TRANSITION)                    \
    X(SEQUENCE, "sequence", CASE_OF_SCORE | CASE_OF_CHANGE | CASE_OF_TRANSITION)                   \
    X(RULES, "rules", CASE_OF_SCORE | CASE_OF_CHANGE | CASE_OF_TRANSITION)                         \
    X(PREVIOUS_POINTS, "previous_points", CASE_OF_CHANGE)                                          \
    X(CROSSED, "crossed", CASE_OF_CHANGE)                                                          \
    X(CAUSE, "cause", CASE_OF_CHANGE | CASE_OF_TRANSITION)                                         \
    X(CAUSE_EVENT_ID, "cause_event_id", CASE_OF_CHANGE | CASE_OF_TRANSITION)                       \
    X(SPECIALIZATIONS, "specializations", CASE_OF_TRANSITION)

enum case_field {
#define CASE_FIELD_ENUM(name, text, of) CASE_FIELD_##name,
    CASE_FIELD_MAP(CASE_FIELD_ENUM)
#undef CASE_FIELD_ENUM
        CASE_FIELD_COUNT,
};

enum case_of {
    CASE_OF_SCORE = 1,
    CASE_OF_CHANGE = 2,
    CASE_OF_TRANSITION = 4,
    CASE_OF_METRIC = 8,
};

const char *case_field_name(enum case_field field);

/* One expected value. */
struct case_want {
    struct case_want *next;
    const struct yaml_node *node; /* the line it stands in */
    enum case_field field;
    struct merit_text part; /* of a metric's part, else null */
    struct merit_text text; /* as written */
    bool is_number;
    struct case_number number;
};

/* A metric, a transition or a change, with what is expected of it. */
struct case_item {
    struct case_item *next;
    const struct yaml_node *node;
    struct merit_text metric; /* of a metric */
    int transition;           /* of a transition */
    int32_t day;              /* of a transition or a change */
    struct case_want *wants;
};

/* A list that must be there item by item. */
struct case_list {
    const struct yaml_node *node; /* NULL: nothing is expected of it */
    struct case_item *items;
};

/* What is expected of one partner and designation at one moment. */
struct case_expectation {
    const struct yaml_node *node;
    struct merit_text partner;
    uint8_t designation; /* designation_count: the badge */
    const char *designation_id;
    struct case_want *score;
    struct case_item *metrics;
    struct case_list transitions;
    struct case_list changes;
    const struct yaml_node *order; /* NULL, or a list of texts: that day's outputs */
};

/* What stands at the top of the file, for expectations that do not say it. */
struct case_defaults {
    const struct merit_program *program;
    struct merit_text partner;
    struct merit_text designation;
};

/* Index of a designation, the badge after the last; -1, and said at the node, where there is none.
 */
int case_designation(const struct merit_program *program,
                     const struct yaml_node *node,
                     struct merit_text id);

/* Reads the block below `expect:`; what is wrong is said. */
const struct case_expectation *case_expectation_read(const struct yaml_node *map,
                                                     const struct case_defaults *defaults);

#endif
