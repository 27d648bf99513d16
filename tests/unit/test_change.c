/* Tests of change-log messages. */
#include "check_main.h"
#include "task/change.h"
#include "task/key.h"
#include "unit_tools.h"

enum { LONG_VALUE = 70000 };

static struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static void assert_bytes(struct bytes bytes, const void *expected, size_t length)
{
    ck_assert_uint_eq(bytes.length, length);
    ck_assert_int_eq(memcmp(bytes.at, expected, length), 0);
}

START_TEST(headers_come_back)
{
    const struct change_header headers[] = {
        {.kind = CHANGE_DELTA, .commit = 1},
        {.kind = CHANGE_DELTA, .commit = UINT64_MAX, .index = UINT32_MAX, .last = true},
        {.kind = CHANGE_SNAPSHOT_BEGIN, .commit = 9, .snapshot = 7},
        {.kind = CHANGE_SNAPSHOT_CHUNK, .commit = 9, .snapshot = 7, .index = 12},
        {.kind = CHANGE_SNAPSHOT_END,
         .commit = 9,
         .snapshot = 7,
         .index = 3,
         .checksum = 1ULL << 63},
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        struct messages messages = {0};
        change_begin(&messages, &headers[i]);
        messages_end(&messages);
        struct reader reader = reader_of(messages_at(&messages, 0));
        struct change_header header;
        ck_assert(change_read_header(&reader, &header));
        ck_assert_int_eq(header.kind, headers[i].kind);
        ck_assert_uint_eq(header.commit, headers[i].commit);
        ck_assert_uint_eq(header.snapshot, headers[i].snapshot);
        ck_assert_uint_eq(header.index, headers[i].index);
        ck_assert_int_eq(header.last, headers[i].last);
        ck_assert_uint_eq(header.checksum, headers[i].checksum);
        struct change_item item;
        ck_assert(!change_read_item(&reader, &item));
        ck_assert(!reader.failed);
        messages_fini(&messages);
    }
}
END_TEST

/* A delta with short, empty and long parts. */
static void make_delta(struct messages *messages)
{
    static uint8_t longest[LONG_VALUE];
    uint8_t key[TABLE_KEY_MAX];
    memset(longest, 5, sizeof longest);
    memset(key, 'k', sizeof key);
    change_begin(messages, &(struct change_header){.kind = CHANGE_DELTA, .commit = 3});
    change_remove(&messages->bytes, bytes_of("Tgone"));
    change_put(&messages->bytes, bytes_of("T"), bytes_of("value"));
    change_put(&messages->bytes, bytes_of("Tempty"), (struct bytes){NULL, 0});
    change_put(&messages->bytes, (struct bytes){key, sizeof key}, bytes_of("x"));
    change_remove(&messages->bytes, (struct bytes){key, sizeof key});
    change_put(&messages->bytes, bytes_of("Tlong"), (struct bytes){longest, LONG_VALUE});
    messages_end(messages);
}

START_TEST(items_come_back)
{
    struct messages messages = {0};
    make_delta(&messages);
    struct reader reader = reader_of(messages_at(&messages, 0));
    struct change_header header;
    struct change_item item;
    ck_assert(change_read_header(&reader, &header));
    ck_assert(change_read_item(&reader, &item) && !item.put);
    assert_bytes(item.key, "Tgone", 5);
    ck_assert(change_read_item(&reader, &item) && item.put);
    assert_bytes(item.key, "T", 1);
    assert_bytes(item.value, "value", 5);
    ck_assert(change_read_item(&reader, &item) && item.put);
    assert_bytes(item.key, "Tempty", 6);
    ck_assert_uint_eq(item.value.length, 0);
    ck_assert(change_read_item(&reader, &item) && item.put);
    ck_assert_uint_eq(item.key.length, TABLE_KEY_MAX);
    assert_bytes(item.value, "x", 1);
    ck_assert(change_read_item(&reader, &item) && !item.put);
    ck_assert_uint_eq(item.key.length, TABLE_KEY_MAX);
    ck_assert(change_read_item(&reader, &item) && item.put);
    ck_assert_uint_eq(item.value.length, LONG_VALUE);
    ck_assert(all_bytes_are(item.value.at, LONG_VALUE, 5));
    ck_assert(!change_read_item(&reader, &item));
    ck_assert(!reader.failed);
    messages_fini(&messages);
}
END_TEST

/* Cut anywhere, a message gives the items that are whole; it fails unless it was cut between two.
 */
START_TEST(cut_messages_give_whole_items_only)
{
    struct messages messages = {0};
    make_delta(&messages);
    struct bytes whole = messages_at(&messages, 0);
    int unnoticed = 0;
    for (size_t length = 0; length < whole.length; length += length < 500 ? 1 : 997) {
        /* As long as what is left, so that a sanitizer sees the first byte too many. */
        uint8_t *cut = memory_allocate(length);
        memcpy(cut, whole.at, length);
        struct reader reader = reader_of((struct bytes){cut, length});
        struct change_header header;
        bool read = change_read_header(&reader, &header);
        ck_assert_int_eq(read, length >= 15);
        struct change_item item;
        size_t end = 0;
        while (read && change_read_item(&reader, &item)) {
            end = (size_t)(reader.at - cut);
            ck_assert_int_eq(memcmp(cut, whole.at, end), 0);
        }
        unnoticed += read && !reader.failed;
        ck_assert(!read || reader.failed || end == length || length == 15);
        memory_free(cut);
    }
    ck_assert_int_eq(unnoticed, 6);
    messages_fini(&messages);
}
END_TEST

static bool header_is_read(const struct messages *messages, size_t at, uint8_t byte)
{
    struct buffer changed = {0};
    struct change_header header;
    buffer_put(&changed, messages->bytes.bytes, messages->bytes.length);
    changed.bytes[at] = byte;
    struct reader reader = reader_of(buffer_view(&changed));
    bool read = change_read_header(&reader, &header);
    buffer_fini(&changed);
    return read;
}

START_TEST(what_is_unknown_is_refused)
{
    struct messages messages = {0};
    change_begin(&messages, &(struct change_header){.kind = CHANGE_SNAPSHOT_END});
    messages_end(&messages);
    ck_assert(header_is_read(&messages, 0, CHANGE_FORMAT));
    ck_assert(!header_is_read(&messages, 0, CHANGE_FORMAT + 1));
    ck_assert(!header_is_read(&messages, 0, 0));
    for (int kind = 0; kind < 256; kind++) {
        ck_assert_int_eq(header_is_read(&messages, 1, (uint8_t)kind),
                         kind >= CHANGE_DELTA && kind <= CHANGE_SNAPSHOT_END);
    }
    ck_assert(header_is_read(&messages, 2, 1));
    ck_assert(!header_is_read(&messages, 2, 2));
    messages_fini(&messages);
}
END_TEST

START_TEST(items_that_are_none_are_refused)
{
    static const struct {
        uint8_t bytes[16];
        size_t length;
    } wrong[] = {
        {{3, 1, 'T', 0}, 4},          /* neither put nor removed */
        {{2, 1, 'T', 2, 'x'}, 5},     /* a piece that ends early */
        {{0, 0}, 2},                  /* no key */
        {{0, 193, 'T'}, 3},           /* a key too long */
        {{1, 1, 'T', 2, 'x'}, 5},     /* a value that ends early */
        {{1, 1, 'T'}, 3},             /* no value */
        {{1, 1, 'T', 0x80, 0x80}, 5}, /* a length that ends early */
        {{1, 1, 'T', 255, 255, 255, 255, 255, 255, 255, 255, 255, 1}, 13},
        {{1, 1, 'T', 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}, 13},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct reader reader = reader_of((struct bytes){wrong[i].bytes, wrong[i].length});
        struct change_item item;
        ck_assert_msg(!change_read_item(&reader, &item) && reader.failed, "item %zu", i);
    }
}
END_TEST

START_TEST(the_last_part_is_marked_afterwards)
{
    struct messages messages = {0};
    struct change_header header = {.kind = CHANGE_DELTA, .commit = 5};
    for (header.index = 0; header.index < 3; header.index++) {
        change_begin(&messages, &header);
        change_put(&messages.bytes, bytes_of("Tkey"), bytes_of("value"));
        if (header.index == 2) {
            change_set_last(&messages);
        }
        messages_end(&messages);
    }
    for (uint32_t i = 0; i < 3; i++) {
        struct reader reader = reader_of(messages_at(&messages, i));
        ck_assert(change_read_header(&reader, &header));
        ck_assert_uint_eq(header.index, i);
        ck_assert_int_eq(header.last, i == 2);
    }
    messages_fini(&messages);
}
END_TEST

/* The checksum after a chunk of one record; the chunk is carried by a commit. */
static uint64_t sum_chunk(uint64_t before, uint64_t commit, const char *value)
{
    struct messages messages = {0};
    change_begin(&messages, &(struct change_header){
                                .kind = CHANGE_SNAPSHOT_CHUNK, .commit = commit, .snapshot = 7});
    change_put(&messages.bytes, bytes_of("Tkey"), bytes_of(value));
    messages_end(&messages);
    uint64_t sum = change_checksum(before, messages_at(&messages, 0));
    messages_fini(&messages);
    return sum;
}

START_TEST(a_checksum_is_of_all_chunks_in_order)
{
    uint64_t both = sum_chunk(sum_chunk(0, 8, "one"), 8, "two");
    ck_assert_uint_ne(both, sum_chunk(sum_chunk(0, 8, "two"), 8, "one"));
    ck_assert_uint_ne(both, sum_chunk(0, 8, "two"));
    ck_assert_uint_ne(both, sum_chunk(sum_chunk(0, 8, "onf"), 8, "two"));
    ck_assert_uint_eq(both, sum_chunk(sum_chunk(0, 8, "one"), 8, "two"));
}
END_TEST

/* After an abort the same chunk travels with another commit. */
START_TEST(a_checksum_does_not_name_the_carrier)
{
    ck_assert_uint_eq(sum_chunk(0, 8, "one"), sum_chunk(0, 9, "one"));
}
END_TEST

/* A value that no message would hold travels in pieces. */
START_TEST(a_long_value_comes_in_pieces)
{
    enum { LENGTH = 2 * CHANGE_PIECE_BYTES + 77 };
    static uint8_t value[LENGTH];
    for (size_t i = 0; i < LENGTH; i++) {
        value[i] = (uint8_t)(i * 7 % 251);
    }
    struct bytes whole = {value, LENGTH};
    struct messages messages = {0};
    struct table table;
    table_init(&table);
    table_put(&table, bytes_of("Tlong"), bytes_of("older"));
    size_t from = 0;
    do { /* each in a message of its own */
        change_begin(&messages, &(struct change_header){.kind = CHANGE_DELTA, .commit = 3});
        from = change_put_piece(&messages.bytes, bytes_of("Tlong"), whole, from);
        messages_end(&messages);
        ck_assert_uint_le(messages_at(&messages, messages.count - 1).length,
                          CHANGE_MESSAGE_MAX - CHANGE_PART_BYTES);
    } while (from < LENGTH);
    ck_assert_uint_eq(messages.count, 3);
    for (uint32_t i = 0; i < messages.count; i++) {
        struct reader reader = reader_of(messages_at(&messages, i));
        struct change_header header;
        struct change_item item;
        ck_assert(change_read_header(&reader, &header) && change_read_item(&reader, &item));
        ck_assert(item.put && item.more == (i > 0));
        change_apply(&table, &item);
        ck_assert(!change_read_item(&reader, &item) && !reader.failed);
    }
    struct table_value stored = table_get(&table, bytes_of("Tlong"));
    assert_bytes((struct bytes){stored.at, stored.length}, (const char *)value, LENGTH);
    change_apply(&table, &(struct change_item){.key = bytes_of("Tlong")});
    ck_assert_ptr_null(table_get(&table, bytes_of("Tlong")).at);
    /* What is short, or nothing, is one item as before. */
    messages_clear(&messages);
    ck_assert_uint_eq(change_put_piece(&messages.bytes, bytes_of("T"), bytes_of("v"), 0), 1);
    size_t length = messages.bytes.length;
    change_put(&messages.bytes, bytes_of("T"), bytes_of("v"));
    ck_assert_int_eq(memcmp(messages.bytes.bytes, messages.bytes.bytes + length, length), 0);
    ck_assert_uint_eq(change_put_piece(&messages.bytes, bytes_of("T"), (struct bytes){NULL, 0}, 0),
                      0);
    messages_fini(&messages);
    table_fini(&table);
}
END_TEST

START_TEST(a_message_is_applied_as_far_as_it_is_good)
{
    struct messages messages = {0};
    struct table table;
    table_init(&table);
    table_put(&table, bytes_of("Tgone"), bytes_of("older"));
    change_begin(&messages, &(struct change_header){.kind = CHANGE_DELTA, .commit = 3});
    change_remove(&messages.bytes, bytes_of("Tgone"));
    change_put(&messages.bytes, bytes_of("Tnew"), bytes_of("value"));
    messages_end(&messages);
    struct bytes message = messages_at(&messages, 0);
    struct change_header header;
    ck_assert(change_apply_message(&table, message, &header));
    ck_assert(header.kind == CHANGE_DELTA && header.commit == 3);
    ck_assert_uint_eq(table.count, 1);
    struct table_value stored = table_get(&table, bytes_of("Tnew"));
    assert_bytes((struct bytes){stored.at, stored.length}, "value", 5);
    table_put(&table, bytes_of("Tgone"), bytes_of("older"));
    table_remove(&table, bytes_of("Tnew"));
    struct bytes cut = {message.at, message.length - 1};
    ck_assert(!change_apply_message(&table, cut, &header));
    ck_assert_uint_eq(table.count, 0); /* the removal came first */
    ck_assert(!change_apply_message(&table, bytes_of(""), &header));
    table_fini(&table);
    messages_fini(&messages);
}
END_TEST

CHECK_MAIN_TESTS("change",
                 headers_come_back,
                 items_come_back,
                 cut_messages_give_whole_items_only,
                 what_is_unknown_is_refused,
                 items_that_are_none_are_refused,
                 the_last_part_is_marked_afterwards,
                 a_checksum_is_of_all_chunks_in_order,
                 a_checksum_does_not_name_the_carrier,
                 a_long_value_comes_in_pieces,
                 a_message_is_applied_as_far_as_it_is_good)
