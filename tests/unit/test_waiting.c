/* Tests of facts that wait: groups not yet whole, and groups of a later day. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/waiting.h"

enum { TODAY = 19500 };

static struct scoring_world world;

static struct fact_header header_of(uint32_t source, int32_t day, bool first, bool last)
{
    return (struct fact_header){.kind = FACT_GROUP,
                                .source = source,
                                .day = day,
                                .first = first,
                                .last = last,
                                .partner_id = merit_text_of("p1"),
                                .tenant_id = merit_text_of("t1"),
                                .event_id = merit_text_of("e1")};
}

static void add(uint32_t source, int32_t day, bool first, bool last)
{
    struct fact_header header = header_of(source, day, first, last);
    world_message(&world, &header);
    fact_detach(&world.facts.bytes);
    fact_list_end(&world.facts);
    waiting_add(&world.scoring, &header, fact_list_message(&world.facts, 0));
}

static void begin(void)
{
    world_begin(&world, 2);
    world.scoring.day = TODAY;
}

START_TEST(a_group_is_due_when_it_is_whole)
{
    begin();
    add(0, TODAY, true, false);
    ck_assert(!waiting_is_due(&world.scoring));
    add(0, TODAY, false, false);
    ck_assert(!waiting_is_due(&world.scoring));
    add(0, TODAY, false, true);
    ck_assert(waiting_is_due(&world.scoring));
    uint64_t group = waiting_take(&world.scoring);
    ck_assert(!waiting_is_due(&world.scoring));
    for (uint32_t part = 0; part < 3; part++) {
        ck_assert_ptr_nonnull(waiting_part(&world.scoring, group, part).at);
    }
    ck_assert_ptr_null(waiting_part(&world.scoring, group, 3).at);
    world_end(&world);
}
END_TEST

START_TEST(a_group_is_due_when_its_day_has_come)
{
    begin();
    add(0, TODAY + 1, true, true);
    ck_assert(!waiting_is_due(&world.scoring));
    world.scoring.day = TODAY + 1;
    ck_assert(waiting_is_due(&world.scoring));
    world.scoring.day = MERIT_NO_DAY;
    ck_assert(!waiting_is_due(&world.scoring));
    world_end(&world);
}
END_TEST

/* By day, and of one day in the order in which they began to come. */
START_TEST(groups_are_taken_in_order)
{
    begin();
    add(0, TODAY, true, true);
    add(0, TODAY - 2, true, false);
    add(1, TODAY - 2, true, true);
    add(0, TODAY - 2, false, true);
    add(0, TODAY - 3, true, true);
    static const int32_t days[] = {TODAY - 3, TODAY - 2, TODAY - 2, TODAY};
    static const uint32_t sources[] = {0, 0, 1, 0};
    for (size_t i = 0; i < 4; i++) {
        ck_assert(waiting_is_due(&world.scoring));
        uint64_t group = waiting_take(&world.scoring);
        struct reader reader = reader_of(waiting_part(&world.scoring, group, 0));
        struct fact_header header;
        ck_assert(fact_read_header(&reader, &header));
        ck_assert_int_eq(header.day, days[i]);
        ck_assert_uint_eq(header.source, sources[i]);
        ck_assert_int_eq(waiting_part(&world.scoring, group, 1).at != NULL, i == 1);
    }
    ck_assert(!waiting_is_due(&world.scoring));
    world_end(&world);
}
END_TEST

START_TEST(a_removed_part_is_gone)
{
    begin();
    add(0, TODAY, true, false);
    add(0, TODAY, false, true);
    uint64_t group = waiting_take(&world.scoring);
    waiting_remove(&world.scoring, group, 0);
    ck_assert_ptr_null(waiting_part(&world.scoring, group, 0).at);
    ck_assert_ptr_nonnull(waiting_part(&world.scoring, group, 1).at);
    waiting_remove(&world.scoring, group, 1);
    ck_assert_uint_eq(world.state.count, 0);
    world_end(&world);
}
END_TEST

START_TEST(what_waits_is_found_again)
{
    begin();
    add(0, TODAY, true, true);
    add(0, TODAY, true, false);
    add(1, TODAY - 1, true, true);
    world_reopen(&world);
    ck_assert_uint_eq(world.scoring.waiting.count, 2);
    uint64_t group = waiting_take(&world.scoring);
    struct reader reader = reader_of(waiting_part(&world.scoring, group, 0));
    struct fact_header header;
    ck_assert(fact_read_header(&reader, &header));
    ck_assert_uint_eq(header.source, 1);
    add(0, TODAY, false, true);
    ck_assert_uint_eq(world.scoring.waiting.count, 2);
    world_end(&world);
}
END_TEST

START_TEST(damaged_records_are_refused)
{
    begin();
    add(0, TODAY, true, true);
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    ck_assert(table_walk(&world.state, &cursor, &key, &value));
    ck_assert(waiting_open(&world.scoring, key, value));
    ck_assert(!waiting_open(&world.scoring, (struct bytes){key.at, key.length - 1}, value));
    ck_assert(!waiting_open(&world.scoring, key, (struct bytes){value.at, 3}));
    struct fact_header header = header_of(2, TODAY, true, true);
    world_message(&world, &header);
    fact_list_end(&world.facts);
    ck_assert_msg(!waiting_open(&world.scoring, key, fact_list_message(&world.facts, 0)),
                  "there are two tasks");
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("waiting",
                 a_group_is_due_when_it_is_whole,
                 a_group_is_due_when_its_day_has_come,
                 groups_are_taken_in_order,
                 a_removed_part_is_gone,
                 what_waits_is_found_again,
                 damaged_records_are_refused)
