/* Tests of signals while no loop runs. */
#include "check_main.h"
#include "daemon/signals.h"

#include <signal.h>
#include <stdbool.h>

static atomic_bool stopping;
static volatile sig_atomic_t seen[3];

static void count(int number)
{
    int at = number == SIGTERM ? 0 : number == SIGINT ? 1 : 2;
    seen[at]++;
}

/* As the loop does. */
static void take_over(void)
{
    struct sigaction action = {.sa_handler = count};
    ck_assert_int_eq(sigaction(SIGTERM, &action, NULL), 0);
    ck_assert_int_eq(sigaction(SIGINT, &action, NULL), 0);
    ck_assert_int_eq(sigaction(SIGHUP, &action, NULL), 0);
}

START_TEST(what_comes_before_the_loop_is_handed_over)
{
    signals_hear(&stopping);
    take_over();
    signals_hand_over();
    ck_assert_int_eq(seen[0] + seen[1] + seen[2], 0);
    signals_hear(&stopping);
    ck_assert_int_eq(raise(SIGHUP), 0);
    ck_assert_int_eq(raise(SIGHUP), 0);
    ck_assert(!atomic_load(&stopping));
    ck_assert_int_eq(signals_stopped_by(), 0);
    take_over();
    signals_hand_over();
    ck_assert_int_eq(seen[2], 1);
    signals_hear(&stopping);
    ck_assert_int_eq(raise(SIGINT), 0);
    ck_assert(atomic_load(&stopping));
    ck_assert_int_eq(signals_stopped_by(), SIGINT);
    take_over();
    signals_hand_over();
    ck_assert_int_eq(seen[0], 0);
    ck_assert_int_eq(seen[1], 1);
    ck_assert_int_eq(seen[2], 1);
}
END_TEST

START_TEST(nothing_is_stopped_when_all_is_over)
{
    signals_hear(&stopping);
    signals_hear(NULL);
    ck_assert_int_eq(raise(SIGTERM), 0);
    ck_assert(!atomic_load(&stopping));
}
END_TEST

START_TEST(sigterm_stops_and_the_second_ends_at_once)
{
    signals_hear(&stopping);
    ck_assert_int_eq(raise(SIGTERM), 0);
    ck_assert(atomic_load(&stopping));
    ck_assert_int_eq(signals_stopped_by(), SIGTERM);
    (void)raise(SIGTERM);
    ck_abort_msg("it is still there");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("signals");
    TCase *tcase = tcase_create("signals");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, what_comes_before_the_loop_is_handed_over);
    tcase_add_test(tcase, nothing_is_stopped_when_all_is_over);
    tcase_add_test_raise_signal(tcase, sigterm_stops_and_the_second_ends_at_once, SIGTERM);
    return check_main_run(suite);
}
