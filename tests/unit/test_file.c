/* Files that are read whole, and those that are not. */
#include "check_main.h"
#include "rules_sample.h"
#include "yaml/file.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void put(const char *path, size_t length)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    char *bytes = memory_allocate(length);
    memset(bytes, 'x', length);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    memory_free(bytes);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(test_file_read)
{
    char path[] = "/tmp/meritXXXXXX";
    struct sample sample;
    sample_open(&sample, "a: 1\n");
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(close(descriptor), 0);

    ck_assert_uint_eq(yaml_file_read(&sample.arena, &sample.errors, path).length, 0);
    put(path, YAML_FILE_BYTES_MAX);
    struct merit_text text = yaml_file_read(&sample.arena, &sample.errors, path);
    ck_assert_uint_eq(text.length, YAML_FILE_BYTES_MAX);
    ck_assert_uint_eq(sample.errors.count, 0);

    put(path, YAML_FILE_BYTES_MAX + 1);
    ck_assert(merit_text_is_null(yaml_file_read(&sample.arena, &sample.errors, path)));
    ck_assert(sample_says(&sample, ": error: is too large"));
    ck_assert_int_eq(unlink(path), 0);
    ck_assert(merit_text_is_null(yaml_file_read(&sample.arena, &sample.errors, path)));
    ck_assert(sample_says(&sample, ": error: cannot be read: No such file"));
    ck_assert(merit_text_is_null(yaml_file_read(&sample.arena, &sample.errors, "/tmp")));
    ck_assert(sample_says(&sample, "/tmp: error: cannot be read: Is a directory"));
    ck_assert_uint_eq(sample.errors.count, 3);
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("file", test_file_read)
