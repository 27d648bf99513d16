/* `merit reshard`: the state of an application into another one, of another number of partitions.
 */
#include "cli/reshard.h"

#include "cli/kafka_files.h"
#include "daemon/reshard.h"
#include "rules/program_load.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXIT_FAILED = 1, EXIT_BAD_USAGE = 2 };

static const char help_text[] =
    "Examples:\n"
    "  merit topics create --config new.yaml --set topics.partitions=6\n"
    "  merit reshard --config new.yaml old.yaml\n"
    "  meritd --config new.yaml\n"
    "\n"
    "Usage: merit reshard --config NEW [--set KEY=VALUE]... OLD\n"
    "\n"
    "The number of partitions of a running application cannot change. This takes its state over into\n"
    "another application, which goes on where it ended: scores, standings and sequences are what they\n"
    "were, and nothing is said twice. OLD and NEW are configuration files of meritd, of one Kafka\n"
    "cluster and with the same rules. NEW has another application_id, input topics of its own with the\n"
    "new number of partitions, and a state.directory without a state of that id; its output topics may\n"
    "be those of OLD.\n"
    "\n"
    "  1. Producers stop. All instances run until everything is read and no clock is behind (merit\n"
    "     owners: no lag, and one day for every task); then they are stopped.\n"
    "  2. Topics of NEW are made: merit topics create --config NEW --set topics.partitions=N\n"
    "  3. merit reshard --config NEW OLD\n"
    "  4. Producers go on, into the input topics of NEW; meritd is started with NEW.\n"
    "\n"
    "Steps 2 and 3 may be done again until step 3 has succeeded; if something is not at rest, or\n"
    "instances still run, it is said and nothing is written. All is written in one transaction, or\n"
    "nothing. The topics of OLD are only read; they can be deleted once NEW runs.\n"
    "\n"
    "Where it was killed, call it again before NEW is started: what it had begun is thrown away; if all\n"
    "was written already, it says so.\n"
    "\n"
    "Exit code: 0 done; else nothing was written, unless it says that this is not known: 1 failed, 2 bad\n"
    "usage, or something is not as it must be.\n";

static int say(enum reshard_outcome outcome, const struct reshard_result *result, const char *error)
{
    if (outcome == RESHARD_DONE) {
        (void)fprintf(stderr,
                      "merit reshard: %" PRIu64 " tenants and %" PRIu64
                      " partners of %u partitions are in %u now, %" PRIu64 " bytes\n",
                      result->tenants, result->partners, result->from, result->to, result->bytes);
        return 0;
    }
    (void)fprintf(stderr, "merit reshard: %s; %s\n", error,
                  outcome == RESHARD_DOUBTFUL
                      ? "whether all was written or nothing is not known: call it again, it says so"
                      : "nothing was written");
    return outcome == RESHARD_REFUSED ? EXIT_BAD_USAGE : EXIT_FAILED;
}

static int run(const struct kafka_setup *to, const struct kafka_setup *from)
{
    struct faults faults;
    if (!faults_read(&faults, getenv("MERITD_FAIL"))) {
        (void)fputs("merit reshard: MERITD_FAIL names no fault point\n", stderr);
        return EXIT_BAD_USAGE;
    }
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(to->config->rules_directory, &errors);
    int result = EXIT_BAD_USAGE;
    if (rules == NULL) {
        (void)fwrite(errors.text.bytes, 1, errors.text.length, stderr);
    } else {
        struct reshard_job job = {
            .from = {from->config, &from->kafka},
            .to = {to->config, &to->kafka},
            .program = rules->program,
            .faults = &faults,
        };
        struct reshard_result moved;
        char error[KAFKA_TEXT_MAX] = "";
        enum reshard_outcome outcome = reshard_run(&job, &moved, error);
        result = say(outcome, &moved, error);
        rules_free(rules);
    }
    yaml_errors_fini(&errors);
    return result;
}

static int reshard(const struct kafka_setup *to, const char *const *files, size_t file_count)
{
    if (file_count != 1) {
        (void)fputs("merit reshard: one old configuration is wanted; see merit reshard --help\n",
                    stderr);
        return EXIT_BAD_USAGE;
    }
    struct kafka_setup from;
    struct kafka_setup_source source = {.config_path = files[0]};
    if (!kafka_setup_open(&from, &source)) {
        return EXIT_BAD_USAGE;
    }
    int result = run(to, &from);
    kafka_setup_close(&from);
    return result;
}

int cli_reshard(int argc, char **argv)
{
    static const struct kafka_files_command command = {"reshard", help_text, reshard};
    return kafka_files_main(&command, argc, argv);
}
