/* Runs a subcommand as from a command line; what it printed stands in buffers afterwards. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include <check.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLI_ARGUMENTS_MAX = 32, CLI_OUTPUT_MAX = 1 << 16 };

static char cli_output[CLI_OUTPUT_MAX]; /* standard output */
static char cli_errors[CLI_OUTPUT_MAX]; /* standard error */

static inline void cli_take(FILE *file, char *text)
{
    rewind(file);
    size_t length = fread(text, 1, CLI_OUTPUT_MAX - 1, file);
    text[length] = '\0';
    ck_assert_int_eq(fclose(file), 0);
}

/* The exit code. Subcommands keep their arguments: only once in a process. */
static inline int cli_run(int (*call)(int argc, char **argv), const char *const *arguments)
{
    char *copies[CLI_ARGUMENTS_MAX + 1] = {NULL};
    int count = 0;
    for (; arguments[count] != NULL; count++) {
        ck_assert_int_lt(count, CLI_ARGUMENTS_MAX);
        copies[count] = strdup(arguments[count]);
    }
    FILE *files[] = {tmpfile(), tmpfile()};
    int kept[2];
    for (int i = 0; i < 2; i++) {
        ck_assert_ptr_nonnull(files[i]);
        ck_assert_int_eq(fflush(i == 0 ? stdout : stderr), 0);
        kept[i] = dup(STDOUT_FILENO + i);
        ck_assert_int_ge(dup2(fileno(files[i]), STDOUT_FILENO + i), 0);
    }
    int result = call(count, copies);
    for (int i = 0; i < 2; i++) {
        (void)fflush(i == 0 ? stdout : stderr);
        (void)dup2(kept[i], STDOUT_FILENO + i);
        (void)close(kept[i]);
    }
    cli_take(files[0], cli_output);
    cli_take(files[1], cli_errors);
    for (int i = 0; i < count; i++) {
        free(copies[i]);
    }
    return result;
}

/* In a process of its own, before any thread is there; one of the buffers holds `says`. */
static inline void cli_run_apart(int (*call)(int argc, char **argv),
                                 const char *const *arguments,
                                 int expected,
                                 const char *says)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        int result = cli_run(call, arguments);
        bool said = strstr(cli_output, says) != NULL || strstr(cli_errors, says) != NULL;
        if (result != expected || !said) {
            (void)fprintf(stderr, "%d, want %d \"%s\": %s%s\n", result, expected, says, cli_output,
                          cli_errors);
        }
        _exit(result == expected && said ? 0 : 1);
    }
    int status = -1;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}

/* --set kafka.bootstrap_servers=... and the schemas, as texts. */
#define CLI_SCHEMAS "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas"
static inline const char *cli_brokers(const char *servers)
{
    static char text[256];
    (void)snprintf(text, sizeof text, "kafka.bootstrap_servers=%s", servers);
    return text;
}

#endif
