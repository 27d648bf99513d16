/* Tests of the priority queue, against sorting. */
#include "base/heap.h"
#include "check_main.h"
#include "unit_tools.h"

#include <signal.h>

enum { ENTRIES = 3000 };

static int compare_entries(const void *a, const void *b)
{
    const struct heap_entry *left = a;
    const struct heap_entry *right = b;
    if (left->major != right->major) {
        return left->major < right->major ? -1 : 1;
    }
    return (left->minor > right->minor) - (left->minor < right->minor);
}

/* Few values, so that many are equal; some at the ends of their types. */
static struct heap_entry random_entry(uint64_t *seed)
{
    struct heap_entry entry = {(int64_t)random_below(seed, 40) - 20, random_below(seed, 5)};
    if (random_below(seed, 50) == 0) {
        entry.major = random_below(seed, 2) == 0 ? INT64_MIN : INT64_MAX;
        entry.minor = random_below(seed, 2) == 0 ? 0 : UINT64_MAX;
    }
    return entry;
}

static void assert_least(const struct heap *heap, struct heap_entry expected)
{
    struct heap_entry least = heap_least(heap);
    ck_assert_int_eq(least.major, expected.major);
    ck_assert_uint_eq(least.minor, expected.minor);
}

START_TEST(entries_leave_in_order)
{
    static struct heap_entry entries[ENTRIES];
    uint64_t seed = 7;
    struct heap heap = {0};
    for (size_t i = 0; i < ENTRIES; i++) {
        entries[i] = random_entry(&seed);
        heap_push(&heap, entries[i]);
    }
    qsort(entries, ENTRIES, sizeof entries[0], compare_entries);
    for (size_t i = 0; i < ENTRIES; i++) {
        ck_assert_uint_eq(heap.count, ENTRIES - i);
        assert_least(&heap, entries[i]);
        heap_pop(&heap);
    }
    ck_assert_uint_eq(heap.count, 0);
    heap_fini(&heap);
}
END_TEST

START_TEST(the_least_is_known_while_entries_come_and_go)
{
    static struct heap_entry model[ENTRIES];
    size_t count = 0;
    uint64_t seed = 8;
    struct heap heap = {0};
    for (int step = 0; step < 20000; step++) {
        if (count == 0 || (count < 200 && random_below(&seed, 2) == 0)) {
            model[count++] = random_entry(&seed);
            heap_push(&heap, model[count - 1]);
        } else {
            size_t least = 0;
            for (size_t i = 1; i < count; i++) {
                least = compare_entries(&model[i], &model[least]) < 0 ? i : least;
            }
            assert_least(&heap, model[least]);
            heap_pop(&heap);
            model[least] = model[--count];
        }
        ck_assert_uint_eq(heap.count, count);
    }
    heap_fini(&heap);
    ck_assert_ptr_null(heap.entries);
}
END_TEST

START_TEST(an_empty_heap_has_no_least)
{
    struct heap heap = {0};
    heap_least(&heap);
}
END_TEST

START_TEST(nothing_can_be_taken_from_an_empty_heap)
{
    struct heap heap = {0};
    heap_push(&heap, (struct heap_entry){1, 2});
    heap_pop(&heap);
    heap_pop(&heap);
}
END_TEST

static Suite *heap_suite(void)
{
    Suite *suite = suite_create("heap");
    TCase *tcase = tcase_create("heap");
    tcase_add_test(tcase, entries_leave_in_order);
    tcase_add_test(tcase, the_least_is_known_while_entries_come_and_go);
    tcase_add_test_raise_signal(tcase, an_empty_heap_has_no_least, SIGABRT);
    tcase_add_test_raise_signal(tcase, nothing_can_be_taken_from_an_empty_heap, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite;
}

CHECK_MAIN(heap_suite)
