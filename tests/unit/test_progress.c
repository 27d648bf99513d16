/* A progress line says nothing where nobody sees it. */
#include "check_main.h"
#include "cli/progress.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* Runs with standard error going to a file; the file's length afterwards. */
static off_t error_bytes(void (*work)(void))
{
    char path[] = "/tmp/merit-progress-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(unlink(path), 0);
    int kept = dup(STDERR_FILENO);
    ck_assert_int_ge(dup2(file, STDERR_FILENO), 0);
    work();
    off_t length = lseek(file, 0, SEEK_END);
    ck_assert_int_ge(dup2(kept, STDERR_FILENO), 0);
    close(kept);
    close(file);
    return length;
}

static void not_a_terminal(void)
{
    struct progress progress = progress_start();
    if (progress_is_due(&progress)) {
        progress_show(&progress, "never");
    }
    progress_end(&progress);
}

START_TEST(a_file_is_no_terminal)
{
    ck_assert_int_eq(error_bytes(not_a_terminal), 0);
}
END_TEST

static void shown_and_wiped(void)
{
    struct progress progress = {.wanted = true};
    progress_show(&progress, "half");
    ck_assert(progress.shown);
    progress_end(&progress);
    ck_assert(!progress.shown);
}

START_TEST(what_is_shown_is_wiped)
{
    ck_assert_int_gt(error_bytes(shown_and_wiped), 4);
}
END_TEST

START_TEST(it_is_due_now_and_then)
{
    struct progress progress = {.wanted = true, .next_ms = 0};
    ck_assert(progress_is_due(&progress));
    ck_assert(!progress_is_due(&progress));
}
END_TEST

CHECK_MAIN_TESTS("progress", a_file_is_no_terminal, what_is_shown_is_wiped, it_is_due_now_and_then)
