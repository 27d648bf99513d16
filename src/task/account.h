/* Scoring's record of one partner: its standings, and its contributors' numbers. */
#ifndef TASK_ACCOUNT_H
#define TASK_ACCOUNT_H

#include "core/partner.h"

struct account {
    uint32_t contributor_count; /* numbers given so far */
    uint32_t first_free; /* a free number + 1; 0: none (then the next is contributor_count) */
    int32_t due_day;     /* the day on which the partner itself is to be evaluated */
    uint8_t standing_count;
    struct standing standings[PARTNER_STANDINGS_MAX];
    struct merit_text partner_id; /* in the record */
};

struct account account_new(const struct merit_program *program, struct merit_text partner_id);
/* False where the bytes are no account of this program. */
bool account_read(const struct merit_program *program,
                  struct bytes record,
                  struct account *ret_account);
/* The id alone of a record that this task wrote. */
struct merit_text account_partner_id(struct bytes record);
void account_write(struct buffer *to, const struct account *account);

#endif
