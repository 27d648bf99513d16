/* Lines of cases that are standings. */
#include "check_main.h"
#include "cli/case_standing.h"
#include "rules_sample.h"

#include <stdio.h>

/* The line behind its first word; false: refused. */
static bool read_line(struct sample *sample, const char *line, struct merit_standing *ret_standing)
{
    char text[512];
    ck_assert_int_gt(snprintf(text, sizeof text, "lines:\n  - %s\n", line), 0);
    sample_open(sample, text);
    struct case_words words;
    case_words_split(&words, yaml_child(sample->root, "lines")->first);
    words.next = 1;
    return case_standing_read(&sample->arena, &words, ret_standing);
}

static void refused(const char *line, const char *said)
{
    struct sample sample;
    struct merit_standing standing;
    ck_assert(!read_line(&sample, line, &standing));
    ck_assert_msg(sample_says(&sample, said), "expected: %s\n%.*s", said,
                  (int)sample.errors.text.length, (const char *)sample.errors.text.bytes);
    sample_close(&sample);
}

START_TEST(test_standing_line)
{
    struct sample sample;
    struct merit_standing standing;
    ck_assert(read_line(&sample, "standing p1 security 2022-10-03..2024-10-03 qualified=2024-06-30",
                        &standing));
    ck_assert(merit_text_equal(standing.partner_id, merit_text_of("p1")));
    ck_assert(merit_text_equal(standing.designation, merit_text_of("security")));
    ck_assert_int_eq(standing.attained_day, 19268);
    ck_assert_int_eq(standing.anniversary_day, 19999);
    ck_assert_int_eq(standing.last_qualified_day, 19904);
    sample_close(&sample);
    ck_assert(read_line(&sample, "standing p1 security 2022-10-03..2024-10-03", &standing));
    ck_assert_int_eq(standing.last_qualified_day, 19268);
    sample_close(&sample);
}
END_TEST

START_TEST(test_standing_refused)
{
    refused("standing", "expected a partner");
    refused("standing p1", "expected a designation");
    refused("standing p1 security 2022-10-03", "expected days such as");
    refused("standing p1 security 2022-10-03..", "anniversary_date");
    refused("standing p1 security 2022-10-03..2024-10-03 on=2024-06-30", "unknown word 'on'");
    refused("standing p1 security 2022-10-03..2024-10-03 soon", "unexpected word 'soon'");
    refused("standing p1 security 2022-10-03..2024-10-03 qualified=2024-06-30 x",
            "unexpected word 'x'");
    refused("standing p1 security 2022-10-03..2024-10-03 qualified=2024-10-03",
            "last_qualified_on: is not before anniversary_date");
}
END_TEST

CHECK_MAIN_TESTS("case_standing", test_standing_line, test_standing_refused)
