/* Tests of the daemon as a whole: it starts, catches up, stops as asked, and refuses what is wrong.
 */
#include "check_main.h"
#include "daemon/daemon.h"
#include "daemon_history.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { EVENTS = 18 };

static int out;
static int err;
static char printed[1 << 16];

/* A child in which daemon_run runs with these options. */
static pid_t start(const char *const *overrides, const char *const *files, bool try_out)
{
    out = world_file();
    err = world_file();
    ck_assert_int_eq(fflush(stdout), 0);
    pid_t child = fork();
    if (child == 0) {
        static struct daemon_options options;
        options.source.overrides = options.overrides;
        options.source.try_out = try_out;
        options.overrides[options.source.override_count++] =
            "rules.directory=" MERIT_SOURCE_DIR "/config/rules";
        options.overrides[options.source.override_count++] =
            "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas";
        while (*overrides != NULL) {
            options.overrides[options.source.override_count++] = *overrides++;
        }
        options.files = files;
        options.file_count = files == NULL ? 0 : 1;
        (void)dup2(out, STDOUT_FILENO);
        (void)dup2(err, STDERR_FILENO);
        exit(daemon_run(&options));
    }
    ck_assert_int_gt(child, 0);
    return child;
}

/* All that a descriptor's file holds so far. */
static const char *text_of(int descriptor)
{
    ssize_t length = pread(descriptor, printed, sizeof printed - 1, 0);
    ck_assert_int_ge(length, 0);
    printed[length] = '\0';
    return printed;
}

static void wait_for(pid_t child, const char *text)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    siginfo_t ended = {0};
    while (strstr(text_of(err), text) == NULL && shared_now_ms() < until && ended.si_pid == 0) {
        (void)waitid(P_PID, (id_t)child, &ended, WEXITED | WNOHANG | WNOWAIT);
        world_sleep(50);
    }
    ck_assert_msg(strstr(text_of(err), text) != NULL, "%s", printed);
}

static int exit_code_of(pid_t child)
{
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "%s", text_of(err));
    return WEXITSTATUS(status);
}

static void close_all(void)
{
    ck_assert_int_eq(close(out), 0);
    ck_assert_int_eq(close(err), 0);
}

static bool says(int descriptor, const char *text)
{
    return strstr(text_of(descriptor), text) != NULL;
}

static void runs_until(int number)
{
    struct history history;
    history_make(&history, EVENTS);
    char clock[] = "/tmp/merit-test-XXXXXX";
    char setting[64];
    world_write(clock, "2023-07-18T12:00:00Z", 20);
    (void)snprintf(setting, sizeof setting, "time.source=%s", clock);
    char file[] = "/tmp/merit-test-XXXXXX";
    world_write(file, history.text.at, history.text.length);
    char above[] = "/tmp/merit-test-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(above));
    ck_assert_int_eq(setenv("TMPDIR", above, 1), 0);
    const char *overrides[] = {setting, "time.idle_ms=200", NULL};
    const char *files[] = {file};
    pid_t child = start(overrides, files, true);
    wait_for(child, "event=\"caught up\"");
    ck_assert_int_eq(kill(child, number), 0);
    ck_assert_int_eq(exit_code_of(child), 0);
    ck_assert(says(out, "broker: 127.0.0.1:"));
    ck_assert(says(out, "events: 18\n"));
    ck_assert(says(err, "event=started application_id=meritd"));
    ck_assert(says(err, "workers=1 tasks=4"));
    ck_assert(says(err, "event=ready tasks=4"));
    ck_assert(says(err, "event=counters associations=6 usage=6 certifications=6 "));
    /* The last figures are those of tasks still open. */
    ck_assert(says(err, " lag=0 clock=2023-"));
    ck_assert(!says(err, "clock=none"));
    ck_assert(says(err, "event=stopped exit_code=0\n"));
    ck_assert(!says(err, "level=warn"));
    ck_assert(!says(err, "level=error"));
    /* Its folder is gone. */
    ck_assert_int_eq(rmdir(above), 0);
    ck_assert_int_eq(unlink(clock), 0);
    ck_assert_int_eq(unlink(file), 0);
    history_free(&history);
    close_all();
}

START_TEST(it_stops_on_sigterm)
{
    runs_until(SIGTERM);
}
END_TEST

START_TEST(it_stops_on_sigint)
{
    runs_until(SIGINT);
}
END_TEST

static void is_refused(const char *first, const char *second, bool try_out, const char *says_what)
{
    const char *overrides[] = {first, second, NULL};
    pid_t child = start(overrides, NULL, try_out);
    ck_assert_int_eq(exit_code_of(child), 2);
    ck_assert_msg(says(err, says_what), "%s", text_of(err));
    ck_assert_str_eq(text_of(out), "");
    close_all();
}

START_TEST(a_wrong_configuration_gives_2)
{
    is_refused("no.such.key=1", NULL, true, "1 error in the configuration; nothing was changed");
    is_refused("rules.directory=/nowhere/at/all", NULL, true, "/nowhere/at/all");
    is_refused("schemas.directory=/nowhere/at/all", NULL, true, "/nowhere/at/all");
    is_refused("state.directory=/tmp", NULL, false, "kafka.bootstrap_servers");
}
END_TEST

START_TEST(no_broker_gives_2)
{
    const char *overrides[] = {"kafka.bootstrap_servers=127.0.0.1:1", "state.directory=/tmp",
                               "startup.wait_ms=1000", NULL};
    pid_t child = start(overrides, NULL, false);
    ck_assert_int_eq(exit_code_of(child), 2);
    ck_assert(says(err, "event=\"no broker\""));
    close_all();
}
END_TEST

/* As the first process of a container too, where a signal that is not heard is lost. */
static void stops_while_it_waits(int number)
{
    const char *overrides[] = {"kafka.bootstrap_servers=127.0.0.1:1", "state.directory=/tmp",
                               "startup.wait_ms=60000", NULL};
    pid_t child = start(overrides, NULL, false);
    wait_for(child, "127.0.0.1:1");
    ck_assert_int_eq(kill(child, SIGHUP), 0);
    world_sleep(200);
    ck_assert_int_eq(waitpid(child, NULL, WNOHANG), 0);
    int64_t begun = shared_now_ms();
    ck_assert_int_eq(kill(child, number), 0);
    ck_assert_int_eq(exit_code_of(child), 0);
    ck_assert_int_lt(shared_now_ms() - begun, 5000);
    char line[64];
    (void)snprintf(line, sizeof line, "event=stopping signal=%d\n", number);
    ck_assert_msg(says(err, line), "%s", text_of(err));
    ck_assert(says(err, "event=stopped exit_code=0\n"));
    ck_assert(!says(err, "level=error"));
    close_all();
}

START_TEST(it_is_stopped_while_it_waits_for_brokers)
{
    stops_while_it_waits(SIGTERM);
    stops_while_it_waits(SIGINT);
}
END_TEST

START_TEST(a_fault_that_is_none_gives_2)
{
    ck_assert_int_eq(setenv("MERITD_FAIL", "nowhere:1", 1), 0);
    const char *overrides[] = {NULL};
    pid_t child = start(overrides, NULL, true);
    ck_assert_int_eq(exit_code_of(child), 2);
    ck_assert(says(err, "MERITD_FAIL names no fault point"));
    close_all();
}
END_TEST

START_TEST(files_that_are_not_there_give_2)
{
    const char *overrides[] = {NULL};
    const char *files[] = {"/nowhere/at/all.jsonl"};
    pid_t child = start(overrides, files, true);
    ck_assert_int_eq(exit_code_of(child), 2);
    ck_assert(says(err, "meritd: /nowhere/at/all.jsonl"));
    close_all();
}
END_TEST

CHECK_MAIN_TESTS("daemon",
                 it_stops_on_sigterm,
                 it_stops_on_sigint,
                 a_wrong_configuration_gives_2,
                 no_broker_gives_2,
                 it_is_stopped_while_it_waits_for_brokers,
                 a_fault_that_is_none_gives_2,
                 files_that_are_not_there_give_2)
