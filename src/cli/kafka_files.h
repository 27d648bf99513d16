/* Subcommands whose arguments are the configuration and files: `merit produce`, `merit import`. */
#ifndef CLI_KAFKA_FILES_H
#define CLI_KAFKA_FILES_H

#include "cli/kafka_setup.h"

struct kafka_files_command {
    const char *name;
    const char *help;
    /* Returns the exit code; no file: standard input. */
    int (*run)(const struct kafka_setup *setup, const char *const *files, size_t file_count);
};

/* Reads [--config FILE] [--set KEY=VALUE]... [--help] [FILE]... and runs the command. Returns its
 * exit code; 2 where the arguments or the configuration are wrong, which is said. */
int kafka_files_main(const struct kafka_files_command *command, int argc, char **argv);

#endif
