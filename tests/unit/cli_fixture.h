/* Runs a subcommand in the test's own process: what it prints, and its exit code. */
#ifndef CLI_FIXTURE_H
#define CLI_FIXTURE_H

#include "daemon_history.h"

enum { CLI_WORDS_MAX = 24, CLI_TEXT_MAX = 1 << 16 };

struct cli {
    int code;
    char out[CLI_TEXT_MAX];
    char err[CLI_TEXT_MAX];
};

static inline void cli_read(FILE *file, char text[CLI_TEXT_MAX])
{
    rewind(file);
    text[fread(text, 1, CLI_TEXT_MAX - 1, file)] = '\0';
    ck_assert_int_eq(fclose(file), 0);
}

/* Once a test: arguments are kept in static memory. `words` ends by NULL and begins with the
 * subcommand's name; where there is a world its broker and schemas are set behind them. */
static inline void cli_run(struct cli *cli,
                           int (*run)(int argc, char **argv),
                           const struct world *world,
                           const char *const *words)
{
    static char copies[CLI_WORDS_MAX][256];
    char *arguments[CLI_WORDS_MAX + 1] = {NULL};
    int count = 0;
    for (; words[count] != NULL; count++) {
        (void)snprintf(copies[count], sizeof copies[count], "%s", words[count]);
    }
    if (world != NULL) {
        (void)snprintf(copies[count++], sizeof copies[0], "--set");
        (void)snprintf(copies[count++], sizeof copies[0], "kafka.bootstrap_servers=%s",
                       world->config->kafka_bootstrap_servers);
        (void)snprintf(copies[count++], sizeof copies[0], "--set");
        (void)snprintf(copies[count++], sizeof copies[0],
                       "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas");
    }
    ck_assert_int_le(count, CLI_WORDS_MAX);
    for (int i = 0; i < count; i++) {
        arguments[i] = copies[i];
    }
    FILE *files[2] = {tmpfile(), tmpfile()};
    int kept[2] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    ck_assert_int_eq(fflush(stdout), 0);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_ge(dup2(fileno(files[i]), i + STDOUT_FILENO), 0);
    }
    cli->code = run(count, arguments);
    ck_assert_int_eq(fflush(stdout), 0);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_ge(dup2(kept[i], i + STDOUT_FILENO), 0);
        ck_assert_int_eq(close(kept[i]), 0);
    }
    cli_read(files[0], cli->out);
    cli_read(files[1], cli->err);
}

#endif
