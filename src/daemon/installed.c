/* Where the files lie that are installed with meritd. */
#include "daemon/installed.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *join(struct arena *arena, struct merit_text folder, const char *name)
{
    char path[INSTALLED_PATH_BYTES_MAX];
    int length = snprintf(path, sizeof path, "%.*s/%s", (int)folder.length, folder.at, name);
    bool fits = length >= 0 && (size_t)length < sizeof path;
    return arena_text(arena, merit_text_of(fits ? path : name)).at;
}

const char *installed_directory_of(struct arena *arena, const char *program, const char *name)
{
    const char *slash = strrchr(program, '/');
    if (slash != NULL) {
        struct merit_text folder = {program, (uint32_t)(slash - program)};
        const char *share = join(arena, folder, "share/meritd");
        const char *beside = join(arena, merit_text_of(share), name);
        if (is_directory(beside)) {
            return beside;
        }
    }
    return join(arena, merit_text_of(MERIT_DATA_DIR), name);
}

const char *installed_directory(struct arena *arena, const char *name)
{
    char program[INSTALLED_PATH_BYTES_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length < 0 ? 0 : length] = '\0';
    return installed_directory_of(arena, program, name);
}
