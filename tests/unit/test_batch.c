/* Tests of changes in key order, against a table and plain comparison. */
#include "check_main.h"
#include "store/batch.h"
#include "store_fixture.h"

enum { KEYS = 700, CHANGES = 6000 };

/* Keys of 1 to 60 bytes, many of which begin alike; `shape` says how. */
static struct bytes key_at(uint64_t index, int shape)
{
    static uint8_t key[TABLE_KEY_MAX];
    memset(key, shape == 2 ? 0 : 'k', sizeof key);
    key[0] = (uint8_t)('A' + index % 3);
    size_t at = shape == 0 ? 1 : shape == 1 ? 40 : index % 30;
    uint32_t number = __builtin_bswap32((uint32_t)index);
    memcpy(key + 1 + at, &number, sizeof number);
    return (struct bytes){key, shape == 2 ? 1 + index % 30 : at + 5};
}

static int compare(const struct batch_item *a, const struct batch_item *b)
{
    size_t shorter = a->key_length < b->key_length ? a->key_length : b->key_length;
    int order = memcmp(a->key, b->key, shorter);
    return order != 0 ? order : (int)a->key_length - (int)b->key_length;
}

/* Random changes; each key's last one is expected, in order. */
static void expect_last_of_each(uint64_t seed, int shape, int changes)
{
    struct messages messages = {0};
    struct batch batch = {0};
    struct table last;
    table_init(&last);
    fixture_delta(&messages, 1);
    for (int i = 0; i < changes; i++) {
        struct bytes key = key_at(random_below(&seed, KEYS), shape);
        if (random_below(&seed, 3) == 0) {
            change_remove(&messages.bytes, key);
            table_put(&last, key, text_bytes("removed"));
        } else {
            struct bytes value = {(const uint8_t *)&i, sizeof i};
            change_put(&messages.bytes, key, value);
            table_put(&last, key, value);
        }
        if (random_below(&seed, 40) == 0) {
            messages_end(&messages);
            fixture_delta(&messages, 1);
        }
    }
    messages_end(&messages);
    for (uint32_t i = 0; i < messages.count; i++) {
        ck_assert(batch_add_message(&batch, messages_at(&messages, i)));
    }
    batch_sort(&batch);
    ck_assert_uint_eq(batch.sorted, last.count);
    for (size_t i = 0; i < batch.sorted; i++) {
        const struct batch_item *item = batch_at(&batch, i);
        ck_assert(i == 0 || compare(batch_at(&batch, i - 1), item) < 0);
        struct table_value value = table_get(&last, (struct bytes){item->key, item->key_length});
        ck_assert_ptr_nonnull(value.at);
        ck_assert_int_eq(item->put, value.length == sizeof(int));
        ck_assert(!item->put || (item->value_length == sizeof(int) &&
                                 memcmp(item->value, value.at, sizeof(int)) == 0));
    }
    batch_fini(&batch);
    messages_fini(&messages);
    table_fini(&last);
}

START_TEST(the_last_change_of_each_key_in_order)
{
    for (int shape = 0; shape < 3; shape++) {
        for (uint64_t seed = 1; seed <= 5; seed++) {
            expect_last_of_each(seed, shape, (int)(seed * seed * CHANGES / 25));
        }
        expect_last_of_each(9, shape, 1);
    }
}
END_TEST

START_TEST(nothing_is_no_batch)
{
    struct batch batch = {0};
    batch_sort(&batch);
    ck_assert_uint_eq(batch.sorted, 0);
    batch_clear(&batch);
    batch_fini(&batch);
}
END_TEST

START_TEST(a_message_that_is_none_is_refused)
{
    struct messages messages = {0};
    struct batch batch = {0};
    change_begin(&messages, &(struct change_header){.kind = CHANGE_SNAPSHOT_BEGIN});
    messages_end(&messages);
    fixture_delta(&messages, 1);
    fixture_put(&messages, "Tkey", "value");
    messages_end(&messages);
    change_begin(&messages, &(struct change_header){.kind = CHANGE_SNAPSHOT_CHUNK});
    messages_end(&messages);
    ck_assert(!batch_add_message(&batch, messages_at(&messages, 0)));
    struct bytes cut = messages_at(&messages, 1);
    ck_assert(batch_add_message(&batch, cut));
    cut.length--;
    ck_assert(!batch_add_message(&batch, cut));
    ck_assert(!batch_add_message(&batch, text_bytes("")));
    ck_assert(batch_add_message(&batch, messages_at(&messages, 2)));
    batch_fini(&batch);
    messages_fini(&messages);
}
END_TEST

START_TEST(of_a_table_only_the_tracked_kinds)
{
    bool tracked[256] = {false};
    struct table table;
    struct batch batch = {0};
    tracked['A'] = true;
    tracked['C'] = true;
    table_init(&table);
    for (uint64_t i = 0; i < KEYS; i++) {
        table_put(&table, key_at(i, 0), text_bytes("value"));
    }
    batch_add_table(&batch, &table);
    ck_assert_uint_eq(batch.count, 0);
    table_track(&table, tracked);
    batch_add_table(&batch, &table);
    batch_sort(&batch);
    ck_assert_uint_eq(batch.sorted, (KEYS + 2) / 3 + KEYS / 3);
    for (size_t i = 0; i < batch.sorted; i++) {
        ck_assert(batch_at(&batch, i)->put && tracked[batch_at(&batch, i)->key[0]]);
        ck_assert(i == 0 || compare(batch_at(&batch, i - 1), batch_at(&batch, i)) < 0);
    }
    batch_fini(&batch);
    table_fini(&table);
}
END_TEST

/* Pieces of one value, in one message or several, are one item. */
START_TEST(pieces_are_joined)
{
    struct messages messages = {0};
    struct batch batch = {0};
    fixture_delta(&messages, 1);
    change_put(&messages.bytes, text_bytes("Tb"), text_bytes("one"));
    change_more(&messages.bytes, text_bytes("Tb"), text_bytes(" two"));
    messages_end(&messages);
    fixture_delta(&messages, 1);
    change_more(&messages.bytes, text_bytes("Tb"), text_bytes(" three"));
    change_put(&messages.bytes, text_bytes("Ta"), text_bytes("a"));
    change_more(&messages.bytes, text_bytes("Ta"), text_bytes("b"));
    messages_end(&messages);
    for (int round = 0; round < 2; round++) {
        ck_assert(batch_add_message(&batch, messages_at(&messages, 0)));
        ck_assert(batch_add_message(&batch, messages_at(&messages, 1)));
        batch_sort(&batch);
        ck_assert_uint_eq(batch.sorted, 2);
        ck_assert(batch_at(&batch, 0)->value_length == 2 &&
                  memcmp(batch_at(&batch, 0)->value, "ab", 2) == 0);
        ck_assert(batch_at(&batch, 1)->value_length == 13 &&
                  memcmp(batch_at(&batch, 1)->value, "one two three", 13) == 0);
        batch_clear(&batch);
    }
    ck_assert(!batch_add_message(&batch, messages_at(&messages, 1))); /* begins in the middle */
    messages_fini(&messages);
    batch_fini(&batch);
}
END_TEST

CHECK_MAIN_TESTS("batch",
                 the_last_change_of_each_key_in_order,
                 nothing_is_no_batch,
                 a_message_that_is_none_is_refused,
                 of_a_table_only_the_tracked_kinds,
                 pieces_are_joined)
