/* The command line of meritd. */
#ifndef DAEMON_OPTIONS_H
#define DAEMON_OPTIONS_H

#include "daemon/config.h"

#include <stdio.h>

struct daemon_options {
    struct config_source source;
    bool check_config;
    const char *const *files; /* of --try */
    size_t file_count;
    const char *overrides[CONFIG_OVERRIDES_MAX]; /* what source.overrides points to */
};

enum daemon_options_result {
    DAEMON_OPTIONS_GOOD,
    DAEMON_OPTIONS_DONE, /* --help or --version: printed */
    DAEMON_OPTIONS_BAD,  /* bad usage: said on standard error */
};

/* Texts are those of argv; `environment` ("NAME=VALUE"s, ended by NULL) goes into the source. argv
 * may be put into another order. Only one thread. */
enum daemon_options_result daemon_options_parse(int argc,
                                                char **argv,
                                                const char *const *environment,
                                                struct daemon_options *ret_options);

#endif
