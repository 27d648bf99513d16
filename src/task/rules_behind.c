/* Which partners are behind a change of the rule program. */
#include "task/rules_behind.h"

#include "task/account.h"

#include <assert.h>

bool rules_are_behind(const struct scoring *scoring, uint32_t partner)
{
    return scoring->change.behind > 0 &&
           account_program_hash(table_block_value(scoring->roster.partners[partner].account)) !=
               scoring->config.program->hash;
}

void rules_brought(struct scoring *scoring)
{
    struct rule_change *change = &scoring->change;
    assert(change->behind > 0);
    change->behind--;
    if (change->behind == 0) {
        *change = (struct rule_change){.from = NULL};
    }
}
