/* Which partners' DesignationScores may have changed, and which really did. */
#include "task/news.h"

#include "core/score_hash.h"
#include "task/score_now.h"
#include "task/scoring_records.h"

#include <assert.h>

enum { NEWS_FIRST_PARTNERS = 256 };

static void make_room(struct news *news, uint32_t partner)
{
    if (partner < news->capacity) {
        return;
    }
    uint32_t capacity = news->capacity == 0 ? NEWS_FIRST_PARTNERS : news->capacity;
    while (capacity <= partner) {
        capacity *= 2;
    }
    news->designations = memory_resize(news->designations, capacity * sizeof *news->designations);
    memset(news->designations + news->capacity, 0,
           (capacity - news->capacity) * sizeof *news->designations);
    news->partners = memory_resize(news->partners, capacity * sizeof *news->partners);
    news->capacity = capacity;
}

void news_note(struct scoring *scoring, uint32_t partner, uint32_t designations)
{
    struct news *news = &scoring->news;
    make_room(news, partner);
    if (news->designations[partner] == 0) {
        news->partners[news->count++] = partner;
    }
    news->designations[partner] |= designations;
}

/* True where it differs from what was told last. */
static bool take_score(struct scoring *scoring,
                       uint32_t partner,
                       uint8_t designation,
                       struct merit_output *ret_output)
{
    struct account account;
    scoring_get_account(scoring, partner, &account);
    arena_reset(&scoring->scratch);
    scoring_score(scoring, arena_text(&scoring->scratch, account.partner_id), designation,
                  ret_output);
    int64_t hash = score_hash(ret_output);
    struct standing *standing = &account.standings[designation];
    if (standing->told == hash) {
        return false;
    }
    standing->told = hash;
    scoring_put_account(scoring, partner, &account, account.due_day);
    return true;
}

bool news_next(struct scoring *scoring, struct merit_output *ret_output)
{
    struct news *news = &scoring->news;
    while (news->count > 0) {
        uint32_t partner = news->partners[news->count - 1];
        uint32_t *designations = &news->designations[partner];
        uint8_t designation = (uint8_t)__builtin_ctz(*designations);
        *designations &= *designations - 1;
        news->count -= *designations == 0;
        if (take_score(scoring, partner, designation, ret_output)) {
            return true;
        }
    }
    return false;
}
