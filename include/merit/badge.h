/* Why a partner holds the badge for holding every designation, or does not. */
#ifndef MERIT_BADGE_H
#define MERIT_BADGE_H

#include "merit/explain.h"

/* One of the designations that the badge asks for. */
struct merit_badge_part {
    const struct merit_designation *designation;
    enum merit_status status; /* at risk is held too */
    int32_t attained_day;     /* MERIT_NO_DAY: it is missing */
    int32_t anniversary_day;
};

/* A transition to come by time alone, of the badge or of one that it asks for. */
struct merit_badge_ahead {
    int32_t day;
    const char *designation;
    enum merit_transition transition;
    enum merit_cause cause;
};

/* The badge has no metrics: its points are 0. Strings are the program's own; the partner's id lives
 * in an arena of the caller's. */
struct merit_badge_explained {
    struct merit_text partner_id;
    const char *id;
    bool known; /* some event named the partner */
    int32_t day;
    int32_t version_day;
    uint32_t program_hash;
    enum merit_status status;
    int32_t attained_day;
    struct merit_why why;
    uint8_t held_count;
    uint8_t part_count;
    struct merit_badge_part parts[MERIT_DESIGNATIONS_MAX];
    uint32_t ahead_count;
    struct merit_badge_ahead ahead[MERIT_EXPLAIN_OUTLOOK_MAX];
    int32_t outlook_day;  /* how far that was looked for */
    int32_t end_day;      /* the first day on which it lapses; MERIT_NO_DAY: not until then */
    const char *ended_by; /* the designation that lapses then; NULL: none */
};

#endif
