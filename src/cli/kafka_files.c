/* Subcommands whose arguments are the configuration and files: `merit produce`, `merit import`. */
#include "cli/kafka_files.h"

#include "codec/line_read.h"

#include <stdio.h>

enum { EXIT_FAILED = 1, EXIT_BAD_USAGE = 2 };

struct arguments {
    struct kafka_setup_source source;
    const char **files; /* room for as many as there are arguments */
    size_t file_count;
    bool help;
};

static bool read_arguments(const char *name, int argc, char **argv, struct arguments *arguments)
{
    for (int at = 1; at < argc;) {
        bool bad = false;
        if (kafka_setup_take(&arguments->source, argc, argv, &at, &bad)) {
            if (bad) {
                (void)fprintf(stderr, "merit %s: %s needs a value\n", name, argv[at - 2]);
                return false;
            }
            continue;
        }
        if (strcmp(argv[at], "--help") == 0) {
            arguments->help = true;
            return true;
        }
        if (argv[at][0] == '-' && argv[at][1] != '\0') {
            (void)fprintf(stderr, "merit %s: unknown option %s; see merit %s --help\n", name,
                          argv[at], name);
            return false;
        }
        arguments->files[arguments->file_count++] = argv[at++];
    }
    return true;
}

static int run(const struct kafka_files_command *command, const struct arguments *arguments)
{
    if (arguments->help) {
        return fputs(command->help, stdout) == EOF ? EXIT_FAILED : 0;
    }
    char error[LINE_ERROR_BYTES];
    if (!line_files_check(arguments->files, arguments->file_count, error)) {
        (void)fprintf(stderr, "merit %s: %s; nothing was done\n", command->name, error);
        return EXIT_BAD_USAGE;
    }
    struct kafka_setup setup;
    if (!kafka_setup_open(&setup, &arguments->source)) {
        return EXIT_BAD_USAGE;
    }
    int result = command->run(&setup, arguments->files, arguments->file_count);
    kafka_setup_close(&setup);
    return result;
}

int kafka_files_main(const struct kafka_files_command *command, int argc, char **argv)
{
    struct arguments arguments = {
        .files = memory_allocate(((size_t)argc + 1) * sizeof *arguments.files),
    };
    bool read = read_arguments(command->name, argc, argv, &arguments);
    int result = read ? run(command, &arguments) : EXIT_BAD_USAGE;
    memory_free(arguments.files);
    return result;
}
