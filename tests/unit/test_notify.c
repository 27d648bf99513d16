/* What the service manager is told, by a socket of our own in its place. */
#include "check_main.h"
#include "daemon/notify.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void expect_message(int listener, const char *expected)
{
    char message[512];
    ssize_t length = recv(listener, message, sizeof message - 1, MSG_DONTWAIT);
    ck_assert_int_ge(length, 0);
    message[length] = '\0';
    ck_assert_str_eq(message, expected);
}

START_TEST(test_notify_nobody)
{
    ck_assert_int_eq(unsetenv("NOTIFY_SOCKET"), 0);
    ck_assert_int_eq(unsetenv("WATCHDOG_USEC"), 0);
    notify_ready();
    notify_status("x");
    notify_watchdog();
    notify_stopping();
    ck_assert_int_eq(notify_watchdog_ms(), 0);
}
END_TEST

START_TEST(test_notify_messages)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char folder[] = "/tmp/meritXXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/notify", folder);
    int listener = socket(AF_UNIX, SOCK_DGRAM, 0);
    ck_assert_int_ge(listener, 0);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(setenv("NOTIFY_SOCKET", address.sun_path, 1), 0);
    notify_ready();
    expect_message(listener, "READY=1");
    /* Nobody reads: neither of these waits. */
    for (int i = 0; i < 1000; i++) {
        notify_watchdog();
    }
    notify_status("x");
    notify_stopping();
    char message[512];
    while (recv(listener, message, sizeof message, MSG_DONTWAIT) > 0) {
        continue;
    }
    notify_status("4 tasks\nMAINPID=1");
    expect_message(listener, "STATUS=4 tasks MAINPID=1");
    notify_watchdog();
    expect_message(listener, "WATCHDOG=1");
    notify_extend(90000);
    expect_message(listener, "EXTEND_TIMEOUT_USEC=90000000");
    notify_stopping();
    expect_message(listener, "STOPPING=1");

    char pid[16];
    (void)snprintf(pid, sizeof pid, "%ld", (long)getpid());
    ck_assert_int_eq(setenv("WATCHDOG_PID", pid, 1), 0);
    ck_assert_int_eq(setenv("WATCHDOG_USEC", "30000000", 1), 0);
    ck_assert_int_eq(notify_watchdog_ms(), 30000);
    ck_assert_int_eq(close(listener), 0);
    ck_assert_int_eq(unlink(address.sun_path), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

CHECK_MAIN_TESTS("notify", test_notify_nobody, test_notify_messages)
