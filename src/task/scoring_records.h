/* Scoring's records, found and put: partners and contributors by id and number. */
#ifndef TASK_SCORING_RECORDS_H
#define TASK_SCORING_RECORDS_H

#include "task/account.h"
#include "task/contributor.h"
#include "task/derived.h"
#include "task/scoring.h"
#include "task/sums.h"

#define SCORING_NOBODY UINT32_MAX

/* Entries of the due heap: a contributor of a partner, or (last) the partner itself. */
static inline struct heap_entry scoring_due_entry(int32_t day,
                                                  uint32_t partner,
                                                  uint32_t contributor)
{
    return (struct heap_entry){day, (uint64_t)partner << 32 | contributor};
}

/* The hash under which the roster finds a partner. */
uint64_t scoring_partner_hash(struct merit_text partner_id);
uint32_t scoring_find_partner(const struct scoring *scoring, struct merit_text partner_id);
/* The partner's number; a new account where there is none. */
uint32_t scoring_make_partner(struct scoring *scoring, struct merit_text partner_id);
void scoring_get_account(const struct scoring *scoring,
                         uint32_t partner,
                         struct account *ret_account);
/* Puts it back; a new due day goes to the heap. `account` must not point into the old record but
 * for partner_id. */
void scoring_put_account(struct scoring *scoring,
                         uint32_t partner,
                         const struct account *account,
                         int32_t old_due_day);

/* Takes note of where a record is that was found. */
void scoring_know_partner(struct scoring *scoring, uint32_t partner, struct table_block *account);
void scoring_know_contributor(struct scoring *scoring,
                              uint32_t partner,
                              uint32_t number,
                              struct table_block *record);

uint32_t scoring_find_contributor(const struct scoring *scoring,
                                  uint32_t partner,
                                  enum contributor_kind kind,
                                  struct merit_text name);
/* The contributor's number; a new, empty one where there is none. */
uint32_t scoring_make_contributor(struct scoring *scoring,
                                  uint32_t partner,
                                  enum contributor_kind kind,
                                  struct merit_text name);
/* Removes the contributor's record and names; its number may be given again. */
void scoring_free_contributor(struct scoring *scoring, uint32_t partner, uint32_t number);
void scoring_get_contributor(const struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             struct contributor *ret_contributor);
void scoring_put_contributor(struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             const struct contributor *contributor);

/* The hash under which the roster finds a contributor. */
uint64_t scoring_contributor_hash(uint32_t partner,
                                  enum contributor_kind kind,
                                  struct merit_text name);
/* Puts what was derived of the contributor, at NULL: takes it away. */
void scoring_put_derived(struct scoring *scoring,
                         uint32_t partner,
                         uint32_t number,
                         struct bytes derived);
struct key scoring_series_key(uint32_t partner, uint32_t contributor, uint32_t series);
/* Where a tenant's series are. */
struct series_owner scoring_series_of(const struct scoring *scoring,
                                      uint32_t partner,
                                      uint32_t number,
                                      const struct contributor *tenant);
/* The sums of one designation under one span. */
static inline struct sums_of scoring_sums_of(const struct scoring *scoring,
                                             uint32_t partner,
                                             uint8_t designation,
                                             uint8_t span)
{
    return (struct sums_of){scoring->state, scoring->config.program,
                            partner,        designation,
                            span,           &scoring->roster.partners[partner].sums[designation]};
}
struct key scoring_derived_key(uint32_t partner, uint32_t contributor);

#endif
