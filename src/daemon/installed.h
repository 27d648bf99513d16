/* Where the files lie that are installed with meritd. */
#ifndef DAEMON_INSTALLED_H
#define DAEMON_INSTALLED_H

#include "base/arena.h"

enum { INSTALLED_PATH_BYTES_MAX = 4096 };

/* The directory `name` ("rules", "schemas") in the arena: share/meritd beside the running program,
 * which a build tree has, otherwise where the installation put it. It need not be there. */
const char *installed_directory(struct arena *arena, const char *name);

/* The same for a program of that path. */
const char *installed_directory_of(struct arena *arena, const char *program, const char *name);

#endif
