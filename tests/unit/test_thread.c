/* Tests of starting threads. */
#include "base/thread.h"
#include "check_main.h"

#include <signal.h>

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

CHECK_MAIN_TESTS("thread", a_thread_hears_no_signals)
