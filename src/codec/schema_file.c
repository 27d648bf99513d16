/* Schema files as they lie on disk. */
#include "codec/schema_file.h"

#include "codec/schema.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void say(struct text_buffer *errors, const char *path, const char *what)
{
    text_buffer_add_string(errors, path);
    text_buffer_add_string(errors, ": ");
    text_buffer_add_string(errors, what);
    text_buffer_add_byte(errors, '\n');
}

static void say_errno(struct text_buffer *errors, const char *path, int number)
{
    char reason[128] = "unknown fault";
    char what[160];
    if (strerror_r(number, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "fault %d", number);
    }
    (void)snprintf(what, sizeof what, "cannot be read: %s", reason);
    say(errors, path, what);
}

const char *schema_file_path(struct arena *arena, const char *folder, const char *name)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    size_t size = length + strlen(name) + 2;
    char *path = arena_allocate(arena, size);
    (void)snprintf(path, size, "%.*s/%s", (int)length, folder, name);
    return path;
}

struct merit_text schema_file_read(struct arena *arena,
                                   const char *path,
                                   struct text_buffer *errors)
{
    struct merit_text none = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        say_errno(errors, path, errno);
        return none;
    }
    char *bytes = arena_take(arena, SCHEMA_BYTES_MAX + 1);
    errno = 0;
    size_t length = fread(bytes, 1, SCHEMA_BYTES_MAX + 1, file);
    int number = ferror(file) != 0 ? errno : 0;
    (void)fclose(file);
    if (number != 0) {
        say_errno(errors, path, number);
        return none;
    }
    if (length > SCHEMA_BYTES_MAX) {
        say(errors, path, "is longer than 64 KiB; no schema is");
        return none;
    }
    return (struct merit_text){bytes, (uint32_t)length};
}

static bool is_wanted(const char *name)
{
    size_t length = strlen(name);
    return name[0] != '.' && length > 5 && strcmp(name + length - 5, ".avsc") == 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool schema_file_list(struct arena *arena,
                      const char *folder,
                      struct text_buffer *errors,
                      struct schema_file_list *ret_list)
{
    struct schema_file_list list = {0, NULL};
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, NULL);
    if (count < 0 && errno != ENOENT) {
        say_errno(errors, folder, errno);
        return false;
    }
    bool fits = true;
    list.paths = arena_allocate(arena, SCHEMA_FILES_MAX * sizeof *list.paths);
    for (int i = 0; i < count; i++) {
        if (is_wanted(entries[i]->d_name)) {
            fits = fits && list.count < SCHEMA_FILES_MAX;
            if (fits) {
                list.paths[list.count++] = schema_file_path(arena, folder, entries[i]->d_name);
            }
        }
        free(entries[i]);
    }
    free(entries);
    if (!fits) {
        say(errors, folder, "holds more than 64 schemas; take away those that nobody writes with");
        return false;
    }
    qsort(list.paths, list.count, sizeof *list.paths, by_text);
    *ret_list = list;
    return true;
}
