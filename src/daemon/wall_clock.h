/* What time it is: the system's clock, or a file that says so. */
#ifndef DAEMON_WALL_CLOCK_H
#define DAEMON_WALL_CLOCK_H

#include "base/log.h"

enum {
    WALL_CLOCK_LOOK_MS = 50,    /* the file is looked at no more often than this */
    WALL_CLOCK_FILE_BYTES = 64, /* more than an instant needs: the file is damaged */
};

/* Which bytes a file held when it was read. */
struct wall_clock_stamp {
    int64_t modified_ns;
    int64_t size;
    uint64_t inode;
};

/* One thread. */
struct wall_clock {
    const struct log *log;
    const char *path; /* NULL: the system's clock; not copied */
    int64_t micros;   /* what the file said last */
    int64_t looked_at_ms;
    struct wall_clock_stamp stamp;
    bool damaged; /* the file could not be read last time, and that was logged */
};

/* `source`: "system", or a file that holds one RFC 3339 instant such as 2022-10-03T09:00:00Z. False
 * where the file cannot be read or says something else: logged. */
bool wall_clock_init(struct wall_clock *clock, const char *source, const struct log *log);

/* Microseconds since 1970. A file is read again when it has changed; while it is damaged or gone,
 * what it said last stays, and that is logged once. */
int64_t wall_clock_micros(struct wall_clock *clock);

/* NULL where such a source can be used, else what is wrong with it. */
const char *wall_clock_check(const char *source);

/* What such a file's bytes say: NULL and the instant, or what is wrong with them. */
const char *wall_clock_parse(struct merit_text text, int64_t *ret_micros);

#endif
