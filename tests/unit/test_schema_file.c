/* Tests of schema files on disk. */
#include "check_main.h"
#include "codec/schema.h"
#include "codec/schema_file.h"

#include <stdio.h>
#include <unistd.h>

static struct arena arena;
static struct text_buffer errors;
static char folder[] = "/tmp/meritXXXXXX";

static void put(const char *name, size_t length)
{
    FILE *file = fopen(schema_file_path(&arena, folder, name), "wb");
    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < length; i++) {
        ck_assert_int_eq(fputc('x', file), 'x');
    }
    ck_assert_int_eq(fclose(file), 0);
}

static void drop(const char *name)
{
    ck_assert_int_eq(unlink(schema_file_path(&arena, folder, name)), 0);
}

static void expect_error(const char *what)
{
    text_buffer_add_byte(&errors, '\0');
    ck_assert_msg(strstr(errors.at, what) != NULL, "%s", errors.at);
    errors.length = 0;
}

START_TEST(lists_and_reads)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    put("b.avsc", 3);
    put("a.avsc", SCHEMA_BYTES_MAX);
    put("notes.txt", 1);
    put(".avsc", 1);
    put("c.avsc", SCHEMA_BYTES_MAX + 1);
    struct schema_file_list list;
    ck_assert(schema_file_list(&arena, folder, &errors, &list));
    ck_assert_uint_eq(list.count, 3);
    ck_assert_uint_eq(schema_file_read(&arena, list.paths[0], &errors).length, SCHEMA_BYTES_MAX);
    ck_assert_uint_eq(schema_file_read(&arena, list.paths[1], &errors).length, 3);
    ck_assert_uint_eq(errors.length, 0);
    ck_assert_ptr_null(schema_file_read(&arena, list.paths[2], &errors).at);
    expect_error("c.avsc: is longer than 64 KiB");
    ck_assert_ptr_null(schema_file_read(&arena, "/nowhere/d.avsc", &errors).at);
    expect_error("/nowhere/d.avsc: cannot be read: No such file");
    static const char *const names[] = {"a.avsc", "b.avsc", "c.avsc", "notes.txt", ".avsc"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        drop(names[i]);
    }
    ck_assert_int_eq(rmdir(folder), 0);
    arena_fini(&arena);
    text_buffer_fini(&errors);
}
END_TEST

START_TEST(no_folder_holds_no_files)
{
    struct schema_file_list list = {7, NULL};
    ck_assert(schema_file_list(&arena, "/nowhere/at/all", &errors, &list));
    ck_assert_uint_eq(list.count, 0);
    ck_assert(!schema_file_list(&arena, "/dev/null", &errors, &list));
    expect_error("/dev/null: cannot be read: Not a directory");
    arena_fini(&arena);
    text_buffer_fini(&errors);
}
END_TEST

START_TEST(bounds_the_number)
{
    char name[32];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    struct schema_file_list list;
    for (int i = 0; i <= SCHEMA_FILES_MAX; i++) {
        (void)snprintf(name, sizeof name, "%d.avsc", i);
        put(name, 1);
        bool good = schema_file_list(&arena, folder, &errors, &list);
        ck_assert(good == (i < SCHEMA_FILES_MAX));
    }
    expect_error("holds more than 64 schemas");
    for (int i = 0; i <= SCHEMA_FILES_MAX; i++) {
        (void)snprintf(name, sizeof name, "%d.avsc", i);
        drop(name);
    }
    ck_assert_int_eq(rmdir(folder), 0);
    arena_fini(&arena);
    text_buffer_fini(&errors);
}
END_TEST

START_TEST(joins_paths)
{
    ck_assert_str_eq(schema_file_path(&arena, "a/b//", "c"), "a/b/c");
    ck_assert_str_eq(schema_file_path(&arena, "/", "c"), "//c");
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS(
    "schema_file", lists_and_reads, no_folder_holds_no_files, bounds_the_number, joins_paths)
