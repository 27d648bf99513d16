/* Tests of allocation that never returns NULL. */
#include "base/memory.h"
#include "check_main.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ALLOCATOR_IS_OURS false /* the sanitizer ends the process itself */
#else
#define ALLOCATOR_IS_OURS true
#endif

START_TEST(nothing_at_all_is_still_a_pointer)
{
    void *none = memory_allocate(0);
    ck_assert_ptr_nonnull(none);
    none = memory_resize(none, 0);
    ck_assert_ptr_nonnull(none);
    memory_free(none);
    memory_free(NULL);
}
END_TEST

START_TEST(a_larger_block_keeps_its_bytes)
{
    char *bytes = memory_allocate(6);
    memcpy(bytes, "bytes", 6);
    bytes = memory_resize(bytes, 1 << 20);
    ck_assert_str_eq(bytes, "bytes");
    bytes = memory_resize(bytes, 6);
    ck_assert_str_eq(bytes, "bytes");
    memory_free(bytes);
}
END_TEST

/* More than any machine has: the process says so, and ends. */
START_TEST(out_of_memory_ends_with_a_message)
{
    if (!ALLOCATOR_IS_OURS) {
        return;
    }
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        volatile size_t too_much = SIZE_MAX / 2;
        memory_allocate(too_much);
        _exit(0);
    }
    close(ends[1]);
    char message[200] = {0};
    ssize_t length = read(ends[0], message, sizeof message - 1);
    close(ends[0]);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    ck_assert_int_gt(length, 0);
    ck_assert_ptr_eq(strstr(message, "out of memory"), message);
}
END_TEST

CHECK_MAIN_TESTS("memory",
                 nothing_at_all_is_still_a_pointer,
                 a_larger_block_keeps_its_bytes,
                 out_of_memory_ends_with_a_message)
