/* Directories on disk. */
#include "check_main.h"
#include "rules/directory.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/meritXXXXXX";

static void put(struct arena *arena, const char *name, size_t length)
{
    FILE *file = fopen(directory_join(arena, folder, name), "wb");
    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < length; i++) {
        ck_assert_int_eq(fputc('x', file), 'x');
    }
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(test_directory_lists)
{
    struct arena arena = {0};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    static const char *const names[] = {"b.yaml", "a.yaml", "notes.txt", ".hidden.yaml", ".yaml"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        put(&arena, names[i], i);
    }
    ck_assert_int_eq(mkdir(directory_join(&arena, folder, "inner"), 0700), 0);

    struct directory_list list;
    ck_assert(directory_list(&arena, &errors, folder, false, &list));
    ck_assert_uint_eq(list.count, 2);
    ck_assert_str_eq(list.names[0], "a.yaml");
    ck_assert_str_eq(list.names[1], "b.yaml");
    ck_assert(directory_list(&arena, &errors, folder, true, &list));
    ck_assert_uint_eq(list.count, 1);
    ck_assert_str_eq(list.names[0], "inner");
    ck_assert(directory_has(folder, "inner"));
    ck_assert(!directory_has(folder, "outer"));
    ck_assert_uint_eq(errors.count, 0);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ck_assert_int_eq(unlink(directory_join(&arena, folder, names[i])), 0);
    }
    ck_assert_int_eq(rmdir(directory_join(&arena, folder, "inner")), 0);
    ck_assert_int_eq(rmdir(folder), 0);
    ck_assert(!directory_list(&arena, &errors, folder, true, &list));
    ck_assert_uint_eq(errors.count, 1);
    yaml_errors_fini(&errors);
    arena_fini(&arena);
}
END_TEST

START_TEST(test_directory_join)
{
    struct arena arena = {0};
    ck_assert_str_eq(directory_join(&arena, "a", "b"), "a/b");
    ck_assert_str_eq(directory_join(&arena, "a//", "b"), "a/b");
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("directory", test_directory_lists, test_directory_join)
