/* A change of the rule program while a task runs: its partners are brought to it one by one. */
#ifndef TASK_RULE_CHANGE_H
#define TASK_RULE_CHANGE_H

#include "task/scoring.h"

/* Each partner's record names the rule program that it was last evaluated under; one that names
 * another than the task's is behind. It is brought up to date at the latest before anything else
 * happens to it, and before the next day begins: what its outputs say does not depend on when in
 * between that was. It is evaluated once then, as a whole, by what is known of it at that moment,
 * and the rules are the cause. So a task may be stopped anywhere in between, and one that is opened
 * under another program than it was saved under goes on like one that was changed while it ran.
 *
 * Where the change finds a day's start that is not over, or a group of facts of which some parts
 * have been applied (both only where a task is opened under another program), the evaluation
 * that ends it is the partner's first under the new program: its cause is the rules. */

/* True where the program can be changed now: nothing is half done. */
bool rule_change_is_possible(const struct scoring *scoring);
/* Goes over to another program, which is borrowed; the old one must live until no partner is
 * behind. To be called where it is possible. */
void rule_change_begin(struct scoring *scoring, const struct merit_program *program);

/* Does a bounded piece of what is left; some partner must be behind, and the clock have a day
 * (those adopted before the first day are brought by it: task/adopt.h). */
void rule_change_step(struct scoring *scoring);
/* Such a piece, every other time that it is called: what else is to be done has its turn in
 * between. False where nothing was done. */
bool rule_change_turn(struct scoring *scoring);
/* Brings one partner up to date, where it is behind. */
void rule_change_bring(struct scoring *scoring, uint32_t partner);

#endif
