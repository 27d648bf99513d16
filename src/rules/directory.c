/* Folders and files of rules as they lie on disk. */
#include "rules/directory.h"

#include "yaml/file.h"

#include <dirent.h>
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
                    struct yaml_errors *errors,
                    const char *path,
                    bool folders,
                    struct directory_list *ret_list)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, NULL);
    if (count < 0) {
        yaml_error_unreadable(errors, path);
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
        yaml_error_plain(errors, path, "holds more than %d files", DIRECTORY_ENTRIES_MAX);
        return false;
    }
    qsort(list.names, list.count, sizeof *list.names, by_name);
    *ret_list = list;
    return true;
}

void directory_check_files(struct arena *arena,
                           struct yaml_errors *errors,
                           const char *path,
                           const char *expected)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (name[0] != '.' && !is_wanted(path, name, false, arena)) {
            yaml_error_plain(errors, directory_join(arena, path, name), "expected %s", expected);
        }
        free(entries[i]);
    }
    free(entries);
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
