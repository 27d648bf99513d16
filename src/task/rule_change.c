/* A change of the rule program while a task runs: its partners are brought to it one by one. */
#include "task/rule_change.h"

#include "task/evaluate.h"
#include "task/refresh.h"
#include "task/rules_behind.h"
#include "task/today.h"

#include <assert.h>

enum {
    STEP_PARTNERS = 4096,    /* looked at in one step for one that is behind */
    STEP_CONTRIBUTORS = 128, /* whose derived records are taken away or made in one step */
};

/* ---- beginning --------------------------------------------------------------------------- */

bool rule_change_is_possible(const struct scoring *scoring)
{
    return scoring->change.from == NULL && !scoring->applying && !today_is_starting(scoring);
}

void rule_change_begin(struct scoring *scoring, const struct merit_program *program)
{
    assert(rule_change_is_possible(scoring));
    const struct merit_program *from = scoring->config.program;
    scoring->config.program = program;
    scoring->roster.designation_count = program->designation_count;
    scoring->change = (struct rule_change){.from = NULL};
    for (uint32_t p = 0; p < scoring->partner_count; p++) {
        struct bytes account = table_block_value(scoring->roster.partners[p].account);
        scoring->change.behind += account_program_hash(account) != program->hash;
    }
    if (scoring->day != MERIT_NO_DAY) {
        scoring->change.from = scoring->change.behind > 0 ? from : NULL;
        today_set(scoring);
    }
}

/* ---- a partner --------------------------------------------------------------------------- */

static void leave(struct scoring *scoring, uint32_t partner, uint32_t contributor)
{
    const struct merit_program *program = scoring->config.program;
    scoring->config.program = scoring->change.from;
    refresh_contributor(scoring, partner, contributor, REFRESH_NONE, 0);
    scoring->config.program = program;
}

static void move_contributor(struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             bool joining)
{
    const struct roster_contributor *at = roster_contributor(&scoring->roster, partner, number);
    struct contributor contributor;
    scoring_get_contributor(scoring, partner, number, &contributor);
    if (contributor.kind == CONTRIBUTOR_FREE) {
        return;
    }
    arena_reset(&scoring->scratch);
    if (joining) {
        refresh_contributor(scoring, partner, number, REFRESH_ALL, 0);
    } else if (at->derived != NULL) {
        leave(scoring, partner, number);
    }
}

/* Carries the partner's derived records to the new program; true where all are there. */
static bool move_contributors(struct scoring *scoring,
                              uint32_t partner,
                              struct rule_change_cursor *cursor,
                              uint32_t budget)
{
    if (scoring->change.from == NULL) {
        return true;
    }
    struct account account;
    scoring_get_account(scoring, partner, &account);
    for (; budget > 0; budget--) {
        if (cursor->contributor < account.contributor_count) {
            move_contributor(scoring, partner, cursor->contributor++, cursor->joining);
        } else if (cursor->joining) {
            return true;
        } else {
            roster_forget_sums(&scoring->roster, partner);
            *cursor = (struct rule_change_cursor){0, true};
        }
    }
    return false;
}

static void evaluate(struct scoring *scoring, uint32_t partner)
{
    arena_reset(&scoring->scratch);
    struct evaluation evaluation = {.partner = partner};
    evaluate_partner(scoring, &evaluation);
}

void rule_change_bring(struct scoring *scoring, uint32_t partner)
{
    if (!rules_are_behind(scoring, partner)) {
        return;
    }
    /* It may be the one that is under way. */
    struct rule_change *change = &scoring->change;
    struct rule_change_cursor cursor = {0, false};
    if (partner == change->partner) {
        cursor = change->cursor;
        change->cursor = (struct rule_change_cursor){0, false};
    }
    bool moved = move_contributors(scoring, partner, &cursor, UINT32_MAX);
    assert(moved && "a partner has fewer contributors than that");
    evaluate(scoring, partner);
}

/* ---- all of them ------------------------------------------------------------------------- */

void rule_change_step(struct scoring *scoring)
{
    struct rule_change *change = &scoring->change;
    assert(change->behind > 0);
    for (uint32_t i = 0; i < STEP_PARTNERS; i++) {
        if (rules_are_behind(scoring, change->partner)) {
            uint32_t partner = change->partner;
            if (move_contributors(scoring, partner, &change->cursor, STEP_CONTRIBUTORS)) {
                change->cursor = (struct rule_change_cursor){0, false};
                evaluate(scoring, partner);
            }
            return;
        }
        change->partner++;
        assert(change->partner < scoring->partner_count && "some partner is behind");
    }
}

bool rule_change_turn(struct scoring *scoring)
{
    struct rule_change *change = &scoring->change;
    if (change->behind == 0 || change->gave_way || scoring->day == MERIT_NO_DAY ||
        scoring->applying || today_is_starting(scoring)) {
        change->gave_way = false;
        return false;
    }
    rule_change_step(scoring);
    change->gave_way = change->behind > 0;
    return true;
}
