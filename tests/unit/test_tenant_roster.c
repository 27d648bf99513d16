/* Tests of the list of where attribution's records are, and of records that are missing or damaged.
 */
#include "check_main.h"
#include "event_fixture.h"
#include "task/attribution.h"
#include "task/series.h"

#include <stdio.h>

enum { TODAY = 19500, TENANTS = 150, SERIES = 6 };

static struct table state;
static struct attribution attribution;
static struct fact_list facts;

static const char *id_of(uint32_t tenant)
{
    static char id[16];
    (void)snprintf(id, sizeof id, "tenant-%u", tenant);
    return id;
}

static void report(uint32_t tenant, uint32_t series)
{
    char product[16];
    (void)snprintf(product, sizeof product, "azure/%u", series);
    struct merit_event event = event_usage(id_of(tenant), product, series, TODAY);
    attribution_apply(&attribution, &event, &facts);
}

static void begin(void)
{
    table_init(&state);
    ck_assert(attribution_open(&attribution, &state, 0));
    attribution_advance(&attribution, TODAY, &facts);
    for (uint32_t s = 0; s < SERIES; s++) {
        for (uint32_t t = 0; t < TENANTS; t++) {
            report(t, s);
        }
    }
    attribution_save(&attribution);
}

static void end(void)
{
    attribution_fini(&attribution);
    table_fini(&state);
    fact_list_fini(&facts);
}

static bool reopen(void)
{
    attribution_fini(&attribution);
    return attribution_open(&attribution, &state, 0);
}

static struct key series_key_of(uint32_t tenant, uint32_t series)
{
    struct key key = key_of(KEY_TENANT_SERIES);
    key_u32(&key, tenant);
    key_u32(&key, series);
    return key;
}

static struct bytes tenant_key_of(uint32_t tenant, uint8_t to[TABLE_KEY_MAX])
{
    struct key key = key_of(KEY_TENANT);
    return key_with_text(&key, merit_text_of(id_of(tenant)), to);
}

/* Each record is where the table has it. */
static void check_all(void)
{
    const struct tenant_roster *roster = &attribution.roster;
    for (uint32_t t = 0; t < TENANTS; t++) {
        ck_assert_uint_eq(tenant_roster_find(roster, merit_text_of(id_of(t))), t);
        uint8_t text[TABLE_KEY_MAX];
        ck_assert_ptr_eq(roster->entries[t].record, table_find(&state, tenant_key_of(t, text)));
        for (uint32_t s = 0; s < SERIES; s++) {
            struct key key = series_key_of(t, s);
            ck_assert_ptr_eq(roster->entries[t].series[s], table_find(&state, key_view(&key)));
        }
    }
    ck_assert_uint_eq(tenant_roster_find(roster, merit_text_of("tenant-")), LOOKUP_NONE);
    ck_assert_uint_eq(tenant_roster_find(roster, merit_text_of("tenant-150")), LOOKUP_NONE);
}

START_TEST(records_are_where_they_are_put)
{
    begin();
    check_all();
    for (uint32_t day = 1; day < 60; day++) {
        attribution_advance(&attribution, TODAY + (int32_t)day, &facts);
        struct merit_event event = event_usage(id_of(7), "azure/3", day, TODAY + (int32_t)day);
        attribution_apply(&attribution, &event, &facts);
        const char association[] = {'a', (char)('0' + day), '\0'};
        event = event_association(association, "p", id_of(9), TODAY);
        attribution_apply(&attribution, &event, &facts);
    }
    check_all(); /* the records that grew have moved */
    end();
}
END_TEST

START_TEST(records_are_found_again)
{
    begin();
    ck_assert(reopen());
    check_all();
    report(TENANTS, 0);
    ck_assert_uint_eq(tenant_roster_find(&attribution.roster, merit_text_of("tenant-150")), 150);
    end();
}
END_TEST

START_TEST(a_missing_record_is_seen)
{
    begin();
    uint8_t text[TABLE_KEY_MAX];
    struct key keys[] = {series_key_of(0, 0), series_key_of(149, 5), key_of(KEY_ATTRIBUTION)};
    struct bytes missing[] = {tenant_key_of(77, text), key_view(&keys[0]), key_view(&keys[1]),
                              key_view(&keys[2])};
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        struct buffer copy = {0};
        struct bytes value = table_block_value(table_find(&state, missing[i]));
        buffer_put(&copy, value.at, value.length);
        table_remove(&state, missing[i]);
        ck_assert(!reopen());
        table_put(&state, missing[i], buffer_view(&copy));
        ck_assert(reopen());
        buffer_fini(&copy);
    }
    end();
}
END_TEST

START_TEST(a_record_of_nobody_is_refused)
{
    begin();
    struct key known = series_key_of(3, 3);
    struct bytes value = table_block_value(table_find(&state, key_view(&known)));
    struct key keys[] = {series_key_of(3, SERIES), series_key_of(TENANTS, 0),
                         series_key_of(3, UINT32_MAX), series_key_of(UINT32_MAX, 0),
                         key_of(KEY_TENANT_SERIES)};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        table_put(&state, key_view(&keys[i]), value);
        ck_assert(!reopen());
        table_remove(&state, key_view(&keys[i]));
        ck_assert(reopen());
    }
    end();
}
END_TEST

/* Two tenants of one number, and a tenant whose number was not given. */
START_TEST(a_number_is_one_tenants)
{
    begin();
    uint8_t text[TABLE_KEY_MAX];
    struct bytes value = table_block_value(table_find(&state, tenant_key_of(3, text)));
    table_put(&state, tenant_key_of(TENANTS, text), value);
    ck_assert(!reopen());
    struct table_value record = table_get(&state, tenant_key_of(TENANTS, text));
    const uint32_t number = TENANTS;
    memcpy(record.at, &number, sizeof number);
    ck_assert(!reopen());
    end();
}
END_TEST

START_TEST(a_damaged_record_is_refused)
{
    begin();
    uint8_t text[TABLE_KEY_MAX];
    struct key series = series_key_of(9, 2);
    struct bytes keys[] = {tenant_key_of(9, text), key_view(&series)};
    const size_t names = sizeof "azure/2" + 2; /* each after its length */
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct table_block *block = table_find(&state, keys[i]);
        size_t whole = block->value_length;
        uint8_t copy[512];
        ck_assert_uint_le(whole, sizeof copy);
        memcpy(copy, table_block_value(block).at, whole);
        for (size_t length = 0; length < whole; length++) {
            table_put(&state, keys[i], (struct bytes){copy, length});
            /* A series without reports is one too. */
            ck_assert(reopen() == (i == 1 && length == names));
        }
        table_put(&state, keys[i], (struct bytes){copy, whole});
        ck_assert(reopen());
    }
    end();
}
END_TEST

/* An emission that goes on with a tenant, or series, that are not there. */
START_TEST(what_is_being_sent_must_be_there)
{
    begin();
    struct emission *emission = &attribution.emission;
    for (int bad = 0; bad < 3; bad++) {
        emission->active = true;
        emission->tenant_number = bad == 1 ? TENANTS : 2;
        emission->series_count = bad == 2 ? SERIES + 1 : SERIES;
        attribution_save(&attribution);
        ck_assert(reopen() == (bad == 0));
    }
    end();
}
END_TEST

CHECK_MAIN_TESTS("tenant_roster",
                 records_are_where_they_are_put,
                 records_are_found_again,
                 a_missing_record_is_seen,
                 a_record_of_nobody_is_refused,
                 a_number_is_one_tenants,
                 a_damaged_record_is_refused,
                 what_is_being_sent_must_be_there)
