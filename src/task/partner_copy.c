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

/* The list of a contributor's namesake; of one that was not known then, none. */
static struct bytes list_of(const struct partner_copy *links, const struct contributor *contributor)
{
    if (links->known) {
        uint32_t number =
            scoring_find_contributor(&links->scoring, 0, contributor->kind, contributor->name);
        if (number != SCORING_NOBODY) {
            struct contributor namesake;
            scoring_get_contributor(&links->scoring, 0, number, &namesake);
            return namesake.list;
        }
    }
    return (struct bytes){NULL, 0};
}

/* Gives every contributor the associations or certificates of another copy. */
static void take_links(struct partner_copy *copy,
                       const struct roster_partner *partner,
                       const struct partner_copy *links)
{
    struct buffer record = {0};
    for (uint32_t n = 0; n < partner->contributor_capacity; n++) {
        const struct table_block *block = partner->contributors[n].record;
        struct contributor contributor;
        if (block == NULL || !contributor_read(table_block_value(block), &contributor) ||
            contributor.kind == CONTRIBUTOR_FREE) {
            continue;
        }
        contributor.list = list_of(links, &contributor);
        buffer_clear(&record);
        contributor_write(&record, &contributor);
        struct key key = key_of(KEY_CONTRIBUTOR);
        key_u32(&key, 0);
        key_u32(&key, n);
        table_put(&copy->state, key_view(&key), buffer_view(&record));
    }
    buffer_fini(&record);
}

/* A task record as scoring writes it: of one task, whose clock is where the other's is. */
static void write_task_record(struct partner_copy *copy,
                              const struct scoring *of,
                              int32_t day,
                              const struct scoring_config *config)
{
    bool opened = scoring_open(&copy->scoring, &copy->state, config);
    assert(opened && "an empty state is not damaged");
    copy->scoring.day = day;
    copy->scoring.first_day = of->first_day;
    copy->scoring.partner_count = copy->known ? 1 : 0;
    copy->scoring.watermarks[0] = day;
    scoring_save(&copy->scoring);
    scoring_fini(&copy->scoring);
}

void partner_copy_open(struct partner_copy *copy,
                       const struct scoring *of,
                       struct merit_text partner_id)
{
    struct partner_view same = {of->config.program, of->day, NULL};
    partner_copy_open_as(copy, of, partner_id, &same);
}

void partner_copy_open_as(struct partner_copy *copy,
                          const struct scoring *of,
                          struct merit_text partner_id,
                          const struct partner_view *view)
{
    assert(of->day != MERIT_NO_DAY && view->day >= of->day);
    uint32_t partner = scoring_find_partner(of, partner_id);
    struct scoring_config config = {view->program, of->config.settings, 0, 1};
    table_init(&copy->state);
    copy->known = partner != SCORING_NOBODY;
    write_task_record(copy, of, view->day, &config);
    if (copy->known) {
        copy_records(copy, &of->roster.partners[partner]);
    }
    if (copy->known && view->links != NULL) {
        take_links(copy, &of->roster.partners[partner], view->links);
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
