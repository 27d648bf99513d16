/* Loading: all or nothing, all faults at once, and what is kept for people. */
#include "check_main.h"
#include "rules_program.h"

static struct rules *load(const char *directory, struct yaml_errors *errors)
{
    char path[1024];
    ck_assert_int_gt(snprintf(path, sizeof path, "%s/%s", MERIT_SOURCE_DIR, directory), 0);
    yaml_errors_init(errors);
    return rules_load(path, errors);
}

START_TEST(test_load_live)
{
    struct rules *rules = rules_of("config/rules");
    ck_assert_uint_eq(rules->program->designation_count, 6);
    ck_assert_int_ge(rules->program->revision, 1);
    ck_assert_uint_eq(rules->origin_count, 9);
    ck_assert_int_lt(rules->origins[0].effective, rules->origins[1].effective);
    ck_assert_uint_gt(rules->origins[0].entries.count, 50);
    ck_assert_uint_eq(rules->source_count, 4);
    rules_free(rules);
    rules_free(NULL);
}
END_TEST

START_TEST(test_load_twice_is_the_same)
{
    struct rules *a = rules_of("config/rules");
    struct rules *b = rules_of("config/rules");
    ck_assert_uint_eq(a->program->hash, b->program->hash);
    struct rules *one = rules_of("tests/rules/modern_work_only");
    ck_assert_uint_ne(a->program->hash, one->program->hash);
    rules_free(one);
    rules_free(a);
    rules_free(b);
}
END_TEST

START_TEST(test_load_all_faults_of_all_files)
{
    struct yaml_errors errors;
    ck_assert_ptr_null(load("tests/rules/wrong_directories/two_files", &errors));
    ck_assert_uint_eq(errors.count, 2);
    yaml_errors_fini(&errors);
}
END_TEST

START_TEST(test_load_nothing_there)
{
    struct yaml_errors errors;
    ck_assert_ptr_null(load("tests/rules/no_such_directory", &errors));
    ck_assert_uint_eq(errors.count, 1);
    yaml_errors_fini(&errors);
    ck_assert_ptr_null(load("tests/rules/wrong_directories/no_program", &errors));
    ck_assert_uint_eq(errors.count, 1);
    yaml_errors_fini(&errors);
    yaml_errors_init(&errors);
    ck_assert_ptr_null(rules_load_file(MERIT_SOURCE_DIR "/no_such_file.yaml", &errors));
    ck_assert_uint_eq(errors.count, 1);
    yaml_errors_fini(&errors);
}
END_TEST

START_TEST(test_load_one_file)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules =
        rules_load_file(MERIT_SOURCE_DIR "/config/rules/security/2023-12-01.yaml", &errors);
    ck_assert_ptr_nonnull(rules);
    ck_assert_str_eq(rules->program->designations[0].id, "security");
    ck_assert_int_eq(rules->origins[0].effective, day_of("2023-12-01"));
    ck_assert_int_eq(rules->program->designations[0].spans[0].from_day, INT32_MIN);
    rules_free(rules);
    ck_assert_uint_eq(errors.count, 0);
    yaml_errors_fini(&errors);
}
END_TEST

CHECK_MAIN_TESTS("program_load",
                 test_load_live,
                 test_load_twice_is_the_same,
                 test_load_all_faults_of_all_files,
                 test_load_nothing_there,
                 test_load_one_file)
