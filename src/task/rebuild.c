/* Computes again what follows from a task's records, where it was not kept with them. */
#include "task/rebuild.h"

#include "base/messages.h"
#include "task/refresh.h"
#include "task/today.h"

/* Nothing follows from a number that is free; what was kept is as it should be. */
static bool lacks(const struct roster_contributor *contributor)
{
    struct contributor read;
    return contributor->derived == NULL && contributor->record != NULL &&
           contributor_read(table_block_value(contributor->record), &read) &&
           read.kind != CONTRIBUTOR_FREE;
}

static void go_to(struct scoring *scoring, int32_t day)
{
    if (scoring->day != day) {
        scoring->day = day;
        today_set(scoring);
    }
}

static void rebuild_contributor(struct scoring *scoring,
                                uint32_t partner,
                                uint32_t number,
                                int32_t day)
{
    go_to(scoring, day);
    arena_reset(&scoring->scratch);
    refresh_contributor(scoring, partner, number, REFRESH_ALL, 0);
}

void rebuild_derived(struct scoring *scoring, bool starting)
{
    int32_t day = scoring->day;
    for (uint32_t p = 0; p < scoring->partner_count; p++) {
        uint32_t count = scoring->roster.partners[p].contributor_capacity;
        for (uint32_t n = 0; n < count; n++) {
            bool before = starting && scoring_due_entry(0, p, n).minor >= scoring->start_end;
            if (lacks(roster_contributor(&scoring->roster, p, n))) {
                rebuild_contributor(scoring, p, n, before ? day - 1 : day);
            }
        }
    }
    go_to(scoring, day);
}

static bool is_derived(uint8_t kind)
{
    return kind == KEY_DERIVED || kind == KEY_SUMS || kind == KEY_PRODUCT_SUM;
}

void rebuild_forget(struct scoring *scoring)
{
    struct messages keys = {0};
    size_t cursor = 0;
    const struct table_block *block;
    while ((block = table_next(scoring->state, &cursor)) != NULL) {
        if (is_derived(block->bytes[0])) {
            buffer_put(&keys.bytes, block->bytes, block->key_length);
            messages_end(&keys);
        }
    }
    for (uint32_t i = 0; i < keys.count; i++) {
        table_remove(scoring->state, messages_at(&keys, i));
    }
    messages_fini(&keys);
}
