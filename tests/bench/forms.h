/* How long reading and writing one stored form takes, in memory that is near. */
#ifndef FORMS_H
#define FORMS_H

#include <stdbool.h>

/* False (and a message) where the rules cannot be read. */
bool forms_say(const char *rules);

#endif
