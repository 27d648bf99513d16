/* A progress line on a terminal, for work that takes more than a moment. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Shows nothing where standard error is no terminal, nor in the first second. */
struct progress {
    bool wanted;
    bool shown;
    int64_t started_ms;
    int64_t next_ms;
};

struct progress progress_start(void);
/* True where it is time to show something; asks the clock, so ask only now and then. */
bool progress_is_due(struct progress *progress);
/* Shows a line (without line feed) in place of the last. */
void progress_show(struct progress *progress, const char *text);
/* Wipes the line. */
void progress_end(struct progress *progress);

#endif
