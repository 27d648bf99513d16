/* The bytes of a file that is to be read as YAML. */
#include "yaml/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void yaml_error_unreadable(struct yaml_errors *errors, const char *path)
{
    char reason[128] = "unknown fault";
    int number = errno;
    if (strerror_r(number, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "fault %d", number);
    }
    yaml_error_plain(errors, path, "cannot be read: %s", reason);
}

struct merit_text yaml_file_read(struct arena *arena, struct yaml_errors *errors, const char *path)
{
    struct merit_text none = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        yaml_error_unreadable(errors, path);
        return none;
    }
    char *bytes = arena_allocate(arena, YAML_FILE_BYTES_MAX + 1);
    errno = 0;
    size_t length = fread(bytes, 1, YAML_FILE_BYTES_MAX + 1, file);
    bool failed = ferror(file) != 0;
    if (failed) {
        yaml_error_unreadable(errors, path);
    }
    (void)fclose(file);
    if (failed) {
        return none;
    }
    if (length > YAML_FILE_BYTES_MAX) {
        yaml_error_plain(errors, path, "is too large: such a file has at most %d bytes",
                         YAML_FILE_BYTES_MAX);
        return none;
    }
    return (struct merit_text){bytes, (uint32_t)length};
}
