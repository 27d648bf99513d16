/* A priority queue of fixed-size entries, least first: what is due next. */
#include "base/heap.h"

#include "base/memory.h"

#include <assert.h>

enum { HEAP_FIRST_ENTRIES = 64 };

static bool heap_entry_before(struct heap_entry a, struct heap_entry b)
{
    return a.major != b.major ? a.major < b.major : a.minor < b.minor;
}

void heap_fini(struct heap *heap)
{
    memory_free(heap->entries);
    *heap = (struct heap){0};
}

void heap_push(struct heap *heap, struct heap_entry entry)
{
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity == 0 ? HEAP_FIRST_ENTRIES : heap->capacity * 2;
        heap->entries = memory_resize(heap->entries, heap->capacity * sizeof *heap->entries);
    }
    size_t at = heap->count++;
    while (at > 0 && heap_entry_before(entry, heap->entries[(at - 1) / 2])) {
        heap->entries[at] = heap->entries[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->entries[at] = entry;
}

struct heap_entry heap_least(const struct heap *heap)
{
    assert(heap->count > 0);
    return heap->entries[0];
}

void heap_pop(struct heap *heap)
{
    assert(heap->count > 0);
    struct heap_entry last = heap->entries[--heap->count];
    size_t at = 0;
    for (;;) {
        size_t child = at * 2 + 1;
        if (child >= heap->count) {
            break;
        }
        if (child + 1 < heap->count &&
            heap_entry_before(heap->entries[child + 1], heap->entries[child])) {
            child++;
        }
        if (!heap_entry_before(heap->entries[child], last)) {
            break;
        }
        heap->entries[at] = heap->entries[child];
        at = child;
    }
    if (heap->count > 0) {
        heap->entries[at] = last;
    }
}
