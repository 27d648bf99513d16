/* Tests of a task's own record, and of the text beside its committed offsets. */
#include "check_main.h"
#include "task/task_record.h"
#include "unit_tools.h"

static struct task_record record_full(void)
{
    return (struct task_record){
        .commit = UINT64_MAX - 1,
        .task_count = 4096,
        .program_hash = 0xdeadbeef,
        .revision = -7,
        .cluster_id = merit_text_of("a-cluster"),
        .positions = {INT64_MAX, 0, -1, 77},
        .no_clock = true,
        .snapshot = 1ULL << 40,
        .log_bytes = 1ULL << 63,
    };
}

static void assert_equal(const struct task_record *a, const struct task_record *b)
{
    ck_assert_uint_eq(a->commit, b->commit);
    ck_assert_uint_eq(a->task_count, b->task_count);
    ck_assert_uint_eq(a->program_hash, b->program_hash);
    ck_assert_int_eq(a->revision, b->revision);
    ck_assert(merit_text_equal(a->cluster_id, b->cluster_id));
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        ck_assert_int_eq(a->positions[i], b->positions[i]);
    }
    ck_assert_int_eq(a->no_clock, b->no_clock);
    ck_assert_uint_eq(a->snapshot, b->snapshot);
    ck_assert_uint_eq(a->log_bytes, b->log_bytes);
}

START_TEST(a_record_comes_back)
{
    struct task_record full = record_full();
    struct task_record empty = {.positions = {-1, -1, -1, -1}};
    const struct task_record *records[] = {&full, &empty};
    struct buffer bytes = {0};
    for (int i = 0; i < 2; i++) {
        task_record_write(&bytes, records[i]);
        struct task_record read;
        bool newer;
        ck_assert(task_record_read(buffer_view(&bytes), &read, &newer));
        ck_assert(!newer);
        assert_equal(&read, records[i]);
    }
    buffer_fini(&bytes);
}
END_TEST

START_TEST(cut_or_longer_bytes_are_no_record)
{
    struct task_record record = record_full();
    struct buffer bytes = {0};
    task_record_write(&bytes, &record);
    bool newer;
    for (size_t length = 0; length < bytes.length; length++) {
        /* As long as what is left, so that a sanitizer sees the first byte too many. */
        uint8_t *cut = memory_allocate(length + 1);
        memcpy(cut, bytes.bytes, length);
        ck_assert(!task_record_read((struct bytes){cut, length}, &record, &newer));
        ck_assert(!newer);
        memory_free(cut);
    }
    ck_assert(!task_record_read((struct bytes){NULL, 0}, &record, &newer));
    buffer_u8(&bytes, 0);
    ck_assert(!task_record_read(buffer_view(&bytes), &record, &newer));
    ck_assert(!newer);
    buffer_fini(&bytes);
}
END_TEST

/* A newer format may be longer or shorter: only its first byte is known. */
START_TEST(a_newer_format_is_told_from_damage)
{
    struct task_record record = record_full();
    struct buffer bytes = {0};
    task_record_write(&bytes, &record);
    bool newer;
    bytes.bytes[0] = TASK_FORMAT + 1;
    ck_assert(!task_record_read(buffer_view(&bytes), &record, &newer));
    ck_assert(newer);
    ck_assert(!task_record_read((struct bytes){bytes.bytes, 1}, &record, &newer));
    ck_assert(newer);
    bytes.bytes[0] = 0;
    ck_assert(!task_record_read(buffer_view(&bytes), &record, &newer));
    ck_assert(!newer);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(metadata_comes_back)
{
    static const struct task_metadata all[] = {
        {0, 0}, {1, UINT64_MAX}, {UINT64_MAX, 1}, {0x0123456789abcdef, 0xfedcba9876543210}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        char text[TASK_METADATA_MAX + 1];
        struct task_metadata read;
        task_metadata_write(&all[i], text);
        ck_assert_uint_le(strlen(text), TASK_METADATA_MAX);
        ck_assert(task_metadata_read(text, &read));
        ck_assert_uint_eq(read.commit, all[i].commit);
        ck_assert_uint_eq(read.hash, all[i].hash);
    }
    char text[TASK_METADATA_MAX + 1];
    task_metadata_write(&all[3], text);
    ck_assert_str_eq(text, "m1 0123456789abcdef fedcba9876543210");
}
END_TEST

/* Anybody may have written it: an administrator's tool, another program, a later format. */
START_TEST(other_texts_are_no_metadata)
{
    static const char good[] = "m1 0123456789abcdef fedcba9876543210";
    static const char *const wrong[] = {
        "",
        "m1",
        "m1 ",
        "m1 0123456789abcdef fedcba987654321",
        "m1 0123456789abcdef fedcba98765432100",
        "m1 0123456789abcdef fedcba9876543210 and more",
        "m2 0123456789abcdef fedcba9876543210",
        "m1 0123456789ABCDEF fedcba9876543210",
        "m1 0123456789abcdef-fedcba9876543210",
        "m1 0123456789abcdeg fedcba9876543210",
        "m1  123456789abcdef fedcba9876543210",
    };
    struct task_metadata read;
    ck_assert(task_metadata_read(good, &read));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(!task_metadata_read(wrong[i], &read), "%s", wrong[i]);
    }
}
END_TEST

START_TEST(the_hash_is_of_the_whole_record)
{
    struct task_record record = record_full();
    struct buffer bytes = {0};
    task_record_write(&bytes, &record);
    uint64_t hash = task_metadata_of(buffer_view(&bytes), record.commit).hash;
    ck_assert_uint_eq(task_metadata_of(buffer_view(&bytes), 5).commit, 5);
    for (size_t i = 0; i < bytes.length; i++) {
        bytes.bytes[i] ^= 1;
        ck_assert_uint_ne(task_metadata_of(buffer_view(&bytes), record.commit).hash, hash);
        bytes.bytes[i] ^= 1;
    }
    buffer_fini(&bytes);
}
END_TEST

CHECK_MAIN_TESTS("task_record",
                 a_record_comes_back,
                 cut_or_longer_bytes_are_no_record,
                 a_newer_format_is_told_from_damage,
                 metadata_comes_back,
                 other_texts_are_no_metadata,
                 the_hash_is_of_the_whole_record)
