/* Tests of a task's folder. */
#include "check_main.h"
#include "store/folder.h"
#include "store_fixture.h"

START_TEST(folders_above_are_made)
{
    char root[STORE_FIXTURE_PATH];
    char deep[STORE_FIXTURE_PATH + 32];
    char middle[STORE_FIXTURE_PATH + 32];
    static struct folder folder;
    fixture_folder(root);
    snprintf(middle, sizeof middle, "%s/application", root);
    snprintf(deep, sizeof deep, "%s/application/task-0003", root);
    for (int i = 0; i < 2; i++) {
        ck_assert_msg(folder_open(&folder, deep, store_error), "%s", store_error);
        ck_assert_str_eq(folder.path, deep);
        folder_close(&folder);
    }
    fixture_remove(deep);
    fixture_remove(middle);
    fixture_remove(root);
}
END_TEST

START_TEST(two_never_share_it)
{
    char root[STORE_FIXTURE_PATH];
    static struct folder first;
    static struct folder second;
    fixture_folder(root);
    ck_assert(folder_open(&first, root, store_error));
    ck_assert(!folder_open(&second, root, store_error));
    ck_assert_ptr_nonnull(strstr(store_error, "is used by another process"));
    folder_close(&first);
    ck_assert(folder_open(&second, root, store_error));
    folder_close(&second);
    fixture_remove(root);
}
END_TEST

START_TEST(a_folder_that_cannot_be_is_refused)
{
    static struct folder folder;
    static char longest[FOLDER_PATH_MAX + 1];
    memset(longest, 'x', sizeof longest - 1);
    ck_assert(!folder_open(&folder, "", store_error));
    ck_assert(!folder_open(&folder, longest, store_error));
    ck_assert(!folder_open(&folder, "/proc/none/task", store_error));
    ck_assert_ptr_nonnull(strstr(store_error, "the folder cannot be made"));
    ck_assert(!folder_open(&folder, "/dev/null", store_error));
    ck_assert_ptr_nonnull(strstr(store_error, "the folder cannot be opened"));
}
END_TEST

START_TEST(files_are_replaced_whole)
{
    char root[STORE_FIXTURE_PATH];
    static struct folder folder;
    struct buffer content = {0};
    fixture_folder(root);
    ck_assert(folder_open(&folder, root, store_error));
    ck_assert(!folder_has(&folder, "file"));
    ck_assert(!folder_read(&folder, "file", 10, &content));
    ck_assert(folder_replace(&folder, "file", text_bytes("0123456789"), store_error));
    ck_assert(folder_has(&folder, "file") && !folder_has(&folder, "new"));
    ck_assert(folder_read(&folder, "file", 10, &content));
    ck_assert(content.length == 10 && memcmp(content.bytes, "0123456789", 10) == 0);
    ck_assert(!folder_read(&folder, "file", 9, &content));
    ck_assert(folder_replace(&folder, "file", text_bytes("x"), store_error));
    ck_assert(folder_read(&folder, "file", 10, &content));
    ck_assert_uint_eq(content.length, 1);
    ck_assert(folder_remove(&folder, "file", store_error) && !folder_has(&folder, "file"));
    ck_assert(folder_remove(&folder, "file", store_error));
    ck_assert(mkdirat(folder.fd, "file", 0700) == 0);
    ck_assert(!folder_replace(&folder, "file", text_bytes("x"), store_error));
    ck_assert(!folder_remove(&folder, "file", store_error));
    unlinkat(folder.fd, "file", AT_REMOVEDIR);
    folder_close(&folder);
    buffer_fini(&content);
    fixture_remove(root);
}
END_TEST

CHECK_MAIN_TESTS("folder",
                 folders_above_are_made,
                 two_never_share_it,
                 a_folder_that_cannot_be_is_refused,
                 files_are_replaced_whole)
