/* Tests of the fault points: what MERITD_FAIL may say, and who dies when. */
#include "check_main.h"
#include "daemon/faults.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(nothing_is_armed_without_a_text)
{
    struct faults faults;
    ck_assert(faults_read(&faults, NULL));
    ck_assert(faults_read(&faults, ""));
    for (int i = 0; i < FAULT_COUNT; i++) {
        fault_at(&faults, (enum fault_point)i);
    }
    ck_assert_int_eq(faults.slow_ms, 0);
    ck_assert_int_eq(faults.open_late_ms, 0);
}
END_TEST

START_TEST(several_things_may_be_said)
{
    struct faults faults;
    ck_assert(faults_read(&faults, "slow:20,before_commit:3,open_late:700,map_kb:64"));
    ck_assert_int_eq(faults.slow_ms, 20);
    ck_assert_int_eq(faults.open_late_ms, 700);
    ck_assert_int_eq(faults.map_kb, 64);
    ck_assert_int_eq(faults.point, FAULT_BEFORE_COMMIT);
    ck_assert_int_eq(atomic_load(&faults.left), 3);
}
END_TEST

START_TEST(what_is_none_is_refused)
{
    static const char *const wrong[] = {
        "begin",  "begin:", "begin:0",           "begin:-1",        "begin:1x",
        "begn:1", ":1",     "begin:1,nothing:2", "begin:1 ,slow:1", "begin:99999999999",
        "slow:x"};
    struct faults faults;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(!faults_read(&faults, wrong[i]), "%s", wrong[i]);
    }
    char longer[600];
    memset(longer, ',', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    ck_assert(!faults_read(&faults, longer));
}
END_TEST

/* How a child ends that passes each point in order, `rounds` times. */
static int child_passing(const char *text, int rounds, enum fault_point only)
{
    pid_t child = fork();
    if (child == 0) {
        struct faults faults;
        if (!faults_read(&faults, text)) {
            _exit(2);
        }
        for (int round = 0; round < rounds; round++) {
            fault_at(&faults, only);
        }
        _exit(0);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

static bool is_killed(int status)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

START_TEST(it_dies_the_nth_time_and_only_there)
{
    int before = child_passing("committed:3", 2, FAULT_COMMITTED);
    ck_assert(WIFEXITED(before) && WEXITSTATUS(before) == 0);
    ck_assert(is_killed(child_passing("committed:3", 3, FAULT_COMMITTED)));
    int elsewhere = child_passing("committed:3", 10, FAULT_STORED);
    ck_assert(WIFEXITED(elsewhere) && WEXITSTATUS(elsewhere) == 0);
    ck_assert(is_killed(child_passing("begin:1", 1, FAULT_BEGIN)));
}
END_TEST

/* Whoever runs through all points asks for their names. */
START_TEST(every_name_that_is_printed_is_understood)
{
    FILE *kept = tmpfile();
    ck_assert_ptr_nonnull(kept);
    int out = dup(STDOUT_FILENO);
    ck_assert_int_ge(dup2(fileno(kept), STDOUT_FILENO), 0);
    faults_print();
    ck_assert_int_eq(fflush(stdout), 0);
    ck_assert_int_ge(dup2(out, STDOUT_FILENO), 0);
    ck_assert_int_eq(close(out), 0);
    rewind(kept);
    char name[64];
    char text[80];
    int count = 0;
    struct faults faults;
    while (fgets(name, sizeof name, kept) != NULL) {
        name[strcspn(name, "\n")] = '\0';
        (void)snprintf(text, sizeof text, "%s:1", name);
        ck_assert_msg(faults_read(&faults, text), "%s", text);
        count++;
    }
    ck_assert_int_eq(count, FAULT_COUNT + 3);
    ck_assert_int_eq(fclose(kept), 0);
}
END_TEST

CHECK_MAIN_TESTS("faults",
                 nothing_is_armed_without_a_text,
                 several_things_may_be_said,
                 what_is_none_is_refused,
                 it_dies_the_nth_time_and_only_there,
                 every_name_that_is_printed_is_understood)
