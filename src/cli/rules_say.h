/* What the subcommands of `merit rules` say alike: exit codes, wrong usage, errors. */
#ifndef CLI_RULES_SAY_H
#define CLI_RULES_SAY_H

#include "rules/program_load.h"

enum { RULES_EXIT_GOOD = 0, RULES_EXIT_OUTPUT = 1, RULES_EXIT_WRONG = 2 };

/* Says what is wrong with the command line; RULES_EXIT_WRONG. `argument` may be empty. */
int rules_wrong_usage(const char *what, const char *argument);
/* RULES_EXIT_GOOD, or RULES_EXIT_OUTPUT and it is said. */
int rules_flush_output(void);
/* The errors and how many they are, on standard error. */
void rules_print_errors(const struct yaml_errors *errors);

/* The rules of a folder, which are to have that designation; NULL means all of them. NULL where
 * they are wrong or have it not, which is said. To be freed by rules_free. */
struct rules *rules_open(const char *directory, const char *designation);

#endif
