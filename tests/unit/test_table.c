/* Tests of records by key, against a plain array of them. */
#include "base/table.h"
#include "check_main.h"
#include "unit_tools.h"

enum { MODEL_KEYS = 3000, VALUE_MAX = 100000 };

/* Key i has i's digits and then as many more bytes as its length says; its value is a run of one
 * byte. */
struct model_record {
    bool present;
    size_t length;
    uint8_t byte;
};
static struct model_record model[MODEL_KEYS];
static uint8_t value_bytes[VALUE_MAX];

static struct bytes model_key(size_t index)
{
    static uint8_t key[TABLE_KEY_MAX];
    memset(key, 'k', sizeof key);
    memcpy(key, &index, 4);
    return (struct bytes){key, 4 + index * 7 % (TABLE_KEY_MAX - 3)};
}

static size_t random_length(uint64_t *seed)
{
    uint64_t choice = random_below(seed, 100);
    return choice < 5    ? 0
           : choice < 80 ? random_below(seed, 600)
           : choice < 99 ? random_below(seed, 5000)
                         : random_below(seed, VALUE_MAX);
}

static void put_record(struct table *table, size_t index, uint64_t *seed)
{
    struct model_record record = {true, random_length(seed), (uint8_t)random_next(seed)};
    memset(value_bytes, record.byte, record.length);
    struct bytes value = {value_bytes, record.length};
    struct table_block *found = table_find(table, model_key(index));
    const struct table_block *block = found == NULL || random_below(seed, 2) == 0
                                          ? table_put(table, model_key(index), value)
                                          : table_rewrite(table, found, 0, value);
    ck_assert_ptr_eq(block, table_find(table, model_key(index)));
    model[index] = record;
}

static void assert_value(const struct model_record *record, const uint8_t *at, size_t length)
{
    ck_assert_uint_eq(length, record->length);
    ck_assert(all_bytes_are(at, length, record->byte));
}

static void assert_as_model(const struct table *table)
{
    size_t count = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < MODEL_KEYS; i++) {
        struct table_value value = table_get(table, model_key(i));
        ck_assert_int_eq(value.at != NULL, model[i].present);
        if (model[i].present) {
            assert_value(&model[i], value.at, value.length);
            count++;
            bytes += model_key(i).length + model[i].length;
        }
    }
    ck_assert_uint_eq(table->count, count);
    ck_assert_uint_eq(table->bytes, bytes);
    ck_assert_uint_ge(table->memory, bytes);
}

/* Every record once, and nothing else. */
static void assert_walk_is_complete(const struct table *table)
{
    static bool seen[MODEL_KEYS];
    memset(seen, 0, sizeof seen);
    size_t cursor = 0;
    size_t count = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(table, &cursor, &key, &value)) {
        uint32_t index;
        memcpy(&index, key.at, sizeof index);
        ck_assert(index < MODEL_KEYS && model[index].present && !seen[index]);
        seen[index] = true;
        ck_assert_uint_eq(key.length, model_key(index).length);
        assert_value(&model[index], value.at, value.length);
        count++;
    }
    ck_assert_uint_eq(count, table->count);
}

START_TEST(holds_what_an_array_would)
{
    struct table table;
    table_init(&table);
    uint64_t seed = 3;
    for (int step = 0; step < 60000; step++) {
        size_t index = random_below(&seed, MODEL_KEYS);
        if (random_below(&seed, 3) == 0) {
            table_remove(&table, model_key(index));
            model[index].present = false;
        } else {
            put_record(&table, index, &seed);
        }
        if (step % 10000 == 9999) {
            assert_as_model(&table);
            assert_walk_is_complete(&table);
        }
    }
    for (size_t i = 0; i < MODEL_KEYS; i++) {
        table_remove(&table, model_key(i));
        model[i].present = false;
    }
    assert_as_model(&table);
    table_fini(&table);
}
END_TEST

START_TEST(an_empty_table_has_nothing)
{
    struct table table;
    table_init(&table);
    ck_assert_ptr_null(table_get(&table, model_key(1)).at);
    table_remove(&table, model_key(1));
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    ck_assert(!table_walk(&table, &cursor, &key, &value));
    table_fini(&table);
}
END_TEST

START_TEST(what_was_found_is_rewritten)
{
    struct table table;
    table_init(&table);
    static struct table_block *blocks[MODEL_KEYS];
    for (size_t i = 0; i < MODEL_KEYS; i++) {
        memset(value_bytes, (int)(i % 251), 40);
        blocks[i] = table_put(&table, model_key(i), (struct bytes){value_bytes, 40});
    }
    /* Blocks are held on to while others come and go. */
    for (size_t length = 0; length < 400; length += 37) {
        for (size_t i = 0; i < MODEL_KEYS; i += 3) {
            memset(value_bytes, (int)length % 251, length);
            blocks[i] = table_rewrite(&table, blocks[i], 10, (struct bytes){value_bytes, length});
            ck_assert_ptr_eq(blocks[i], table_find(&table, model_key(i)));
            struct bytes key = table_block_key(blocks[i]);
            ck_assert_uint_eq(key.length, model_key(i).length);
            ck_assert_mem_eq(key.at, model_key(i).at, key.length);
            struct bytes value = table_block_value(blocks[i]);
            ck_assert_uint_eq(value.length, 10 + length);
            ck_assert(all_bytes_are(value.at, 10, (uint8_t)(i % 251)));
            ck_assert(all_bytes_are(value.at + 10, length, (uint8_t)(length % 251)));
        }
    }
    ck_assert_uint_eq(table.count, MODEL_KEYS);
    table_fini(&table);
}
END_TEST

/* Other records may come and go meanwhile. */
START_TEST(a_value_stays_where_it_is)
{
    struct table table;
    table_init(&table);
    memset(value_bytes, 7, 40);
    table_put(&table, model_key(0), (struct bytes){value_bytes, 40});
    struct table_value value = table_get(&table, model_key(0));
    for (size_t i = 1; i < MODEL_KEYS; i++) {
        table_put(&table, model_key(i), (struct bytes){value_bytes, i % 100});
    }
    for (size_t i = 1; i < MODEL_KEYS; i++) {
        table_remove(&table, model_key(i));
    }
    ck_assert_ptr_eq(table_get(&table, model_key(0)).at, value.at);
    ck_assert(all_bytes_are(value.at, 40, 7));
    table_fini(&table);
}
END_TEST

START_TEST(keys_that_begin_alike_differ)
{
    struct table table;
    table_init(&table);
    const uint8_t name[] = "abc";
    table_put(&table, (struct bytes){name, 2}, (struct bytes){name, 1});
    ck_assert_ptr_null(table_get(&table, (struct bytes){name, 1}).at);
    ck_assert_ptr_null(table_get(&table, (struct bytes){name, 3}).at);
    ck_assert_ptr_nonnull(table_get(&table, (struct bytes){name, 2}).at);
    table_fini(&table);
}
END_TEST

START_TEST(an_empty_value_is_there)
{
    struct table table;
    table_init(&table);
    table_put(&table, model_key(5), (struct bytes){NULL, 0});
    struct table_value value = table_get(&table, model_key(5));
    ck_assert_ptr_nonnull(value.at);
    ck_assert_uint_eq(value.length, 0);
    table_fini(&table);
}
END_TEST

START_TEST(a_value_can_be_changed_in_place)
{
    struct table table;
    table_init(&table);
    memset(value_bytes, 1, 20);
    table_put(&table, model_key(5), (struct bytes){value_bytes, 20});
    table_get(&table, model_key(5)).at[19] = 9;
    ck_assert_uint_eq(table_get(&table, model_key(5)).at[19], 9);
    table_fini(&table);
}
END_TEST

/* The new value may be a part of the old one, whether the block is kept or not. */
START_TEST(a_value_may_come_from_the_record_itself)
{
    struct table table;
    table_init(&table);
    for (size_t i = 0; i < 2000; i++) {
        value_bytes[i] = (uint8_t)(i % 256);
    }
    for (size_t length = 1900; length > 900; length -= 100) {
        table_put(&table, model_key(5), (struct bytes){value_bytes, 2000});
        struct table_value old = table_get(&table, model_key(5));
        const struct table_block *block =
            table_put(&table, model_key(5), (struct bytes){old.at + 50, length});
        ck_assert_mem_eq(table_block_value(block).at, value_bytes + 50, length);
    }
    table_fini(&table);
}
END_TEST

START_TEST(records_of_like_size_take_no_new_memory)
{
    struct table table;
    table_init(&table);
    uint64_t seed = 4;
    for (size_t i = 0; i < 500; i++) {
        table_put(&table, model_key(i), (struct bytes){value_bytes, 300});
    }
    size_t memory = table.memory;
    for (int step = 0; step < 20000; step++) {
        size_t index = random_below(&seed, 500);
        table_remove(&table, model_key(index));
        table_put(&table, model_key(index), (struct bytes){value_bytes, 300});
    }
    ck_assert_uint_eq(table.memory, memory);
    table_fini(&table);
}
END_TEST

START_TEST(a_value_that_grows_seldom_takes_new_memory)
{
    struct table table;
    table_init(&table);
    size_t memory = 0;
    int taken = 0;
    for (size_t length = 0; length < 3000; length++) {
        table_put(&table, model_key(1), (struct bytes){value_bytes, length});
        taken += table.memory != memory;
        memory = table.memory;
    }
    ck_assert_int_lt(taken, 50);
    table_fini(&table);
}
END_TEST

START_TEST(the_memory_taken_is_known)
{
    struct table table;
    table_init(&table);
    ck_assert_uint_eq(table.memory, 0);
    for (size_t i = 0; i < MODEL_KEYS; i++) {
        table_put(&table, model_key(i), (struct bytes){value_bytes, 1000});
    }
    /* The slots alone, then with the records: not much more than what is stored. */
    size_t full = table.memory;
    ck_assert_uint_gt(full, table.bytes);
    ck_assert_uint_lt(full, table.bytes + MODEL_KEYS * 100);
    for (size_t i = 0; i < MODEL_KEYS; i++) {
        table_remove(&table, model_key(i));
    }
    ck_assert_uint_ge(table.memory, MODEL_KEYS * sizeof(void *));
    ck_assert_uint_lt(table.memory, full - MODEL_KEYS * 1000);
    table_fini(&table);
}
END_TEST

/* Another table that is told the changes of this one, now and then. */
static void carry_changes(struct table *table, struct table *follower)
{
    struct bytes key;
    struct bytes value;
    for (size_t cursor = 0; table_next_removed(table, &cursor, &key);) {
        table_remove(follower, key);
    }
    for (size_t cursor = 0; table_next_changed(table, &cursor, &key, &value);) {
        table_put(follower, key, value);
    }
    table_forget_changes(table);
}

START_TEST(changes_make_a_second_table_the_same)
{
    uint64_t seed = 11;
    bool tracked[256];
    for (int i = 0; i < 256; i++) {
        tracked[i] = i % 8 != 7;
    }
    struct table table;
    struct table follower;
    table_init(&table);
    table_init(&follower);
    table_track(&table, tracked);
    memset(model, 0, sizeof model);
    for (int i = 0; i < 40000; i++) {
        size_t index = random_below(&seed, 300);
        uint64_t choice = random_below(&seed, 10);
        struct table_value value = table_get(&table, model_key(index));
        if (choice < 5) {
            put_record(&table, index, &seed);
        } else if (choice < 8) {
            table_remove(&table, model_key(index));
        } else if (value.at != NULL && value.length > 0) {
            *value.at = (uint8_t)random_next(&seed);
            table_touch(&table, &value);
        }
        if (random_below(&seed, 50) == 0) {
            carry_changes(&table, &follower);
        }
    }
    carry_changes(&table, &follower);
    size_t untracked = 0;
    struct bytes key;
    struct bytes held;
    for (size_t cursor = 0; table_walk(&table, &cursor, &key, &held);) {
        struct table_value other = table_get(&follower, key);
        untracked += !tracked[key.at[0]];
        ck_assert_int_eq(other.at == NULL, !tracked[key.at[0]]);
        ck_assert(other.at == NULL ||
                  (other.length == held.length && memcmp(other.at, held.at, held.length) == 0));
    }
    ck_assert_uint_gt(untracked, 0);
    ck_assert_uint_eq(follower.count, table.count - untracked);
    table_fini(&table);
    table_fini(&follower);
}
END_TEST

CHECK_MAIN_TESTS("table",
                 changes_make_a_second_table_the_same,
                 holds_what_an_array_would,
                 an_empty_table_has_nothing,
                 what_was_found_is_rewritten,
                 a_value_stays_where_it_is,
                 keys_that_begin_alike_differ,
                 an_empty_value_is_there,
                 a_value_can_be_changed_in_place,
                 a_value_may_come_from_the_record_itself,
                 records_of_like_size_take_no_new_memory,
                 a_value_that_grows_seldom_takes_new_memory,
                 the_memory_taken_is_known)
