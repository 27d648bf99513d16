/* Lines of cases that are events. */
#include "check_main.h"
#include "cli/case_event.h"
#include "rules_sample.h"

#include <stdio.h>

enum { DAY = 19000 };

struct lines {
    struct sample sample;
    struct case_scribe scribe;
};

static void read_lines(struct lines *lines, const char *text)
{
    sample_open(&lines->sample, text);
    lines->scribe = (struct case_scribe){.arena = &lines->sample.arena, .day = DAY};
    const struct yaml_node *list = yaml_child(lines->sample.root, "lines");
    for (const struct yaml_node *node = list->first; node != NULL; node = node->next) {
        case_event_read(&lines->scribe, node);
    }
}

static void refused(const char *line, const char *said)
{
    char text[512];
    ck_assert_int_gt(snprintf(text, sizeof text, "lines:\n  - %s\n", line), 0);
    struct lines lines;
    read_lines(&lines, text);
    ck_assert_msg(sample_says(&lines.sample, said), "expected: %s\n%.*s", said,
                  (int)lines.sample.errors.text.length,
                  (const char *)lines.sample.errors.text.bytes);
    sample_close(&lines.sample);
}

START_TEST(test_event_usage)
{
    struct lines lines;
    read_lines(&lines, "lines:\n  - usage t1 m365/teams 2022-01-31 mau=1,000 rev=$2.50 sub=s1\n"
                       "  - again\n");
    ck_assert_uint_eq(lines.sample.errors.count, 0);
    const struct merit_event *event = &lines.scribe.first->event;
    ck_assert_int_eq(event->kind, MERIT_EVENT_USAGE);
    ck_assert_int_eq(event->usage.figures[MERIT_FIGURE_ACTIVE_USERS], 1000);
    ck_assert_int_eq(event->usage.figures[MERIT_FIGURE_PAID_UNITS], MERIT_NO_FIGURE);
    ck_assert_int_eq(event->usage.figures[MERIT_FIGURE_REVENUE], 250);
    ck_assert(merit_text_equal(event->usage.subscription_id, merit_text_of("s1")));
    ck_assert(merit_text_is_null(event->usage.offer));
    ck_assert(merit_text_equal(event->event_id, merit_text_of("e1")));
    ck_assert_int_eq(merit_day_of_micros(event->timestamp), DAY);
    const struct merit_event *again = &lines.scribe.last->event;
    ck_assert(merit_text_equal(again->event_id, merit_text_of("e1")));
    ck_assert_int_eq(again->occurred_at, event->occurred_at);
    ck_assert_int_gt(again->timestamp, event->timestamp);
    sample_close(&lines.sample);
}
END_TEST

START_TEST(test_event_months_and_braces)
{
    struct lines lines;
    read_lines(&lines, "lines:\n  - usage t{1,2} azure/a 2022-01..2022-03 rev=$1\n");
    uint32_t count = 0;
    for (const struct case_event *at = lines.scribe.first; at != NULL; at = at->next) {
        count++;
    }
    ck_assert_uint_eq(count, 6);
    struct merit_date date = merit_date_of_day(lines.scribe.first->next->event.usage.as_of_day);
    ck_assert(date.month == 2 && date.day == 28);
    sample_close(&lines.sample);
}
END_TEST

START_TEST(test_event_claim_and_cert)
{
    struct lines lines;
    read_lines(&lines,
               "lines:\n  - claim c1 t1 p1 PAL 2020-01-01..2021-01-01 status=PENDING "
               "cloud=CHINA products=azure/a,azure/b id=x at=2022-01-01\n"
               "  - cert p1 ann MS-900 2020-01-01.. linked=2020-02-01 at=2022-01-01T10:00:00Z\n");
    ck_assert_uint_eq(lines.sample.errors.count, 0);
    const struct merit_association *claim = &lines.scribe.first->event.association;
    ck_assert_int_eq(claim->type, MERIT_TYPE_PAL);
    ck_assert_int_eq(claim->status, MERIT_STATUS_PENDING);
    ck_assert_int_eq(claim->cloud, MERIT_CLOUD_CHINA);
    ck_assert_uint_eq(claim->product_count, 2);
    ck_assert(merit_text_equal(lines.scribe.first->event.event_id, merit_text_of("x")));
    const struct merit_certification *cert = &lines.scribe.last->event.certification;
    ck_assert_int_eq(cert->expires_day, MERIT_NO_DAY);
    ck_assert_int_ne(cert->linked_day, MERIT_NO_DAY);
    ck_assert_int_eq(cert->unlinked_day, MERIT_NO_DAY);
    sample_close(&lines.sample);
}
END_TEST

START_TEST(test_event_refused)
{
    refused("usge t1 m365/teams 2022-01-01", "did you mean 'usage'?");
    refused("usage t1 m365/teams", "expected the day that is reported here");
    refused("usage t1 m365/teams 2022-02-30", "'2022-02-30' is no day");
    refused("usage t1 m365/teams 2022-01-01 mau=-1", "monthly_active_users: is negative");
    refused("usage t1 m365/teams 2022-01-01 rev=100", "'100' is no amount");
    refused("usage t1 m365/teams 2022-01-01 mua=1", "did you mean 'mau'?");
    refused("usage t1 m365/teams 2022-01-01 mau=1 mau=2", "'mau' stands here twice");
    refused("usage t1 m365/teams 2022-01-01 more", "unexpected word 'more'");
    refused("usage t{1..2} m365/{a,b,c} 2022-01-01", "equally many values");
    refused("claim c1 t1 p1 CPR 2020-01-01..", "did you mean 'CPOR'?");
    refused("claim c1 t1 p1 CPOR 2020-01-01", "expected days such as");
    refused("claim c1 t1 p1 CPOR 2020-01-02..2020-01-01", "end_date");
    refused("cert p1 ann MS-900 2020-01-01.. at=noon", "expected a day or a moment");
    refused("usage t{1..5000} azure/a 2020-01..2021-12", "at most 100000 events");
    refused("again", "no event stands before this one");
}
END_TEST

CHECK_MAIN_TESTS("case_event",
                 test_event_usage,
                 test_event_months_and_braces,
                 test_event_claim_and_cert,
                 test_event_refused)
