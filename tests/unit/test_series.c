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

CHECK_MAIN_TESTS("series",
                 a_record_comes_back,
                 a_cut_name_or_none_is_refused,
                 names_that_differ_have_other_fingerprints,
                 fingerprints_depend_on_the_bytes_alone)
