/* Which folder is taken for the installed one. */
#include "check_main.h"
#include "daemon/installed.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(test_installed_beside_the_program)
{
    char folder[] = "/tmp/meritXXXXXX";
    char path[64];
    struct arena arena = {0};
    ck_assert_ptr_nonnull(mkdtemp(folder));
    static const char *const parts[] = {"share", "share/meritd", "share/meritd/rules"};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        ck_assert_int_eq(mkdir(path, 0700), 0);
    }
    char program[64];
    (void)snprintf(program, sizeof program, "%s/meritd", folder);
    ck_assert_str_eq(installed_directory_of(&arena, program, "rules"), path);
    const char *other = installed_directory_of(&arena, program, "schemas");
    ck_assert_ptr_nonnull(strstr(other, "/meritd/schemas"));
    ck_assert_ptr_null(strstr(other, folder));
    ck_assert_ptr_null(strstr(installed_directory_of(&arena, "", "rules"), folder));
    for (size_t i = 3; i > 0; i--) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, parts[i - 1]);
        ck_assert_int_eq(rmdir(path), 0);
    }
    ck_assert_int_eq(rmdir(folder), 0);
    arena_fini(&arena);
}
END_TEST

START_TEST(test_installed_of_this_program)
{
    struct arena arena = {0};
    const char *rules = installed_directory(&arena, "rules");
    ck_assert_ptr_nonnull(strstr(rules, "/meritd/rules"));
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("installed", test_installed_beside_the_program, test_installed_of_this_program)
