/* The text of faults: place, line, caret, help, and its bounds. */
#include "check_main.h"
#include "rules_sample.h"

START_TEST(test_errors_at)
{
    struct sample sample;
    sample_open(&sample, "a: 1\nlong: value\n");
    yaml_error_at(&sample.file, (struct yaml_place){2, 7}, "did you mean 'b'?", "wrong %d", 5);
    ck_assert(sample_says(&sample, "sample.yaml:2:7: error: wrong 5\nlong: value\n      ^\n"
                                   "help: did you mean 'b'?\n"));
    ck_assert_uint_eq(sample.errors.count, 1);
    ck_assert_uint_eq(sample.file.error_count, 1);
    sample_close(&sample);
}
END_TEST

START_TEST(test_errors_said_once)
{
    struct sample sample;
    sample_open(&sample, "a: 1\n");
    yaml_error_at(&sample.file, (struct yaml_place){1, 1}, NULL, "wrong");
    yaml_error_at(&sample.file, (struct yaml_place){1, 1}, NULL, "wrong");
    ck_assert_uint_eq(sample.errors.count, 1);
    yaml_error_at(&sample.file, (struct yaml_place){1, 2}, NULL, "wrong");
    ck_assert_uint_eq(sample.errors.count, 2);
    sample_close(&sample);
}
END_TEST

START_TEST(test_errors_are_bounded)
{
    struct sample sample;
    sample_open(&sample, "a: 1\n");
    for (uint32_t column = 1; column <= 50; column++) {
        yaml_error_at(&sample.file, (struct yaml_place){1, column}, NULL, "wrong");
    }
    ck_assert(sample_says(&sample, "sample.yaml:1:20: error"));
    ck_assert(!sample_says(&sample, "sample.yaml:1:21: error"));
    ck_assert(sample_says(&sample, "sample.yaml: error: more is wrong here"));
    ck_assert_uint_eq(sample.errors.count, 50);
    sample_close(&sample);
}
END_TEST

START_TEST(test_errors_plain_and_printable)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    yaml_error_plain(&errors, "some\033path", "because %s", "of \xFFthis");
    ck_assert_uint_eq(errors.text.length, strlen("some?path: error: because of ?this\n"));
    ck_assert_mem_eq(errors.text.bytes, "some?path: error: because of ?this\n", errors.text.length);
    yaml_errors_fini(&errors);
}
END_TEST

START_TEST(test_errors_secret_line)
{
    static const char *const secrets[] = {"password", ".pem", NULL};
    struct sample sample;
    sample_open(&sample, "sasl.password: hunter2\nsasl.username: me\n");
    sample.file.secrets = secrets;
    yaml_error_at(&sample.file, (struct yaml_place){1, 16}, NULL, "wrong");
    yaml_error_at(&sample.file, (struct yaml_place){2, 16}, NULL, "wrong");
    ck_assert(sample_says(&sample, "sample.yaml:1:16: error: wrong\n"
                                   "(the line holds a secret and is not shown)\n"));
    ck_assert(sample_says(&sample, "sample.yaml:2:16: error: wrong\nsasl.username: me\n"));
    ck_assert(!sample_says(&sample, "hunter2"));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("errors",
                 test_errors_at,
                 test_errors_said_once,
                 test_errors_are_bounded,
                 test_errors_plain_and_printable,
                 test_errors_secret_line)
