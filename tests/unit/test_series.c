/* Tests of the record of one series: its names. */
#include "check_main.h"
#include "task/series.h"
#include "unit_tools.h"

static struct series_names names_of(const char *product,
                                    const char *subscription_id,
                                    const char *offer)
{
    return (struct series_names){merit_text_of(product), merit_text_of(subscription_id),
                                 merit_text_of(offer)};
}

START_TEST(a_record_comes_back)
{
    struct series_names names = names_of("m365/teams", NULL, "trial");
    struct buffer bytes = {0};
    series_write_names(&bytes, &names);
    buffer_put(&bytes, "ledger", 6);
    struct series_names back;
    struct bytes ledger;
    ck_assert(series_read(buffer_view(&bytes), &back, &ledger));
    ck_assert(series_names_equal(&back, &names));
    ck_assert(merit_text_is_null(back.subscription_id));
    ck_assert_uint_eq(ledger.length, 6);
    ck_assert_mem_eq(ledger.at, "ledger", 6);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(a_cut_name_or_none_is_refused)
{
    struct series_names names = names_of("m365/teams", "s1", "trial");
    struct buffer bytes = {0};
    series_write_names(&bytes, &names);
    struct series_names back;
    struct bytes ledger;
    for (size_t length = 0; length < bytes.length; length++) {
        ck_assert(!series_read((struct bytes){bytes.bytes, length}, &back, &ledger));
    }
    ck_assert(series_read(buffer_view(&bytes), &back, &ledger));
    ck_assert_uint_eq(ledger.length, 0);
    names.product = (struct merit_text){NULL, 0};
    buffer_clear(&bytes);
    series_write_names(&bytes, &names);
    ck_assert(!series_read(buffer_view(&bytes), &back, &ledger));
    buffer_fini(&bytes);
}
END_TEST

/* Null and text, and which name a text is, make a difference. */
START_TEST(names_that_differ_have_other_fingerprints)
{
    const struct series_names names[] = {
        names_of("a", NULL, NULL),  names_of("a", "b", NULL),  names_of("a", NULL, "b"),
        names_of("ab", NULL, NULL), names_of("b", "a", NULL),  names_of("a", "b", "c"),
        names_of("a", "bc", NULL),  names_of("a", "c", "b"),   names_of("a", "", NULL),
        names_of("a", NULL, ""),    names_of("b", NULL, NULL),
    };
    size_t count = sizeof names / sizeof names[0];
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            ck_assert_int_eq(series_names_equal(&names[i], &names[k]), i == k);
            ck_assert_int_eq(series_fingerprint(&names[i]) == series_fingerprint(&names[k]),
                             i == k);
        }
    }
}
END_TEST

START_TEST(fingerprints_depend_on_the_bytes_alone)
{
    char product[] = "m365/teams";
    struct series_names here = {{product, 10}, {NULL, 0}, {NULL, 0}};
    struct series_names there = names_of("m365/teams", NULL, NULL);
    ck_assert_uint_eq(series_fingerprint(&here), series_fingerprint(&there));
    product[9] = 'x';
    ck_assert_uint_ne(series_fingerprint(&here), series_fingerprint(&there));
}
END_TEST

/* ---- the series of one owner ---------------------------------------------------------------- */

enum { SERIES = 300 };

static struct table state;
static uint32_t fingerprints[SERIES];

static struct series_owner owner_of(uint32_t number, uint32_t count)
{
    struct series_owner owner = {.state = &state,
                                 .key = key_of(KEY_SERIES),
                                 .fingerprints = (const uint8_t *)fingerprints,
                                 .count = count};
    key_u32(&owner.key, number);
    return owner;
}

/* Names of two letters, with and without a subscription. */
static struct series_names numbered(uint32_t index, char product[16])
{
    product[0] = (char)('a' + index / 26);
    product[1] = (char)('a' + index % 26);
    product[2] = '\0';
    return names_of(product, index % 2 == 0 ? NULL : "s1", "paid");
}

static void store(uint32_t index, const char *ledger)
{
    char product[16];
    struct buffer scratch = {0};
    struct series_names names = numbered(index, product);
    struct series_owner owner = owner_of(7, index);
    struct series_place place;
    series_find(&owner, &names, &place);
    ck_assert_uint_eq(place.index, index);
    ck_assert_ptr_null(place.record);
    ck_assert_ptr_null(place.ledger.at);
    struct bytes bytes = {(const uint8_t *)ledger, strlen(ledger)};
    struct table_block *stored = series_store(&owner, &place, &names, bytes, &scratch);
    struct series_names back;
    struct bytes kept;
    ck_assert(series_read(table_block_value(stored), &back, &kept));
    ck_assert(series_names_equal(&back, &names));
    ck_assert_uint_eq(kept.length, bytes.length);
    ck_assert_mem_eq(kept.at, ledger, bytes.length);
    fingerprints[index] = place.fingerprint;
    buffer_fini(&scratch);
}

START_TEST(a_series_is_found_where_it_was_stored)
{
    table_init(&state);
    char product[16];
    for (uint32_t i = 0; i < SERIES; i++) {
        store(i, i % 3 == 0 ? "" : "ledger");
    }
    ck_assert_uint_eq(state.count, SERIES);
    struct series_owner owner = owner_of(7, SERIES);
    for (uint32_t i = 0; i < SERIES; i++) {
        struct series_names names = numbered(i, product);
        struct series_place place;
        series_find(&owner, &names, &place);
        ck_assert_uint_eq(place.index, i);
        ck_assert_uint_eq(place.fingerprint, series_fingerprint(&names));
        ck_assert_uint_eq(series_fingerprint_at(owner.fingerprints, i), place.fingerprint);
        ck_assert_ptr_nonnull(place.record);
        ck_assert_uint_eq(place.ledger.length, i % 3 == 0 ? 0 : 6);
    }
    struct series_names other = names_of("zz", NULL, "paid");
    struct series_place place;
    series_find(&owner, &other, &place);
    ck_assert_uint_eq(place.index, SERIES);
    ck_assert_ptr_null(place.record);
    struct series_owner stranger = owner_of(8, 0);
    other = numbered(5, product);
    series_find(&stranger, &other, &place);
    ck_assert_uint_eq(place.index, 0);
    table_fini(&state);
}
END_TEST

/* Names decide; a fingerprint only says where to look. */
START_TEST(series_with_one_fingerprint_are_told_apart)
{
    table_init(&state);
    char product[16];
    store(0, "first");
    store(1, "second");
    struct series_names names = numbered(1, product);
    fingerprints[0] = fingerprints[1];
    struct series_owner owner = owner_of(7, 2);
    struct series_place place;
    series_find(&owner, &names, &place);
    ck_assert_uint_eq(place.index, 1);
    ck_assert_uint_eq(place.ledger.length, 6);
    table_fini(&state);
}
END_TEST

START_TEST(a_stored_series_can_be_stored_again)
{
    table_init(&state);
    char product[16];
    store(0, "first");
    struct series_names names = numbered(0, product);
    struct series_owner owner = owner_of(7, 1);
    struct buffer scratch = {0};
    for (uint32_t length = 0; length < 500; length += 7) {
        uint8_t ledger[500];
        struct series_place place;
        memset(ledger, (int)length, sizeof ledger);
        series_find(&owner, &names, &place);
        series_store(&owner, &place, &names, (struct bytes){ledger, length}, &scratch);
        series_find(&owner, &names, &place);
        ck_assert_uint_eq(place.index, 0);
        ck_assert_uint_eq(place.ledger.length, length);
        ck_assert(all_bytes_are(place.ledger.at, length, (uint8_t)length));
    }
    ck_assert_uint_eq(state.count, 1);
    buffer_fini(&scratch);
    table_fini(&state);
}
END_TEST

START_TEST(keys_of_series_differ_by_owner_and_index)
{
    struct series_owner one = owner_of(7, 0);
    struct series_owner other = owner_of(8, 0);
    struct key first = series_key(&one, 1);
    struct key second = series_key(&one, 256);
    struct key third = series_key(&other, 1);
    ck_assert_uint_eq(first.length, second.length);
    ck_assert_mem_ne(first.bytes, second.bytes, first.length);
    ck_assert_mem_ne(first.bytes, third.bytes, first.length);
    ck_assert_uint_eq(one.key.length, other.key.length);
}
END_TEST

CHECK_MAIN_TESTS("series",
                 a_record_comes_back,
                 a_cut_name_or_none_is_refused,
                 names_that_differ_have_other_fingerprints,
                 fingerprints_depend_on_the_bytes_alone,
                 a_series_is_found_where_it_was_stored,
                 series_with_one_fingerprint_are_told_apart,
                 a_stored_series_can_be_stored_again,
                 keys_of_series_differ_by_owner_and_index)
