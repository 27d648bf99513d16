/* Folders and files of rules as they lie on disk. */
#include "rules/directory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

const char *directory_join(struct arena *arena, const char *path, const char *name)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    size_t size = length + strlen(name) + 2;
    char *joined = arena_allocate(arena, size);
    (void)snprintf(joined, size, "%.*s/%s", (int)length, path, name);
    return joined;
}

static void say_errno(struct rules_errors *errors, const char *path)
{
    char reason[128] = "unknown fault";
    int number = errno;
    if (strerror_r(number, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "fault %d", number);
    }
    rules_error_plain(errors, path, "cannot be read: %s", reason);
}

static bool is_wanted(const char *path, const char *name, bool folders, struct arena *arena)
{
    struct stat status;
    if (name[0] == '.' || stat(directory_join(arena, path, name), &status) != 0) {
        return false;
    }
    if (folders) {
        return S_ISDIR(status.st_mode);
    }
    size_t length = strlen(name);
    return S_ISREG(status.st_mode) && length > 5 && strcmp(name + length - 5, ".yaml") == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool directory_list(struct arena *arena,
                    struct rules_errors *errors,
                    const char *path,
                    bool folders,
                    struct directory_list *ret_list)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, NULL);
    if (count < 0) {
        say_errno(errors, path);
        return false;
    }
    struct directory_list list = {0, NULL};
    list.names = arena_allocate(arena, (size_t)count * sizeof *list.names);
    for (int i = 0; i < count; i++) {
        if (is_wanted(path, entries[i]->d_name, folders, arena)) {
            list.names[list.count++] = arena_text(arena, merit_text_of(entries[i]->d_name)).at;
        }
        free(entries[i]);
    }
    free(entries);
    if (list.count > DIRECTORY_ENTRIES_MAX) {
        rules_error_plain(errors, path, "holds more than %d files", DIRECTORY_ENTRIES_MAX);
        return false;
    }
    qsort(list.names, list.count, sizeof *list.names, by_name);
    *ret_list = list;
    return true;
}

struct merit_text directory_read(struct arena *arena, struct rules_errors *errors, const char *path)
{
    struct merit_text none = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        say_errno(errors, path);
        return none;
    }
    char *bytes = arena_allocate(arena, RULES_FILE_BYTES_MAX + 1);
    errno = 0;
    size_t length = fread(bytes, 1, RULES_FILE_BYTES_MAX + 1, file);
    bool failed = ferror(file) != 0;
    if (failed) {
        say_errno(errors, path);
    }
    (void)fclose(file);
    if (failed) {
        return none;
    }
    if (length > RULES_FILE_BYTES_MAX) {
        rules_error_plain(errors, path, "is too large: a rule file has at most %d bytes",
                          RULES_FILE_BYTES_MAX);
        return none;
    }
    return (struct merit_text){bytes, (uint32_t)length};
}

bool directory_has(const char *path, const char *name)
{
    struct arena arena;
    arena_init(&arena);
    struct stat status;
    bool has = stat(directory_join(&arena, path, name), &status) == 0;
    arena_fini(&arena);
    return has;
}
