/* Which partners are behind a change of the rule program (task/rule_change.h). */
#ifndef TASK_RULES_BEHIND_H
#define TASK_RULES_BEHIND_H

#include "task/scoring.h"

/* True where the partner was last evaluated under another program than the task's. */
bool rules_are_behind(const struct scoring *scoring, uint32_t partner);
/* One that was behind has been evaluated, or adopted. */
void rules_brought(struct scoring *scoring);

#endif
