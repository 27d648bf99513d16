/* Tests of scoring's record of one contributor. */
#include "check_main.h"
#include "task/contributor.h"
#include "unit_tools.h"

static uint32_t fingerprint_at(const uint8_t *fingerprints, size_t index)
{
    uint32_t fingerprint;
    memcpy(&fingerprint, fingerprints + index * sizeof fingerprint, sizeof fingerprint);
    return fingerprint;
}

static const uint8_t list_bytes[] = {1, 2, 3};

static struct contributor tenant_of(const uint32_t *fingerprints, uint32_t count)
{
    return (struct contributor){
        .kind = CONTRIBUTOR_TENANT,
        .name = merit_text_of("tenant-1"),
        .series_count = count,
        .fingerprints = (const uint8_t *)fingerprints,
        .list = {list_bytes, sizeof list_bytes},
    };
}

static struct buffer written(const struct contributor *contributor)
{
    struct buffer bytes = {0};
    contributor_write(&bytes, contributor);
    return bytes;
}

START_TEST(a_tenant_comes_back)
{
    const uint32_t fingerprints[] = {7, 0xffffffff, 9};
    struct contributor tenant = tenant_of(fingerprints, 3);
    struct buffer bytes = written(&tenant);
    struct contributor back;
    ck_assert(contributor_read(buffer_view(&bytes), &back));
    ck_assert_int_eq(back.kind, CONTRIBUTOR_TENANT);
    ck_assert(text_is(back.name, "tenant-1"));
    ck_assert(contributor_is(buffer_view(&bytes), CONTRIBUTOR_TENANT, merit_text_of("tenant-1")));
    ck_assert(!contributor_is(buffer_view(&bytes), CONTRIBUTOR_PERSON, merit_text_of("tenant-1")));
    ck_assert(!contributor_is(buffer_view(&bytes), CONTRIBUTOR_TENANT, merit_text_of("tenant-2")));
    ck_assert(!contributor_is(buffer_view(&bytes), CONTRIBUTOR_TENANT, merit_text_of("tenant")));
    ck_assert_uint_eq(back.series_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(fingerprint_at(back.fingerprints, i), fingerprints[i]);
    }
    ck_assert_uint_eq(back.list.length, sizeof list_bytes);
    ck_assert_mem_eq(back.list.at, list_bytes, sizeof list_bytes);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(a_tenant_may_have_every_series_there_can_be)
{
    static uint32_t fingerprints[4096];
    fingerprints[4095] = 5;
    struct contributor tenant = tenant_of(fingerprints, 4096);
    struct buffer bytes = written(&tenant);
    struct contributor back;
    ck_assert(contributor_read(buffer_view(&bytes), &back));
    ck_assert_uint_eq(back.series_count, 4096);
    ck_assert_uint_eq(fingerprint_at(back.fingerprints, 4095), 5);
    ck_assert_uint_eq(back.list.length, sizeof list_bytes);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(a_person_comes_back)
{
    struct contributor person = {.kind = CONTRIBUTOR_PERSON,
                                 .name = merit_text_of("person-1"),
                                 .list = {list_bytes, sizeof list_bytes}};
    struct buffer bytes = written(&person);
    struct contributor back;
    ck_assert(contributor_read(buffer_view(&bytes), &back));
    ck_assert_int_eq(back.kind, CONTRIBUTOR_PERSON);
    ck_assert(text_is(back.name, "person-1"));
    ck_assert_uint_eq(back.series_count, 0);
    ck_assert_mem_eq(back.list.at, list_bytes, sizeof list_bytes);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(a_free_number_points_to_the_next)
{
    struct contributor free_number = {.kind = CONTRIBUTOR_FREE, .next_free = 70001};
    struct buffer bytes = written(&free_number);
    struct contributor back;
    ck_assert(contributor_read(buffer_view(&bytes), &back));
    ck_assert_int_eq(back.kind, CONTRIBUTOR_FREE);
    ck_assert_uint_eq(back.next_free, 70001);
    for (size_t length = 0; length < bytes.length; length++) {
        ck_assert(!contributor_read((struct bytes){bytes.bytes, length}, &back));
    }
    buffer_fini(&bytes);
}
END_TEST

/* The list takes what is left, so only the part before it shows a cut. */
START_TEST(cut_bytes_are_no_contributor)
{
    const uint32_t fingerprints[] = {7, 8};
    struct contributor tenant = tenant_of(fingerprints, 2);
    struct buffer bytes = written(&tenant);
    struct contributor back;
    for (size_t length = 0; length < bytes.length - sizeof list_bytes; length++) {
        ck_assert(!contributor_read((struct bytes){bytes.bytes, length}, &back));
    }
    buffer_fini(&bytes);
}
END_TEST

START_TEST(other_kinds_and_no_name_are_refused)
{
    struct contributor back;
    for (uint32_t kind = 0; kind < 256; kind++) {
        const uint8_t bytes[] = {(uint8_t)kind, 2, 'a', 0, 0};
        bool read = contributor_read((struct bytes){bytes, sizeof bytes}, &back);
        ck_assert_int_eq(read, kind == CONTRIBUTOR_TENANT || kind == CONTRIBUTOR_PERSON ||
                                   kind == CONTRIBUTOR_FREE);
    }
    struct contributor nobody = {.kind = CONTRIBUTOR_PERSON};
    struct buffer bytes = written(&nobody);
    ck_assert(!contributor_read(buffer_view(&bytes), &back));
    buffer_fini(&bytes);
}
END_TEST

CHECK_MAIN_TESTS("contributor",
                 a_tenant_comes_back,
                 a_tenant_may_have_every_series_there_can_be,
                 a_person_comes_back,
                 a_free_number_points_to_the_next,
                 cut_bytes_are_no_contributor,
                 other_kinds_and_no_name_are_refused)
