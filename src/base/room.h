/* Arrays that grow: room for an index. */
#ifndef BASE_ROOM_H
#define BASE_ROOM_H

#include <stddef.h>
#include <stdint.h>

/* The array, or a larger one in its place, that has a place for `index`; what is new is zero. It
 * begins with room for `first` > 0 and doubles. */
void *room_make(void *items, size_t size, uint32_t index, uint32_t first, uint32_t *capacity);

#endif
