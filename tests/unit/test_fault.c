/* Tests of sentences about state that could not be used. */
#include "check_main.h"
#include "store/fault.h"
#include "store/store.h"

#include <lmdb.h>

#include <errno.h>
#include <string.h>

START_TEST(codes_of_the_system_and_of_the_library_are_put_in_words)
{
    char error[STORE_TEXT_MAX];
    fault_say_code(error, "/var/lib/x", "cannot be written", ENOSPC);
    ck_assert_str_eq(error, "state in /var/lib/x: cannot be written: No space left on device");
    fault_say_code(error, "/var/lib/x", "cannot be read", MDB_CORRUPTED);
    ck_assert_ptr_nonnull(strstr(error, "cannot be read: MDB_CORRUPTED"));
}
END_TEST

START_TEST(a_long_sentence_is_cut)
{
    char error[STORE_TEXT_MAX + 1];
    char folder[2 * STORE_TEXT_MAX];
    memset(error, '!', sizeof error);
    memset(folder, 'f', sizeof folder - 1);
    folder[sizeof folder - 1] = '\0';
    fault_say(error, "state in %s", folder);
    ck_assert_uint_eq(strlen(error), STORE_TEXT_MAX - 1);
    ck_assert_int_eq(error[STORE_TEXT_MAX], '!');
}
END_TEST

CHECK_MAIN_TESTS("fault",
                 codes_of_the_system_and_of_the_library_are_put_in_words,
                 a_long_sentence_is_cut)
