/* The heap: allocation that never returns NULL. */
#include "base/memory.h"

#include <stdlib.h>
#include <unistd.h>

static void out_of_memory(void)
{
    static const char message[] = "out of memory: give the process more, or fewer partitions\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    abort();
}

void *memory_allocate(size_t size)
{
    return memory_resize(NULL, size);
}

void *memory_resize(void *old, size_t size)
{
    void *result = realloc(old, size == 0 ? 1 : size);
    if (result == NULL) {
        out_of_memory();
    }
    return result;
}

void memory_free(void *old)
{
    free(old);
}
