/* All tasks of one run in one process, stepped in turn: what `merit replay` and the tests drive. */
#ifndef TASK_ENSEMBLE_H
#define TASK_ENSEMBLE_H

#include "merit/standing.h"
#include "task/attribution.h"
#include "task/scoring.h"
#include "task/warm.h"

/* One task alone has one clock: the latest day of any event (contract §6, "In replay"). Of several,
 * each tenants' clock follows the task's own associations and usage, the partners' clock follows
 * contract §4, and certifications wait until it has reached their day. No clock is read, nothing is
 * called back: after each step the caller takes what scoring of each task has to say. */
struct ensemble_task {
    struct table state;
    struct attribution attribution;
    struct scoring scoring;
    struct buffer
        certifications; /* that wait, encoded one after the other; only with several tasks */
    size_t certifications_taken; /* bytes of it that are done with */
};

struct ensemble {
    struct ensemble_task *tasks;
    uint32_t count;
    int32_t latest_day;                /* of any event taken; MERIT_NO_DAY before the first */
    const struct merit_event *pending; /* taken, not yet applied; the caller's */
    int32_t finish_day;                /* all clocks are to go there; MERIT_NO_DAY: not yet */
    /* Certifications that waited and were beyond a person's limit when their day came: they had no
     * effect. One task alone refuses them when they are offered. */
    uint64_t refused_count;
    struct fact_list facts;
};

struct ensemble_config {
    const struct merit_program *program;
    const struct partner_settings *settings;
    uint32_t task_count;
};

void ensemble_init(struct ensemble *ensemble, const struct ensemble_config *config);
void ensemble_fini(struct ensemble *ensemble);
/* Writes every task's record into its state; a new ensemble made by ensemble_load from copies of
 * the states goes on as this one would. */
void ensemble_save(struct ensemble *ensemble);
/* As ensemble_init, with states (task_count of them, taken over) of an ensemble that was saved, and
 * the rest of what it had. False: a state is damaged. */
bool ensemble_load(struct ensemble *ensemble,
                   const struct ensemble_config *config,
                   struct table *states,
                   const struct ensemble *saved);

/* Takes an event that merit_event_check found no fault with, after ensemble_step has nothing more
 * to do. A fault (MERIT_BAD_LIMIT): it is not taken and changes nothing. The event must live until
 * then again. */
struct merit_fault ensemble_offer(struct ensemble *ensemble, const struct merit_event *event);
/* Adopts a standing that merit_standing_check found no fault with, before the first event. A fault
 * (MERIT_BAD_STANDING): it is not taken and changes nothing. */
struct merit_fault ensemble_adopt(struct ensemble *ensemble, const struct merit_standing *standing);
/* A hint that these events (at most WARM_MAX) will be offered next; see task/warm.h. */
void ensemble_warm(const struct ensemble *ensemble,
                   const struct merit_event *const *events,
                   uint32_t count);
/* Goes over to another rule program, which is borrowed, where ensemble_step has nothing more to do;
 * the old one must live as long. */
void ensemble_change_rules(struct ensemble *ensemble, const struct merit_program *program);
/* The end of input: all clocks go to `day` (contract: the latest day read, or --until). */
void ensemble_finish(struct ensemble *ensemble, int32_t day);
/* One bounded piece of work; false: all that was taken is done. */
bool ensemble_step(struct ensemble *ensemble);

/* Scoring of the task that owns the partner. */
const struct scoring *ensemble_scoring_of(const struct ensemble *ensemble,
                                          struct merit_text partner_id);

/* The DesignationScore of a partner, asked of the task that owns it. */
void ensemble_score(struct ensemble *ensemble,
                    struct merit_text partner_id,
                    uint8_t designation,
                    struct merit_output *ret_output);

#endif
