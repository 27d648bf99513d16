/* Of a task whose state was made by rules of a higher revision than those in force here. */
#ifndef DAEMON_OPENING_RULES_H
#define DAEMON_OPENING_RULES_H

#include "daemon/opening.h"

/* Others have gone over to these rules already, and their files may lie here as well: the main
 * thread reads them again, as at SIGHUP, and that is waited for. OPENING_DONE: those in force are
 * of that revision now, or of a later one. `made_by`: RECOVERY_RULES was said of it. */
enum opening_result opening_rules(const struct opener *opener,
                                  uint32_t task,
                                  const struct recovery *made_by);

#endif
