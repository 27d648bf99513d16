/* Calls a subcommand with words of a test, which it may change. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include <check.h>

#include <stdio.h>

/* `words` begins with the subcommand's name and ends by NULL. Returns its exit code. */
static inline int cli_words_run(int (*command)(int argc, char **argv), const char *const *words)
{
    char copies[8][256];
    char *arguments[9];
    int count = 0;
    for (; words[count] != NULL; count++) {
        ck_assert_int_lt(count, 8);
        ck_assert_int_lt(snprintf(copies[count], sizeof copies[0], "%s", words[count]), 256);
        arguments[count] = copies[count];
    }
    arguments[count] = NULL;
    return command(count, arguments);
}

#endif
