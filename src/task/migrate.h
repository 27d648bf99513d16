/* Brings the records of an older format to this one, when a task is opened. */
#ifndef TASK_MIGRATE_H
#define TASK_MIGRATE_H

#include "base/table.h"
#include "merit/program.h"

/* Which forms there have been (TASK_FORMAT, in the task's record):
 *   1  a partner's standings in the order of the rule program, without the program's hash and the
 *      designations' ids; scoring's record without the mark of derived records. Programs made
 *      shortly before the number was raised wrote the forms of 2 under this number: scoring's
 *      record, whose length says which it is, tells them apart.
 *   2  this one
 *
 * Records of a form are read and rewritten as changes of the table, so that the task's next commit
 * carries them: the log, and the disk behind it, then hold one format again. `program` is the one
 * that the records were written under. False: they are damaged. */
bool migrate_records(struct table *state, uint8_t format, const struct merit_program *program);

#endif
