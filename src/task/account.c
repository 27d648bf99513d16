/* Scoring's record of one partner: its standings, and its contributors' numbers. */
#include "task/account.h"

enum { ACCOUNT_NUMBERS_BYTES = 3 * 4 + 1 };

struct account account_new(const struct merit_program *program, struct merit_text partner_id)
{
    struct account account = {
        .due_day = MERIT_NEVER,
        .standing_count = (uint8_t)(program->designation_count + 1),
        .partner_id = partner_id,
    };
    for (uint8_t i = 0; i < account.standing_count; i++) {
        account.standings[i] = standing_new();
    }
    return account;
}

bool account_read(const struct merit_program *program,
                  struct bytes record,
                  struct account *ret_account)
{
    struct reader reader = reader_of(record);
    ret_account->contributor_count = reader_u32(&reader);
    ret_account->first_free = reader_u32(&reader);
    ret_account->due_day = reader_i32(&reader);
    ret_account->standing_count = reader_u8(&reader);
    if (reader.failed || ret_account->standing_count != program->designation_count + 1) {
        return false;
    }
    ret_account->partner_id = reader_text(&reader);
    for (uint8_t i = 0; i < ret_account->standing_count; i++) {
        const uint8_t *at = reader_take(&reader, STANDING_BYTES);
        if (at == NULL || !standing_decode(at, &ret_account->standings[i])) {
            return false;
        }
    }
    return !reader.failed && !merit_text_is_null(ret_account->partner_id) &&
           reader_left(&reader) == 0;
}

struct merit_text account_partner_id(struct bytes record)
{
    struct reader reader = reader_of(record);
    reader_take(&reader, ACCOUNT_NUMBERS_BYTES);
    return reader_text(&reader);
}

void account_write(struct buffer *to, const struct account *account)
{
    buffer_clear(to);
    buffer_u32(to, account->contributor_count);
    buffer_u32(to, account->first_free);
    buffer_i32(to, account->due_day);
    buffer_u8(to, account->standing_count);
    buffer_text(to, account->partner_id);
    for (uint8_t i = 0; i < account->standing_count; i++) {
        standing_encode(buffer_extend(to, STANDING_BYTES), &account->standings[i]);
    }
}
