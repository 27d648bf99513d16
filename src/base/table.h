/* Records by key: the state of a task in memory. */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/bytes.h"

enum {
    TABLE_KEY_MAX = 192, /* bytes of a key */
    TABLE_LINE_BYTES = 64,
};

/* A record where it stands: it may be held on to, and moves only when its own value grows. */
struct table_block {
    uint32_t value_length;
    uint32_t capacity; /* of bytes */
    uint32_t change;   /* its place in the table's changes + 1; 0: not changed */
    uint16_t key_length;
    uint8_t bytes[]; /* key, then value */
};

/* Which records of the tracked kinds were put, touched or removed since table_forget_changes. */
struct table_changes {
    struct table_block **blocks; /* NULL: removed since */
    uint32_t count;
    uint32_t capacity;
    struct buffer removed; /* keys, each after its length */
};

/* A hash table of (key bytes, value bytes). A value has some room to grow, so that appending to it
 * seldom allocates. Not for threads. */
struct table {
    struct table_slot *slots;
    size_t slot_count; /* a power of two, 0 before the first put */
    size_t count;
    size_t bytes;        /* keys and values stored */
    size_t memory;       /* taken from the heap for records and slots */
    const bool *tracked; /* by a key's first byte; NULL: none */
    struct table_changes changes;
};

void table_init(struct table *table);
void table_fini(struct table *table);

/* The value in place, at NULL where there is none. It may be changed in place (same length) and is
 * valid until the next put or remove of its own key. */
struct table_value {
    uint8_t *at;
    size_t length;
    struct table_block *block; /* NULL where there is none */
};
struct table_value table_get(const struct table *table, struct bytes key);
/* The record itself, NULL where there is none. */
struct table_block *table_find(const struct table *table, struct bytes key);
/* Stores a copy; key.length <= TABLE_KEY_MAX. Returns where the record is now. */
struct table_block *table_put(struct table *table, struct bytes key, struct bytes value);
/* Keeps the first `from` bytes of a record's value and puts `tail` behind them: a put that need not
 * look for the key. Returns where the record is now. */
struct table_block *table_rewrite(struct table *table,
                                  struct table_block *old,
                                  size_t from,
                                  struct bytes tail);
void table_remove(struct table *table, struct bytes key);

static inline struct bytes table_block_key(const struct table_block *block)
{
    return (struct bytes){block->bytes, block->key_length};
}

static inline struct bytes table_block_value(const struct table_block *block)
{
    return (struct bytes){block->bytes + block->key_length, block->value_length};
}

/* Hints to the processor that a key's place, and then its record, will soon be asked for; the key's
 * hash is from table_hash. To be given for many keys, one kind after the other, before any is got.
 */
uint64_t table_hash(struct bytes key);
void table_fetch_slot(const struct table *table, uint64_t hash);
void table_fetch_record(const struct table *table, uint64_t hash);
/* The same for a record that is held on to, of whose bytes so many 64s will be read. */
static inline void table_fetch_block(const struct table_block *block, uint32_t lines)
{
    for (uint32_t line = 0; line < lines; line++) {
        __builtin_prefetch((const uint8_t *)block + (size_t)line * TABLE_LINE_BYTES);
    }
}

/* Keeps note of changes to records whose key's first byte is one of the 256 tracked ones, for those
 * who write them elsewhere; `tracked` is borrowed. */
void table_track(struct table *table, const bool *tracked);
/* To be called for a record found by table_get that is changed in place. */
void table_touch(struct table *table, const struct table_value *value);
/* What changed, in no particular order, each key once but those removed: all removals come before
 * all that was put. Start with cursor 0, ends with false; no put or remove between. */
bool table_next_removed(const struct table *table, size_t *cursor, struct bytes *ret_key);
bool table_next_changed(const struct table *table,
                        size_t *cursor,
                        struct bytes *ret_key,
                        struct bytes *ret_value);
void table_forget_changes(struct table *table);

/* A number that differs for most bytes, mixed with one from before. */
uint64_t bytes_hash(uint64_t before, struct bytes bytes);

/* The next record, NULL where there is none left: start with cursor 0. No put or remove between. */
struct table_block *table_next(const struct table *table, size_t *cursor);
/* The same, taken apart. */
static inline bool table_walk(const struct table *table,
                              size_t *cursor,
                              struct bytes *ret_key,
                              struct bytes *ret_value)
{
    const struct table_block *block = table_next(table, cursor);
    if (block == NULL) {
        return false;
    }
    *ret_key = table_block_key(block);
    *ret_value = table_block_value(block);
    return true;
}

#endif
