/* The command line of `merit generate`. */
#ifndef CLI_GENERATE_OPTIONS_H
#define CLI_GENERATE_OPTIONS_H

#include "cli/generate_plan.h"

extern const char generate_usage[]; /* what --help prints */

enum generate_options_result {
    GENERATE_OPTIONS_GOOD,
    GENERATE_OPTIONS_HELP, /* --help was asked for */
    GENERATE_OPTIONS_BAD,
};

enum { GENERATE_OPTIONS_ERROR_BYTES = 256 };

/* arguments[0] is the subcommand. What was not given has its default. After BAD ret_error says in
 * one line what to do. */
enum generate_options_result generate_options_read(int count,
                                                   char *const *arguments,
                                                   struct generate_plan *ret_plan,
                                                   char ret_error[GENERATE_OPTIONS_ERROR_BYTES]);

#endif
