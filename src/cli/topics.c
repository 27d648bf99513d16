/* `merit topics`: makes the topics, or says what is wrong with them. */
#include "cli/topics.h"

#include "cli/kafka_setup.h"
#include "daemon/topic_plans.h"

#include <stdio.h>

enum { EXIT_FAILED = 1, EXIT_BAD_USAGE = 2, EXIT_WRONG = 3 };

static const char help_text[] =
    "Examples:\n"
    "  merit topics create --config config/meritd.yaml\n"
    "  merit topics create --config config/meritd.yaml --set topics.partitions=16\n"
    "  merit topics check --config config/meritd.yaml\n"
    "\n"
    "Usage: merit topics create|check --config FILE [--set KEY=VALUE]...\n"
    "\n"
    "  create  makes the topics that do not exist: inputs, outputs, dead letters, facts,\n"
    "          change log, owners\n"
    "  check   says which are missing or not as they should be, and why that matters\n"
    "\n"
    "Exit code: 0, 1 failed, 2 bad usage, 3 (check) something is wrong.\n";

static int create(struct admin *admin, const struct topic_plans *topics)
{
    uint32_t made = 0;
    char error[KAFKA_TEXT_MAX] = "";
    bool good = admin_create(admin, topics->plans, TOPIC_PLAN_COUNT, &made, error);
    for (int i = 0; i < TOPIC_PLAN_COUNT; i++) {
        if ((made >> i & 1U) != 0) {
            (void)printf("made %s\n", topics->plans[i].name);
        }
    }
    if (!good) {
        (void)fprintf(stderr, "merit topics: %s\n", error);
        return EXIT_FAILED;
    }
    if (made == 0) {
        (void)puts("every topic exists");
    }
    return 0;
}

/* Any number of partitions is good, but for those that must have the same, and the owners'. */
static int check(struct admin *admin, struct topic_plans *topics)
{
    for (int i = 0; i < TOPIC_PLAN_COUNT; i++) {
        topics->plans[i].partitions = 0;
    }
    topics->plans[TOPIC_PLAN_OWNERS].partitions = 1;
    struct buffer wrong = {0};
    char error[KAFKA_TEXT_MAX] = "";
    bool good = admin_check(admin, topics->plans, TOPIC_PLAN_COUNT, &wrong, error);
    bool any = wrong.length > 0;
    if (any) {
        (void)fwrite(wrong.bytes, 1, wrong.length, stdout);
    }
    buffer_fini(&wrong);
    if (!good) {
        (void)fprintf(stderr, "merit topics: %s\n", error);
        return EXIT_FAILED;
    }
    if (!any) {
        (void)puts("every topic is as it should be");
    }
    return any ? EXIT_WRONG : 0;
}

static int run(const struct kafka_setup *setup, bool creates)
{
    char error[KAFKA_TEXT_MAX] = "";
    struct admin *admin = admin_new(&setup->kafka, (uint32_t)setup->config->startup_wait_ms, error);
    if (admin == NULL) {
        (void)fprintf(stderr, "merit topics: %s\n", error);
        return EXIT_FAILED;
    }
    struct topic_plans topics;
    topic_plans_make(&topics, setup->config);
    int result = creates ? create(admin, &topics) : check(admin, &topics);
    admin_close(admin);
    return result;
}

static int refuse(const char *what, const char *about)
{
    (void)fprintf(stderr, "merit topics: %s%s; see merit topics --help\n", what, about);
    return EXIT_BAD_USAGE;
}

int cli_topics(int argc, char **argv)
{
    struct kafka_setup_source source = {0};
    const char *verb = argc > 1 ? argv[1] : "";
    if (strcmp(verb, "--help") == 0) {
        return fputs(help_text, stdout) == EOF ? EXIT_FAILED : 0;
    }
    bool creates = strcmp(verb, "create") == 0;
    if (!creates && strcmp(verb, "check") != 0) {
        return refuse(verb[0] == '\0' ? "say what to do: create or check"
                                      : "neither create nor check: ",
                      verb);
    }
    for (int at = 2; at < argc;) {
        bool missing = false;
        if (!kafka_setup_take(&source, argc, argv, &at, &missing)) {
            return refuse("unknown option ", argv[at]);
        }
        if (missing) {
            return refuse("a value is missing for ", argv[argc - 1]);
        }
    }
    struct kafka_setup setup;
    if (!kafka_setup_open(&setup, &source)) {
        return EXIT_BAD_USAGE;
    }
    int result = run(&setup, creates);
    kafka_setup_close(&setup);
    return result;
}
