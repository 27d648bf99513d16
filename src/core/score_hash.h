/* A number that tells one DesignationScore from another. */
#ifndef CORE_SCORE_HASH_H
#define CORE_SCORE_HASH_H

#include "merit/output.h"

/* Over all fields of a MERIT_OUTPUT_SCORE but as_of: equal for equal scores, never 0. A score is
 * told again only where it differs from the one told last (contract §2, DesignationScore). */
int64_t score_hash(const struct merit_output *output);

#endif
