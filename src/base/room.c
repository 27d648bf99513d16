/* Arrays that grow: room for an index. */
#include "base/room.h"

#include "base/memory.h"

#include <string.h>

void *room_make(void *items, size_t size, uint32_t index, uint32_t first, uint32_t *capacity)
{
    if (index < *capacity) {
        return items;
    }
    uint32_t room = *capacity == 0 ? first : *capacity;
    while (room <= index) {
        room *= 2;
    }
    uint8_t *grown = memory_resize(items, room * size);
    memset(grown + *capacity * size, 0, (room - *capacity) * size);
    *capacity = room;
    return grown;
}
