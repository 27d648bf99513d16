/* Tests of packs of facts messages. */
#include "check_main.h"
#include "task/fact_pack.h"

enum { LONG_MESSAGE = 300000, CUTS = 40 };

static struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

START_TEST(messages_come_back_in_order)
{
    static uint8_t longest[LONG_MESSAGE];
    memset(longest, 7, sizeof longest);
    struct buffer pack = {0};
    const struct bytes messages[] = {bytes_of("a"), bytes_of("second"), {longest, LONG_MESSAGE}};
    for (int i = 0; i < 3; i++) {
        fact_pack_add(&pack, messages[i]);
    }
    struct reader reader;
    ck_assert(fact_pack_open(buffer_view(&pack), &reader));
    struct bytes message;
    for (int i = 0; i < 3; i++) {
        ck_assert(fact_pack_next(&reader, &message));
        ck_assert_uint_eq(message.length, messages[i].length);
        ck_assert_int_eq(memcmp(message.at, messages[i].at, message.length), 0);
    }
    ck_assert(!fact_pack_next(&reader, &message));
    ck_assert(!reader.failed);
    buffer_fini(&pack);
}
END_TEST

START_TEST(an_empty_pack_has_none)
{
    static const uint8_t format = FACT_PACK_FORMAT;
    struct reader reader;
    struct bytes message;
    ck_assert(fact_pack_open((struct bytes){&format, 1}, &reader));
    ck_assert(!fact_pack_next(&reader, &message));
    ck_assert(!reader.failed);
}
END_TEST

START_TEST(other_bytes_are_no_pack)
{
    static const uint8_t newer = FACT_PACK_FORMAT + 1;
    struct reader reader;
    ck_assert(!fact_pack_open((struct bytes){&newer, 1}, &reader));
    ck_assert(!fact_pack_open((struct bytes){NULL, 0}, &reader));
}
END_TEST

static bool fails(const uint8_t *bytes, size_t length)
{
    struct reader reader;
    struct bytes message;
    ck_assert(fact_pack_open((struct bytes){bytes, length}, &reader));
    while (fact_pack_next(&reader, &message)) {
    }
    return reader.failed;
}

START_TEST(lengths_that_do_not_fit_fail)
{
    static const uint8_t none[] = {FACT_PACK_FORMAT, 0};
    static const uint8_t too_long[] = {FACT_PACK_FORMAT, 3, 'a', 'b'};
    static const uint8_t huge[] = {
        FACT_PACK_FORMAT, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 'a'};
    static const uint8_t endless[] = {FACT_PACK_FORMAT, 0x80, 0x80};
    ck_assert(fails(none, sizeof none));
    ck_assert(fails(too_long, sizeof too_long));
    ck_assert(fails(huge, sizeof huge));
    ck_assert(fails(endless, sizeof endless));
}
END_TEST

/* Cut anywhere but between two messages it fails, and what it gave was whole. */
START_TEST(cut_packs_fail)
{
    struct buffer pack = {0};
    size_t ends[CUTS];
    for (int i = 0; i < CUTS; i++) {
        uint8_t bytes[CUTS];
        memset(bytes, i, sizeof bytes);
        fact_pack_add(&pack, (struct bytes){bytes, (size_t)i + 1});
        ends[i] = pack.length;
    }
    size_t whole = 0;
    for (size_t length = 1; length <= pack.length; length++) {
        uint8_t *cut = memory_allocate(length);
        memcpy(cut, pack.bytes, length);
        whole += whole < CUTS && length == ends[whole];
        bool between = length == 1 || (whole > 0 && length == ends[whole - 1]);
        ck_assert_int_eq(fails(cut, length), !between);
        memory_free(cut);
    }
    ck_assert_uint_eq(whole, CUTS);
    buffer_fini(&pack);
}
END_TEST

CHECK_MAIN_TESTS("fact_pack",
                 messages_come_back_in_order,
                 an_empty_pack_has_none,
                 other_bytes_are_no_pack,
                 lengths_that_do_not_fit_fail,
                 cut_packs_fail)
