/* The naive judge: every score from scratch, straight from the definitions.
 *
 * A second implementation of the scoring rules (§1 to §7) and of the replay of events (outside
 * contract §1, §2, §4, §6). It shares no code with the product and holds the rules' numbers itself,
 * on purpose: where the two differ, one of them has misread the rules. It keeps every event, finds
 * the newest by looking at all of them and computes nothing ahead. What it remembers beside what
 * was sent is what it last worked out of a partner, until that partner is touched or time goes on.
 */
#ifndef NAIVE_H
#define NAIVE_H

#include "merit/standing.h"
#include "naive_fraction.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    NAIVE_METRICS_MAX = 5,
    NAIVE_PARTS_MAX = 2,
    NAIVE_SPECIALIZATIONS_MAX = 9, /* of one designation */
};

enum naive_designation {
    NAIVE_MODERN_WORK,
    NAIVE_BUSINESS_APPLICATIONS,
    NAIVE_SECURITY,
    NAIVE_INFRASTRUCTURE,
    NAIVE_DIGITAL_APP_INNOVATION,
    NAIVE_DATA_AI,
    NAIVE_MICROSOFT_CLOUD,
    NAIVE_DESIGNATIONS = NAIVE_MICROSOFT_CLOUD, /* those with scores */
    NAIVE_STANDINGS,
};

/* In the order of the contract's enums. */
enum naive_cause {
    NAIVE_CAUSE_EVENT,
    NAIVE_CAUSE_TIME,
    NAIVE_CAUSE_RULES,
};

enum naive_transition {
    NAIVE_ATTAINED,
    NAIVE_AT_RISK,
    NAIVE_RECOVERED,
    NAIVE_RENEWED,
    NAIVE_LAPSED,
    NAIVE_TRANSITIONS,
};

enum naive_status {
    NAIVE_STATUS_NOT_ATTAINED,
    NAIVE_STATUS_ATTAINED,
    NAIVE_STATUS_AT_RISK,
};

/* The contract's words for the enums above, in enum order. */
extern const char *const naive_designation_names[];
extern const char *const naive_cause_names[];
extern const char *const naive_transition_names[];
extern const char *const naive_status_names[];

struct naive_part {
    const char *name;
    struct naive_fraction actual;
    struct naive_fraction target;
};

struct naive_metric {
    const char *metric; /* the metric id */
    const char *basis;  /* NULL where the metric has one option */
    struct naive_fraction actual;
    struct naive_fraction target;
    struct naive_fraction points;
    int64_t hundredths;
    int32_t max_points;
    int part_count;
    struct naive_part parts[NAIVE_PARTS_MAX];
};

/* A designation of one partner on one day: the reported path whole. */
struct naive_score {
    const char *path; /* NULL where the designation has none */
    struct naive_fraction total;
    int64_t hundredths;
    bool qualified;
    int metric_count;
    struct naive_metric metrics[NAIVE_METRICS_MAX];
};

struct naive_score_changed {
    int64_t sequence;
    int64_t previous_hundredths;
    bool previously_qualified;
    bool crossed_up;   /* the threshold 70 */
    bool crossed_down; /* the threshold 70 */
    struct naive_score score;
};

struct naive_designation_event {
    int64_t sequence;
    int64_t score_sequence;
    enum naive_transition transition;
    int64_t hundredths;
    int32_t anniversary_day; /* MERIT_NO_DAY: null */
    int specialization_count;
    const char *specializations[NAIVE_SPECIALIZATIONS_MAX];
};

enum naive_output_kind {
    NAIVE_SCORE_CHANGED,
    NAIVE_DESIGNATION,
};

struct naive_output {
    enum naive_output_kind kind;
    enum naive_designation designation;
    struct merit_text partner_id;
    int32_t effective_day;
    int64_t occurred_at;
    enum naive_cause cause;
    struct merit_text cause_event_id; /* null unless EVENT */
    union {
        struct naive_score_changed score_changed;
        struct naive_designation_event designation_event;
    };
};

/* A DesignationScore. */
struct naive_state {
    enum naive_designation designation;
    int64_t sequence;
    enum naive_status status;
    int32_t anniversary_day; /* MERIT_NO_DAY: null */
    int32_t attained_day;    /* MERIT_NO_DAY: null */
    const struct naive_score *score;
};

struct naive;

/* `min_points_hundredths`: score_changes.min_points in hundredths, at least 1. `designations`: how
 * many of the list exist, 1 (Modern Work) or all six with microsoft_cloud. Memory that is not to be
 * had ends the program. */
struct naive *naive_new(int64_t min_points_hundredths, int designations);
void naive_free(struct naive *naive);

/* Applies one good event as `merit replay` does: the first sets the clock, and before a later day's
 * event each day up to it is begun in turn. All texts are copied. */
void naive_event(struct naive *naive, const struct merit_event *event);
/* What a partner holds before the first event, as another program recorded it: a good standing of a
 * designation that exists, once. */
void naive_adopt(struct naive *naive, const struct merit_standing *standing);
/* Begins each day after the clock up to and including `day`; does nothing before the first event,
 * and for a day that is not after the clock. */
void naive_day(struct naive *naive, int32_t day);
/* MERIT_NO_DAY before the first event. */
int32_t naive_clock(const struct naive *naive);

/* All outputs so far, in order. Outputs of several partners of one moment stand in the byte order
 * of the partner ids. Texts live as long as the judge; the array moves with the next event. */
size_t naive_output_count(const struct naive *naive);
const struct naive_output *naive_output(const struct naive *naive, size_t index);

/* The partners named in any event or adopted, in byte order of their ids. */
size_t naive_partner_count(const struct naive *naive);
struct merit_text naive_partner(const struct naive *naive, size_t index);
/* How many DesignationScores a partner has: 1, or 7. */
int naive_standing_count(const struct naive *naive);
/* The state at the clock of a partner named in any event; its score lives until the next event or
 * day. */
struct naive_state naive_score(const struct naive *naive,
                               struct merit_text partner_id,
                               enum naive_designation designation);

/* Days of the calendar, the judge's own arithmetic. */
int32_t naive_day_of(int32_t year, int32_t month, int32_t day);
/* `months` later (before, where negative): the same day, clamped to the month's end. */
int32_t naive_months_later(int32_t day, int32_t months);
int32_t naive_first_of_month(int32_t day);
/* The first and the last day on which an anniversary may be renewed. */
int32_t naive_window_first(int32_t anniversary_day);
int32_t naive_window_last(int32_t anniversary_day);

#endif
