/* Tests of looking for the rules of a task that others have committed under a higher revision. */
#include "check_main.h"
#include "daemon/opening_rules.h"
#include "daemon/rule_sets.h"
#include "daemon_fixture.h"

enum { TASK = 2, MINE = 4 };

static struct world world;
static struct merit_program mine;
static struct merit_program later;
static struct recovery made_by;
static struct opener opener;
static int waits;

/* What the main thread does once it is woken: nothing yet; or it has found these rules. */
static const struct merit_program *found;
static int answers_after; /* so many waits */

static void answer(void)
{
    if (found != NULL) {
        atomic_store(&world.shared.program, found);
    }
    atomic_store(&world.shared.rules_answered, atomic_load(&world.shared.rules_asked));
}

static bool go_on(void *context)
{
    (void)context;
    if (++waits == answers_after) {
        answer();
    }
    return true;
}

static bool stop(void *context)
{
    (void)context;
    return false;
}

static void begin(void)
{
    world_open_quiet(&world, NULL);
    shared_open(&world.shared);
    mine = (struct merit_program){.revision = MINE, .hash = 1};
    later = (struct merit_program){.revision = MINE + 1, .hash = 2};
    atomic_store(&world.shared.program, &mine);
    made_by = (struct recovery){.revision = MINE + 1,
                                .program_hash = 2,
                                .why = "the state was made by rules of a higher revision"};
    opener = (struct opener){.shared = &world.shared, .go_on = go_on};
    waits = 0;
    answers_after = 2;
    found = NULL;
}

static void end(void)
{
    shared_close(&world.shared);
    world_close_quiet(&world);
}

static bool logged(const char *text)
{
    return strstr(world_log(&world), text) != NULL;
}

START_TEST(what_is_in_force_already_is_not_looked_for)
{
    begin();
    for (int64_t more = 0; more < 2; more++) {
        later.revision = MINE + 1 + more;
        atomic_store(&world.shared.program, &later);
        ck_assert_int_eq(opening_rules(&opener, TASK, &made_by), OPENING_DONE);
    }
    ck_assert(!rule_sets_are_asked(&world.shared));
    ck_assert_int_eq(atomic_load(&world.woken), 0);
    end();
}
END_TEST

/* The group is heard meanwhile. */
START_TEST(what_lies_in_the_files_is_taken)
{
    begin();
    found = &later;
    ck_assert_int_eq(opening_rules(&opener, TASK, &made_by), OPENING_DONE);
    ck_assert_int_eq(waits, answers_after);
    ck_assert_int_eq(atomic_load(&world.woken), 1);
    ck_assert_int_eq(atomic_load(&world.shared.exit_code), 0);
    ck_assert(logged("event=\"rules of a higher revision are looked for\" task=2 "
                     "task_revision=5 rules_revision=4"));
    end();
}
END_TEST

/* Whoever ran is started again by the service manager, and then refused for its files. */
START_TEST(where_the_files_are_old_it_ends_and_says_what_to_do)
{
    for (int has_run = 0; has_run < 2; has_run++) {
        begin();
        atomic_store(&world.shared.has_run, has_run == 1);
        ck_assert_int_eq(opening_rules(&opener, TASK, &made_by), OPENING_FAILED);
        ck_assert_int_eq(atomic_load(&world.shared.exit_code), has_run == 1 ? 1 : 2);
        ck_assert(
            logged("task 2: the state was made by rules of a higher revision, 5; this process "
                   "has 4, and rules.directory gave none to go on with: put the files of "
                   "revision 5, or of a later one, into it, then start again"));
        end();
    }
}
END_TEST

START_TEST(nobody_waits_for_ever)
{
    begin();
    answers_after = 0;
    int64_t since = shared_now_ms();
    ck_assert_int_eq(opening_rules(&opener, TASK, &made_by), OPENING_FAILED);
    ck_assert_int_lt(shared_now_ms() - since, 20000);
    ck_assert(logged("was not read again in time"));
    end();
}
END_TEST

START_TEST(the_group_breaks_it_off)
{
    begin();
    opener.go_on = stop;
    ck_assert_int_eq(opening_rules(&opener, TASK, &made_by), OPENING_STOPPED);
    ck_assert_int_eq(atomic_load(&world.shared.exit_code), 0);
    ck_assert(rule_sets_are_asked(&world.shared));
    end();
}
END_TEST

CHECK_MAIN_TESTS("opening_rules",
                 what_is_in_force_already_is_not_looked_for,
                 what_lies_in_the_files_is_taken,
                 where_the_files_are_old_it_ends_and_says_what_to_do,
                 nobody_waits_for_ever,
                 the_group_breaks_it_off)
