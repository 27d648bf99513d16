/* Which partners' DesignationScores may have changed, and which really did. */
#ifndef TASK_NEWS_H
#define TASK_NEWS_H

#include "task/scoring.h"

/* Designations as bits: those of the program; all_id alone, where the program has it; all. */
static inline uint32_t news_designations(const struct scoring *scoring)
{
    return (UINT32_C(1) << scoring->config.program->designation_count) - 1;
}

static inline uint32_t news_badge(const struct scoring *scoring)
{
    const struct merit_program *program = scoring->config.program;
    return program->standing.all_id == NULL ? 0 : UINT32_C(1) << program->designation_count;
}

static inline uint32_t news_all(const struct scoring *scoring)
{
    return news_designations(scoring) | news_badge(scoring);
}

/* Notes that scores of a partner may have changed: bit d of designations, bit designation_count for
 * all_id. */
void news_note(struct scoring *scoring, uint32_t partner, uint32_t designations);

/* The next DesignationScore that differs from the one told last, as of the clock's day; it counts
 * as told from now on. False: there is none (any more). To be asked until then before each commit,
 * when all else of it is done. */
bool news_next(struct scoring *scoring, struct merit_output *ret_output);

#endif
