/* `merit replay` gives the exit codes that were agreed on (tests/cli and tests/cases see the rest).
 */
#include "check_main.h"
#include "cli/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int replay_file(const char *text)
{
    char path[] = "/tmp/merit-replay-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    ck_assert_int_eq(close(file), 0);
    char program[] = "replay";
    char rules[] = "--rules=" MERIT_SOURCE_DIR "/config/rules";
    char *arguments[] = {program, rules, path, NULL};
    int result = cli_replay(3, arguments);
    ck_assert_int_eq(unlink(path), 0);
    return result;
}

START_TEST(good_lines_give_0)
{
    ck_assert_int_eq(
        replay_file("{\"type\":\"certification\",\"event_id\":\"e\",\"occurred_at\":"
                    "\"2022-11-01T00:00:00Z\",\"partner_id\":\"p\",\"person_id\":\"a\","
                    "\"certification\":\"MS-900\",\"achieved_on\":\"2022-11-01\"}\n"),
        0);
}
END_TEST

START_TEST(a_bad_line_gives_3)
{
    ck_assert_int_eq(replay_file("{}\n"), 3);
}
END_TEST

START_TEST(bad_usage_gives_2)
{
    char program[] = "replay";
    char *arguments[] = {program, NULL};
    ck_assert_int_eq(cli_replay(1, arguments), 2);
}
END_TEST

START_TEST(wrong_rules_give_2)
{
    char program[] = "replay";
    char rules[] = "--rules=/nowhere/at/all";
    char *arguments[] = {program, rules, NULL};
    ck_assert_int_eq(cli_replay(2, arguments), 2);
}
END_TEST

CHECK_MAIN_TESTS(
    "replay", good_lines_give_0, a_bad_line_gives_3, bad_usage_gives_2, wrong_rules_give_2)
