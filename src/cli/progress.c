/* A progress line on a terminal, for work that takes more than a moment. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { PROGRESS_FIRST_MS = 1000, PROGRESS_EVERY_MS = 200 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct progress progress_start(void)
{
    struct progress progress = {.wanted = isatty(STDERR_FILENO) == 1};
    progress.started_ms = progress.wanted ? now_ms() : 0;
    progress.next_ms = progress.started_ms + PROGRESS_FIRST_MS;
    return progress;
}

bool progress_is_due(struct progress *progress)
{
    if (!progress->wanted) {
        return false;
    }
    int64_t now = now_ms();
    if (now < progress->next_ms) {
        return false;
    }
    progress->next_ms = now + PROGRESS_EVERY_MS;
    return true;
}

void progress_show(struct progress *progress, const char *text)
{
    fprintf(stderr, "\r\033[K%s", text);
    fflush(stderr);
    progress->shown = true;
}

void progress_end(struct progress *progress)
{
    if (progress->shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        progress->shown = false;
    }
}
