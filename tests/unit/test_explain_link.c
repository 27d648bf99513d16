/* Tests of why associations hold or do not: the one that is nearest to holding is named. */
#include "check_main.h"
#include "core/explain_link.h"

enum { DAY = 19500 };

static struct link link_of(const char *id, enum merit_association_type type)
{
    return (struct link){
        .association_id = merit_text_of(id),
        .type = (uint8_t)type,
        .status = MERIT_STATUS_ACTIVE,
        .cloud = MERIT_CLOUD_PUBLIC,
        .counts = true,
        .start_day = DAY - 10,
        .end_day = MERIT_NEVER,
        .covers = true,
    };
}

static struct merit_why ask(struct link *links, uint32_t count)
{
    struct link_list list = {links, count, count};
    struct explain_links asked = {
        .links = &list, .types = 1U << MERIT_TYPE_CPOR | 1U << MERIT_TYPE_PAL, .day = DAY};
    return explain_links(&asked);
}

static enum merit_reason reason_of(struct link link)
{
    return ask(&link, 1).reason;
}

START_TEST(each_reason)
{
    ck_assert_int_eq(ask(NULL, 0).reason, MERIT_REASON_NO_ASSOCIATION);
    struct link link = link_of("a", MERIT_TYPE_CPOR);
    ck_assert_int_eq(reason_of(link), MERIT_REASON_COUNTED);
    ck_assert_int_eq(reason_of(link_of("a", MERIT_TYPE_DPOR)), MERIT_REASON_ASSOCIATION_OTHER_TYPE);
    link.covers = false;
    ck_assert_int_eq(reason_of(link), MERIT_REASON_ASSOCIATION_OTHER_PRODUCT);
    link = link_of("a", MERIT_TYPE_CPOR);
    link.start_day = DAY + 1;
    ck_assert_int_eq(reason_of(link), MERIT_REASON_ASSOCIATION_NOT_STARTED);
    link.start_day = DAY - 10;
    link.end_day = DAY;
    ck_assert_int_eq(reason_of(link), MERIT_REASON_ASSOCIATION_ENDED);
    ck_assert_int_eq(ask(&link, 1).day, DAY);
    link.counts = false;
    link.status = MERIT_STATUS_PENDING;
    ck_assert_int_eq(reason_of(link), MERIT_REASON_ASSOCIATION_NOT_ACTIVE);
    link = link_of("a", MERIT_TYPE_PAL);
    link.cloud = MERIT_CLOUD_CHINA;
    link.counts = false;
    ck_assert_int_eq(reason_of(link), MERIT_REASON_ASSOCIATION_NOT_PUBLIC);
}
END_TEST

START_TEST(the_nearest_is_named)
{
    struct link links[] = {link_of("other", MERIT_TYPE_DPOR), link_of("ended", MERIT_TYPE_CPOR),
                           link_of("later", MERIT_TYPE_CPOR)};
    links[1].end_day = DAY - 1;
    links[2].start_day = DAY + 5;
    struct merit_why why = ask(links, 3);
    ck_assert_int_eq(why.reason, MERIT_REASON_ASSOCIATION_NOT_STARTED);
    ck_assert(merit_text_equal(why.about, merit_text_of("later")));
    ck_assert_int_eq(why.day, DAY + 5);
}
END_TEST

CHECK_MAIN_TESTS("explain_link", each_reason, the_nearest_is_named)
