/* Where a version says what its span does: the lines of its file. */
#ifndef RULES_PLACES_H
#define RULES_PLACES_H

#include "merit/place.h"
#include "rules/model.h"

/* In the arena. */
const struct merit_places *places_of(struct arena *arena, const struct rules_version *version);

#endif
