/* Changes gathered from messages or a table: in key order, each key once. */
#include "store/batch.h"

#include "task/change.h"

#include <stdlib.h>

enum {
    BATCH_FIRST = 1024,
    BATCH_WORD_BYTES = 8,
    BATCH_PREFIX_BYTES = 16,
    BATCH_DIGITS = 256,
    BATCH_AHEAD_KEY = 8, /* keys fetched before they are asked for, and items before that */
    BATCH_AHEAD_ITEM = 16,
    BATCH_LINE_BYTES = 64,
};

/* The key's first bytes as two big-endian words, zeros after a shorter key: most keys differ in
 * them, so that sorting seldom looks at the keys themselves. */
struct batch_entry {
    uint64_t words[2];
    const struct batch_item *item;
};

static void free_joined(struct batch *batch)
{
    for (size_t i = 0; i < batch->joined_count; i++) {
        buffer_fini(&batch->joined[i]);
    }
    memory_free(batch->joined);
    batch->joined = NULL;
    batch->joined_count = 0;
}

void batch_fini(struct batch *batch)
{
    free_joined(batch);
    memory_free(batch->items);
    memory_free(batch->entries);
    memory_free(batch->scratch);
    *batch = (struct batch){0};
}

void batch_clear(struct batch *batch)
{
    free_joined(batch);
    batch->count = 0;
    batch->sorted = 0;
}

static void add(struct batch *batch, const struct batch_item *item)
{
    if (batch->count == batch->capacity) {
        batch->capacity = batch->capacity == 0 ? BATCH_FIRST : batch->capacity * 2;
        batch->items = memory_resize(batch->items, batch->capacity * sizeof *batch->items);
    }
    batch->items[batch->count++] = *item;
}

/* A buffer that holds the value of the item added last. */
static struct buffer *join(struct batch *batch, const struct batch_item *last)
{
    if (batch->joined_count > 0 && batch->joined[batch->joined_count - 1].bytes == last->value) {
        return &batch->joined[batch->joined_count - 1];
    }
    batch->joined = memory_resize(batch->joined, (batch->joined_count + 1) * sizeof *batch->joined);
    struct buffer *joined = &batch->joined[batch->joined_count++];
    *joined = (struct buffer){0};
    buffer_put(joined, last->value, last->value_length);
    return joined;
}

/* False where the item before is of another key. */
static bool add_more(struct batch *batch, const struct change_item *item)
{
    struct batch_item *last = batch->count == 0 ? NULL : &batch->items[batch->count - 1];
    if (last == NULL || !last->put || last->key_length != item->key.length ||
        memcmp(last->key, item->key.at, item->key.length) != 0 ||
        item->value.length > UINT32_MAX - last->value_length) {
        return false;
    }
    struct buffer *joined = join(batch, last);
    buffer_put(joined, item->value.at, item->value.length);
    last->value = joined->bytes;
    last->value_length = (uint32_t)joined->length;
    return true;
}

bool batch_add_message(struct batch *batch, struct bytes message)
{
    struct reader reader = reader_of(message);
    struct change_header header;
    if (!change_read_header(&reader, &header) ||
        (header.kind != CHANGE_DELTA && header.kind != CHANGE_SNAPSHOT_CHUNK)) {
        return false;
    }
    for (struct change_item item; change_read_item(&reader, &item);) {
        if (item.more) {
            if (!add_more(batch, &item)) {
                return false;
            }
            continue;
        }
        add(batch, &(struct batch_item){item.key.at, item.value.at, (uint32_t)item.value.length,
                                        (uint16_t)item.key.length, item.put});
    }
    return !reader.failed;
}

void batch_add_table(struct batch *batch, const struct table *table)
{
    struct bytes key;
    struct bytes value;
    for (size_t cursor = 0; table_walk(table, &cursor, &key, &value);) {
        if (table->tracked != NULL && table->tracked[key.at[0]]) {
            add(batch, &(struct batch_item){key.at, value.at, (uint32_t)value.length,
                                            (uint16_t)key.length, true});
        }
    }
}

/* ---- sorting ------------------------------------------------------------------------------ */

static uint64_t word_of(const uint8_t *at, size_t length)
{
    uint64_t word = 0;
    memcpy(&word, at, length < BATCH_WORD_BYTES ? length : BATCH_WORD_BYTES);
    return __builtin_bswap64(word);
}

static void make_entries(struct batch *batch)
{
    if (batch->entry_capacity < batch->count) {
        batch->entry_capacity = batch->capacity;
        size_t size = batch->entry_capacity * sizeof *batch->entries;
        batch->entries = memory_resize(batch->entries, size);
        batch->scratch = memory_resize(batch->scratch, size);
    }
    for (size_t i = 0; i < batch->count; i++) {
        const struct batch_item *item = &batch->items[i];
        size_t first = item->key_length < BATCH_WORD_BYTES ? item->key_length : BATCH_WORD_BYTES;
        batch->entries[i] = (struct batch_entry){
            {word_of(item->key, first),
             word_of(item->key + first, (size_t)item->key_length - first)},
            item,
        };
    }
}

/* The prefix's byte `digit`, 0 the last. */
static uint8_t digit_of(const struct batch_entry *entry, unsigned digit)
{
    uint64_t word = entry->words[digit < BATCH_WORD_BYTES ? 1 : 0];
    return (uint8_t)(word >> digit % BATCH_WORD_BYTES * 8);
}

/* Sorts by one byte of the prefix, stable: from entries to scratch, which then change places. */
static void sort_by_digit(struct batch *batch, unsigned digit, uint32_t counts[BATCH_DIGITS])
{
    uint32_t place = 0;
    for (unsigned i = 0; i < BATCH_DIGITS; i++) {
        uint32_t count = counts[i];
        counts[i] = place;
        place += count;
    }
    for (size_t i = 0; i < batch->count; i++) {
        batch->scratch[counts[digit_of(&batch->entries[i], digit)]++] = batch->entries[i];
    }
    struct batch_entry *sorted = batch->scratch;
    batch->scratch = batch->entries;
    batch->entries = sorted;
}

/* By the prefix, from its last byte to its first; bytes in which no two keys differ are passed. */
static void sort_by_prefix(struct batch *batch)
{
    uint32_t counts[BATCH_PREFIX_BYTES][BATCH_DIGITS];
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < batch->count; i++) {
        for (unsigned digit = 0; digit < BATCH_PREFIX_BYTES; digit++) {
            counts[digit][digit_of(&batch->entries[i], digit)]++;
        }
    }
    for (unsigned digit = 0; digit < BATCH_PREFIX_BYTES; digit++) {
        if (counts[digit][digit_of(&batch->entries[0], digit)] < batch->count) {
            sort_by_digit(batch, digit, counts[digit]);
        }
    }
}

static int compare_keys(const struct batch_item *a, const struct batch_item *b)
{
    size_t shorter = a->key_length < b->key_length ? a->key_length : b->key_length;
    int order = memcmp(a->key, b->key, shorter);
    return order != 0 ? order : (int)a->key_length - (int)b->key_length;
}

static int compare_entries(const void *a, const void *b)
{
    const struct batch_item *first = ((const struct batch_entry *)a)->item;
    const struct batch_item *second = ((const struct batch_entry *)b)->item;
    int order = compare_keys(first, second);
    return order != 0 ? order : (first > second) - (first < second);
}

static bool same_prefix(const struct batch_entry *a, const struct batch_entry *b)
{
    return a->words[0] == b->words[0] && a->words[1] == b->words[1];
}

/* Whether one prefix means one key: both lie in it whole. */
static bool is_short(const struct batch_entry *a, const struct batch_entry *b)
{
    return a->item->key_length <= BATCH_PREFIX_BYTES && a->item->key_length == b->item->key_length;
}

/* Entries of one prefix whose keys may differ after it. */
static void sort_ties(struct batch *batch)
{
    for (size_t start = 0; start < batch->count;) {
        size_t end = start + 1;
        bool one_key = true;
        while (end < batch->count && same_prefix(&batch->entries[start], &batch->entries[end])) {
            one_key = one_key && is_short(&batch->entries[start], &batch->entries[end]);
            end++;
        }
        if (!one_key) {
            qsort(&batch->entries[start], end - start, sizeof *batch->entries, compare_entries);
        }
        start = end;
    }
}

static bool same_key(const struct batch_entry *a, const struct batch_entry *b)
{
    return same_prefix(a, b) && (is_short(a, b) || compare_keys(a->item, b->item) == 0);
}

void batch_sort(struct batch *batch)
{
    assert(batch->count <= UINT32_MAX);
    batch->sorted = 0;
    if (batch->count == 0) {
        return;
    }
    make_entries(batch);
    sort_by_prefix(batch);
    sort_ties(batch);
    for (size_t i = 0; i < batch->count; i++) {
        if (i + 1 == batch->count || !same_key(&batch->entries[i], &batch->entries[i + 1])) {
            batch->entries[batch->sorted++] = batch->entries[i];
        }
    }
}

const struct batch_item *batch_at(const struct batch *batch, size_t index)
{
    if (index + BATCH_AHEAD_ITEM < batch->sorted) {
        __builtin_prefetch(batch->entries[index + BATCH_AHEAD_ITEM].item);
        const struct batch_item *soon = batch->entries[index + BATCH_AHEAD_KEY].item;
        __builtin_prefetch(soon->key);
        __builtin_prefetch(soon->key + BATCH_LINE_BYTES);
    }
    return batch->entries[index].item;
}
