/* Scoring's records, found and put: partners and contributors by id and number. */
#include "task/scoring_records.h"

#include "task/news.h"

#include <assert.h>

static struct key numbered_key(enum key_kind kind, uint32_t first)
{
    struct key key = key_of(kind);
    key_u32(&key, first);
    return key;
}

static uint64_t text_hash(struct merit_text text)
{
    return table_hash((struct bytes){(const uint8_t *)text.at, text.length});
}

/* Puts a record where it is, or, at NULL, under its key. Returns where it is now. */
static struct table_block *put_at(struct scoring *scoring,
                                  struct table_block *at,
                                  const struct key *key,
                                  struct bytes value)
{
    return at == NULL ? table_put(scoring->state, key_view(key), value)
                      : table_rewrite(scoring->state, at, 0, value);
}

/* ---- partners ---------------------------------------------------------------------------- */

uint64_t scoring_partner_hash(struct merit_text partner_id)
{
    return text_hash(partner_id);
}

void scoring_know_partner(struct scoring *scoring, uint32_t partner, struct table_block *account)
{
    roster_add_partner(&scoring->roster, partner)->account = account;
    struct merit_text id = account_partner_id(table_block_value(account));
    lookup_add(&scoring->roster.partner_ids, text_hash(id), partner);
}

uint32_t scoring_find_partner(const struct scoring *scoring, struct merit_text partner_id)
{
    const struct roster *roster = &scoring->roster;
    uint64_t hash = text_hash(partner_id);
    uint32_t cursor = 0;
    for (;;) {
        uint32_t partner = lookup_next(&roster->partner_ids, hash, &cursor);
        if (partner == LOOKUP_NONE) {
            return SCORING_NOBODY;
        }
        struct bytes record = table_block_value(roster->partners[partner].account);
        if (merit_text_equal(account_partner_id(record), partner_id)) {
            return partner;
        }
    }
}

uint32_t scoring_make_partner(struct scoring *scoring, struct merit_text partner_id)
{
    uint32_t number = scoring_find_partner(scoring, partner_id);
    if (number != SCORING_NOBODY) {
        return number;
    }
    number = scoring->partner_count++;
    struct account account = account_new(scoring->config.program, partner_id);
    account.due_day = scoring->today.next_rule_day;
    account_write(&scoring->record, &account);
    struct key key = numbered_key(KEY_PARTNER, number);
    struct table_block *stored =
        table_put(scoring->state, key_view(&key), buffer_view(&scoring->record));
    scoring_know_partner(scoring, number, stored);
    if (account.due_day != MERIT_NEVER) {
        heap_push(&scoring->due, scoring_due_entry(account.due_day, number, SCORING_NOBODY));
    }
    /* Before its first day scoring has no scores to tell; then it tells all (task/adopt.h). */
    if (scoring->day != MERIT_NO_DAY) {
        news_note(scoring, number, news_all(scoring));
    }
    return number;
}

void scoring_get_account(const struct scoring *scoring,
                         uint32_t partner,
                         struct account *ret_account)
{
    struct bytes record = table_block_value(scoring->roster.partners[partner].account);
    bool read = account_read(scoring->config.program, record, ret_account);
    assert(read && "a record that this task wrote");
}

void scoring_put_account(struct scoring *scoring,
                         uint32_t partner,
                         const struct account *account,
                         int32_t old_due_day)
{
    account_write(&scoring->record, account);
    struct table_block **at = &scoring->roster.partners[partner].account;
    struct bytes old = table_block_value(*at);
    /* Most evaluations change nothing in it: then nothing is to be logged. */
    if (old.length != scoring->record.length ||
        memcmp(old.at, scoring->record.bytes, old.length) != 0) {
        *at = table_rewrite(scoring->state, *at, 0, buffer_view(&scoring->record));
    }
    if (account->due_day != old_due_day && account->due_day != MERIT_NEVER) {
        heap_push(&scoring->due, scoring_due_entry(account->due_day, partner, SCORING_NOBODY));
    }
}

/* ---- contributors ------------------------------------------------------------------------ */

static struct key contributor_key(enum key_kind kind, uint32_t partner, uint32_t contributor)
{
    struct key key = numbered_key(kind, partner);
    key_u32(&key, contributor);
    return key;
}

struct key scoring_series_key(uint32_t partner, uint32_t contributor, uint32_t series)
{
    struct key key = contributor_key(KEY_SERIES, partner, contributor);
    key_u32(&key, series);
    return key;
}

struct key scoring_derived_key(uint32_t partner, uint32_t contributor)
{
    return contributor_key(KEY_DERIVED, partner, contributor);
}

struct series_owner scoring_series_of(const struct scoring *scoring,
                                      uint32_t partner,
                                      uint32_t number,
                                      const struct contributor *tenant)
{
    return (struct series_owner){scoring->state, contributor_key(KEY_SERIES, partner, number),
                                 tenant->fingerprints, tenant->series_count,
                                 roster_contributor(&scoring->roster, partner, number)->series};
}

uint64_t scoring_contributor_hash(uint32_t partner,
                                  enum contributor_kind kind,
                                  struct merit_text name)
{
    uint64_t owner = (uint64_t)partner << 8 | (uint8_t)kind;
    return text_hash(name) ^ owner * UINT64_C(0x9e3779b97f4a7c15);
}

uint32_t scoring_find_contributor(const struct scoring *scoring,
                                  uint32_t partner,
                                  enum contributor_kind kind,
                                  struct merit_text name)
{
    const struct roster *roster = &scoring->roster;
    uint64_t hash = scoring_contributor_hash(partner, kind, name);
    uint32_t cursor = 0;
    for (;;) {
        uint32_t number = lookup_next(&roster->contributor_names, hash, &cursor);
        if (number == LOOKUP_NONE) {
            return SCORING_NOBODY;
        }
        /* The hash may be that of another partner's contributor. */
        if (number >= roster->partners[partner].contributor_capacity) {
            continue;
        }
        const struct table_block *record = roster_contributor(roster, partner, number)->record;
        if (record != NULL && contributor_is(table_block_value(record), kind, name)) {
            return number;
        }
    }
}

void scoring_know_contributor(struct scoring *scoring,
                              uint32_t partner,
                              uint32_t number,
                              struct table_block *record)
{
    roster_add_contributor(&scoring->roster, partner, number)->record = record;
    struct contributor contributor;
    bool read = contributor_read(table_block_value(record), &contributor);
    assert(read && "a record that this task wrote");
    if (contributor.kind != CONTRIBUTOR_FREE) {
        uint64_t hash = scoring_contributor_hash(partner, contributor.kind, contributor.name);
        lookup_add(&scoring->roster.contributor_names, hash, number);
    }
}

void scoring_get_contributor(const struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             struct contributor *ret_contributor)
{
    const struct roster_contributor *at = roster_contributor(&scoring->roster, partner, number);
    bool read = contributor_read(table_block_value(at->record), ret_contributor);
    assert(read && "a record that this task wrote");
}

void scoring_put_contributor(struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             const struct contributor *contributor)
{
    buffer_clear(&scoring->record);
    contributor_write(&scoring->record, contributor);
    struct roster_contributor *at = roster_contributor(&scoring->roster, partner, number);
    struct key key = contributor_key(KEY_CONTRIBUTOR, partner, number);
    at->record = put_at(scoring, at->record, &key, buffer_view(&scoring->record));
}

void scoring_put_derived(struct scoring *scoring,
                         uint32_t partner,
                         uint32_t number,
                         struct bytes derived)
{
    struct roster_contributor *at = roster_contributor(&scoring->roster, partner, number);
    struct key key = scoring_derived_key(partner, number);
    if (derived.at == NULL) {
        table_remove(scoring->state, key_view(&key));
        at->derived = NULL;
        return;
    }
    at->derived = put_at(scoring, at->derived, &key, derived);
}

/* Takes a number: the last one freed, else the next. */
static uint32_t take_number(struct scoring *scoring, uint32_t partner)
{
    struct account account;
    scoring_get_account(scoring, partner, &account);
    uint32_t number = account.contributor_count;
    if (account.first_free != 0) {
        struct contributor gone;
        number = account.first_free - 1;
        scoring_get_contributor(scoring, partner, number, &gone);
        assert(gone.kind == CONTRIBUTOR_FREE);
        account.first_free = gone.next_free;
    } else {
        account.contributor_count++;
    }
    scoring_put_account(scoring, partner, &account, account.due_day);
    return number;
}

uint32_t scoring_make_contributor(struct scoring *scoring,
                                  uint32_t partner,
                                  enum contributor_kind kind,
                                  struct merit_text name)
{
    uint32_t number = scoring_find_contributor(scoring, partner, kind, name);
    if (number != SCORING_NOBODY) {
        return number;
    }
    number = take_number(scoring, partner);
    roster_add_contributor(&scoring->roster, partner, number);
    struct contributor contributor = {.kind = kind, .name = name};
    scoring_put_contributor(scoring, partner, number, &contributor);
    uint64_t hash = scoring_contributor_hash(partner, kind, name);
    lookup_add(&scoring->roster.contributor_names, hash, number);
    return number;
}

static void remove_series(struct scoring *scoring,
                          uint32_t partner,
                          uint32_t number,
                          uint32_t count)
{
    struct roster_contributor *at = roster_contributor(&scoring->roster, partner, number);
    for (uint32_t i = 0; i < count; i++) {
        struct key key = scoring_series_key(partner, number, i);
        table_remove(scoring->state, key_view(&key));
        at->series[i] = NULL;
    }
}

void scoring_free_contributor(struct scoring *scoring, uint32_t partner, uint32_t number)
{
    struct contributor contributor;
    scoring_get_contributor(scoring, partner, number, &contributor);
    uint64_t hash = scoring_contributor_hash(partner, contributor.kind, contributor.name);
    lookup_remove(&scoring->roster.contributor_names, hash, number);
    remove_series(scoring, partner, number, contributor.series_count);
    struct account account;
    scoring_get_account(scoring, partner, &account);
    struct contributor gone = {.kind = CONTRIBUTOR_FREE, .next_free = account.first_free};
    account.first_free = number + 1;
    scoring_put_contributor(scoring, partner, number, &gone);
    scoring_put_account(scoring, partner, &account, account.due_day);
}
