/* The standing of one partner in one designation over years: attained, at risk, renewed, lapsed. */
#ifndef CORE_STANDING_H
#define CORE_STANDING_H

#include "base/bytes.h"
#include "merit/output.h"

/* Source of the life cycle: rules §7. Also what was last said, so that nothing is said twice and
 * previous_points chain. Stored at a fixed width, in a partner's record. */
struct standing {
    int64_t score_sequence;     /* of the last ScoreChanged; 0: none yet */
    int64_t event_sequence;     /* of the last DesignationEvent */
    int64_t sent_hundredths;    /* of the last ScoreChanged */
    int64_t sent_floor;         /* the whole points of that total: which thresholds it reached */
    int64_t hundredths;         /* of the last evaluation */
    int64_t told;               /* the score_hash of the last DesignationScore told; 0: none */
    int32_t attained_day;       /* MERIT_NO_DAY: not attained */
    int32_t anniversary_day;    /* MERIT_NO_DAY: not attained */
    int32_t last_qualified_day; /* before today's state; MERIT_NO_DAY: never */
    uint8_t status;             /* enum merit_status */
    bool sent_qualified;
    bool qualified; /* at the last evaluation */
};

enum { STANDING_BYTES = 6 * 8 + 3 * 4 + 3 };

struct standing standing_new(void);
void standing_encode(uint8_t *to, const struct standing *standing);
/* False where the bytes are no standing. */
bool standing_decode(const uint8_t *from, struct standing *ret_standing);

/* Attained by the record of whoever kept it before: without an event. It is judged at the first
 * evaluation that finds points, or on its anniversary: until then nothing is known of its partner,
 * and no score of nothing puts it at risk. Its status is ATTAINED and `qualified` false, as of no
 * other. */
void standing_adopt(struct standing *standing,
                    int32_t attained_day,
                    int32_t anniversary_day,
                    int32_t last_qualified_day);

static inline bool standing_is_held(const struct standing *standing)
{
    return standing->status != MERIT_STATUS_NOT_ATTAINED;
}

/* First thing on a day: true where the renewal window has passed without renewal, and the standing
 * is lapsed now. */
bool standing_lapse(struct standing *standing,
                    const struct merit_standing_rules *rules,
                    int32_t day);

struct standing_moment {
    int32_t day;
    bool at_start; /* the evaluation of a day's start: what was before it belongs to yesterday */
    bool qualified;
    bool has_points;
    int32_t shared_day; /* the latest anniversary among the partner's other designations held;
                         * MERIT_NO_DAY where it holds none */
};
/* What an evaluation of the moment means: true where it is ATTAINED, AT_RISK or RECOVERED. */
bool standing_evaluate(struct standing *standing,
                       const struct merit_standing_rules *rules,
                       const struct standing_moment *moment,
                       enum merit_transition *ret_transition);
/* After it: true where the anniversary is renewed now. */
bool standing_renew(struct standing *standing,
                    const struct merit_standing_rules *rules,
                    int32_t day);

/* The first day after `day` on which the standing changes by time alone; MERIT_NEVER: none. */
int32_t standing_next_day(const struct standing *standing,
                          const struct merit_standing_rules *rules,
                          int32_t day);

/* The renewal window of an anniversary: its first day and the first day after it. */
struct standing_window {
    int32_t first_day;
    int32_t end_day;
};
struct standing_window standing_window_of(const struct merit_standing_rules *rules,
                                          int32_t anniversary_day);

#endif
