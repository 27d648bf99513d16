/* Tests of starting threads, and of calls that may never return. */
#include "base/thread.h"
#include "check_main.h"

#include <signal.h>
#include <stdatomic.h>
#include <time.h>

static void *look(void *context)
{
    sigset_t *mask = context;
    (void)pthread_sigmask(SIG_SETMASK, NULL, mask);
    return NULL;
}

START_TEST(a_thread_hears_no_signals)
{
    pthread_t thread;
    sigset_t inside;
    sigset_t here;
    ck_assert(thread_start(&thread, look, &inside));
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_int_eq(sigismember(&inside, SIGTERM), 1);
    ck_assert_int_eq(sigismember(&inside, SIGHUP), 1);
    (void)pthread_sigmask(SIG_SETMASK, NULL, &here);
    ck_assert_msg(sigismember(&here, SIGTERM) == 0, "who starts it hears them as before");
}
END_TEST

static bool never(void *asked)
{
    ++*(int *)asked;
    return false;
}

static bool at_the_third(void *asked)
{
    return ++*(int *)asked == 3;
}

static void pause_ms(long ms)
{
    (void)nanosleep(&(struct timespec){0, ms * 1000000}, NULL);
}

static void wait_a_little(void *context)
{
    pause_ms(50);
    *(bool *)context = true;
}

static atomic_bool may_end;
static atomic_bool ended;

static void wait_until_it_may_end(void *context)
{
    while (!atomic_load(&may_end)) {
        pause_ms(1);
    }
    atomic_store((atomic_bool *)context, true);
}

START_TEST(a_call_is_waited_for_or_left_alone)
{
    bool done = false;
    int asked = 0;
    ck_assert(thread_call(wait_a_little, &done, never, &asked));
    ck_assert(done);
    ck_assert_int_gt(asked, 0);
    asked = 0;
    ck_assert(!thread_call(wait_until_it_may_end, &ended, at_the_third, &asked));
    ck_assert_int_eq(asked, 3);
    ck_assert(!atomic_load(&ended));
    atomic_store(&may_end, true);
    for (int i = 0; i < 10000 && !atomic_load(&ended); i++) {
        pause_ms(1);
    }
    ck_assert(atomic_load(&ended));
}
END_TEST

START_TEST(a_condition_is_waited_for_no_longer_than_said)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition;
    thread_condition_init(&condition);
    struct timespec begun;
    struct timespec over;
    (void)pthread_mutex_lock(&mutex);
    (void)clock_gettime(CLOCK_MONOTONIC, &begun);
    thread_condition_wait(&condition, &mutex, 1100); /* beyond a second's edge */
    (void)clock_gettime(CLOCK_MONOTONIC, &over);
    (void)pthread_mutex_unlock(&mutex);
    int64_t ms = (over.tv_sec - begun.tv_sec) * 1000 + (over.tv_nsec - begun.tv_nsec) / 1000000;
    ck_assert_int_ge(ms, 1099);
    ck_assert_int_eq(pthread_cond_destroy(&condition), 0);
}
END_TEST

CHECK_MAIN_TESTS("thread",
                 a_thread_hears_no_signals,
                 a_condition_is_waited_for_no_longer_than_said,
                 a_call_is_waited_for_or_left_alone)
