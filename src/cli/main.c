/* `merit`: the tool beside the daemon; picks the subcommand. */
#include "cli/generate.h"
#include "cli/import.h"
#include "cli/owners.h"
#include "cli/produce.h"
#include "cli/replay.h"
#include "cli/reshard.h"
#include "cli/rules.h"
#include "cli/tail.h"
#include "cli/test.h"
#include "cli/topics.h"
#include "yaml/suggest.h"

#include <stdio.h>

enum { EXIT_BAD_USAGE = 2 };

struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* argv[0] is the name */
};

static const struct command commands[] = {
    {"replay", cli_replay},   {"generate", cli_generate}, {"rules", cli_rules},
    {"produce", cli_produce}, {"tail", cli_tail},         {"topics", cli_topics},
    {"test", cli_test},       {"import", cli_import},     {"owners", cli_owners},
    {"reshard", cli_reshard},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static const char usage[] =
    "Examples:\n"
    "  merit generate > history.jsonl\n"
    "  merit replay --rules config/rules history.jsonl\n"
    "  merit replay --rules config/rules --until 2024-06-30 --scores history.jsonl\n"
    "  merit rules show --on 2023-06-12 --rules config/rules\n"
    "  merit test tests/cases/*.yaml\n"
    "  merit topics create --config config/meritd.yaml\n"
    "  merit produce --config config/meritd.yaml history.jsonl\n"
    "  merit tail --config config/meritd.yaml merit.score-changes --from beginning\n"
    "  merit owners --config config/meritd.yaml\n"
    "\n"
    "Usage: merit COMMAND [ARGUMENT]...\n"
    "\n"
    "  replay    events from files through the scoring rules: prints every change of a score\n"
    "  generate  a made-up history of events, for trying things out and for load\n"
    "  rules     rule files: check them, show what is in force on a day and what changed\n"
    "  test      tests of rules, written as YAML\n"
    "  topics    Kafka topics: make them, check them\n"
    "  produce   events from files to the input topics\n"
    "  import    what partners hold already, before meritd starts\n"
    "  reshard   the state of a stopped meritd into another number of partitions\n"
    "  tail      records of a topic as JSON lines\n"
    "  owners    which instance has which task, how far it is, what nobody has\n"
    "\n"
    "  merit COMMAND --help tells more; merit --version says which version this is.\n";

static int run_unknown(const char *name)
{
    struct merit_text names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        names[i] = merit_text_of(commands[i].name);
    }
    size_t nearest = suggest_nearest(merit_text_of(name), names, COMMAND_COUNT);
    (void)fprintf(stderr, "merit: unknown command \"%.60s\"", name);
    if (nearest < COMMAND_COUNT) {
        (void)fprintf(stderr, "; did you mean %s?", commands[nearest].name);
    }
    (void)fprintf(
        stderr,
        "\nKnown are replay, generate, rules, test, topics, produce, import, reshard, tail and owners; see merit --help\n");
    return EXIT_BAD_USAGE;
}

static int print(const char *text)
{
    return fputs(text, stdout) == EOF || fflush(stdout) != 0 ? 1 : 0;
}

/* What a command left in the buffer of standard output, such as its help, must get out too. */
static int flush(const char *name, int result)
{
    if (result == 0 && (fflush(stdout) != 0 || ferror(stdout) != 0)) {
        (void)fprintf(stderr, "merit %s: standard output cannot be written\n", name);
        return 1;
    }
    return result;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        (void)fputs(usage, stderr);
        return EXIT_BAD_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        return print(usage);
    }
    if (strcmp(name, "--version") == 0) {
        return print("merit " MERIT_VERSION "\n");
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            return flush(name, commands[i].run(argc - 1, argv + 1));
        }
    }
    return run_unknown(name);
}
