/* One partner's evaluation: from sums to score changes and designation events, in the contract's
 * order. */
#ifndef CORE_PARTNER_H
#define CORE_PARTNER_H

#include "base/arena.h"
#include "core/metric.h"
#include "core/standing.h"

/* Outputs made by a step, in order; they live in the arena until it is reset. */
struct output_list {
    struct arena *arena;
    struct merit_output **items;
    uint32_t count;
    uint32_t capacity;
};

void output_list_fini(struct output_list *list);

/* What the operator may set (contract §6). */
struct partner_settings {
    int64_t min_hundredths; /* score_changes.min_points x 100 */
    uint8_t threshold_count;
    int32_t thresholds[MERIT_THRESHOLDS_MAX];
};

/* The standings of a partner: one per designation of the program, and a last one for all_id. */
enum { PARTNER_STANDINGS_MAX = MERIT_DESIGNATIONS_MAX + 1 };

/* The moment that is evaluated, and for whom. */
struct partner_moment {
    const struct merit_program *program;
    const struct partner_settings *settings;
    struct merit_text partner_id;
    int32_t day;
    bool at_start;      /* a day's start: cause TIME or RULES; else EVENT */
    bool rules_changed; /* the first under this program: cause RULES, at a day's start too */
    struct merit_text event_id; /* of the causing event; null where one of these */
    int64_t occurred_at;        /* likewise; the start of the day there */
};

/* The sums of each designation to evaluate: of its span in force on the day; NULL: untouched by the
 * event, not evaluated. */
struct partner_sums {
    const merit_int128 *of[MERIT_DESIGNATIONS_MAX];
};

/* Evaluates once: what lapses (at a day's start, or by a new program's windows), then each
 * designation in order, then all_id. Source of the order: contract §2. */
void partner_evaluate(const struct partner_moment *moment,
                      const struct partner_sums *sums,
                      struct standing *standings,
                      struct output_list *outputs);

/* After adoptions: the badge for all is held where every designation of it is, since the last of
 * them was attained. */
void partner_adopt_all(const struct merit_program *program, struct standing *standings);

/* The first day, not before `day`, on which adopted standings change by time alone; MERIT_NEVER:
 * none is held. */
int32_t partner_adopted_day(const struct merit_program *program,
                            const struct standing *standings,
                            int32_t day);

/* The first day after `day` on which some standing changes by time alone. */
int32_t partner_next_day(const struct merit_program *program,
                         const struct standing *standings,
                         int32_t day);

/* The DesignationScore of one designation (index designation_count: all_id) on a day. */
void partner_score(const struct partner_moment *moment,
                   uint8_t designation,
                   const merit_int128 *sums,
                   const struct standing *standing,
                   struct merit_output *ret_output);

#endif
