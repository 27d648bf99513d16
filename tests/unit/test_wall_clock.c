/* The system's clock, and a file that says what time it is. */
#include "check_main.h"
#include "daemon/wall_clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SECOND INT64_C(1000000)
#define MOMENT (INT64_C(1664787600) * SECOND) /* 2022-10-03T09:00:00Z */

static char path[32];
static int ends[2];
static struct log log_of_test;
static struct wall_clock clock_of_test;

static void put(const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void start(const char *text)
{
    (void)snprintf(path, sizeof path, "/tmp/meritXXXXXX");
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(close(descriptor), 0);
    put(text);
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    log_of_test = (struct log){.descriptor = ends[1], .level = LOG_INFO, .format = LOG_LOGFMT};
}

static void stop(void)
{
    (void)unlink(path);
    ck_assert_int_eq(close(ends[0]), 0);
    ck_assert_int_eq(close(ends[1]), 0);
}

/* The lines logged since the last call that say this. */
static int logged(const char *text)
{
    char bytes[LOG_LINE_BYTES_MAX * 4];
    ssize_t length = read(ends[0], bytes, sizeof bytes - 1);
    bytes[length < 0 ? 0 : length] = '\0';
    int count = 0;
    for (const char *at = strstr(bytes, text); at != NULL; at = strstr(at + 1, text)) {
        count++;
    }
    return count;
}

/* As if the file had last been looked at long ago. */
static int64_t now(void)
{
    clock_of_test.looked_at_ms -= WALL_CLOCK_LOOK_MS;
    return wall_clock_micros(&clock_of_test);
}

START_TEST(test_clock_system)
{
    struct wall_clock clock;
    ck_assert(wall_clock_init(&clock, "system", NULL));
    int64_t micros = wall_clock_micros(&clock);
    ck_assert_int_le(micros / SECOND - (int64_t)time(NULL), 0);
    ck_assert_int_ge(micros / SECOND - (int64_t)time(NULL), -60);
}
END_TEST

START_TEST(test_clock_file_changes)
{
    start("2022-10-03T09:00:00Z\n");
    ck_assert(wall_clock_init(&clock_of_test, path, &log_of_test));
    ck_assert_int_eq(now(), MOMENT);
    put("2022-10-03T09:00:01.000250Z");
    ck_assert_int_eq(now(), MOMENT + SECOND + 250);
    /* Another file of the same length in its place. */
    char other[40];
    (void)snprintf(other, sizeof other, "%s.new", path);
    ck_assert_int_eq(rename(path, other), 0);
    put("2022-10-03T09:00:02.000250Z");
    ck_assert_int_eq(now(), MOMENT + 2 * SECOND + 250);
    ck_assert_int_eq(unlink(other), 0);
    ck_assert_int_eq(logged("event="), 0);
    stop();
}
END_TEST

/* A change is seen after a while, not at every call. */
START_TEST(test_clock_looks_seldom)
{
    start("2022-10-03T09:00:00Z");
    ck_assert(wall_clock_init(&clock_of_test, path, &log_of_test));
    put("2022-10-03T09:00:01.5Z");
    clock_of_test.looked_at_ms += 1000000;
    ck_assert_int_eq(wall_clock_micros(&clock_of_test), MOMENT);
    clock_of_test.looked_at_ms -= 1000000;
    ck_assert_int_eq(now(), MOMENT + SECOND * 3 / 2);
    stop();
}
END_TEST

START_TEST(test_clock_damaged)
{
    start("2022-10-03T09:00:00Z");
    ck_assert(wall_clock_init(&clock_of_test, path, &log_of_test));
    static char long_one[WALL_CLOCK_FILE_BYTES + 2] = "2022-10-03T09:00:00Z";
    memset(long_one + strlen(long_one), '\n', WALL_CLOCK_FILE_BYTES - strlen(long_one));
    long_one[WALL_CLOCK_FILE_BYTES] = 'x';
    const char *const damaged[] = {
        "", "soon", "2022-10-03", "2022-10-03T09:00:00Z x", "2022-13-03T09:00:00Z", long_one};
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        put(damaged[i]);
        ck_assert_int_eq(now(), MOMENT);
        ck_assert_int_eq(now(), MOMENT);
    }
    ck_assert_int_eq(logged("cannot be used"), 1);
    put("2022-10-03T09:00:03Z");
    ck_assert_int_eq(now(), MOMENT + 3 * SECOND);
    ck_assert_int_eq(logged("can be used again"), 1);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(now(), MOMENT + 3 * SECOND);
    ck_assert_int_eq(logged("no such file"), 1);
    stop();
}
END_TEST

START_TEST(test_clock_damaged_at_first)
{
    start("soon");
    ck_assert(!wall_clock_init(&clock_of_test, path, &log_of_test));
    ck_assert_int_eq(logged("does not hold an instant"), 1);
    ck_assert(!wall_clock_init(&clock_of_test, "/nowhere", &log_of_test));
    ck_assert_int_eq(logged("no such file"), 1);
    ck_assert(!wall_clock_init(&clock_of_test, "/tmp", &log_of_test));
    ck_assert_int_eq(logged("it cannot be read"), 1);
    stop();
}
END_TEST

CHECK_MAIN_TESTS("wall_clock",
                 test_clock_system,
                 test_clock_file_changes,
                 test_clock_looks_seldom,
                 test_clock_damaged,
                 test_clock_damaged_at_first)
