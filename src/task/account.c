/* Scoring's record of one partner: its standings, and its contributors' numbers. */
#include "task/account.h"

#include "base/table.h"

enum { ACCOUNT_HASH_AT = 3 * 4, ACCOUNT_NUMBERS_BYTES = 4 * 4 + 1 };

/* ---- designations by id ------------------------------------------------------------------ */

/* Of a program's designation, or (behind the last) of its badge for all; 0: it has none. */
static uint32_t id_of(const struct merit_program *program, uint8_t designation)
{
    const char *id = designation < program->designation_count
                         ? program->designations[designation].id
                         : program->standing.all_id;
    struct merit_text text = merit_text_of(id == NULL ? "" : id);
    return (uint32_t)bytes_hash(0, (struct bytes){(const uint8_t *)text.at, text.length});
}

static void set_new(const struct merit_program *program, struct account *account)
{
    account->standing_count = (uint8_t)(program->designation_count + 1);
    account->retired_count = 0;
    for (uint8_t i = 0; i < account->standing_count; i++) {
        account->ids[i] = id_of(program, i);
        account->standings[i] = standing_new();
    }
}

struct account account_new(const struct merit_program *program, struct merit_text partner_id)
{
    struct account account = {
        .due_day = MERIT_NEVER,
        .program_hash = program->hash,
        .partner_id = partner_id,
    };
    set_new(program, &account);
    return account;
}

/* A standing as another program had it, to where this one has it, or behind. */
static void place(struct account *account, uint32_t id, const struct standing *standing)
{
    for (uint8_t i = 0; i < account->standing_count; i++) {
        if (account->ids[i] == id) {
            account->standings[i] = *standing;
            return;
        }
    }
    uint8_t at = (uint8_t)(account->standing_count + account->retired_count);
    bool said_anything = standing->score_sequence > 0 || standing->event_sequence > 0;
    if (said_anything && at < ACCOUNT_STANDINGS_MAX) {
        account->ids[at] = id;
        account->standings[at] = *standing;
        account->retired_count++;
    }
}

/* ---- stored form ------------------------------------------------------------------------- */

static bool read_standing(struct reader *reader, uint32_t *ret_id, struct standing *ret_standing)
{
    *ret_id = reader_u32(reader);
    const uint8_t *at = reader_take(reader, STANDING_BYTES);
    return at != NULL && standing_decode(at, ret_standing);
}

/* Evaluated under this program: its own come first, in order. */
static bool read_in_order(struct reader *reader, uint8_t count, struct account *account)
{
    if (count < account->standing_count || count > ACCOUNT_STANDINGS_MAX) {
        return false;
    }
    account->retired_count = (uint8_t)(count - account->standing_count);
    for (uint8_t i = 0; i < count; i++) {
        if (!read_standing(reader, &account->ids[i], &account->standings[i])) {
            return false;
        }
    }
    return true;
}

static bool read_and_place(struct reader *reader,
                           const struct merit_program *program,
                           uint8_t count,
                           struct account *account)
{
    set_new(program, account);
    /* Written back like this, it is in this program's order, and still not evaluated under it. */
    account->program_hash = ~program->hash;
    for (uint8_t i = 0; i < count; i++) {
        uint32_t id;
        struct standing standing;
        if (!read_standing(reader, &id, &standing)) {
            return false;
        }
        place(account, id, &standing);
    }
    return true;
}

bool account_read(const struct merit_program *program,
                  struct bytes record,
                  struct account *ret_account)
{
    struct reader reader = reader_of(record);
    ret_account->contributor_count = reader_u32(&reader);
    ret_account->first_free = reader_u32(&reader);
    ret_account->due_day = reader_i32(&reader);
    ret_account->program_hash = reader_u32(&reader);
    uint8_t count = reader_u8(&reader);
    ret_account->partner_id = reader_text(&reader);
    ret_account->standing_count = (uint8_t)(program->designation_count + 1);
    bool read = ret_account->program_hash == program->hash
                    ? read_in_order(&reader, count, ret_account)
                    : read_and_place(&reader, program, count, ret_account);
    return read && !reader.failed && !merit_text_is_null(ret_account->partner_id) &&
           reader_left(&reader) == 0;
}

struct merit_text account_partner_id(struct bytes record)
{
    struct reader reader = reader_of(record);
    reader_take(&reader, ACCOUNT_NUMBERS_BYTES);
    return reader_text(&reader);
}

uint32_t account_program_hash(struct bytes record)
{
    struct reader reader = reader_of(record);
    reader_take(&reader, ACCOUNT_HASH_AT);
    return reader_u32(&reader);
}

void account_write(struct buffer *to, const struct account *account)
{
    uint8_t count = (uint8_t)(account->standing_count + account->retired_count);
    buffer_clear(to);
    buffer_u32(to, account->contributor_count);
    buffer_u32(to, account->first_free);
    buffer_i32(to, account->due_day);
    buffer_u32(to, account->program_hash);
    buffer_u8(to, count);
    buffer_text(to, account->partner_id);
    for (uint8_t i = 0; i < count; i++) {
        buffer_u32(to, account->ids[i]);
        standing_encode(buffer_extend(to, STANDING_BYTES), &account->standings[i]);
    }
}
