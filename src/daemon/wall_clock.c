/* What time it is: the system's clock, or a file that says so. */
#include "daemon/wall_clock.h"

#include "codec/time_text.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MICROS_PER_SECOND = 1000000, NANOS_PER_MICRO = 1000, NANOS_PER_MILLI = 1000000 };

static int64_t system_micros(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MICROS_PER_SECOND + now.tv_nsec / NANOS_PER_MICRO;
}

static int64_t monotonic_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / NANOS_PER_MILLI;
}

static bool same_stamp(const struct wall_clock_stamp *a, const struct wall_clock_stamp *b)
{
    return a->modified_ns == b->modified_ns && a->size == b->size && a->inode == b->inode;
}

static struct wall_clock_stamp stamp_of(const struct stat *status)
{
    return (struct wall_clock_stamp){
        (int64_t)status->st_mtim.tv_sec * MICROS_PER_SECOND * NANOS_PER_MICRO +
            status->st_mtim.tv_nsec,
        (int64_t)status->st_size,
        (uint64_t)status->st_ino,
    };
}

const char *wall_clock_parse(struct merit_text text, int64_t *ret_micros)
{
    bool too_long = text.length >= WALL_CLOCK_FILE_BYTES;
    while (text.length > 0 &&
           (text.at[text.length - 1] == '\n' || text.at[text.length - 1] == ' ')) {
        text.length--;
    }
    return !too_long && time_text_read_timestamp(text, ret_micros) == TIME_TEXT_GOOD
               ? NULL
               : "it does not hold an instant such as 2022-10-03T09:00:00Z";
}

/* The file's instant; what is wrong with it otherwise. */
static const char *read_instant(int descriptor, int64_t *ret_micros)
{
    char bytes[WALL_CLOCK_FILE_BYTES];
    ssize_t length = read(descriptor, bytes, sizeof bytes);
    return length < 0 ? "it cannot be read"
                      : wall_clock_parse((struct merit_text){bytes, (uint32_t)length}, ret_micros);
}

const char *wall_clock_check(const char *source)
{
    if (strcmp(source, "system") == 0) {
        return NULL;
    }
    int descriptor = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return errno == ENOENT ? "no such file" : "it cannot be opened";
    }
    int64_t micros;
    const char *fault = read_instant(descriptor, &micros);
    (void)close(descriptor);
    return fault;
}

static void say_damaged(struct wall_clock *clock, const char *reason)
{
    if (!clock->damaged) {
        LOG(clock->log, LOG_ERROR, "time source cannot be used", log_text("file", clock->path),
            log_text("reason", reason));
    }
    clock->damaged = true;
}

static void take_instant(struct wall_clock *clock, int64_t micros, struct wall_clock_stamp stamp)
{
    if (clock->damaged) {
        LOG(clock->log, LOG_INFO, "time source can be used again", log_text("file", clock->path));
    }
    clock->micros = micros;
    clock->stamp = stamp;
    clock->damaged = false;
}

/* Reads the file if it has changed. False where it cannot be used: said, and the time stays. */
static bool look(struct wall_clock *clock)
{
    struct stat status;
    int descriptor = open(clock->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        say_damaged(clock, errno == ENOENT ? "no such file" : "it cannot be opened");
        if (descriptor >= 0) {
            (void)close(descriptor);
        }
        return false;
    }
    struct wall_clock_stamp stamp = stamp_of(&status);
    const char *fault = NULL;
    if (clock->damaged || !same_stamp(&stamp, &clock->stamp)) {
        int64_t micros;
        fault = read_instant(descriptor, &micros);
        if (fault == NULL) {
            take_instant(clock, micros, stamp);
        } else {
            say_damaged(clock, fault);
        }
    }
    (void)close(descriptor);
    return fault == NULL;
}

bool wall_clock_init(struct wall_clock *clock, const char *source, const struct log *log)
{
    bool is_system = strcmp(source, "system") == 0;
    *clock = (struct wall_clock){.log = log, .path = is_system ? NULL : source};
    clock->looked_at_ms = monotonic_ms();
    return is_system || look(clock);
}

int64_t wall_clock_micros(struct wall_clock *clock)
{
    if (clock->path == NULL) {
        return system_micros();
    }
    int64_t now_ms = monotonic_ms();
    if (now_ms - clock->looked_at_ms >= WALL_CLOCK_LOOK_MS) {
        clock->looked_at_ms = now_ms;
        (void)look(clock);
    }
    return clock->micros;
}
