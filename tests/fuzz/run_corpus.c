/* Runs a fuzz target once over every file of the folders given: the corpus as a plain test. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PATH_BYTES = 4096, FILE_BYTES_MAX = 16 * 1024 * 1024 };

static int fail(const char *what, const char *path)
{
    fprintf(stderr, "%s: %s\n", path, what);
    return -1;
}

static int run_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return fail("cannot be opened", path);
    }
    /* As large as the file, so that a sanitizer sees the first byte read too many. */
    uint8_t *data = malloc(size == 0 ? 1 : size);
    int result = -1;
    if (data == NULL || fread(data, 1, size, file) != size) {
        fail("cannot be read", path);
    } else {
        result = LLVMFuzzerTestOneInput(data, size);
    }
    free(data);
    fclose(file);
    return result;
}

/* Runs the files of one folder, not of those below. Returns their number, -1 after a failure. */
static long run_folder(const char *folder)
{
    DIR *listing = opendir(folder);
    if (listing == NULL) {
        return fail("no such folder; a fuzz target needs a corpus", folder);
    }
    long count = 0;
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        char path[PATH_BYTES];
        struct stat status;
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (length < 0 || length >= PATH_BYTES || stat(path, &status) != 0) {
            count = fail("cannot be found", entry->d_name);
            break;
        }
        if (!S_ISREG(status.st_mode)) {
            continue;
        }
        if (status.st_size > FILE_BYTES_MAX || run_file(path, (size_t)status.st_size) != 0) {
            count = fail("failed", path);
            break;
        }
        count++;
    }
    closedir(listing);
    return count;
}

int main(int argc, char **argv)
{
    long total = 0;
    for (int i = 1; i < argc; i++) {
        long count = run_folder(argv[i]);
        if (count < 0) {
            return EXIT_FAILURE;
        }
        total += count;
    }
    printf("%ld files\n", total);
    return total > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
