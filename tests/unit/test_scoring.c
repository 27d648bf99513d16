/* Tests of scoring as a whole: messages taken, kept and refused, steps, and going on after a stop.
 */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/scoring.h"

enum { TODAY = 19500 /* 2023-05-23 */, LONG_TEXT = 20000 };

static struct scoring_world world;

static void begin(uint32_t tasks)
{
    world_begin(&world, tasks);
    for (uint32_t i = 0; i < tasks; i++) {
        world_watermark(&world, i, TODAY);
    }
    world_run(&world);
}

/* ---- waiting ----------------------------------------------------------------------------- */

START_TEST(a_fact_of_today_is_applied_at_once)
{
    begin(1);
    world_link(&world, "p1", "t1", TODAY);
    world_users(&world, "p1", "t1", 5, TODAY);
    ck_assert_str_eq(world_said(&world, true), "p1:users=500 2023-5-23 EVENT eu; ");
    ck_assert(!scoring_has_work(&world.scoring));
    world_end(&world);
}
END_TEST

START_TEST(a_fact_of_a_day_to_come_waits_for_it)
{
    begin(1);
    world_link(&world, "p1", "t1", TODAY + 2);
    world_users(&world, "p1", "t1", 5, TODAY + 2);
    ck_assert(!scoring_step(&world.scoring));
    world_day(&world, TODAY + 1);
    ck_assert_str_eq(world_said(&world, false), "");
    world_day(&world, TODAY + 2);
    ck_assert_str_eq(world_said(&world, true), "p1:users=500 2023-5-25 EVENT eu; ");
    world_end(&world);
}
END_TEST

START_TEST(before_the_first_day_all_waits)
{
    world_begin(&world, 1);
    world_link(&world, "p1", "t1", TODAY - 5);
    world_users(&world, "p1", "t1", 5, TODAY - 5);
    ck_assert(!scoring_has_work(&world.scoring));
    world_day(&world, TODAY);
    ck_assert_str_eq(world_said(&world, true), "p1:users=500 2023-5-23 EVENT eu; ");
    world_end(&world);
}
END_TEST

/* A fact that could be applied at once does not overtake what waits, nor a day's start. */
START_TEST(nothing_overtakes_what_is_to_be_done)
{
    begin(1);
    world_link(&world, "p1", "t1", TODAY);
    world_users(&world, "p1", "t1", 5, TODAY + 1);
    struct merit_event event = event_certification("p1", "n1", "AZ-104", TODAY);
    event.certification.linked_day = TODAY + 1;
    scoring_certify(&world.scoring, &event);
    world_watermark(&world, 0, TODAY + 1);
    ck_assert(scoring_step(&world.scoring));
    ck_assert(scoring_has_work(&world.scoring));
    world_group(&world, "p1", "t1", TODAY + 1, "later");
    world_add_usage(&world, "m365/teams", TODAY + 1, 7, MERIT_NO_FIGURE);
    ck_assert(world_send(&world));
    ck_assert_str_eq(world_said(&world, true), "");
    world_run(&world);
    ck_assert_str_eq(world_said(&world, true),
                     "p1:people=1000 2023-5-24 TIME ; p1:users=500 2023-5-24 EVENT eu; "
                     "p1:users=700 2023-5-24 EVENT later; ");
    world_end(&world);
}
END_TEST

/* ---- groups in parts --------------------------------------------------------------------- */

static bool send_part(uint32_t source, const char *partner, bool first, bool last, int64_t users)
{
    struct fact_header header = {.kind = FACT_GROUP,
                                 .source = source,
                                 .day = TODAY,
                                 .first = first,
                                 .last = last,
                                 .partner_id = merit_text_of(partner),
                                 .tenant_id = merit_text_of("t1"),
                                 .event_id = merit_text_of(partner)};
    world_message(&world, &header);
    if (first) {
        world_add_link(&world, "a1", MERIT_TYPE_CPOR, on(2022, 1, 1), MERIT_NO_DAY);
    }
    world_add_usage(&world, users % 2 == 0 ? "m365/teams" : "m365/intune", TODAY, users,
                    MERIT_NO_FIGURE);
    return world_send(&world);
}

START_TEST(a_group_is_applied_when_it_is_whole)
{
    begin(1);
    ck_assert(send_part(0, "p1", true, false, 20));
    ck_assert(!scoring_step(&world.scoring));
    ck_assert(send_part(0, "p1", false, false, 31));
    ck_assert(!scoring_step(&world.scoring));
    ck_assert(send_part(0, "p1", false, true, 10));
    ck_assert_str_eq(world_said(&world, false), "");
    for (int part = 0; part < 3; part++) {
        ck_assert_str_eq(world_said(&world, false), "");
        ck_assert(scoring_has_work(&world.scoring));
        ck_assert(scoring_step(&world.scoring));
    }
    ck_assert_str_eq(world_said(&world, true), "p1:users=4100 2023-5-23 EVENT p1; ");
    ck_assert(!scoring_step(&world.scoring));
    world_end(&world);
}
END_TEST

START_TEST(groups_of_two_tasks_may_come_mixed)
{
    begin(2);
    ck_assert(send_part(0, "p1", true, false, 20));
    ck_assert(send_part(1, "p2", true, false, 40));
    ck_assert(send_part(1, "p2", false, true, 1));
    ck_assert(send_part(0, "p1", false, true, 3));
    world_run(&world);
    ck_assert_str_eq(world_said(&world, true),
                     "p1:users=2300 2023-5-23 EVENT p1; p2:users=4100 2023-5-23 EVENT p2; ");
    world_end(&world);
}
END_TEST

struct state_size {
    size_t count;
    size_t bytes;
    size_t waiting;
};

static struct state_size size_now(void)
{
    return (struct state_size){world.state.count, world.state.bytes, world.scoring.waiting.count};
}

static void assert_nothing_changed(struct state_size before)
{
    struct state_size now = size_now();
    ck_assert_uint_eq(now.count, before.count);
    ck_assert_uint_eq(now.bytes, before.bytes);
    ck_assert_uint_eq(now.waiting, before.waiting);
    ck_assert_uint_eq(world.scoring.outputs.count, 0);
}

START_TEST(parts_out_of_order_are_refused)
{
    begin(2);
    struct state_size before = size_now();
    ck_assert_msg(!send_part(0, "p1", false, false, 20), "no group is open");
    ck_assert(!send_part(0, "p1", false, true, 20));
    assert_nothing_changed(before);
    ck_assert(send_part(0, "p1", true, false, 20));
    before = size_now();
    ck_assert_msg(!send_part(0, "p1", true, false, 20), "a group is open");
    ck_assert(!send_part(0, "p1", true, true, 20));
    ck_assert_msg(!send_part(1, "p1", false, true, 20), "not of this task");
    assert_nothing_changed(before);
    ck_assert(send_part(0, "p1", false, true, 4));
    world_run(&world);
    ck_assert_str_eq(world_said(&world, false), "users=400 ");
    world_end(&world);
}
END_TEST

START_TEST(damaged_messages_are_refused)
{
    begin(1);
    world_group(&world, "p1", "t1", TODAY, "e1");
    world_add_link(&world, "a1", MERIT_TYPE_CPOR, on(2022, 1, 1), MERIT_NO_DAY);
    size_t link_end = world.facts.bytes.length;
    world_add_usage(&world, "m365/teams", TODAY, 5, 5);
    fact_list_end(&world.facts);
    struct bytes message = fact_list_message(&world.facts, 0);
    struct reader reader = reader_of(message);
    struct fact_header header;
    ck_assert(fact_read_header(&reader, &header));
    size_t header_end = message.length - reader_left(&reader);
    struct state_size before = size_now();
    for (size_t length = 0; length < message.length; length++) {
        if (length != header_end && length != link_end) {
            ck_assert(!scoring_receive(&world.scoring, (struct bytes){message.at, length}));
        }
    }
    assert_nothing_changed(before);
    ck_assert(scoring_receive(&world.scoring, message));
    ck_assert_str_eq(world_said(&world, false), "users=500 ");
    world_end(&world);
}
END_TEST

START_TEST(messages_of_tasks_that_are_not_there_are_refused)
{
    begin(2);
    struct state_size before = size_now();
    ck_assert(!send_part(2, "p1", true, true, 20));
    struct fact_header header = {.kind = FACT_WATERMARK, .source = 2, .day = TODAY + 1};
    world_message(&world, &header);
    ck_assert(!world_send(&world));
    assert_nothing_changed(before);
    world_end(&world);
}
END_TEST

/* ---- certifications ---------------------------------------------------------------------- */

START_TEST(people_count_when_they_hold_what_is_asked)
{
    begin(1);
    struct merit_event event = event_certification("p1", "n1", "AZ-104", TODAY - 9);
    scoring_certify(&world.scoring, &event);
    event = event_certification("p1", "n2", "MS-100", TODAY - 9);
    scoring_certify(&world.scoring, &event);
    event = event_certification("p1", "n3", "MS-900", TODAY - 9);
    scoring_certify(&world.scoring, &event);
    ck_assert_str_eq(world_said(&world, false), "people=1000 ");
    event = event_certification("p1", "n2", "MS-101", TODAY - 9);
    scoring_certify(&world.scoring, &event);
    event = event_certification("p1", "n1", "MS-101", TODAY - 9);
    scoring_certify(&world.scoring, &event);
    ck_assert_str_eq(world_said(&world, true), "p1:people=2000 2023-5-23 EVENT ec; ");
    event.certification.certification = merit_text_of("AZ-104");
    event.certification.expires_day = TODAY - 1;
    event.occurred_at++;
    scoring_certify(&world.scoring, &event);
    ck_assert_str_eq(world_said(&world, false), "people=1000 ");
    event.occurred_at--;
    event.certification.expires_day = MERIT_NO_DAY;
    scoring_certify(&world.scoring, &event);
    ck_assert_str_eq(world_said(&world, false), "");
    world_end(&world);
}
END_TEST

START_TEST(a_person_has_up_to_256_certifications)
{
    begin(1);
    char code[16];
    for (int i = 0; i <= MERIT_PERSON_CERTIFICATIONS_MAX; i++) {
        (void)snprintf(code, sizeof code, "code-%d", i);
        struct merit_event event = event_certification("p1", "n1", code, TODAY);
        struct merit_fault fault = scoring_check(&world.scoring, &event);
        if (i < MERIT_PERSON_CERTIFICATIONS_MAX) {
            ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
            scoring_certify(&world.scoring, &event);
        } else {
            ck_assert_int_eq(fault.bad, MERIT_BAD_LIMIT);
            ck_assert_str_eq(fault.field, "certification");
        }
    }
    struct merit_event known = event_certification("p1", "n1", "code-9", TODAY);
    ck_assert_int_eq(scoring_check(&world.scoring, &known).bad, MERIT_BAD_NONE);
    struct merit_event other = event_certification("p1", "n2", "code-999", TODAY);
    ck_assert_int_eq(scoring_check(&world.scoring, &other).bad, MERIT_BAD_NONE);
    struct merit_event stranger = event_certification("p2", "n1", "code-999", TODAY);
    ck_assert_int_eq(scoring_check(&world.scoring, &stranger).bad, MERIT_BAD_NONE);
    world_end(&world);
}
END_TEST

/* ---- going on after a stop --------------------------------------------------------------- */

struct told {
    char text[LONG_TEXT];
    size_t length;
};

static void tell(struct told *told)
{
    const char *said = world_said(&world, true);
    size_t length = strlen(said);
    ck_assert_uint_lt(told->length + length, LONG_TEXT);
    memcpy(told->text + told->length, said, length + 1);
    told->length += length;
}

static void run_telling(struct told *told, bool stops)
{
    do {
        tell(told);
        if (stops) {
            world_reopen(&world);
        }
    } while (scoring_step(&world.scoring));
    tell(told);
}

/* A year and a half of two partners: facts of today and of days to come, in parts and mixed,
 * people, a change of rules, a lapse. */
static void run_history(struct told *told, bool stops)
{
    world_begin(&world, 2);
    told->length = 0;
    uint64_t seed = 3;
    for (int32_t day = on(2022, 12, 1); day < on(2024, 7, 1); day += 1 + (int32_t)(seed % 9)) {
        uint32_t source = (uint32_t)random_below(&seed, 2);
        const char *partner = source == 0 ? "p1" : "p2";
        bool apart = random_below(&seed, 3) == 0;
        struct fact_header header = {.kind = FACT_GROUP,
                                     .source = source,
                                     .day = day + (int32_t)random_below(&seed, 3),
                                     .first = true,
                                     .last = !apart,
                                     .partner_id = merit_text_of(partner),
                                     .tenant_id = merit_text_of(seed % 2 == 0 ? "t1" : "t2"),
                                     .event_id = merit_text_of("e1")};
        world_message(&world, &header);
        world_add_link(&world, "a1", MERIT_TYPE_CPOR, day, day + (int32_t)random_below(&seed, 90));
        world_add_usage(&world, "m365/teams", day, (int64_t)random_below(&seed, 80), 5);
        world_add_link(&world, "a2", MERIT_TYPE_PAL, on(2022, 1, 1), MERIT_NO_DAY);
        world_add_usage(&world, seed % 3 == 0 ? "azure/vm" : "azure/sql", day, MERIT_NO_FIGURE, 5);
        ck_assert(world_send(&world));
        run_telling(told, stops);
        if (apart) {
            header.first = false;
            header.last = true;
            world_message(&world, &header);
            world_add_usage(&world, "m365/intune", day, (int64_t)random_below(&seed, 30), 5);
            ck_assert(world_send(&world));
        }
        world_watermark(&world, 0, day);
        world_watermark(&world, 1, day + 1);
        run_telling(told, stops);
        const char person[] = {'n', (char)('0' + random_below(&seed, 9)), '\0'};
        struct merit_event event = event_certification(partner, person, "AZ-104", day);
        event.certification.expires_day = day + 200;
        scoring_certify(&world.scoring, &event);
        run_telling(told, stops);
    }
    world_end(&world);
}

START_TEST(it_goes_on_as_if_it_had_not_stopped)
{
    static struct told straight;
    static struct told stopped;
    run_history(&straight, false);
    run_history(&stopped, true);
    ck_assert_uint_gt(straight.length, 2000);
    ck_assert_ptr_nonnull(strstr(straight.text, "attained"));
    ck_assert_ptr_nonnull(strstr(straight.text, "RULES"));
    ck_assert_str_eq(stopped.text, straight.text);
}
END_TEST

static bool opens(void)
{
    struct scoring again;
    struct scoring_config config = world.scoring.config;
    bool opened = scoring_open(&again, &world.state, &config);
    scoring_fini(&again);
    return opened;
}

START_TEST(a_damaged_state_is_refused)
{
    begin(2);
    world_link(&world, "p1", "t1", TODAY);
    world_link(&world, "p1", "t1", TODAY + 5);
    scoring_save(&world.scoring);
    ck_assert(opens());
    world.scoring.config.task_count = 1;
    ck_assert_msg(!opens(), "it was of two tasks");
    world.scoring.config.task_count = 2;
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    size_t refused = 0;
    /* Each record cut to one byte, then put back. */
    while (table_walk(&world.state, &cursor, &key, &value)) {
        struct buffer copy = {0};
        struct buffer name = {0};
        buffer_put(&copy, value.at, value.length);
        buffer_put(&name, key.at, key.length);
        table_put(&world.state, buffer_view(&name), (struct bytes){copy.bytes, 1});
        refused += !opens();
        table_put(&world.state, buffer_view(&name), buffer_view(&copy));
        buffer_fini(&copy);
        buffer_fini(&name);
    }
    ck_assert(opens());
    ck_assert_msg(refused >= 3, "the task's record, the partner's, what waits");
    world_end(&world);
}
END_TEST

START_TEST(outputs_are_gone_when_they_are_cleared)
{
    begin(1);
    world_link(&world, "p1", "t1", TODAY);
    world_users(&world, "p1", "t1", 5, TODAY);
    ck_assert_uint_eq(world.scoring.outputs.count, 1);
    scoring_clear_outputs(&world.scoring);
    ck_assert_uint_eq(world.scoring.outputs.count, 0);
    world_users(&world, "p1", "t1", 6, TODAY);
    ck_assert_uint_eq(world.scoring.outputs.count, 1);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("scoring",
                 a_fact_of_today_is_applied_at_once,
                 a_fact_of_a_day_to_come_waits_for_it,
                 before_the_first_day_all_waits,
                 nothing_overtakes_what_is_to_be_done,
                 a_group_is_applied_when_it_is_whole,
                 groups_of_two_tasks_may_come_mixed,
                 parts_out_of_order_are_refused,
                 damaged_messages_are_refused,
                 messages_of_tasks_that_are_not_there_are_refused,
                 people_count_when_they_hold_what_is_asked,
                 a_person_has_up_to_256_certifications,
                 it_goes_on_as_if_it_had_not_stopped,
                 a_damaged_state_is_refused,
                 outputs_are_gone_when_they_are_cleared)
