/* The options of `merit replay` are read, and wrong ones refused. */
#include "check_main.h"
#include "cli/replay_options.h"

#include <stdbool.h>
#include <string.h>

enum { ARGUMENTS_MAX = 12 };

static enum replay_options_result read_words(const char *words, struct replay_options *options)
{
    static char text[256];
    static char *arguments[ARGUMENTS_MAX + 1];
    int count = 0;
    ck_assert_uint_lt(strlen(words), sizeof text);
    memcpy(text, words, strlen(words) + 1);
    char *at = text;
    while (*at != '\0') {
        ck_assert_int_lt(count, ARGUMENTS_MAX);
        arguments[count++] = at;
        at += strcspn(at, " ");
        if (*at != '\0') {
            *at++ = '\0';
        }
    }
    arguments[count] = NULL;
    return replay_options_read(count, arguments, options);
}

START_TEST(all_options_are_read)
{
    struct replay_options options;
    ck_assert_int_eq(
        read_words("replay --until 2023-01-02 --rules R --scores --tasks 4 --outputs-from "
                   "2023-01-01 - -",
                   &options),
        REPLAY_OPTIONS_GOOD);
    ck_assert_int_eq(options.outputs_from_day, 19358);
    ck_assert_str_eq(options.rules, "R");
    ck_assert_int_eq(options.until_day, 19359);
    ck_assert(options.scores);
    ck_assert_uint_eq(options.tasks, 4);
    ck_assert_uint_eq(options.file_count, 2);
    ck_assert_str_eq(options.files[1], "-");
}
END_TEST

START_TEST(what_is_left_out_has_a_default)
{
    struct replay_options options;
    ck_assert_int_eq(read_words("replay --rules R", &options), REPLAY_OPTIONS_GOOD);
    ck_assert_int_eq(options.until_day, MERIT_NO_DAY);
    ck_assert_int_eq(options.outputs_from_day, MERIT_NO_DAY);
    ck_assert(!options.scores);
    ck_assert_uint_eq(options.tasks, 1);
    ck_assert_uint_eq(options.file_count, 0);
}
END_TEST

START_TEST(what_is_to_be_explained)
{
    struct replay_options options;
    ck_assert_int_eq(read_words("replay --rules R --explain p1:x --on 2023-01-02 --json", &options),
                     REPLAY_OPTIONS_GOOD);
    ck_assert_str_eq(options.explain, "p1:x");
    ck_assert_int_eq(options.on_day, 19359);
    ck_assert(options.json && options.why == NULL);
    ck_assert_int_eq(
        read_words("replay --rules R --why p1 --from 2023-01-01 --to 2023-01-02", &options),
        REPLAY_OPTIONS_GOOD);
    ck_assert_str_eq(options.why, "p1");
    ck_assert_int_eq(options.from_day, 19358);
    ck_assert_int_eq(options.on_day, 19359);
}
END_TEST

START_TEST(wrong_ones_are_refused)
{
    static const char *const wrong[] = {
        "replay",
        "replay --rules",
        "replay --rules R --until 2023-2-1",
        "replay --rules R --until 1999-12-31",
        "replay --rules R --tasks 0",
        "replay --rules R --tasks 257",
        "replay --rules R --tasks 4x",
        "replay --rules R --tasks -1",
        "replay --rules R --frob",
        "replay --rules R /nowhere/at/all",
        "replay --rules R --json",
        "replay --rules R --on 2023-01-01",
        "replay --rules R --explain p1 --scores",
        "replay --rules R --explain p1 --from 2023-01-01",
        "replay --rules R --explain p1 --on 2023-02-30",
        "replay --rules R --why p1",
        "replay --rules R --why p1 --from 2023-01-02 --to 2023-01-02",
    };
    struct replay_options options;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(read_words(wrong[i], &options) == REPLAY_OPTIONS_BAD, "%s", wrong[i]);
    }
}
END_TEST

START_TEST(help_is_help)
{
    struct replay_options options;
    ck_assert_int_eq(read_words("replay --help", &options), REPLAY_OPTIONS_HELP);
}
END_TEST

CHECK_MAIN_TESTS("replay options",
                 all_options_are_read,
                 what_is_left_out_has_a_default,
                 what_is_to_be_explained,
                 wrong_ones_are_refused,
                 help_is_help)
