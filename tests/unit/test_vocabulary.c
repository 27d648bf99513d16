/* The names that version files may use, as program.yaml lists them. */
#include "check_main.h"
#include "rules/vocabulary.h"
#include "rules_sample.h"

/* A program's lists, kept beside a version that is checked against them. */
static struct sample listing;
static struct sample sample;
static struct rules_vocabulary vocabulary;

static void list_names(const char *text)
{
    sample_open(&listing, text);
    vocabulary_read(&vocabulary, listing.root);
}

static uint32_t faults_of(const char *text)
{
    const struct rules_version *version = sample_version(&sample, text);
    ck_assert_uint_eq(sample.errors.count, 0);
    vocabulary_check(&vocabulary, version);
    return sample.errors.count;
}

#define METRICS(people)                                                                            \
    SAMPLE_HEAD "metrics:\n"                                                                       \
                "  adds:\n"                                                                        \
                "    points: 60 [S]\n"                                                             \
                "    sum: active_users\n"                                                          \
                "    products: all\n"                                                              \
                "    associated: CPOR [S]\n"                                                       \
                "    when: today [S]\n"                                                            \
                "    target: 5 [S]\n"                                                              \
                "  people:\n"                                                                      \
                "    points: 40 [S]\n"                                                             \
                "    count: people\n" people
#define PEOPLE                                                                                     \
    METRICS("    target: 1 [S]\n"                                                                  \
            "    any_of:\n"                                                                        \
            "      - MS-900 [S]\n"                                                                 \
            "      - MD-100 with MD-101 until 2023-01-01 [S]\n")

START_TEST(any_name_will_do_without_lists)
{
    list_names("revision: 1\n");
    ck_assert_ptr_null(vocabulary.products.node);
    ck_assert_uint_eq(faults_of(PEOPLE), 0);
    sample_close(&sample);
    sample_close(&listing);
}
END_TEST

START_TEST(listed_names_are_good)
{
    list_names("products: [m365/*, d365/retail]\noffers: [trial]\n"
               "certifications: [MS-900, MD-100, MD-101]\n");
    ck_assert_uint_eq(vocabulary.products.count, 2);
    ck_assert_uint_eq(vocabulary.offers.count, 1);
    ck_assert_uint_eq(vocabulary.certifications.count, 3);
    ck_assert_uint_eq(faults_of(PEOPLE), 0);
    sample_close(&sample);
    sample_close(&listing);
}
END_TEST

START_TEST(the_nearest_is_named)
{
    list_names("products: [m365/teams, d365/retial]\ncertifications: [MS-900, MD-100, MD-102]\n");
    ck_assert_uint_eq(faults_of(PEOPLE), 3);
    ck_assert(sample_says(&sample, "sample.yaml:9:9: error: unknown name 'm365/*', expected one of "
                                   "the 'products' that sample.yaml lists"));
    ck_assert(sample_says(&sample, "sample.yaml:10:9: error: unknown name 'd365/retail'"));
    ck_assert(sample_says(&sample, "help: did you mean 'd365/retial'?"));
    ck_assert(sample_says(&sample, "error: unknown name 'MD-101'"));
    ck_assert(sample_says(&sample, "help: did you mean 'MD-10"));
    sample_close(&sample);
    sample_close(&listing);
}
END_TEST

/* An empty list allows nothing. */
START_TEST(a_list_may_be_empty)
{
    list_names("products: []\n");
    ck_assert_uint_eq(faults_of(PEOPLE), 2);
    sample_close(&sample);
    sample_close(&listing);
}
END_TEST

START_TEST(what_several_options_share_is_said_once)
{
    list_names("certifications: [MS-900]\n");
    ck_assert_uint_eq(faults_of(METRICS("    any_of:\n"
                                        "      - MS-901 [S]\n"
                                        "    options:\n"
                                        "      first:\n"
                                        "        target: 1 [S]\n"
                                        "      second:\n"
                                        "        target: 2 [S]\n")),
                      1);
    sample_close(&sample);
    sample_close(&listing);
}
END_TEST

/* What program.yaml lists is no rule: whoever shows the rules in force leaves it out. */
START_TEST(lists_are_no_rules)
{
    sample_open(&listing, "revision: 1\nproducts:\n  - m365/teams\n  - m365/*\noffers: []\n"
                          "badge:\n  id: both [S]\ncertifications:\n  - MS-900\n");
    struct rules_entries entries = vocabulary_leave_out(&listing.arena, entries_of(listing.root));
    ck_assert_uint_eq(entries.count, 3);
    ck_assert(text_is(entries.entries[0].key, "revision"));
    ck_assert(text_is(entries.entries[1].key, "badge"));
    ck_assert(text_is(entries.entries[2].key, "id"));
    sample_close(&listing);
}
END_TEST

START_TEST(wrong_lists)
{
    list_names("products: [m365, d365/retail, d365/retail]\noffers: trial\n");
    ck_assert(sample_says(&listing, "'m365' is no such name"));
    ck_assert(sample_says(&listing, "'d365/retail' is listed twice"));
    ck_assert(sample_says(&listing, "expected a list"));
    ck_assert_uint_eq(listing.errors.count, 3);
    ck_assert_ptr_null(vocabulary.offers.node);
    sample_close(&listing);
}
END_TEST

CHECK_MAIN_TESTS("vocabulary",
                 any_name_will_do_without_lists,
                 listed_names_are_good,
                 the_nearest_is_named,
                 a_list_may_be_empty,
                 what_several_options_share_is_said_once,
                 lists_are_no_rules,
                 wrong_lists)
