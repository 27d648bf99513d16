/* Computes again what follows from a task's records, where it was not kept with them. */
#include "task/rebuild.h"

#include "task/day_start.h"
#include "task/refresh.h"

#include <assert.h>

/* The numbers in a contributor's key. */
static struct heap_entry read_key(struct bytes key)
{
    uint32_t numbers[2];
    assert(key.length == 1 + sizeof numbers && "a record that this task wrote");
    memcpy(numbers, key.at + 1, sizeof numbers);
    return scoring_due_entry(0, __builtin_bswap32(numbers[0]), __builtin_bswap32(numbers[1]));
}

/* Every contributor, in a heap: those of one partner lie together, and a walk allows no puts. */
static void list_contributors(const struct scoring *scoring, struct heap *list)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(scoring->state, &cursor, &key, &value)) {
        struct contributor contributor;
        if (key.at[0] == KEY_CONTRIBUTOR && contributor_read(value, &contributor) &&
            contributor.kind != CONTRIBUTOR_FREE) {
            heap_push(list, read_key(key));
        }
    }
}

static void go_to(struct scoring *scoring, int32_t day)
{
    if (scoring->day != day) {
        scoring->day = day;
        day_start_today(scoring);
    }
}

void rebuild_derived(struct scoring *scoring, bool starting)
{
    struct heap list = {0};
    list_contributors(scoring, &list);
    int32_t day = scoring->day;
    while (list.count > 0) {
        uint64_t numbers = heap_least(&list).minor;
        heap_pop(&list);
        go_to(scoring, starting && numbers >= scoring->start_end ? day - 1 : day);
        arena_reset(&scoring->scratch);
        refresh_contributor(scoring, (uint32_t)(numbers >> 32), (uint32_t)numbers, REFRESH_ALL, 0);
    }
    heap_fini(&list);
    go_to(scoring, day);
}
