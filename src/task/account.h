/* Scoring's record of one partner: its standings, and its contributors' numbers. */
#ifndef TASK_ACCOUNT_H
#define TASK_ACCOUNT_H

#include "core/partner.h"

/* Standings of a record: those of the program, and those of designations that it has no more. */
enum { ACCOUNT_STANDINGS_MAX = 32 };

struct account {
    uint32_t contributor_count; /* numbers given so far */
    uint32_t first_free;   /* a free number + 1; 0: none (then the next is contributor_count) */
    int32_t due_day;       /* the day on which the partner itself is to be evaluated */
    uint32_t program_hash; /* of the rule program it was last evaluated under; read under another
                            * one: that one's, with all bits turned */
    uint8_t standing_count;
    /* Standings kept behind them, of designations that the program does not have: what was said of
     * these must go on where it ended, should a later program have them again. Those that never
     * said anything are not kept, nor what is beyond ACCOUNT_STANDINGS_MAX. */
    uint8_t retired_count;
    uint32_t ids[ACCOUNT_STANDINGS_MAX]; /* hashes of the designations' ids */
    struct standing standings[ACCOUNT_STANDINGS_MAX];
    struct merit_text partner_id; /* in the record */
};

struct account account_new(const struct merit_program *program, struct merit_text partner_id);
/* The standings come in the order of this program, whichever the partner was evaluated under. False
 * where the bytes are no account. */
bool account_read(const struct merit_program *program,
                  struct bytes record,
                  struct account *ret_account);
/* The id, and the program's hash, alone of a record that this task wrote. */
struct merit_text account_partner_id(struct bytes record);
uint32_t account_program_hash(struct bytes record);
void account_write(struct buffer *to, const struct account *account);

#endif
