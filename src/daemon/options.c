/* The command line of meritd. */
#include "daemon/options.h"

#include "yaml/suggest.h"

#include <getopt.h>

static const struct option known[] = {
    {"config", required_argument, NULL, 'c'},
    {"set", required_argument, NULL, 's'},
    {"check-config", no_argument, NULL, 'k'},
    {"try", no_argument, NULL, 't'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {NULL, 0, NULL, 0},
};
enum { KNOWN_COUNT = sizeof known / sizeof known[0] - 1 };

static const char help_text[] =
    "Examples:\n"
    "  meritd --config /etc/meritd/meritd.yaml\n"
    "        runs until SIGTERM or SIGINT\n"
    "  meritd --config meritd.yaml --check-config\n"
    "        says all that is wrong, or every setting that would be used\n"
    "  meritd --config meritd.yaml --set log.level=debug --set 'score_changes.thresholds=[50, 70]'\n"
    "        other settings for this run\n"
    "  merit generate --partners 100 > history.jsonl && meritd --try history.jsonl\n"
    "        tries it out with a Kafka broker inside the process, which keeps nothing\n"
    "\n"
    "Usage: meritd --config FILE [--set KEY=VALUE]... [--check-config]\n"
    "       meritd --try [--config FILE] [--set KEY=VALUE]... [FILE]...\n"
    "  --config FILE    the configuration file, YAML; config/meritd.yaml explains every key\n"
    "  --set KEY=VALUE  a setting for this run, as --set commit.interval_ms=20; VALUE as in the file\n"
    "  --check-config   check settings, rules and schemas, and exit: 0 good, 2 something is wrong\n"
    "  --try            an embedded broker and a temporary folder, with events from the FILEs\n"
    "  --help           this text\n"
    "  --version        which version this is\n"
    "\n"
    "Every key of the file can also be given as a variable: MERITD_COMMIT_INTERVAL_MS=20. A variable\n"
    "wins over the file, --set over both.\n"
    "\n"
    "Exit code: 0 stopped as asked, 2 bad usage or configuration (nothing was changed), 1 anything\n"
    "else.\n";

static enum daemon_options_result bad_usage(const char *message, const char *argument)
{
    (void)fprintf(stderr, "meritd: %s%s; see meritd --help\n", argument, message);
    return DAEMON_OPTIONS_BAD;
}

static enum daemon_options_result print(const char *text)
{
    bool printed = fputs(text, stdout) != EOF && fflush(stdout) == 0;
    return printed ? DAEMON_OPTIONS_DONE : bad_usage("standard output cannot be written", "");
}

/* What the options say together. */
static enum daemon_options_result check(struct daemon_options *options)
{
    if (options->source.path == NULL && !options->source.try_out) {
        return bad_usage("--config is missing: give the configuration file, for example\n"
                         "    meritd --config /etc/meritd/meritd.yaml\n"
                         "or try meritd out without Kafka: meritd --try FILE",
                         "");
    }
    if (options->file_count > 0 && !options->source.try_out) {
        return bad_usage(
            ": files of events are for --try; with Kafka, send them by 'merit produce'",
            options->files[0]);
    }
    return DAEMON_OPTIONS_GOOD;
}

static bool take_override(struct daemon_options *options, const char *override)
{
    if (options->source.override_count == CONFIG_OVERRIDES_MAX) {
        return false;
    }
    options->overrides[options->source.override_count++] = override;
    return true;
}

/* One option that getopt found; GOOD to go on. */
static enum daemon_options_result take(int option, struct daemon_options *options)
{
    switch (option) {
    case 'c':
        if (options->source.path != NULL) {
            return bad_usage("--config: give one file", "");
        }
        options->source.path = optarg;
        return DAEMON_OPTIONS_GOOD;
    case 's':
        return take_override(options, optarg) ? DAEMON_OPTIONS_GOOD
                                              : bad_usage("--set: too many of them", "");
    case 'k':
        options->check_config = true;
        return DAEMON_OPTIONS_GOOD;
    case 't':
        options->source.try_out = true;
        return DAEMON_OPTIONS_GOOD;
    case 'h':
        return print(help_text);
    case 'v':
        return print("meritd " MERIT_VERSION "\n");
    default:
        return DAEMON_OPTIONS_GOOD;
    }
}

/* What getopt did not understand; `missing`: an option without its argument. */
static enum daemon_options_result refuse(const char *argument, bool missing)
{
    struct merit_text names[KNOWN_COUNT];
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        names[i] = merit_text_of(known[i].name);
    }
    if (missing) {
        return bad_usage(" needs a value", argument);
    }
    size_t dashes = strspn(argument, "-");
    size_t nearest = suggest_nearest(merit_text_of(argument + dashes), names, KNOWN_COUNT);
    char message[64] = " is no option";
    if (nearest < KNOWN_COUNT) {
        (void)snprintf(message, sizeof message, " is no option (did you mean --%s?)",
                       known[nearest].name);
    }
    return bad_usage(message, argument);
}

enum daemon_options_result daemon_options_parse(int argc,
                                                char **argv,
                                                const char *const *environment,
                                                struct daemon_options *ret_options)
{
    *ret_options = (struct daemon_options){.source.environment = environment};
    ret_options->source.overrides = ret_options->overrides;
    optind = 0; /* begins anew, also after a run that was broken off */
    int option;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): options are read before other threads exist */
    while ((option = getopt_long(argc, argv, ":h", known, NULL)) != -1) {
        enum daemon_options_result result = option == '?' || option == ':'
                                                ? refuse(argv[optind - 1], option == ':')
                                                : take(option, ret_options);
        if (result != DAEMON_OPTIONS_GOOD) {
            return result;
        }
    }
    ret_options->files = (const char *const *)(argv + optind);
    ret_options->file_count = (size_t)(argc - optind);
    return check(ret_options);
}
