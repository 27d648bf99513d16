/* A task's folder: made, locked against other processes, its small files replaced whole. */
#include "store/folder.h"

#include "store/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { FOLDER_MODE = 0750, FOLDER_FILE_MODE = 0640 };

static const char lock_name[] = "lock";
static const char new_name[] = "new"; /* a file that is about to take another's place */

static bool make_one(const char *path, char *error)
{
    if (mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST) {
        return true;
    }
    fault_say_code(error, path, "the folder cannot be made", errno);
    return false;
}

/* The folders above it, then itself. */
static bool make_all(const char *path, char *error)
{
    char above[FOLDER_PATH_MAX];
    (void)snprintf(above, sizeof above, "%s", path);
    for (char *slash = strchr(above + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (!make_one(above, error)) {
            return false;
        }
        *slash = '/';
    }
    return make_one(path, error);
}

static bool lock(struct folder *folder, char *error)
{
    folder->lock =
        openat(folder->fd, lock_name, O_RDWR | O_CREAT | O_CLOEXEC, (mode_t)FOLDER_FILE_MODE);
    if (folder->lock < 0) {
        fault_say_code(error, folder->path, "the lock file cannot be opened", errno);
        return false;
    }
    if (flock(folder->lock, LOCK_EX | LOCK_NB) == 0) {
        return true;
    }
    if (errno == EWOULDBLOCK) {
        fault_say(error,
                  "state in %s is used by another process: give each its own state.directory, or "
                  "stop the other one",
                  folder->path);
    } else {
        fault_say_code(error, folder->path, "the folder cannot be locked", errno);
    }
    (void)close(folder->lock);
    return false;
}

bool folder_open(struct folder *folder, const char *path, char *error)
{
    if (path[0] == '\0' || strlen(path) >= FOLDER_PATH_MAX) {
        fault_say(error, "the state's folder needs a path of 1 to %d bytes", FOLDER_PATH_MAX - 1);
        return false;
    }
    (void)snprintf(folder->path, sizeof folder->path, "%s", path);
    if (!make_all(path, error)) {
        return false;
    }
    folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0) {
        fault_say_code(error, path, "the folder cannot be opened", errno);
        return false;
    }
    if (!lock(folder, error)) {
        (void)close(folder->fd);
        return false;
    }
    return true;
}

void folder_close(struct folder *folder)
{
    (void)close(folder->lock);
    (void)close(folder->fd);
}

bool folder_is_full(const struct folder *folder)
{
    struct statvfs status;
    return fstatvfs(folder->fd, &status) == 0 && status.f_bavail == 0;
}

bool folder_has(const struct folder *folder, const char *name)
{
    return faccessat(folder->fd, name, F_OK, 0) == 0;
}

bool folder_remove(const struct folder *folder, const char *name, char *error)
{
    if (unlinkat(folder->fd, name, 0) == 0 || errno == ENOENT) {
        return true;
    }
    fault_say_code(error, folder->path, "a file cannot be removed", errno);
    return false;
}

bool folder_read(const struct folder *folder, const char *name, size_t max, struct buffer *to)
{
    buffer_clear(to);
    int file = openat(folder->fd, name, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    uint8_t *at = buffer_extend(to, max + 1);
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0 && length <= max) {
        got = read(file, at + length, max + 1 - length);
        length += got > 0 ? (size_t)got : 0;
    }
    (void)close(file);
    to->length = length;
    return got == 0 && length <= max;
}

static bool write_file(int file, struct bytes content)
{
    for (size_t done = 0; done < content.length;) {
        ssize_t wrote = write(file, content.at + done, content.length - done);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return fsync(file) == 0;
}

bool folder_replace(const struct folder *folder,
                    const char *name,
                    struct bytes content,
                    char *error)
{
    int file = openat(folder->fd, new_name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                      (mode_t)FOLDER_FILE_MODE);
    bool written = file >= 0 && write_file(file, content);
    int code = errno;
    if (file >= 0) {
        (void)close(file);
    }
    if (written) {
        written = renameat(folder->fd, new_name, folder->fd, name) == 0 && fsync(folder->fd) == 0;
        code = errno;
    }
    if (!written) {
        fault_say_code(error, folder->path, "cannot be written", code);
    }
    return written;
}
