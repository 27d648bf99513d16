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

static uint32_t read_number(struct bytes record)
{
    struct reader reader = reader_of(record);
    return record.at == NULL ? SCORING_NOBODY : reader_u32(&reader);
}

/* ---- partners ---------------------------------------------------------------------------- */

static struct bytes partner_id_key(struct merit_text partner_id, uint8_t to[TABLE_KEY_MAX])
{
    struct key key = key_of(KEY_PARTNER_ID);
    return key_with_text(&key, partner_id, to);
}

uint64_t scoring_partner_hash(struct merit_text partner_id)
{
    uint8_t key[TABLE_KEY_MAX];
    return table_hash(partner_id_key(partner_id, key));
}

struct key scoring_account_key(uint32_t partner)
{
    return numbered_key(KEY_PARTNER, partner);
}

uint32_t scoring_find_partner(const struct scoring *scoring, struct merit_text partner_id)
{
    uint8_t key[TABLE_KEY_MAX];
    return read_number(state_get(scoring->state, partner_id_key(partner_id, key)));
}

uint32_t scoring_make_partner(struct scoring *scoring, struct merit_text partner_id)
{
    uint8_t text[TABLE_KEY_MAX];
    struct bytes key = partner_id_key(partner_id, text);
    uint32_t number = read_number(state_get(scoring->state, key));
    if (number != SCORING_NOBODY) {
        return number;
    }
    number = scoring->partner_count++;
    buffer_clear(&scoring->record);
    buffer_u32(&scoring->record, number);
    table_put(scoring->state, key, buffer_view(&scoring->record));
    struct account account = account_new(scoring->config.program, partner_id);
    account.due_day = scoring->today.next_rule_day;
    scoring_put_account(scoring, number, &account, MERIT_NEVER);
    news_note(scoring, number, news_all(scoring));
    return number;
}

void scoring_get_account(const struct scoring *scoring,
                         uint32_t partner,
                         struct account *ret_account)
{
    struct key key = scoring_account_key(partner);
    bool read = account_read(scoring->config.program, state_get(scoring->state, key_view(&key)),
                             ret_account);
    assert(read && "a record that this task wrote");
}

void scoring_put_account(struct scoring *scoring,
                         uint32_t partner,
                         const struct account *account,
                         int32_t old_due_day)
{
    account_write(&scoring->record, account);
    struct key key = scoring_account_key(partner);
    struct bytes old = state_get(scoring->state, key_view(&key));
    /* Most evaluations change nothing in it: then nothing is to be logged. */
    if (old.length != scoring->record.length ||
        memcmp(old.at, scoring->record.bytes, old.length) != 0) {
        table_put(scoring->state, key_view(&key), buffer_view(&scoring->record));
    }
    if (account->due_day != old_due_day && account->due_day != MERIT_NEVER) {
        heap_push(&scoring->due, scoring_due_entry(account->due_day, partner, SCORING_NOBODY));
    }
}

/* ---- contributors ------------------------------------------------------------------------ */

static struct bytes contributor_id_key(uint32_t partner,
                                       enum contributor_kind kind,
                                       struct merit_text name,
                                       uint8_t to[TABLE_KEY_MAX])
{
    struct key key = numbered_key(KEY_CONTRIBUTOR_ID, partner);
    key_u8(&key, (uint8_t)kind);
    return key_with_text(&key, name, to);
}

struct key scoring_contributor_key(uint32_t partner, uint32_t number)
{
    struct key key = numbered_key(KEY_CONTRIBUTOR, partner);
    key_u32(&key, number);
    return key;
}

static struct key owner_key(uint32_t partner, uint32_t contributor)
{
    struct key key = numbered_key(KEY_SERIES, partner);
    key_u32(&key, contributor);
    return key;
}

struct key scoring_series_key(uint32_t partner, uint32_t contributor, uint32_t series)
{
    struct key key = owner_key(partner, contributor);
    key_u32(&key, series);
    return key;
}

struct series_owner scoring_series_of(const struct scoring *scoring,
                                      uint32_t partner,
                                      uint32_t number,
                                      const struct contributor *tenant)
{
    return (struct series_owner){scoring->state, owner_key(partner, number), tenant->fingerprints,
                                 tenant->series_count};
}

struct key scoring_derived_key(uint32_t partner, uint32_t contributor)
{
    struct key key = numbered_key(KEY_DERIVED, partner);
    key_u32(&key, contributor);
    return key;
}

uint64_t scoring_contributor_hash(uint32_t partner,
                                  enum contributor_kind kind,
                                  struct merit_text name)
{
    uint8_t key[TABLE_KEY_MAX];
    return table_hash(contributor_id_key(partner, kind, name, key));
}

uint32_t scoring_find_contributor(const struct scoring *scoring,
                                  uint32_t partner,
                                  enum contributor_kind kind,
                                  struct merit_text name)
{
    uint8_t key[TABLE_KEY_MAX];
    return read_number(state_get(scoring->state, contributor_id_key(partner, kind, name, key)));
}

void scoring_get_contributor(const struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             struct contributor *ret_contributor)
{
    struct key key = scoring_contributor_key(partner, number);
    bool read = contributor_read(state_get(scoring->state, key_view(&key)), ret_contributor);
    assert(read && "a record that this task wrote");
}

void scoring_put_contributor(struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             const struct contributor *contributor)
{
    buffer_clear(&scoring->record);
    contributor_write(&scoring->record, contributor);
    struct key key = scoring_contributor_key(partner, number);
    table_put(scoring->state, key_view(&key), buffer_view(&scoring->record));
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
    struct contributor contributor = {.kind = kind, .name = name};
    scoring_put_contributor(scoring, partner, number, &contributor);
    uint8_t key[TABLE_KEY_MAX];
    buffer_clear(&scoring->record);
    buffer_u32(&scoring->record, number);
    table_put(scoring->state, contributor_id_key(partner, kind, name, key),
              buffer_view(&scoring->record));
    return number;
}

void scoring_free_contributor(struct scoring *scoring, uint32_t partner, uint32_t number)
{
    struct contributor contributor;
    scoring_get_contributor(scoring, partner, number, &contributor);
    uint8_t key[TABLE_KEY_MAX];
    table_remove(scoring->state,
                 contributor_id_key(partner, contributor.kind, contributor.name, key));
    for (uint32_t i = 0; i < contributor.series_count; i++) {
        struct key series = scoring_series_key(partner, number, i);
        table_remove(scoring->state, key_view(&series));
    }
    struct account account;
    scoring_get_account(scoring, partner, &account);
    struct contributor gone = {.kind = CONTRIBUTOR_FREE, .next_free = account.first_free};
    account.first_free = number + 1;
    scoring_put_contributor(scoring, partner, number, &gone);
    scoring_put_account(scoring, partner, &account, account.due_day);
}
