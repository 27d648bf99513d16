/* A priority queue of fixed-size entries, least first: what is due next. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ordered by major, then minor. Equal entries may stand in it more than once. */
struct heap_entry {
    int64_t major;
    uint64_t minor;
};

/* Zero-initialise. Takes 16 bytes an entry. */
struct heap {
    struct heap_entry *entries;
    size_t count;
    size_t capacity;
};

void heap_fini(struct heap *heap);
void heap_push(struct heap *heap, struct heap_entry entry);
/* The least entry; the heap must not be empty. */
struct heap_entry heap_least(const struct heap *heap);
void heap_pop(struct heap *heap);

#endif
