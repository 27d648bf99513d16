/* Brings the records of an older format to this one, when a task is opened. */
#include "task/migrate.h"

#include "task/account.h"
#include "task/key.h"
#include "task/task_record.h"

/* ---- format 1: scoring's record ---------------------------------------------------------- */

enum {
    SCORING_FIXED_BYTES = 4 + 4 + 1 + 8 + 4 + 8 + 1 + 8 + 4, /* what comes before the mark */
    SCORING_TASK_BYTES = 4 + 1 + 8 + 4,                      /* of each task, behind their count */
    SCORING_BYTES = SCORING_FIXED_BYTES + 4,
};

/* True where it has no mark. With one it is longer by less than a task takes. */
static bool scoring_is_first(struct bytes record)
{
    return record.length >= SCORING_BYTES &&
           (record.length - SCORING_BYTES) % SCORING_TASK_BYTES == 0;
}

static void migrate_scoring(struct table *state,
                            struct bytes record,
                            const struct merit_program *program)
{
    struct buffer to = {0};
    buffer_put(&to, record.at, SCORING_FIXED_BYTES);
    buffer_u32(&to, program->hash);
    buffer_put(&to, record.at + SCORING_FIXED_BYTES, record.length - SCORING_FIXED_BYTES);
    struct key key = key_of(KEY_SCORING);
    table_put(state, key_view(&key), buffer_view(&to));
    buffer_fini(&to);
}

/* ---- format 1: partners ------------------------------------------------------------------ */

static bool read_first_account(const struct merit_program *program,
                               struct bytes record,
                               struct account *ret_account)
{
    struct reader reader = reader_of(record);
    uint32_t contributor_count = reader_u32(&reader);
    uint32_t first_free = reader_u32(&reader);
    int32_t due_day = reader_i32(&reader);
    uint8_t count = reader_u8(&reader);
    *ret_account = account_new(program, reader_text(&reader));
    ret_account->contributor_count = contributor_count;
    ret_account->first_free = first_free;
    ret_account->due_day = due_day;
    if (reader.failed || count != ret_account->standing_count) {
        return false;
    }
    for (uint8_t i = 0; i < count; i++) {
        const uint8_t *at = reader_take(&reader, STANDING_BYTES);
        if (at == NULL || !standing_decode(at, &ret_account->standings[i])) {
            return false;
        }
    }
    return !merit_text_is_null(ret_account->partner_id) && reader_left(&reader) == 0;
}

static bool migrate_account(struct table *state,
                            struct bytes key,
                            struct bytes record,
                            const struct merit_program *program)
{
    struct account account;
    if (!read_first_account(program, record, &account)) {
        return false;
    }
    struct buffer to = {0};
    account_write(&to, &account);
    table_put(state, key, buffer_view(&to));
    buffer_fini(&to);
    return true;
}

/* Keys of all partners, each after its length: records move while they are rewritten. */
static void list_partners(const struct table *state, struct buffer *keys)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(state, &cursor, &key, &value)) {
        if (key.at[0] == KEY_PARTNER) {
            buffer_u8(keys, (uint8_t)key.length);
            buffer_put(keys, key.at, key.length);
        }
    }
}

static bool migrate_accounts(struct table *state, const struct merit_program *program)
{
    struct buffer keys = {0};
    list_partners(state, &keys);
    struct reader reader = reader_of(buffer_view(&keys));
    bool good = true;
    while (good && reader_left(&reader) > 0) {
        size_t length = reader_u8(&reader);
        struct bytes key = {reader_take(&reader, length), length};
        good = migrate_account(state, key, state_get(state, key), program);
    }
    buffer_fini(&keys);
    return good;
}

/* ---- all --------------------------------------------------------------------------------- */

bool migrate_records(struct table *state, uint8_t format, const struct merit_program *program)
{
    struct key key = key_of(KEY_SCORING);
    struct bytes scoring = state_get(state, key_view(&key));
    if (format >= TASK_FORMAT || scoring.at == NULL || !scoring_is_first(scoring)) {
        return true;
    }
    migrate_scoring(state, scoring, program);
    return migrate_accounts(state, program);
}
