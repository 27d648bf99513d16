/* The options of `merit replay`. */
#ifndef CLI_REPLAY_OPTIONS_H
#define CLI_REPLAY_OPTIONS_H

#include "merit/day.h"

#include <stddef.h>

struct replay_options {
    const char *rules;
    int32_t until_day;        /* MERIT_NO_DAY: none */
    int32_t on_day;           /* nothing later is read; MERIT_NO_DAY: everything is */
    int32_t outputs_from_day; /* events of days before it are not printed; MERIT_NO_DAY: all are */
    bool scores;
    uint32_t tasks;
    const char *explain; /* PARTNER[:DESIGNATION]; NULL: not asked for */
    const char *why;     /* likewise; from from_day to on_day */
    int32_t from_day;
    bool json;
    const char *const *files; /* none: standard input */
    size_t file_count;
};

enum replay_options_result {
    REPLAY_OPTIONS_GOOD,
    REPLAY_OPTIONS_HELP, /* help was asked for, and printed */
    REPLAY_OPTIONS_BAD,  /* what is wrong was said on standard error */
};

enum replay_options_result replay_options_read(int argc,
                                               char **argv,
                                               struct replay_options *ret_options);

#endif
