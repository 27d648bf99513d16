/* Standings that another program recorded become state before the first day, without events. */
#include "task/adopt.h"

#include "task/news.h"
#include "task/rule_change.h"
#include "task/rules_behind.h"
#include "task/scoring_records.h"

#include <assert.h>

struct merit_fault adopt_check(const struct merit_program *program,
                               const struct merit_standing *standing,
                               uint8_t *ret_designation)
{
    uint8_t at = merit_program_designation(program, standing->designation);
    if (at == program->designation_count) {
        return (struct merit_fault){MERIT_BAD_STANDING, "designation",
                                    "is held by whoever holds all the others: leave this line out"};
    }
    if (at == MERIT_NONE) {
        return (struct merit_fault){MERIT_BAD_STANDING, "designation",
                                    "is none that the rules know"};
    }
    if (standing->attained_day < program->standing.first_day) {
        return (struct merit_fault){
            MERIT_BAD_STANDING, "attained_on",
            "is before the first day on which the rules let anyone attain a designation"};
    }
    *ret_designation = at;
    return (struct merit_fault){MERIT_BAD_NONE, NULL, NULL};
}

void adopt_message(struct fact_list *list, const struct merit_standing *standings, uint32_t count)
{
    assert(count > 0);
    struct fact_header header = {
        .kind = FACT_STANDING,
        .day = MERIT_NO_DAY,
        .first = true,
        .last = true,
        .partner_id = standings[0].partner_id,
    };
    fact_list_begin(list, &header);
    for (uint32_t i = 0; i < count; i++) {
        fact_standing(&list->bytes, &standings[i]);
    }
    fact_list_end(list);
}

bool adopt_is_good(const struct scoring *scoring,
                   struct merit_text partner_id,
                   struct reader standings)
{
    struct merit_standing standing;
    uint8_t designation;
    uint32_t count = 0;
    while (fact_read_standing(&standings, partner_id, &standing)) {
        if (adopt_check(scoring->config.program, &standing, &designation).bad != MERIT_BAD_NONE) {
            return false;
        }
        count++;
    }
    return count > 0 && !standings.failed;
}

/* What is due of the partner by time alone, on the clock's day or later, is waited for; and its
 * scores are told. */
static void wake(struct scoring *scoring, uint32_t partner)
{
    struct account account;
    scoring_get_account(scoring, partner, &account);
    int32_t old_due_day = account.due_day;
    bool was_behind = account.program_hash != scoring->config.program->hash;
    account.program_hash = scoring->config.program->hash;
    account.due_day = merit_day_earlier(
        partner_adopted_day(scoring->config.program, account.standings, scoring->day),
        scoring->today.next_rule_day);
    scoring_put_account(scoring, partner, &account, old_due_day);
    /* Before the first day nobody was evaluated: rules that changed by then are its first. */
    if (was_behind) {
        rules_brought(scoring);
    }
    news_note(scoring, partner, news_all(scoring));
}

void adopt_message_apply(struct scoring *scoring,
                         struct merit_text partner_id,
                         struct reader standings)
{
    const struct merit_program *program = scoring->config.program;
    uint32_t partner = scoring_make_partner(scoring, partner_id);
    if (scoring->day != MERIT_NO_DAY) {
        rule_change_bring(scoring, partner);
    }
    struct account account;
    scoring_get_account(scoring, partner, &account);
    struct merit_standing standing;
    while (fact_read_standing(&standings, partner_id, &standing)) {
        uint8_t designation = 0;
        struct merit_fault fault = adopt_check(program, &standing, &designation);
        assert(fault.bad == MERIT_BAD_NONE && "adopt_is_good comes first");
        standing_adopt(&account.standings[designation], standing.attained_day,
                       standing.anniversary_day, standing.last_qualified_day);
    }
    partner_adopt_all(program, account.standings);
    scoring_put_account(scoring, partner, &account, account.due_day);
    if (scoring->day != MERIT_NO_DAY) {
        wake(scoring, partner);
    }
}

void adopt_begin(struct scoring *scoring)
{
    for (uint32_t partner = 0; partner < scoring->partner_count; partner++) {
        wake(scoring, partner);
    }
}

bool adopt_is_held(const struct scoring *scoring, struct merit_text partner_id, uint8_t designation)
{
    uint32_t partner = scoring_find_partner(scoring, partner_id);
    struct account account;
    if (partner == SCORING_NOBODY) {
        return false;
    }
    scoring_get_account(scoring, partner, &account);
    return standing_is_held(&account.standings[designation]);
}
