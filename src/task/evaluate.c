/* Evaluates one partner at a moment: reads its sums, says what changed, keeps its standing. */
#include "task/evaluate.h"

#include "task/news.h"
#include "task/rules_behind.h"
#include "task/sums.h"

#include <assert.h>

static struct merit_text keep_text(struct scoring *scoring, struct merit_text text)
{
    return arena_text(&scoring->output_arena, text);
}

static struct partner_moment moment_of(struct scoring *scoring,
                                       const struct evaluation *evaluation,
                                       const struct account *account)
{
    struct partner_moment moment = {
        .program = scoring->config.program,
        .settings = scoring->config.settings,
        .partner_id = account->partner_id,
        .day = scoring->day,
        .at_start = evaluation->at_start,
        .rules_changed = account->program_hash != scoring->config.program->hash,
        .occurred_at = scoring->day * MERIT_MICROS_PER_DAY,
    };
    if (!moment.at_start && !moment.rules_changed) {
        moment.event_id = evaluation->event_id;
        moment.occurred_at = evaluation->occurred_at;
    }
    return moment;
}

/* Outputs outlive the record and the message that their texts are in. */
static void keep_texts(struct scoring *scoring, uint32_t from)
{
    struct output_list *outputs = &scoring->outputs;
    if (from == outputs->count) {
        return;
    }
    struct merit_text partner_id = keep_text(scoring, outputs->items[from]->partner_id);
    struct merit_text event_id = keep_text(scoring, outputs->items[from]->cause_event_id);
    for (uint32_t i = from; i < outputs->count; i++) {
        outputs->items[i]->partner_id = partner_id;
        outputs->items[i]->cause_event_id = event_id;
    }
}

void evaluate_partner(struct scoring *scoring, const struct evaluation *evaluation)
{
    const struct merit_program *program = scoring->config.program;
    struct account account;
    scoring_get_account(scoring, evaluation->partner, &account);
    struct partner_moment moment = moment_of(scoring, evaluation, &account);
    bool whole = moment.at_start || moment.rules_changed;
    struct partner_sums sums = {{NULL}};
    for (uint8_t d = 0; d < program->designation_count; d++) {
        if (!whole && (evaluation->designations >> d & 1U) == 0) {
            continue;
        }
        struct sums_of of =
            scoring_sums_of(scoring, evaluation->partner, d, scoring->today.spans[d]);
        uint8_t slots = program->designations[d].spans[of.span].slot_count;
        merit_int128 *values = arena_allocate(&scoring->scratch, slots * sizeof *values);
        bool read = sums_read(&of, values);
        assert(read && "a record that this task wrote");
        sums.of[d] = values;
    }
    uint32_t first_output = scoring->outputs.count;
    partner_evaluate(&moment, &sums, account.standings, &scoring->outputs);
    keep_texts(scoring, first_output);
    int32_t old_due_day = account.due_day;
    account.due_day = merit_day_earlier(partner_next_day(program, account.standings, scoring->day),
                                        scoring->today.next_rule_day);
    account.program_hash = program->hash;
    scoring_put_account(scoring, evaluation->partner, &account, old_due_day);
    if (moment.rules_changed) {
        rules_brought(scoring);
    }
    news_note(scoring, evaluation->partner,
              (whole ? news_all(scoring) : evaluation->designations) | news_badge(scoring));
}
