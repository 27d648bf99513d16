/* The main function of a Check test program, in one line. */
#ifndef CHECK_MAIN_H
#define CHECK_MAIN_H

#include <check.h>

#include <stdlib.h>

/* Seconds for one test; Check's own four are too few under a sanitizer on a busy machine. */
#define CHECK_MAIN_TIMEOUT "120"

static inline int check_main_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    int run = srunner_ntests_run(runner);
    srunner_free(runner);
    return failed == 0 && run > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Either CHECK_MAIN(arena_suite), a function `Suite *arena_suite(void)`. */
#define CHECK_MAIN(suite_function)                                                                 \
    int main(void)                                                                                 \
    {                                                                                              \
        setenv("CK_DEFAULT_TIMEOUT", CHECK_MAIN_TIMEOUT, 0);                                       \
        return check_main_run(suite_function());                                                   \
    }

/* Or CHECK_MAIN_TESTS("arena", the START_TESTs of the file, ...). */
#define CHECK_MAIN_TESTS(name, ...)                                                                \
    int main(void)                                                                                 \
    {                                                                                              \
        setenv("CK_DEFAULT_TIMEOUT", CHECK_MAIN_TIMEOUT, 0);                                       \
        const TTest *const tests[] = {__VA_ARGS__};                                                \
        Suite *suite = suite_create(name);                                                         \
        TCase *tcase = tcase_create(name);                                                         \
        for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {                              \
            tcase_add_test(tcase, tests[i]);                                                       \
        }                                                                                          \
        suite_add_tcase(suite, tcase);                                                             \
        return check_main_run(suite);                                                              \
    }

#endif
