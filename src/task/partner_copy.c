/* A copy of all that scoring knows of one partner, as a task of its own. */
#include "task/partner_copy.h"

#include "task/day_start.h"
#include "task/scoring_records.h"

enum { PARTNER_AT = 1 }; /* in a key: its number, 4 bytes */

static void copy_record(struct partner_copy *copy, const struct table_block *block)
{
    if (block == NULL) {
        return;
    }
    uint8_t key[TABLE_KEY_MAX];
    memcpy(key, block->bytes, block->key_length);
    memset(key + PARTNER_AT, 0, sizeof(uint32_t));
    table_put(&copy->state, (struct bytes){key, block->key_length}, table_block_value(block));
}

static void copy_records(struct partner_copy *copy, const struct roster_partner *partner)
{
    copy_record(copy, partner->account);
    for (uint32_t n = 0; n < partner->contributor_capacity; n++) {
        const struct roster_contributor *contributor = &partner->contributors[n];
        copy_record(copy, contributor->record);
        for (uint32_t s = 0; contributor->record != NULL && s < contributor->series_capacity; s++) {
            copy_record(copy, contributor->series[s]);
        }
    }
}

/* A task record as scoring writes it: of one task, whose clock is where the other's is. */
static void write_task_record(struct partner_copy *copy,
                              const struct scoring *of,
                              const struct scoring_config *config)
{
    bool opened = scoring_open(&copy->scoring, &copy->state, config);
    assert(opened && "an empty state is not damaged");
    copy->scoring.day = of->day;
    copy->scoring.first_day = of->first_day;
    copy->scoring.partner_count = copy->known ? 1 : 0;
    copy->scoring.watermarks[0] = of->day;
    scoring_save(&copy->scoring);
    scoring_fini(&copy->scoring);
}

void partner_copy_open(struct partner_copy *copy,
                       const struct scoring *of,
                       struct merit_text partner_id)
{
    assert(of->day != MERIT_NO_DAY);
    uint32_t partner = scoring_find_partner(of, partner_id);
    struct scoring_config config = {of->config.program, of->config.settings, 0, 1};
    table_init(&copy->state);
    copy->known = partner != SCORING_NOBODY;
    write_task_record(copy, of, &config);
    if (copy->known) {
        copy_records(copy, &of->roster.partners[partner]);
    }
    bool opened = scoring_open(&copy->scoring, &copy->state, &config);
    assert(opened && "records of a task that is open");
    copy->scoring.certification_day = MERIT_NEVER;
}

void partner_copy_fini(struct partner_copy *copy)
{
    scoring_fini(&copy->scoring);
    table_fini(&copy->state);
}

void partner_copy_next_day(struct partner_copy *copy)
{
    copy->scoring.watermarks[0] = copy->scoring.day + 1;
    while (scoring_step(&copy->scoring)) {
    }
}
