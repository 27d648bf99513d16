/* Tests of which scores are told again. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/news.h"
#include "task/scoring_records.h"

enum { TODAY = 19500 }; /* 2023-05-23 */

static struct scoring_world world;

/* What is told now: designation and points, in order. */
static const char *told(void)
{
    static char text[512];
    size_t length = 0;
    struct merit_output output;
    text[0] = '\0';
    while (news_next(&world.scoring, &output)) {
        length += (size_t)snprintf(text + length, sizeof text - length, "%.*s:%s=%lld ",
                                   (int)output.partner_id.length, output.partner_id.at,
                                   output.designation, (long long)output.score.score.hundredths);
    }
    return text;
}

START_TEST(a_new_partner_is_told_whole_and_once)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    world_link(&world, "p1", "t1", TODAY);
    const char *first = told();
    ck_assert(strstr(first, "p1:users=0 ") != NULL && strstr(first, "p1:people=0 ") != NULL);
    ck_assert_str_eq(told(), "");
    world_end(&world);
}
END_TEST

START_TEST(only_what_differs_is_told_again)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    world_link(&world, "p1", "t1", TODAY);
    told();
    world_users(&world, "p1", "t1", 20, TODAY);
    ck_assert_str_eq(told(), "p1:users=2000 ");
    /* There and back again within one commit is no news. */
    world_users(&world, "p1", "t1", 20, TODAY);
    ck_assert_str_eq(told(), "");
    world_end(&world);
}
END_TEST

START_TEST(what_was_told_is_state)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    world_link(&world, "p1", "t1", TODAY);
    told();
    world_reopen(&world);
    world_users(&world, "p1", "t1", 20, TODAY);
    ck_assert_str_eq(told(), "p1:users=2000 ");
    world_end(&world);
}
END_TEST

START_TEST(a_new_version_is_told_of_a_partner_without_customers)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 31));
    scoring_make_partner(&world.scoring, merit_text_of("p1"));
    told();
    world_day(&world, on(2023, 6, 1));
    ck_assert_str_eq(told(), "p1:products=0 p1:all=0 ");
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("news",
                 a_new_partner_is_told_whole_and_once,
                 only_what_differs_is_told_again,
                 what_was_told_is_state,
                 a_new_version_is_told_of_a_partner_without_customers)
