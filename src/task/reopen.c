/* Finds again, when scoring opens, what follows from its records: the roster, the due, the waiting.
 */
#include "task/reopen.h"

#include "task/scoring_records.h"
#include "task/waiting.h"

enum { KEY_NUMBERS = 3 };

/* The numbers of a key that has so many. Each is below the count of records, for each number that
 * was given has one. */
static bool read_numbers(const struct scoring *scoring,
                         struct bytes key,
                         int count,
                         uint32_t ret_numbers[KEY_NUMBERS])
{
    if (key.length != 1 + (size_t)count * sizeof ret_numbers[0]) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        uint32_t big;
        memcpy(&big, key.at + 1 + (size_t)i * sizeof big, sizeof big);
        ret_numbers[i] = __builtin_bswap32(big);
        if (ret_numbers[i] >= scoring->state->count) {
            return false;
        }
    }
    return ret_numbers[0] < scoring->partner_count;
}

static void push_due(struct scoring *scoring, int32_t day, uint32_t partner, uint32_t contributor)
{
    if (day != MERIT_NEVER) {
        heap_push(&scoring->due, scoring_due_entry(day, partner, contributor));
    }
}

static bool find_partner(struct scoring *scoring, struct table_block *block)
{
    uint32_t numbers[KEY_NUMBERS];
    struct account account;
    if (!read_numbers(scoring, table_block_key(block), 1, numbers) ||
        !account_read(scoring->config.program, table_block_value(block), &account)) {
        return false;
    }
    scoring_know_partner(scoring, numbers[0], block);
    scoring->change.behind += account.program_hash != scoring->config.program->hash;
    push_due(scoring, account.due_day, numbers[0], SCORING_NOBODY);
    return true;
}

static bool find_contributor(struct scoring *scoring, struct table_block *block)
{
    uint32_t numbers[KEY_NUMBERS];
    struct contributor contributor;
    if (!read_numbers(scoring, table_block_key(block), 2, numbers) ||
        !contributor_read(table_block_value(block), &contributor)) {
        return false;
    }
    scoring_know_contributor(scoring, numbers[0], numbers[1], block);
    return true;
}

static bool find_derived(struct scoring *scoring, struct table_block *block)
{
    uint32_t numbers[KEY_NUMBERS];
    if (!read_numbers(scoring, table_block_key(block), 2, numbers)) {
        return false;
    }
    roster_add_contributor(&scoring->roster, numbers[0], numbers[1])->derived = block;
    push_due(scoring, derived_due_day(table_block_value(block)), numbers[0], numbers[1]);
    return true;
}

static bool find_series(struct scoring *scoring, struct table_block *block)
{
    uint32_t numbers[KEY_NUMBERS];
    if (!read_numbers(scoring, table_block_key(block), 3, numbers) ||
        numbers[2] >= MERIT_TENANT_SERIES_MAX) {
        return false;
    }
    struct roster_contributor *of =
        roster_add_contributor(&scoring->roster, numbers[0], numbers[1]);
    roster_set_series(of, numbers[2], block);
    return true;
}

static bool find_record(struct scoring *scoring, struct table_block *block)
{
    switch (block->bytes[0]) {
    case KEY_PARTNER:
        return find_partner(scoring, block);
    case KEY_CONTRIBUTOR:
        return find_contributor(scoring, block);
    case KEY_DERIVED:
        return find_derived(scoring, block);
    case KEY_SERIES:
        return find_series(scoring, block);
    case KEY_WAITING:
        return waiting_open(scoring, table_block_key(block), table_block_value(block));
    default:
        return true;
    }
}

static bool is_whole(const struct roster_contributor *contributor)
{
    struct contributor read;
    if (contributor->record == NULL ||
        !contributor_read(table_block_value(contributor->record), &read) ||
        read.series_count > contributor->series_capacity) {
        return false;
    }
    for (uint32_t i = 0; i < read.series_count; i++) {
        if (contributor->series[i] == NULL) {
            return false;
        }
    }
    return true;
}

/* True where nothing is missing that another record speaks of. */
static bool are_whole(const struct scoring *scoring)
{
    const struct roster *roster = &scoring->roster;
    if (scoring->partner_count > roster->partner_capacity) {
        return false;
    }
    for (uint32_t p = 0; p < scoring->partner_count; p++) {
        if (roster->partners[p].account == NULL) {
            return false;
        }
        struct account account;
        scoring_get_account(scoring, p, &account);
        if (account.contributor_count > roster->partners[p].contributor_capacity) {
            return false;
        }
        for (uint32_t i = 0; i < account.contributor_count; i++) {
            if (!is_whole(roster_contributor(roster, p, i))) {
                return false;
            }
        }
    }
    return true;
}

bool reopen_records(struct scoring *scoring)
{
    size_t cursor = 0;
    for (;;) {
        struct table_block *block = table_next(scoring->state, &cursor);
        if (block == NULL) {
            return are_whole(scoring);
        }
        if (!find_record(scoring, block)) {
            return false;
        }
    }
}
