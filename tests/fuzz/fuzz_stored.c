/* Fuzz target: any bytes as each kind of stored record, and as a pack of facts; what is read is
 * written and read again. */
#include "../unit/program_fixture.h"
#include "core/person.h"
#include "fuzz.h"
#include "task/account.h"
#include "task/contributor.h"
#include "task/derived.h"
#include "task/fact.h"
#include "task/fact_pack.h"
#include "task/migrate.h"
#include "task/tenant.h"

#include <stdlib.h>

static struct program_fixture fixture;
static struct arena arena;
static struct buffer written;
static struct buffer again;

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void require_same(const struct buffer *buffer, struct bytes bytes)
{
    require(buffer->length == bytes.length &&
            (bytes.length == 0 || memcmp(buffer->bytes, bytes.at, bytes.length) == 0));
}

/* ---- each kind: the input without its first byte ----------------------------------------- */

static void read_ledger(struct bytes bytes)
{
    struct ledger ledger;
    if (!ledger_open(&ledger, bytes) || !ledger_is_sound(&ledger)) {
        return;
    }
    for (uint32_t i = 0; i < ledger.gauge_count; i++) {
        struct ledger_gauge_row row;
        ledger_gauge_row(&ledger, i, &row);
        int64_t values[2];
        ledger_gauges(&ledger, row.day, values);
        ledger_next_day(&ledger, row.day);
    }
    for (uint32_t i = 0; i < ledger.month_count; i++) {
        struct ledger_month_row row;
        ledger_month_row(&ledger, i, &row);
        int64_t revenues[3];
        ledger_revenues(&ledger, row.month, 3, revenues);
        require(revenues[0] == row.value);
    }
    buffer_clear(&written);
    ledger_copy_unstamped(&ledger, &written);
    struct ledger copy;
    require(ledger_open(&copy, buffer_view(&written)));
    require(copy.gauge_count == ledger.gauge_count && copy.month_count == ledger.month_count);
}

static void read_links(struct bytes bytes)
{
    static struct link_list list;
    static struct link_list back;
    if (!link_list_read(&list, bytes)) {
        return;
    }
    buffer_clear(&written);
    for (uint32_t i = 0; i < list.count; i++) {
        link_holds(&list.items[i], 19500);
        link_covers_product(&list.items[i], merit_text_of("m365/teams"));
        link_list_put_link(&written, &list.items[i]);
    }
    require(link_list_read(&back, buffer_view(&written)) && back.count <= list.count);
}

static void read_person(struct bytes bytes)
{
    struct merit_code_set held;
    int32_t due_day;
    if (!person_holds(&fixture.program, bytes, 19500, &held, &due_day)) {
        return;
    }
    struct merit_event event = {.kind = MERIT_EVENT_CERTIFICATION, .event_id = {"e", 1}};
    event.certification.certification = merit_text_of("AZ-104");
    buffer_clear(&written);
    buffer_put(&written, bytes.at, bytes.length);
    bool full = person_is_full(bytes, event.certification.certification);
    require((person_put(&written, &event) == PERSON_FULL) == full);
    require(person_holds(&fixture.program, buffer_view(&written), 19500, &held, &due_day));
}

static void read_account(struct bytes bytes)
{
    struct account account;
    if (!account_read(&fixture.program, bytes, &account)) {
        return;
    }
    account_write(&written, &account);
    if (account.program_hash == fixture.program.hash) {
        require_same(&written, bytes);
        return;
    }
    /* Of another program: what is written is in this one's order, and is read so again. */
    struct account reread;
    require(account_read(&fixture.program, buffer_view(&written), &reread));
    require(reread.standing_count == account.standing_count &&
            reread.retired_count == account.retired_count &&
            reread.program_hash == account.program_hash);
}

static void read_contributor(struct bytes bytes)
{
    struct contributor contributor;
    if (!contributor_read(bytes, &contributor)) {
        return;
    }
    buffer_clear(&written);
    contributor_write(&written, &contributor);
    if (contributor.kind == CONTRIBUTOR_FREE) {
        bytes.length = written.length < bytes.length ? written.length : bytes.length;
    }
    require_same(&written, bytes);
}

/* Widths may be larger than they must be: what is written is read and written the same. */
static void read_derived(struct bytes bytes)
{
    struct derived derived;
    arena_reset(&arena);
    if (!derived_read(&fixture.program, bytes, &arena, &derived)) {
        return;
    }
    require(derived.due_day == derived_due_day(bytes));
    derived_write(&fixture.program, &derived, &written);
    require(derived_read(&fixture.program, buffer_view(&written), &arena, &derived));
    derived_write(&fixture.program, &derived, &again);
    require_same(&again, buffer_view(&written));
}

static void read_tenant(struct bytes bytes)
{
    struct tenant tenant;
    if (!tenant_read(bytes, &tenant)) {
        return;
    }
    struct reader reader = reader_of(tenant.associations);
    struct tenant_association association;
    while (tenant_next_association(&reader, &association)) {
    }
    if (reader.failed) {
        return;
    }
    struct tenant_parts parts = {.number = tenant.number,
                                 .fingerprints = tenant.fingerprints,
                                 .series_count = tenant.series_count,
                                 .associations = tenant.associations};
    tenant_write(&written, &parts);
    struct tenant back;
    require(tenant_read(buffer_view(&written), &back));
    require(back.number == tenant.number && back.series_count == tenant.series_count &&
            back.associations.length == tenant.associations.length);
}

static void read_fact(struct bytes bytes)
{
    struct reader reader = reader_of(bytes);
    struct fact_header header;
    if (!fact_read_header(&reader, &header)) {
        return;
    }
    struct fact_item item;
    while (fact_read_item(&reader, &item)) {
        require(item.kind >= FACT_USAGE && item.kind <= FACT_DETACH);
    }
}

static void read_series(struct bytes bytes)
{
    struct series_names names;
    struct bytes ledger;
    if (series_read(bytes, &names, &ledger)) {
        buffer_clear(&written);
        series_write_names(&written, &names);
        buffer_put(&written, ledger.at, ledger.length);
        require_same(&written, bytes);
    }
}

/* Lengths may be written longer than they must be: what is written is read the same. */
static void read_pack(struct bytes bytes)
{
    struct reader reader;
    struct reader back;
    struct bytes message;
    struct bytes other;
    buffer_clear(&written);
    if (!fact_pack_open(bytes, &reader)) {
        return;
    }
    while (fact_pack_next(&reader, &message)) {
        require(message.length > 0 && message.at + message.length <= bytes.at + bytes.length);
        fact_pack_add(&written, message);
    }
    require(reader.failed || reader_left(&reader) == 0);
    require(written.length <= bytes.length);
    bool any = written.length > 0;
    require(fact_pack_open(buffer_view(&written), &back) == any);
    reader = reader_of(bytes);
    reader_u8(&reader);
    while (any && fact_pack_next(&back, &other)) {
        require(fact_pack_next(&reader, &message) && message.length == other.length &&
                memcmp(message.at, other.at, other.length) == 0);
    }
}

/* A partner's record of format 1, and scoring's, which is told by its length: what they become is
 * read. */
static void read_older(struct bytes bytes)
{
    static const uint8_t scoring[46] = {0};
    struct key scoring_key = key_of(KEY_SCORING);
    struct key partner_key = key_of(KEY_PARTNER);
    struct table state;
    table_init(&state);
    table_put(&state, key_view(&scoring_key), (struct bytes){scoring, sizeof scoring});
    table_put(&state, key_view(&partner_key), bytes);
    if (migrate_records(&state, 1, &fixture.program)) {
        struct account account;
        require(
            account_read(&fixture.program, state_get(&state, key_view(&partner_key)), &account));
        require(account.program_hash == fixture.program.hash && account.retired_count == 0);
        require(state_get(&state, key_view(&scoring_key)).length == sizeof scoring + 4);
    }
    table_fini(&state);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const kinds[])(struct bytes) = {
        read_ledger,      read_links, read_person, read_account, read_derived, read_tenant,
        read_contributor, read_fact,  read_series, read_pack,    read_older};
    if (size == 0) {
        return 0;
    }
    if (fixture.program.hash == 0) {
        program_fixture_make(&fixture);
    }
    kinds[data[0] % (sizeof kinds / sizeof kinds[0])]((struct bytes){data + 1, size - 1});
    return 0;
}
