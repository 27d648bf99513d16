/* Records by key: the state of a task in memory. */
#define XXH_INLINE_ALL
#include "base/table.h"

#include <xxhash.h>

#include <assert.h>

enum {
    TABLE_FIRST_SLOTS = 1024,
    TABLE_SLAB_BYTES = 1 << 18,
    TABLE_SMALL_STEP = 16,    /* size classes of small blocks are this far apart */
    TABLE_SMALL_CLASSES = 32, /* up to 512 bytes; then four classes for each doubling */
    TABLE_LARGE_CLASSES = 28, /* up to 64 KiB; larger blocks come from the heap each by itself */
    TABLE_HEAP_CLASS = TABLE_SMALL_CLASSES + TABLE_LARGE_CLASSES,
};

struct table_slab {
    struct table_slab *previous;
};

struct table_block {
    uint32_t value_length;
    uint16_t key_length;
    uint16_t size_class;
    uint8_t bytes[]; /* key, then value */
};

struct table_slot {
    struct table_block *block; /* NULL: empty */
    uint64_t hash;
};

/* ---- blocks in size classes ---------------------------------------------------------------- */

static size_t class_bytes(uint32_t size_class)
{
    if (size_class < TABLE_SMALL_CLASSES) {
        return ((size_t)size_class + 1) * TABLE_SMALL_STEP;
    }
    uint32_t large = size_class - TABLE_SMALL_CLASSES;
    size_t base = (size_t)TABLE_SMALL_STEP * TABLE_SMALL_CLASSES << (large / 4);
    return base + base / 4 * (large % 4 + 1);
}

static uint32_t class_of(size_t size)
{
    if (size <= (size_t)TABLE_SMALL_STEP * TABLE_SMALL_CLASSES) {
        return (uint32_t)((size + TABLE_SMALL_STEP - 1) / TABLE_SMALL_STEP - 1);
    }
    uint32_t size_class = TABLE_SMALL_CLASSES;
    while (size_class < TABLE_HEAP_CLASS && class_bytes(size_class) < size) {
        size_class++;
    }
    return size_class;
}

static struct table_block *block_new(struct table *table, size_t size)
{
    uint32_t size_class = class_of(size);
    struct table_block *block;
    if (size_class == TABLE_HEAP_CLASS) {
        block = memory_allocate(size);
        table->memory += size;
    } else if (table->free_blocks[size_class] != NULL) {
        block = table->free_blocks[size_class];
        memcpy(&table->free_blocks[size_class], block, sizeof(void *));
    } else {
        size_t bytes = class_bytes(size_class);
        if (table->room_length < bytes) {
            struct table_slab *slab = memory_allocate(TABLE_SLAB_BYTES);
            slab->previous = table->slabs;
            table->slabs = slab;
            table->room = (uint8_t *)slab + TABLE_SMALL_STEP;
            table->room_length = TABLE_SLAB_BYTES - TABLE_SMALL_STEP;
            table->memory += TABLE_SLAB_BYTES;
        }
        block = (struct table_block *)(void *)table->room;
        table->room += bytes;
        table->room_length -= bytes;
    }
    block->size_class = (uint16_t)size_class;
    return block;
}

static size_t block_size(const struct table_block *block)
{
    return sizeof *block + block->key_length + block->value_length;
}

static void block_free(struct table *table, struct table_block *block)
{
    table->bytes -= (size_t)block->key_length + block->value_length;
    if (block->size_class == TABLE_HEAP_CLASS) {
        table->memory -= block_size(block);
        memory_free(block);
        return;
    }
    uint32_t size_class = block->size_class;
    memcpy(block, &table->free_blocks[size_class], sizeof(void *));
    table->free_blocks[size_class] = block;
}

static bool block_holds(const struct table_block *block, size_t size)
{
    return block->size_class == TABLE_HEAP_CLASS ? block_size(block) == size
                                                 : class_of(size) == block->size_class;
}

/* ---- slots --------------------------------------------------------------------------------- */

void table_init(struct table *table)
{
    *table = (struct table){0};
}

void table_fini(struct table *table)
{
    for (size_t i = 0; i < table->slot_count; i++) {
        struct table_block *block = table->slots[i].block;
        if (block != NULL && block->size_class == TABLE_HEAP_CLASS) {
            memory_free(block);
        }
    }
    while (table->slabs != NULL) {
        struct table_slab *previous = table->slabs->previous;
        memory_free(table->slabs);
        table->slabs = previous;
    }
    memory_free(table->slots);
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
            memcmp(slot->block->bytes, key.at, key.length) == 0) {
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

struct table_value table_get(const struct table *table, struct bytes key)
{
    if (table->count == 0) {
        return (struct table_value){NULL, 0};
    }
    struct table_block *block =
        table->slots[slot_find(table, key, XXH3_64bits(key.at, key.length))].block;
    if (block == NULL) {
        return (struct table_value){NULL, 0};
    }
    return (struct table_value){block->bytes + block->key_length, block->value_length};
}

uint8_t *table_put(struct table *table, struct bytes key, struct bytes value)
{
    assert(key.length <= TABLE_KEY_MAX && value.length <= UINT32_MAX);
    if (table->slot_count == 0 || table->count >= table->slot_count / 4 * 3) {
        slots_grow(table);
    }
    uint64_t hash = XXH3_64bits(key.at, key.length);
    struct table_slot *slot = &table->slots[slot_find(table, key, hash)];
    size_t size = sizeof(struct table_block) + key.length + value.length;
    struct table_block *block = slot->block;
    if (block != NULL && block_holds(block, size)) {
        table->bytes = table->bytes - block->value_length + value.length;
    } else {
        struct table_block *fresh = block_new(table, size);
        fresh->key_length = (uint16_t)key.length;
        memcpy(fresh->bytes, key.at, key.length);
        table->bytes += key.length + value.length;
        table->count += block == NULL;
        /* The value may be a part of the old block: copy before that is freed. */
        if (value.length > 0) {
            memcpy(fresh->bytes + key.length, value.at, value.length);
        }
        fresh->value_length = (uint32_t)value.length;
        if (block != NULL) {
            block_free(table, block);
        }
        slot->block = fresh;
        slot->hash = hash;
        return fresh->bytes + key.length;
    }
    if (value.length > 0) {
        memmove(block->bytes + key.length, value.at, value.length);
    }
    block->value_length = (uint32_t)value.length;
    return block->bytes + key.length;
}

void table_remove(struct table *table, struct bytes key)
{
    if (table->count == 0) {
        return;
    }
    size_t mask = table->slot_count - 1;
    size_t hole = slot_find(table, key, XXH3_64bits(key.at, key.length));
    if (table->slots[hole].block == NULL) {
        return;
    }
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

bool table_walk(const struct table *table,
                size_t *cursor,
                struct bytes *ret_key,
                struct bytes *ret_value)
{
    for (; *cursor < table->slot_count; (*cursor)++) {
        const struct table_block *block = table->slots[*cursor].block;
        if (block != NULL) {
            *ret_key = (struct bytes){block->bytes, block->key_length};
            *ret_value = (struct bytes){block->bytes + block->key_length, block->value_length};
            (*cursor)++;
            return true;
        }
    }
    return false;
}
