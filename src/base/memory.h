/* The heap: allocation that never returns NULL. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Out of memory ends the process with a message: state is committed by transaction, so a restart
 * loses nothing, and no caller could do better. Release with memory_free. */
void *memory_allocate(size_t size);
void *memory_resize(void *old, size_t size);
void memory_free(void *old);

#endif
