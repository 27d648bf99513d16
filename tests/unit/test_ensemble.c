/* Tests of all tasks of one run, stepped in turn: clocks, facts, certifications that wait. */
#include "base/murmur2.h"
#include "check_main.h"
#include "event_fixture.h"
#include "outputs_said.h"
#include "program_fixture.h"
#include "task/ensemble.h"

enum { TODAY = 19500 /* 2023-05-23 */, TEXT_BYTES = 60000 };

static struct program_fixture fixture;
static const struct partner_settings settings = {1, 1, {70}};
static struct ensemble ensemble;
static struct ensemble_config config;
static char told[TEXT_BYTES];
static size_t told_length;

static void begin(uint32_t tasks)
{
    config = (struct ensemble_config){program_fixture_make(&fixture), &settings, tasks};
    ensemble_init(&ensemble, &config);
    told_length = 0;
    told[0] = '\0';
}

static void tell(void)
{
    for (uint32_t i = 0; i < ensemble.count; i++) {
        struct scoring *scoring = &ensemble.tasks[i].scoring;
        const char *said = outputs_said(&scoring->outputs, true);
        size_t length = strlen(said);
        ck_assert_uint_lt(told_length + length, TEXT_BYTES);
        memcpy(told + told_length, said, length + 1);
        told_length += length;
        scoring_clear_outputs(scoring);
    }
}

static void run(void)
{
    while (ensemble_step(&ensemble)) {
        tell();
    }
}

static void take(struct merit_event event)
{
    ck_assert_int_eq(ensemble_offer(&ensemble, &event).bad, MERIT_BAD_NONE);
    run();
}

static const char *said(void)
{
    static char copy[TEXT_BYTES];
    memcpy(copy, told, told_length + 1);
    told_length = 0;
    told[0] = '\0';
    return copy;
}

static int64_t points(const char *partner, uint8_t designation)
{
    struct merit_output output;
    ensemble_score(&ensemble, merit_text_of(partner), designation, &output);
    return output.score.score.hundredths;
}

/* ---- one task ---------------------------------------------------------------------------- */

START_TEST(one_task_has_one_clock)
{
    begin(1);
    take(event_certification("p1", "n1", "AZ-104", TODAY));
    ck_assert_int_eq(ensemble.tasks[0].scoring.day, TODAY);
    take(event_association("a1", "p1", "t1", TODAY + 1));
    take(event_usage("t1", "m365/teams", 30, TODAY + 3));
    ck_assert_int_eq(ensemble.tasks[0].scoring.day, TODAY + 3);
    ck_assert_int_eq(ensemble.latest_day, TODAY + 3);
    ck_assert_str_eq(said(), "p1:people=1000 2023-5-23 EVENT ec; "
                             "p1:users=3000 2023-5-26 EVENT eu; ");
    ensemble_fini(&ensemble);
}
END_TEST

START_TEST(an_earlier_event_moves_no_clock_back)
{
    begin(1);
    take(event_association("a1", "p1", "t1", TODAY + 5));
    take(event_usage("t1", "m365/teams", 30, TODAY));
    ck_assert_str_eq(said(), "p1:users=3000 2023-5-28 EVENT eu; ");
    ck_assert_int_eq(ensemble.latest_day, TODAY + 5);
    ensemble_fini(&ensemble);
}
END_TEST

START_TEST(days_between_events_are_begun_one_by_one)
{
    begin(1);
    struct merit_event event = event_certification("p1", "n1", "AZ-104", TODAY);
    event.certification.linked_day = TODAY + 2;
    event.certification.expires_day = TODAY + 4;
    take(event);
    take(event_certification("p1", "n2", "MS-900", TODAY + 9));
    ck_assert_str_eq(said(), "p1:people=1000 2023-5-25 TIME ; p1:people=0 2023-5-27 TIME ; ");
    ensemble_fini(&ensemble);
}
END_TEST

START_TEST(the_end_of_input_moves_the_clock_to_its_day)
{
    begin(1);
    struct merit_event event = event_certification("p1", "n1", "AZ-104", TODAY);
    event.certification.expires_day = TODAY + 4;
    take(event);
    ensemble_finish(&ensemble, TODAY + 4);
    run();
    ck_assert_str_eq(said(), "p1:people=1000 2023-5-23 EVENT ec; p1:people=0 2023-5-27 TIME ; ");
    ck_assert_int_eq(ensemble.tasks[0].scoring.day, TODAY + 4);
    ensemble_finish(&ensemble, TODAY - 100);
    run();
    ck_assert_int_eq(ensemble.tasks[0].scoring.day, TODAY + 4);
    ensemble_fini(&ensemble);
}
END_TEST

START_TEST(what_is_beyond_a_limit_is_not_taken)
{
    begin(1);
    char code[16];
    for (int i = 0; i < MERIT_PERSON_CERTIFICATIONS_MAX; i++) {
        (void)snprintf(code, sizeof code, "code-%d", i);
        take(event_certification("p1", "n1", code, TODAY));
    }
    struct merit_event event = event_certification("p1", "n1", "more", TODAY + 50);
    ck_assert_int_eq(ensemble_offer(&ensemble, &event).bad, MERIT_BAD_LIMIT);
    ck_assert(!ensemble_step(&ensemble));
    ck_assert_int_eq(ensemble.latest_day, TODAY);
    ck_assert_int_eq(ensemble.tasks[0].scoring.day, TODAY);
    ensemble_fini(&ensemble);
}
END_TEST

/* ---- several tasks ----------------------------------------------------------------------- */

enum { TASKS = 3 };

/* A name whose records belong to a task. */
static const char *name_of(uint32_t task, const char *prefix)
{
    static char names[8][32];
    static int next;
    char *name = names[next++ % 8];
    for (int i = 0;; i++) {
        (void)snprintf(name, sizeof names[0], "%s%d", prefix, i);
        if (murmur2_partition(merit_text_of(name), TASKS) == task) {
            return name;
        }
    }
}

START_TEST(facts_go_to_the_partners_task)
{
    begin(TASKS);
    const char *tenant = name_of(0, "t");
    const char *partner = name_of(1, "p");
    take(event_association("a1", partner, tenant, TODAY));
    take(event_usage(tenant, "m365/teams", 30, TODAY));
    ck_assert_msg(*said() == '\0', "two tasks have announced no day");
    take(event_usage(name_of(1, "t"), "m365/teams", 1, TODAY));
    take(event_usage(name_of(2, "t"), "m365/teams", 1, TODAY));
    ck_assert_ptr_nonnull(strstr(said(), ":users=3000 2023-5-23 EVENT eu"));
    ck_assert_uint_eq(ensemble.tasks[0].scoring.partner_count, 0);
    ck_assert_uint_eq(ensemble.tasks[1].scoring.partner_count, 1);
    ck_assert_int_eq(points(partner, FIXTURE_USERS), 3000);
    ensemble_fini(&ensemble);
}
END_TEST

START_TEST(the_partners_clock_is_the_least_of_the_tenants)
{
    begin(TASKS);
    for (uint32_t i = 0; i < TASKS; i++) {
        take(event_usage(name_of(i, "t"), "m365/teams", 1, TODAY + (int32_t)i));
    }
    for (uint32_t i = 0; i < TASKS; i++) {
        ck_assert_int_eq(ensemble.tasks[i].attribution.day, TODAY + (int32_t)i);
        ck_assert_int_eq(ensemble.tasks[i].scoring.day, TODAY);
    }
    ensemble_finish(&ensemble, TODAY);
    run();
    ck_assert_msg(ensemble.tasks[0].scoring.day == TODAY + 2, "the latest day of all");
    ensemble_fini(&ensemble);
}
END_TEST

START_TEST(certifications_wait_for_the_partners_clock)
{
    begin(TASKS);
    const char *partner = name_of(2, "p");
    take(event_certification(partner, "n1", "AZ-104", TODAY));
    take(event_certification(partner, "n2", "AZ-104", TODAY + 2));
    take(event_certification(partner, "n3", "AZ-104", TODAY + 1));
    ck_assert_str_eq(said(), "");
    for (uint32_t i = 0; i < TASKS; i++) {
        take(event_usage(name_of(i, "t"), "m365/teams", 1, TODAY + 5));
    }
    const char *text = said();
    ck_assert_ptr_nonnull(strstr(text, "people=1000 2023-5-23 EVENT ec"));
    ck_assert_ptr_nonnull(strstr(text, "people=2000 2023-5-25 EVENT ec"));
    ck_assert_ptr_nonnull(strstr(text, "people=3000 2023-5-25 EVENT ec"));
    ck_assert_int_eq(points(partner, FIXTURE_PEOPLE), 3000);
    ensemble_fini(&ensemble);
}
END_TEST

/* They are within the limit when they are offered, for none is applied yet. */
START_TEST(a_certification_that_waits_may_be_refused_on_its_day)
{
    begin(TASKS);
    const char *partner = name_of(2, "p");
    for (int i = 0; i <= MERIT_PERSON_CERTIFICATIONS_MAX; i++) {
        char code[16];
        (void)snprintf(code, sizeof code, "code-%d", i);
        take(event_certification(partner, "n1", code, TODAY));
    }
    ck_assert_uint_eq(ensemble.refused_count, 0);
    for (uint32_t i = 0; i < TASKS; i++) {
        take(event_usage(name_of(i, "t"), "m365/teams", 1, TODAY));
    }
    ck_assert_uint_eq(ensemble.refused_count, 1);
    struct merit_event known = event_certification(partner, "n1", "code-7", TODAY);
    ck_assert_int_eq(ensemble_offer(&ensemble, &known).bad, MERIT_BAD_NONE);
    run();
    ck_assert_uint_eq(ensemble.refused_count, 1);
    ensemble_fini(&ensemble);
}
END_TEST

/* ---- stopping ---------------------------------------------------------------------------- */

static struct table copy_of(const struct table *state)
{
    struct table copy;
    table_init(&copy);
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(state, &cursor, &key, &value)) {
        table_put(&copy, key, value);
    }
    return copy;
}

/* Saves, and goes on in a new ensemble made from copies of the states. */
static void stop_and_load(void)
{
    struct table states[TASKS];
    ensemble_save(&ensemble);
    for (uint32_t i = 0; i < ensemble.count; i++) {
        states[i] = copy_of(&ensemble.tasks[i].state);
    }
    struct ensemble loaded;
    ck_assert(ensemble_load(&loaded, &config, states, &ensemble));
    ensemble_fini(&ensemble);
    ensemble = loaded;
}

static void run_history(uint32_t tasks, bool stops)
{
    begin(tasks);
    uint64_t seed = 4;
    for (int32_t day = on(2022, 12, 1); day < on(2023, 9, 1); day += 2) {
        const char *tenant = name_of((uint32_t)random_below(&seed, TASKS), "t");
        const char *partner = name_of((uint32_t)random_below(&seed, TASKS), "p");
        struct merit_event event = event_association(tenant, partner, tenant, day);
        uint64_t choice = random_below(&seed, 6);
        if (choice == 1) {
            event = event_certification(partner, choice % 2 == 0 ? "n1" : "n2", "AZ-104", day);
            event.certification.expires_day = day + 90;
        } else if (choice > 1) {
            event = event_usage(tenant, "m365/teams", (int64_t)random_below(&seed, 60), day);
        }
        ck_assert_int_eq(ensemble_offer(&ensemble, &event).bad, MERIT_BAD_NONE);
        do {
            tell();
            if (stops) {
                stop_and_load();
            }
        } while (ensemble_step(&ensemble));
        tell();
    }
    ensemble_finish(&ensemble, on(2023, 9, 1));
    run();
    ensemble_fini(&ensemble);
}

START_TEST(it_goes_on_as_if_it_had_not_stopped)
{
    for (uint32_t tasks = 1; tasks <= TASKS; tasks += TASKS - 1) {
        run_history(tasks, false);
        static char straight[TEXT_BYTES];
        memcpy(straight, told, told_length + 1);
        ck_assert_uint_gt(told_length, 1000);
        run_history(tasks, true);
        ck_assert_str_eq(told, straight);
    }
}
END_TEST

START_TEST(a_damaged_state_is_refused)
{
    begin(1);
    take(event_association("a1", "p1", "t1", TODAY));
    ensemble_save(&ensemble);
    struct table state = copy_of(&ensemble.tasks[0].state);
    const uint8_t key = 'b';
    table_put(&state, (struct bytes){&key, 1}, (struct bytes){&key, 1});
    struct ensemble loaded;
    ck_assert(!ensemble_load(&loaded, &config, &state, &ensemble));
    ensemble_fini(&loaded);
    ensemble_fini(&ensemble);
}
END_TEST

/* ---- standings --------------------------------------------------------------------------- */

static struct merit_fault adopt(const char *partner_id, const char *designation)
{
    struct merit_standing standing = {merit_text_of(partner_id), merit_text_of(designation),
                                      TODAY - 100, TODAY + 20, TODAY - 50};
    return ensemble_adopt(&ensemble, &standing);
}

START_TEST(standings_are_adopted_by_the_partners_task_before_the_first_event)
{
    for (uint32_t tasks = 1; tasks <= 4; tasks += 3) {
        begin(tasks);
        for (char c = '0'; c <= '9'; c++) {
            const char partner[] = {'p', c, '\0'};
            ck_assert_int_eq(adopt(partner, "people").bad, MERIT_BAD_NONE);
            ck_assert_int_eq(adopt(partner, "people").bad, MERIT_BAD_STANDING);
        }
        ck_assert_int_eq(adopt("p0", "animals").bad, MERIT_BAD_STANDING);
        take(event_usage("t1", "m365/teams", 1, TODAY));
        ck_assert_int_eq(adopt("p0", "users").bad, MERIT_BAD_STANDING);
        ck_assert_str_eq(said(), "");
        ensemble_finish(&ensemble, TODAY + 20);
        run();
        size_t at_risk = 0;
        const char *all = said();
        for (const char *at = all; (at = strstr(at, "people at risk #1")) != NULL; at++) {
            at_risk++;
        }
        ck_assert_uint_eq(at_risk, 10);
        ck_assert_ptr_nonnull(strstr(all, "p7:people renewed #2"));
        ensemble_fini(&ensemble);
    }
}
END_TEST

CHECK_MAIN_TESTS("ensemble",
                 one_task_has_one_clock,
                 an_earlier_event_moves_no_clock_back,
                 days_between_events_are_begun_one_by_one,
                 the_end_of_input_moves_the_clock_to_its_day,
                 what_is_beyond_a_limit_is_not_taken,
                 facts_go_to_the_partners_task,
                 the_partners_clock_is_the_least_of_the_tenants,
                 certifications_wait_for_the_partners_clock,
                 a_certification_that_waits_may_be_refused_on_its_day,
                 it_goes_on_as_if_it_had_not_stopped,
                 a_damaged_state_is_refused,
                 standings_are_adopted_by_the_partners_task_before_the_first_event)
