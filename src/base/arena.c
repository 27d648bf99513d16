/* A growing region of memory that is freed as a whole. */
#include "base/arena.h"

#include "base/memory.h"

#include <assert.h>
#include <stdalign.h>

enum { ARENA_BLOCK_BYTES = 64 * 1024 };

struct arena_block {
    struct arena_block *previous;
    size_t capacity;
    alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *previous = block->previous;
        memory_free(block);
        block = previous;
    }
}

void arena_fini(struct arena *arena)
{
    free_blocks(arena->blocks);
    *arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
    if (arena->blocks != NULL) {
        free_blocks(arena->blocks->previous);
        arena->blocks->previous = NULL;
    }
    arena->used = 0;
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t aligned =
        (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    assert(aligned >= size);
    if (arena->blocks == NULL || arena->blocks->capacity - arena->used < aligned) {
        size_t capacity = aligned > ARENA_BLOCK_BYTES ? aligned : ARENA_BLOCK_BYTES;
        struct arena_block *block = memory_allocate(sizeof *block + capacity);
        block->previous = arena->blocks;
        block->capacity = capacity;
        arena->blocks = block;
        arena->used = 0;
    }
    void *result = arena->blocks->bytes + arena->used;
    arena->used += aligned;
    return result;
}

void *arena_allocate(struct arena *arena, size_t size)
{
    return memset(arena_take(arena, size), 0, size);
}

struct merit_text arena_text(struct arena *arena, struct merit_text text)
{
    if (merit_text_is_null(text)) {
        return text;
    }
    char *copy = arena_take(arena, (size_t)text.length + 1);
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    return (struct merit_text){copy, text.length};
}
