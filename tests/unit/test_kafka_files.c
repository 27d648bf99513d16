/* Tests of the command line of subcommands that send files. */
#include "check_main.h"
#include "cli/kafka_files.h"
#include "cli_fixture.h"

static struct cli cli;
static char seen[256];

static int note_files(const struct kafka_setup *setup, const char *const *files, size_t file_count)
{
    (void)snprintf(seen, sizeof seen, "%s", setup->config->application_id);
    for (size_t i = 0; i < file_count; i++) {
        size_t length = strlen(seen);
        (void)snprintf(seen + length, sizeof seen - length, " %s", files[i]);
    }
    return 7;
}

static int note(int argc, char **argv)
{
    static const struct kafka_files_command command = {"note", "how it is used\n", note_files};
    return kafka_files_main(&command, argc, argv);
}

static void refused(const char *const *words, const char *error)
{
    cli_run(&cli, note, NULL, words);
    ck_assert_int_eq(cli.code, 2);
    ck_assert_str_eq(cli.out, "");
    ck_assert_msg(strstr(cli.err, error) != NULL, "%s", cli.err);
    ck_assert_str_eq(seen, "");
}

START_TEST(files_and_settings_reach_the_command)
{
    cli_run(&cli, note, NULL,
            (const char *const[]){"note", "/dev/null", "--set", "application_id=mine", "-", "--set",
                                  "kafka.bootstrap_servers=127.0.0.1:1", "--set",
                                  "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas",
                                  "/dev/zero", NULL});
    ck_assert_msg(cli.code == 7, "%d: %s", cli.code, cli.err);
    ck_assert_str_eq(seen, "mine /dev/null - /dev/zero");
}
END_TEST

START_TEST(help_is_no_error)
{
    cli_run(&cli, note, NULL, (const char *const[]){"note", "one", "--help", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_str_eq(cli.out, "how it is used\n");
    ck_assert_str_eq(seen, "");
}
END_TEST

START_TEST(what_is_wrong_is_said)
{
    refused((const char *const[]){"note", "--frob", NULL},
            "merit note: unknown option --frob; see merit note --help");
    refused((const char *const[]){"note", "one", "--set", NULL}, "merit note: --set needs a value");
    refused((const char *const[]){"note", "--set", "no.such_key=1", NULL}, "no.such_key");
}
END_TEST

CHECK_MAIN_TESTS("kafka_files",
                 files_and_settings_reach_the_command,
                 help_is_no_error,
                 what_is_wrong_is_said)
