/* What time alone will do to a partner's score. */
#include "task/explain.h"

static void take(const struct merit_output *output, struct merit_explanation *explanation)
{
    struct merit_outlook *outlook = &explanation->outlook[explanation->outlook_count++];
    *outlook = (struct merit_outlook){
        .day = output->effective_day,
        .is_transition = output->kind == MERIT_OUTPUT_DESIGNATION,
        .cause = output->cause,
        .anniversary_day = MERIT_NO_DAY,
    };
    if (outlook->is_transition) {
        outlook->transition = output->designation_event.transition;
        outlook->hundredths = output->designation_event.hundredths;
        outlook->anniversary_day = output->designation_event.anniversary_day;
    } else {
        outlook->hundredths = output->score_changed.score.hundredths;
        outlook->previous_hundredths = output->score_changed.previous_hundredths;
        outlook->qualified = output->score_changed.score.qualified;
    }
}

void explain_outlook(struct partner_copy *copy, struct merit_explanation *explanation)
{
    struct scoring *scoring = &copy->scoring;
    int32_t last_day = scoring->day + MERIT_EXPLAIN_DAYS_MAX;
    while (copy->known && scoring->day < last_day &&
           explanation->outlook_count < MERIT_EXPLAIN_OUTLOOK_MAX) {
        scoring_clear_outputs(scoring);
        partner_copy_next_day(copy);
        for (uint32_t i = 0; i < scoring->outputs.count; i++) {
            const struct merit_output *output = scoring->outputs.items[i];
            /* Ids are the program's own strings. */
            if (output->designation == explanation->designation->id &&
                explanation->outlook_count < MERIT_EXPLAIN_OUTLOOK_MAX) {
                take(output, explanation);
            }
        }
    }
    explanation->outlook_day = scoring->day;
}
