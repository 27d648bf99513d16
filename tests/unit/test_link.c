/* Tests of one partner's associations in a tenant: the stored list, and when one holds. */
#include "check_main.h"
#include "core/link.h"
#include "unit_tools.h"

static const struct merit_text two_products[] = {{"m365/teams", 10}, {"azure/vm", 8}};

static struct merit_association association_of(const char *id)
{
    return (struct merit_association){
        .association_id = merit_text_of(id),
        .partner_id = merit_text_of("p1"),
        .tenant_id = merit_text_of("t1"),
        .type = MERIT_TYPE_CSP_TIER2,
        .status = MERIT_STATUS_ACTIVE,
        .cloud = MERIT_CLOUD_PUBLIC,
        .product_count = 2,
        .products = two_products,
        .subscription_id = merit_text_of("s1"),
        .start_day = on(2023, 1, 1),
        .end_day = on(2024, 1, 1),
    };
}

/* The association as a list of one reads it; the bytes live until the next call. */
static struct link link_of(const struct merit_association *association)
{
    static struct buffer bytes;
    buffer_clear(&bytes);
    link_write(&bytes, association);
    struct reader reader = reader_of(buffer_view(&bytes));
    struct link link;
    ck_assert(link_read(&reader, &link));
    ck_assert_uint_eq(reader_left(&reader), 0);
    return link;
}

START_TEST(an_association_comes_back)
{
    struct merit_association association = association_of("a1");
    struct link link = link_of(&association);
    ck_assert(text_is(link.association_id, "a1"));
    ck_assert(text_is(link.subscription_id, "s1"));
    ck_assert_uint_eq(link.product_count, 2);
    ck_assert_uint_eq(link.type, MERIT_TYPE_CSP_TIER2);
    ck_assert_uint_eq(link.status, MERIT_STATUS_ACTIVE);
    ck_assert_uint_eq(link.cloud, MERIT_CLOUD_PUBLIC);
    ck_assert_int_eq(link.start_day, on(2023, 1, 1));
    ck_assert_int_eq(link.end_day, on(2024, 1, 1));
    association.end_day = MERIT_NO_DAY;
    association.subscription_id = (struct merit_text){NULL, 0};
    association.product_count = 0;
    link = link_of(&association);
    ck_assert_int_eq(link.end_day, MERIT_NEVER);
    ck_assert(merit_text_is_null(link.subscription_id));
    ck_assert_uint_eq(link.product_count, 0);
}
END_TEST

START_TEST(it_holds_from_its_start_to_the_day_before_its_end)
{
    struct merit_association association = association_of("a1");
    struct link link = link_of(&association);
    ck_assert(!link_holds(&link, on(2022, 12, 31)));
    ck_assert(link_holds(&link, on(2023, 1, 1)));
    ck_assert(link_holds(&link, on(2023, 12, 31)));
    ck_assert(!link_holds(&link, on(2024, 1, 1)));
    association.end_day = MERIT_NO_DAY;
    link = link_of(&association);
    ck_assert(link_holds(&link, MERIT_DAY_LAST));
    association.end_day = association.start_day;
    link = link_of(&association);
    ck_assert(!link_holds(&link, association.start_day));
}
END_TEST

START_TEST(only_an_active_one_counts_and_pal_only_in_the_public_cloud)
{
    for (int i = 0; i < MERIT_TYPE_COUNT * 9; i++) {
        struct merit_association association = association_of("a1");
        association.type = (enum merit_association_type)(i % MERIT_TYPE_COUNT);
        association.status = (enum merit_association_status)(i / MERIT_TYPE_COUNT % 3);
        association.cloud = (enum merit_cloud)(i / MERIT_TYPE_COUNT / 3);
        bool expected = association.status == MERIT_STATUS_ACTIVE;
        if (association.type == MERIT_TYPE_PAL && association.cloud != MERIT_CLOUD_PUBLIC) {
            expected = false;
        }
        struct link link = link_of(&association);
        ck_assert_int_eq(link.counts, expected);
        ck_assert_int_eq(link_holds(&link, on(2023, 6, 1)), expected);
    }
}
END_TEST

START_TEST(it_covers_its_products_or_every_product)
{
    struct merit_association association = association_of("a1");
    struct link link = link_of(&association);
    ck_assert(link_covers_product(&link, merit_text_of("m365/teams")));
    ck_assert(link_covers_product(&link, merit_text_of("azure/vm")));
    ck_assert(!link_covers_product(&link, merit_text_of("azure/v")));
    ck_assert(!link_covers_product(&link, merit_text_of("azure/")));
    association.product_count = 0;
    link = link_of(&association);
    ck_assert(link_covers_product(&link, merit_text_of("anything")));
}
END_TEST

START_TEST(it_covers_its_subscription_or_every_one)
{
    struct merit_association association = association_of("a1");
    struct link link = link_of(&association);
    ck_assert(link_covers_subscription(&link, merit_text_of("s1")));
    ck_assert(!link_covers_subscription(&link, merit_text_of("s2")));
    ck_assert(!link_covers_subscription(&link, (struct merit_text){NULL, 0}));
    association.subscription_id = (struct merit_text){NULL, 0};
    link = link_of(&association);
    ck_assert(link_covers_subscription(&link, merit_text_of("s2")));
    ck_assert(link_covers_subscription(&link, (struct merit_text){NULL, 0}));
}
END_TEST

/* ---- the list ---------------------------------------------------------------------------- */

/* The ids of a stored list, each with the month in which it starts. */
static void assert_list(const struct buffer *stored, const char *expected)
{
    struct link_list list = {0};
    ck_assert(link_list_read(&list, buffer_view(stored)));
    char text[200] = "";
    size_t length = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        struct merit_text id = list.items[i].association_id;
        memcpy(text + length, id.at, id.length);
        length += id.length;
        text[length++] = (char)('0' + merit_date_of_day(list.items[i].start_day).month);
        text[length++] = ' ';
    }
    text[length] = '\0';
    ck_assert_str_eq(text, expected);
    link_list_fini(&list);
    ck_assert_ptr_null(list.items);
}

static void put_start(struct buffer *stored, const char *id, int32_t month)
{
    struct merit_association association = association_of(id);
    association.start_day = on(2023, month, 1);
    put_association(stored, &association);
}

START_TEST(a_put_replaces_the_one_with_its_id)
{
    struct buffer stored = {0};
    assert_list(&stored, "");
    put_start(&stored, "a", 1);
    put_start(&stored, "b", 2);
    put_start(&stored, "aa", 3);
    assert_list(&stored, "a1 b2 aa3 ");
    put_start(&stored, "b", 4);
    assert_list(&stored, "a1 aa3 b4 ");
    link_list_remove(&stored, merit_text_of("a"));
    assert_list(&stored, "aa3 b4 ");
    link_list_remove(&stored, merit_text_of("nobody"));
    assert_list(&stored, "aa3 b4 ");
    link_list_remove(&stored, merit_text_of("b"));
    link_list_remove(&stored, merit_text_of("aa"));
    assert_list(&stored, "");
    ck_assert_uint_eq(stored.length, 0);
    buffer_fini(&stored);
}
END_TEST

START_TEST(a_link_is_put_as_its_association_is)
{
    struct merit_association association = association_of("a1");
    struct buffer from_association = {0};
    struct buffer from_link = {0};
    struct link link = link_of(&association);
    put_association(&from_association, &association);
    link_list_put_link(&from_link, &link);
    link_list_put_link(&from_link, &link);
    ck_assert_uint_eq(from_link.length, from_association.length);
    ck_assert_mem_eq(from_link.bytes, from_association.bytes, from_link.length);
    buffer_fini(&from_association);
    buffer_fini(&from_link);
}
END_TEST

START_TEST(a_long_list_is_read_whole)
{
    struct buffer stored = {0};
    for (int i = 0; i < 100; i++) {
        const char id[] = {(char)('0' + i / 10), (char)('0' + i % 10), '\0'};
        put_start(&stored, id, 1 + i % 9);
    }
    struct link_list list = {0};
    ck_assert(link_list_read(&list, buffer_view(&stored)));
    ck_assert_uint_eq(list.count, 100);
    ck_assert(text_is(list.items[57].association_id, "57"));
    ck_assert(link_list_read(&list, (struct bytes){NULL, 0}));
    ck_assert_uint_eq(list.count, 0);
    link_list_fini(&list);
    buffer_fini(&stored);
}
END_TEST

START_TEST(cut_bytes_are_no_list)
{
    struct buffer stored = {0};
    put_start(&stored, "a", 1);
    size_t one = stored.length;
    put_start(&stored, "b", 2);
    struct link_list list = {0};
    for (size_t length = 1; length < stored.length; length++) {
        bool read = link_list_read(&list, (struct bytes){stored.bytes, length});
        ck_assert_int_eq(read, length == one);
    }
    link_list_fini(&list);
    buffer_fini(&stored);
}
END_TEST

START_TEST(an_unknown_type_or_no_id_is_refused)
{
    struct merit_association association = association_of("a1");
    struct buffer stored = {0};
    struct link_list list = {0};
    association.type = MERIT_TYPE_COUNT;
    link_write(&stored, &association);
    ck_assert(!link_list_read(&list, buffer_view(&stored)));
    buffer_clear(&stored);
    association = association_of(NULL);
    link_write(&stored, &association);
    ck_assert(!link_list_read(&list, buffer_view(&stored)));
    link_list_fini(&list);
    buffer_fini(&stored);
}
END_TEST

CHECK_MAIN_TESTS("link",
                 an_association_comes_back,
                 it_holds_from_its_start_to_the_day_before_its_end,
                 only_an_active_one_counts_and_pal_only_in_the_public_cloud,
                 it_covers_its_products_or_every_product,
                 it_covers_its_subscription_or_every_one,
                 a_put_replaces_the_one_with_its_id,
                 a_link_is_put_as_its_association_is,
                 a_long_list_is_read_whole,
                 cut_bytes_are_no_list,
                 an_unknown_type_or_no_id_is_refused)
