/* The folder of a store that a benchmark makes. */
#include "store_folder.h"

#include <stdio.h>
#include <unistd.h>

void store_folder_remove(const char *folder)
{
    static const char *const names[] = {"data.mdb", "lock.mdb", "lock", "owner"};
    char path[2 * FOLDER_BYTES];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}
