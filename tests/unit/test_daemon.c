/* Tests of the daemon as a whole: what it refuses, and that it stops when it is asked to. */
#include "check_main.h"
#include "daemon/daemon.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUN_SECONDS = 2 };

/* Those of the source tree: this program lies elsewhere than meritd. */
static const char *const folders[] = {"rules.directory=" MERIT_SOURCE_DIR "/config/rules",
                                      "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas"};
static const struct config_source embedded = {
    .overrides = folders, .override_count = 2, .try_out = true};

START_TEST(a_file_that_is_not_there_is_refused)
{
    struct daemon_options options = {.source = {.path = "/nowhere/meritd.yaml"}};
    ck_assert_int_eq(daemon_run(&options), 2);
}
END_TEST

START_TEST(a_fault_point_that_nobody_knows_is_refused)
{
    ck_assert_int_eq(setenv("MERITD_FAIL", "nowhere:1", 1), 0);
    struct daemon_options options = {.source = embedded};
    ck_assert_int_eq(daemon_run(&options), 2);
    ck_assert_int_eq(unsetenv("MERITD_FAIL"), 0);
}
END_TEST

START_TEST(it_stops_when_it_is_asked_to)
{
    pid_t child = fork();
    if (child == 0) {
        struct daemon_options options = {.source = embedded};
        _exit(daemon_run(&options));
    }
    ck_assert_int_gt(child, 0);
    (void)sleep(RUN_SECONDS);
    ck_assert_int_eq(kill(child, SIGTERM), 0);
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

CHECK_MAIN_TESTS("daemon",
                 a_file_that_is_not_there_is_refused,
                 a_fault_point_that_nobody_knows_is_refused,
                 it_stops_when_it_is_asked_to)
