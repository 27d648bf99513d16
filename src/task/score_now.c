/* A partner's DesignationScore as it is now, read from its sums. */
#include "task/score_now.h"

#include "task/rules_behind.h"
#include "task/scoring_records.h"
#include "task/sums.h"

#include <assert.h>

void scoring_score(struct scoring *scoring,
                   struct merit_text partner_id,
                   uint8_t designation,
                   struct merit_output *ret_output)
{
    const struct merit_program *program = scoring->config.program;
    uint32_t partner = scoring_find_partner(scoring, partner_id);
    assert((partner == SCORING_NOBODY || !rules_are_behind(scoring, partner) ||
            scoring->change.from == NULL) &&
           "its sums are those of another program");
    struct account account = account_new(program, partner_id);
    if (partner != SCORING_NOBODY) {
        scoring_get_account(scoring, partner, &account);
    }
    merit_int128 sums[MERIT_SLOTS_MAX] = {0};
    if (designation < program->designation_count && partner != SCORING_NOBODY) {
        struct sums_of of =
            scoring_sums_of(scoring, partner, designation, scoring->today.spans[designation]);
        bool read = sums_read(&of, sums);
        assert(read && "a record that this task wrote");
    }
    account.partner_id = partner_id;
    struct partner_moment moment = {
        .program = program,
        .settings = scoring->config.settings,
        .partner_id = partner_id,
        .day = scoring->day,
        .at_start = true,
        .occurred_at = scoring->day * MERIT_MICROS_PER_DAY,
    };
    partner_score(&moment, designation, sums, &account.standings[designation], ret_output);
}
