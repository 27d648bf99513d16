/* The state of all tasks, shared out anew among another number of them. */
#include "task/reshard.h"

#include "base/murmur2.h"
#include "task/scoring_records.h"
#include "task/task.h"
#include "task/today.h"

#include <assert.h>

void reshard_init(struct reshard *reshard, const struct reshard_config *config)
{
    assert(config->to >= 1 && config->to <= FACT_TASKS_MAX);
    *reshard = (struct reshard){
        .config = *config, .tenants_day = MERIT_NO_DAY, .partners_day = MERIT_NO_DAY};
    reshard->shares = memory_allocate(config->to * sizeof *reshard->shares);
    for (uint32_t i = 0; i < config->to; i++) {
        reshard->shares[i] = (struct reshard_share){.tenant_count = 0};
        table_init(&reshard->shares[i].state);
        /* All of it goes into the first commit. */
        table_track(&reshard->shares[i].state, key_logged);
    }
}

void reshard_fini(struct reshard *reshard)
{
    for (uint32_t i = 0; i < reshard->config.to; i++) {
        table_fini(&reshard->shares[i].state);
    }
    memory_free(reshard->shares);
    buffer_fini(&reshard->scratch);
}

static struct reshard_share *share_of(const struct reshard *reshard, struct merit_text id)
{
    return &reshard->shares[murmur2_partition(id, reshard->config.to)];
}

/* ---- may it be done? --------------------------------------------------------------------- */

static const char not_at_rest[] =
    "something is on its way or half done: let all instances run until all inputs are read and "
    "nothing is written any more, then stop them";
static const char not_one_day[] =
    "its tasks are on different days: let all instances run until all inputs are idle, so that "
    "every clock comes to the same day, then stop them";

static bool has_open_group(const struct scoring *scoring)
{
    bool any = false;
    for (uint32_t i = 0; i < scoring->config.task_count; i++) {
        any = any || scoring->open_groups[i].active;
    }
    return any;
}

static bool is_at_rest(const struct attribution *attribution, const struct scoring *scoring)
{
    return !attribution_is_busy(attribution) && !scoring->applying && !today_is_starting(scoring) &&
           scoring->waiting.count == 0 && !has_open_group(scoring);
}

/* What each of the old tasks said of its tenants' clock is all that there is to hear of it. */
static bool is_on_one_day(const struct reshard *reshard, const struct scoring *scoring)
{
    for (uint32_t i = 0; i < scoring->config.task_count; i++) {
        int32_t day = scoring->watermarks[i];
        if (day == MERIT_NO_DAY || (day != SCORING_NO_CLOCK && day != reshard->tenants_day)) {
            return false;
        }
    }
    return scoring->day == reshard->partners_day;
}

static const char *find_fault(struct reshard *reshard,
                              const struct attribution *attribution,
                              const struct scoring *scoring)
{
    if (scoring->day == MERIT_NO_DAY) {
        return "its partners' clock has not begun: there is nothing yet that a new beginning under "
               "another application_id would lose";
    }
    if (scoring->change.behind > 0) {
        return "a change of the rules is not finished: let all instances run until it is, then "
               "stop them";
    }
    if (!is_at_rest(attribution, scoring)) {
        return not_at_rest;
    }
    if (reshard->added == 0) {
        reshard->partners_day = scoring->day;
        for (uint32_t i = 0; i < scoring->config.task_count; i++) {
            if (scoring->watermarks[i] != SCORING_NO_CLOCK) {
                reshard->tenants_day = scoring->watermarks[i];
            }
        }
    }
    bool same_clock = attribution->day == MERIT_NO_DAY || attribution->day == reshard->tenants_day;
    return same_clock && is_on_one_day(reshard, scoring) ? NULL : not_one_day;
}

/* ---- tenants ----------------------------------------------------------------------------- */

static void add_tenant(struct reshard *reshard, const struct tenant_entry *entry)
{
    struct bytes key = table_block_key(entry->record);
    struct merit_text id = {(const char *)key.at + 1, (uint32_t)key.length - 1};
    struct reshard_share *share = share_of(reshard, id);
    struct tenant tenant;
    bool read = tenant_read(table_block_value(entry->record), &tenant);
    assert(read && "a record that was found when it was opened");
    struct tenant_parts parts = {.number = share->tenant_count++,
                                 .fingerprints = tenant.fingerprints,
                                 .series_count = tenant.series_count,
                                 .associations = tenant.associations};
    tenant_write(&reshard->scratch, &parts);
    table_put(&share->state, key, buffer_view(&reshard->scratch));
    for (uint32_t i = 0; i < tenant.series_count; i++) {
        struct key series = key_of(KEY_TENANT_SERIES);
        key_u32(&series, parts.number);
        key_u32(&series, i);
        table_put(&share->state, key_view(&series), table_block_value(entry->series[i]));
    }
}

/* ---- partners ---------------------------------------------------------------------------- */

static void add_contributor(struct reshard_share *share,
                            uint32_t partner,
                            uint32_t number,
                            const struct roster_contributor *from)
{
    struct contributor contributor;
    bool read = contributor_read(table_block_value(from->record), &contributor);
    assert(read && "a record that was found when it was opened");
    struct key key = key_of(KEY_CONTRIBUTOR);
    key_u32(&key, partner);
    key_u32(&key, number);
    table_put(&share->state, key_view(&key), table_block_value(from->record));
    for (uint32_t i = 0; i < contributor.series_count; i++) {
        struct key series = scoring_series_key(partner, number, i);
        table_put(&share->state, key_view(&series), table_block_value(from->series[i]));
    }
}

static void add_partner(struct reshard *reshard, const struct scoring *scoring, uint32_t number)
{
    const struct roster_partner *from = &scoring->roster.partners[number];
    struct bytes record = table_block_value(from->account);
    struct reshard_share *share = share_of(reshard, account_partner_id(record));
    struct account account;
    scoring_get_account(scoring, number, &account);
    uint32_t partner = share->partner_count++;
    struct key key = key_of(KEY_PARTNER);
    key_u32(&key, partner);
    table_put(&share->state, key_view(&key), record);
    for (uint32_t i = 0; i < account.contributor_count; i++) {
        add_contributor(share, partner, i, &from->contributors[i]);
    }
}

const char *reshard_add(struct reshard *reshard,
                        const struct attribution *attribution,
                        const struct scoring *scoring)
{
    assert(reshard->added < reshard->config.from);
    const char *fault = find_fault(reshard, attribution, scoring);
    if (fault != NULL) {
        return fault;
    }
    for (uint32_t i = 0; i < attribution->tenant_count; i++) {
        add_tenant(reshard, &attribution->roster.entries[i]);
    }
    for (uint32_t i = 0; i < scoring->partner_count; i++) {
        add_partner(reshard, scoring, i);
    }
    reshard->added++;
    return NULL;
}

/* ---- new tasks --------------------------------------------------------------------------- */

/* Clocks and counts, into the state: all tasks have said of their tenants' clock what there is to
 * say. */
static void write_clocks(struct reshard *reshard, uint32_t number)
{
    struct reshard_share *share = &reshard->shares[number];
    struct table empty;
    table_init(&empty);
    struct attribution attribution;
    struct scoring scoring;
    struct scoring_config config = {reshard->config.program, reshard->config.settings, number,
                                    reshard->config.to};
    bool opened = attribution_open(&attribution, &empty, number);
    opened = scoring_open(&scoring, &empty, &config) && opened;
    assert(opened && "of no records");
    attribution.state = &share->state;
    attribution.day = reshard->tenants_day;
    attribution.tenant_count = share->tenant_count;
    attribution_save(&attribution);
    scoring.state = &share->state;
    scoring.day = reshard->partners_day;
    scoring.partner_count = share->partner_count;
    for (uint32_t i = 0; i < reshard->config.to; i++) {
        scoring.watermarks[i] =
            reshard->tenants_day == MERIT_NO_DAY ? SCORING_NO_CLOCK : reshard->tenants_day;
    }
    scoring_save(&scoring);
    attribution_fini(&attribution);
    scoring_fini(&scoring);
    table_fini(&empty);
}

bool reshard_write(struct reshard *reshard, uint32_t number, struct messages *deltas)
{
    assert(reshard->added == reshard->config.from && number < reshard->config.to);
    write_clocks(reshard, number);
    struct task_config config = {
        .program = reshard->config.program,
        .settings = reshard->config.settings,
        .task = number,
        .task_count = reshard->config.to,
        .cluster_id = reshard->config.cluster_id,
        .first_day = MERIT_NO_DAY,
    };
    struct task task;
    struct task_metadata metadata;
    bool opened = task_open(&task, &config, &reshard->shares[number].state);
    if (opened) {
        task.record.no_clock = reshard->tenants_day == MERIT_NO_DAY;
        task_commit(&task, deltas, &metadata);
    }
    task_fini(&task);
    return opened;
}
