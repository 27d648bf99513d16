/* A growing region of memory that is freed as a whole. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "merit/text.h"

#include <stddef.h>

struct arena_block;

/* Zero-initialise ({0}) or arena_init; memory lives until arena_reset or arena_fini. */
struct arena {
    struct arena_block *blocks;
    size_t used; /* of the newest block */
};

void arena_init(struct arena *arena);
void arena_fini(struct arena *arena);
/* Forgets all that was allocated; keeps the newest block for reuse. */
void arena_reset(struct arena *arena);

/* Zeroed memory, aligned for any type. Never NULL: out of memory ends the process with a message
 * (nothing sensible can go on without it, and committed state is safe by design). */
void *arena_allocate(struct arena *arena, size_t size);
/* The same, not zeroed. */
void *arena_take(struct arena *arena, size_t size);
/* A copy of the text, terminated by a NUL that the length does not count; null stays null. */
struct merit_text arena_text(struct arena *arena, struct merit_text text);

#endif
