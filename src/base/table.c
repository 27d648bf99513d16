/* Records by key: the state of a task in memory. */
#define XXH_INLINE_ALL
#include "base/table.h"

#include <xxhash.h>

#include <assert.h>

enum {
    TABLE_FIRST_SLOTS = 1024,
    TABLE_FIRST_CHANGES = 256,
    TABLE_FETCH_PROBES = 4,
    TABLE_FETCH_LINES = 5,  /* of a record: most are no longer */
    TABLE_ROUND_BYTES = 16, /* the heap gives memory in steps of this, less what it keeps itself */
    TABLE_HEAP_BYTES = 8,
    TABLE_ROOM_SHARE =
        4, /* a record that has grown once gets this share of its size to grow into */
};

/* Odd numbers without a pattern (the fractions of the square roots of 2 and 3). */
#define TABLE_HASH_FIRST UINT64_C(0x6a09e667f3bcc909)
#define TABLE_HASH_LAST  UINT64_C(0xbb67ae8584caa73b)

struct table_slot {
    struct table_block *block; /* NULL: empty */
    uint64_t hash;
};

/* A block for a key and a value of these lengths; with room to grow where it replaces another. */
static struct table_block *block_new(struct table *table,
                                     struct bytes key,
                                     size_t length,
                                     bool room)
{
    size_t size = sizeof(struct table_block) + key.length + length;
    size += room ? size / TABLE_ROOM_SHARE : 0;
    size =
        (size + TABLE_HEAP_BYTES + TABLE_ROUND_BYTES - 1) / TABLE_ROUND_BYTES * TABLE_ROUND_BYTES -
        TABLE_HEAP_BYTES;
    struct table_block *block = memory_allocate(size);
    block->capacity = (uint32_t)(size - sizeof *block);
    block->key_length = (uint16_t)key.length;
    block->change = 0;
    memcpy(block->bytes, key.at, key.length);
    table->memory += size;
    table->bytes += key.length;
    return block;
}

static void block_free(struct table *table, struct table_block *block)
{
    table->bytes -= block->key_length;
    table->memory -= sizeof *block + block->capacity;
    memory_free(block);
}

/* ---- changes ----------------------------------------------------------------------------- */

static bool is_tracked(const struct table *table, const struct table_block *block)
{
    return table->tracked != NULL && table->tracked[block->bytes[0]];
}

static void note_change(struct table *table, struct table_block *block)
{
    if (block->change != 0 || !is_tracked(table, block)) {
        return;
    }
    struct table_changes *changes = &table->changes;
    if (changes->count == changes->capacity) {
        changes->capacity = changes->capacity == 0 ? TABLE_FIRST_CHANGES : changes->capacity * 2;
        changes->blocks =
            memory_resize(changes->blocks, changes->capacity * sizeof *changes->blocks);
    }
    changes->blocks[changes->count++] = block;
    block->change = changes->count;
}

/* A block takes the place of another, which is about to go. */
static void take_change(struct table *table,
                        struct table_block *block,
                        const struct table_block *old)
{
    block->change = old->change;
    if (block->change != 0) {
        table->changes.blocks[block->change - 1] = block;
    }
}

static void note_removal(struct table *table, const struct table_block *block)
{
    if (!is_tracked(table, block)) {
        return;
    }
    if (block->change != 0) {
        table->changes.blocks[block->change - 1] = NULL;
    }
    buffer_u16(&table->changes.removed, block->key_length);
    buffer_put(&table->changes.removed, block->bytes, block->key_length);
}

void table_track(struct table *table, const bool *tracked)
{
    table->tracked = tracked;
}

void table_touch(struct table *table, const struct table_value *value)
{
    assert(value->block != NULL && table_block_value(value->block).at == value->at);
    note_change(table, value->block);
}

bool table_next_removed(const struct table *table, size_t *cursor, struct bytes *ret_key)
{
    const struct buffer *removed = &table->changes.removed;
    if (*cursor == removed->length) {
        return false;
    }
    uint16_t length;
    memcpy(&length, removed->bytes + *cursor, sizeof length);
    *ret_key = (struct bytes){removed->bytes + *cursor + sizeof length, length};
    *cursor += sizeof length + length;
    return true;
}

bool table_next_changed(const struct table *table,
                        size_t *cursor,
                        struct bytes *ret_key,
                        struct bytes *ret_value)
{
    for (; *cursor < table->changes.count; (*cursor)++) {
        const struct table_block *block = table->changes.blocks[*cursor];
        if (block != NULL) {
            *ret_key = (struct bytes){block->bytes, block->key_length};
            *ret_value = (struct bytes){block->bytes + block->key_length, block->value_length};
            (*cursor)++;
            return true;
        }
    }
    return false;
}

void table_forget_changes(struct table *table)
{
    for (uint32_t i = 0; i < table->changes.count; i++) {
        if (table->changes.blocks[i] != NULL) {
            table->changes.blocks[i]->change = 0;
        }
    }
    table->changes.count = 0;
    buffer_clear(&table->changes.removed);
}

/* ---- keys -------------------------------------------------------------------------------- */

static uint64_t word_at(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Most keys are a few numbers, 8 to 16 bytes: two words that may overlap, folded by one
 * multiplication. Others go the general way. */
static uint64_t hash_key(struct bytes key)
{
    if (key.length < sizeof(uint64_t) || key.length > 2 * sizeof(uint64_t)) {
        return XXH3_64bits(key.at, key.length);
    }
    uint64_t first = word_at(key.at) ^ TABLE_HASH_FIRST;
    uint64_t last = word_at(key.at + key.length - sizeof(uint64_t)) ^ TABLE_HASH_LAST;
    __extension__ unsigned __int128 product = (unsigned __int128)first * last;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static bool keys_equal(const uint8_t *a, const uint8_t *b, size_t length)
{
    if (length < sizeof(uint64_t) || length > 2 * sizeof(uint64_t)) {
        return memcmp(a, b, length) == 0;
    }
    size_t last = length - sizeof(uint64_t);
    return word_at(a) == word_at(b) && word_at(a + last) == word_at(b + last);
}

/* ---- slots ------------------------------------------------------------------------------- */

void table_init(struct table *table)
{
    *table = (struct table){0};
}

void table_fini(struct table *table)
{
    for (size_t i = 0; i < table->slot_count; i++) {
        struct table_block *block = table->slots[i].block;
        memory_free(block);
    }
    memory_free(table->slots);
    memory_free(table->changes.blocks);
    buffer_fini(&table->changes.removed);
    *table = (struct table){0};
}

/* The slot of the key, or the empty slot where it belongs. */
static size_t slot_find(const struct table *table, struct bytes key, uint64_t hash)
{
    size_t mask = table->slot_count - 1;
    size_t at = (size_t)hash & mask;
    for (;;) {
        const struct table_slot *slot = &table->slots[at];
        if (slot->block == NULL) {
            return at;
        }
        if (slot->hash == hash && slot->block->key_length == key.length &&
            keys_equal(slot->block->bytes, key.at, key.length)) {
            return at;
        }
        at = (at + 1) & mask;
    }
}

static void slots_grow(struct table *table)
{
    struct table_slot *old = table->slots;
    size_t old_count = table->slot_count;
    table->slot_count = old_count == 0 ? TABLE_FIRST_SLOTS : old_count * 2;
    table->slots = memory_allocate(table->slot_count * sizeof *table->slots);
    memset(table->slots, 0, table->slot_count * sizeof *table->slots);
    table->memory += (table->slot_count - old_count) * sizeof *table->slots;
    size_t mask = table->slot_count - 1;
    for (size_t i = 0; i < old_count; i++) {
        if (old[i].block == NULL) {
            continue;
        }
        size_t at = (size_t)old[i].hash & mask;
        while (table->slots[at].block != NULL) {
            at = (at + 1) & mask;
        }
        table->slots[at] = old[i];
    }
    memory_free(old);
}

struct table_block *table_find(const struct table *table, struct bytes key)
{
    return table->slot_count == 0 ? NULL : table->slots[slot_find(table, key, hash_key(key))].block;
}

struct table_value table_get(const struct table *table, struct bytes key)
{
    struct table_block *block = table_find(table, key);
    if (block == NULL) {
        return (struct table_value){NULL, 0, NULL};
    }
    return (struct table_value){block->bytes + block->key_length, block->value_length, block};
}

static struct table_slot *slot_of(const struct table *table, const struct table_block *block)
{
    size_t mask = table->slot_count - 1;
    size_t at = (size_t)hash_key((struct bytes){block->bytes, block->key_length}) & mask;
    while (table->slots[at].block != block) {
        assert(table->slots[at].block != NULL && "a block of this table");
        at = (at + 1) & mask;
    }
    return &table->slots[at];
}

/* A block with room for `length` bytes of value in the place of another, whose first bytes it takes
 * over; the other is still to be freed. */
static struct table_block *block_grow(struct table *table,
                                      struct table_block *old,
                                      size_t from,
                                      size_t length)
{
    struct bytes key = {old->bytes, old->key_length};
    struct table_block *block = block_new(table, key, length, true);
    memcpy(block->bytes + key.length, old->bytes + key.length, from);
    take_change(table, block, old);
    slot_of(table, old)->block = block;
    return block;
}

struct table_block *table_rewrite(struct table *table,
                                  struct table_block *old,
                                  size_t from,
                                  struct bytes tail)
{
    size_t length = from + tail.length;
    assert(from <= old->value_length && length <= UINT32_MAX / 2);
    struct table_block *block = old;
    if (old->key_length + length > old->capacity) {
        block = block_grow(table, old, from, length);
    }
    /* The tail may be a part of the old block: copy before that is freed. */
    if (tail.length > 0) {
        memmove(block->bytes + block->key_length + from, tail.at, tail.length);
    }
    table->bytes += length - old->value_length;
    block->value_length = (uint32_t)length;
    if (block != old) {
        block_free(table, old);
    }
    note_change(table, block);
    return block;
}

struct table_block *table_put(struct table *table, struct bytes key, struct bytes value)
{
    assert(key.length <= TABLE_KEY_MAX && value.length <= UINT32_MAX / 2);
    if (table->slot_count == 0 || table->count >= table->slot_count / 4 * 3) {
        slots_grow(table);
    }
    uint64_t hash = hash_key(key);
    struct table_slot *slot = &table->slots[slot_find(table, key, hash)];
    if (slot->block != NULL) {
        return table_rewrite(table, slot->block, 0, value);
    }
    struct table_block *block = block_new(table, key, value.length, false);
    if (value.length > 0) {
        memcpy(block->bytes + key.length, value.at, value.length);
    }
    block->value_length = (uint32_t)value.length;
    table->bytes += value.length;
    table->count++;
    *slot = (struct table_slot){block, hash};
    note_change(table, block);
    return block;
}

void table_remove(struct table *table, struct bytes key)
{
    if (table->count == 0) {
        return;
    }
    size_t mask = table->slot_count - 1;
    size_t hole = slot_find(table, key, hash_key(key));
    if (table->slots[hole].block == NULL) {
        return;
    }
    note_removal(table, table->slots[hole].block);
    table->bytes -= table->slots[hole].block->value_length;
    block_free(table, table->slots[hole].block);
    table->count--;
    /* Close the gap: move back each follower that may stand in the hole. */
    for (size_t at = (hole + 1) & mask; table->slots[at].block != NULL; at = (at + 1) & mask) {
        size_t home = (size_t)table->slots[at].hash & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            table->slots[hole] = table->slots[at];
            hole = at;
        }
    }
    table->slots[hole].block = NULL;
}

uint64_t table_hash(struct bytes key)
{
    return hash_key(key);
}

uint64_t bytes_hash(uint64_t before, struct bytes bytes)
{
    return XXH3_64bits_withSeed(bytes.at, bytes.length, before);
}

void table_fetch_slot(const struct table *table, uint64_t hash)
{
    if (table->slot_count > 0) {
        __builtin_prefetch(&table->slots[hash & (table->slot_count - 1)]);
    }
}

void table_fetch_record(const struct table *table, uint64_t hash)
{
    size_t mask = table->slot_count - 1;
    size_t at = (size_t)hash & mask;
    for (size_t i = 0; i < TABLE_FETCH_PROBES && table->slot_count > 0; i++, at = (at + 1) & mask) {
        const struct table_slot *slot = &table->slots[at];
        if (slot->block != NULL && slot->hash == hash) {
            table_fetch_block(slot->block, TABLE_FETCH_LINES);
            return;
        }
    }
}

struct table_block *table_next(const struct table *table, size_t *cursor)
{
    while (*cursor < table->slot_count) {
        struct table_block *block = table->slots[(*cursor)++].block;
        if (block != NULL) {
            return block;
        }
    }
    return NULL;
}
