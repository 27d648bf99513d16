/* Lines of a case that are standings: `standing PARTNER DESIGNATION ATTAINED..ANNIVERSARY`. */
#ifndef CLI_CASE_STANDING_H
#define CLI_CASE_STANDING_H

#include "base/arena.h"
#include "cli/case_words.h"
#include "merit/standing.h"

/* The standing of the words behind the first, braces filled in; its texts go to the arena. False:
 * said. */
bool case_standing_read(struct arena *arena,
                        struct case_words *words,
                        struct merit_standing *ret_standing);

#endif
