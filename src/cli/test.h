/* `merit test`: tests of rules that people write as case files. */
#ifndef CLI_TEST_H
#define CLI_TEST_H

#include "merit/text.h"

/* Runs the subcommand; its exit code. */
int cli_test(int argc, char **argv);

/* A test is meant by its whole name, by its first word, or by a pattern with * and ?. */
bool test_is_meant(struct merit_text name, struct merit_text pattern);

#endif
