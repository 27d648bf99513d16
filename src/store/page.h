/* How LMDB 0.9 lays out its data file: pages, their nodes, the two heads and the trees' roots. */
#ifndef STORE_PAGE_H
#define STORE_PAGE_H

#include "base/bytes.h"

enum {
    PAGE_BYTES_LEAST = 512,
    PAGE_BYTES_MOST = 32768,
    PAGE_HEADER = 16,
    PAGE_FLAGS_AT = 10,
    PAGE_LOWER_AT = 12, /* of an overflow page: how many pages, four bytes */
    PAGE_UPPER_AT = 14,
    PAGE_BRANCH = 0x01,
    PAGE_LEAF = 0x02,
    PAGE_OVERFLOW = 0x04,
    PAGE_META = 0x08,
    NODE_HEADER = 8,
    NODE_FLAGS_AT = 4,
    NODE_KEY_LENGTH_AT = 6,
    NODE_IS_BIG = 0x01, /* its value lies on overflow pages, of which it holds the first's number */
    NUMBER_BYTES = 8,
    META_MAGIC = 0x10, /* within the page, as those below */
    META_VERSION = 0x14,
    META_FREE = 0x28,
    META_MAIN = 0x58,
    META_LAST_PAGE = 0x88,
    META_TXNID = 0x90,
    META_END = 0x98,
    META_COUNT = 2,
    TREE_FLAGS = 0x04, /* within a tree's description */
    TREE_DEPTH = 0x06,
    TREE_ENTRIES = 0x20,
    TREE_ROOT = 0x28,
    TREE_IS_BY_NUMBER = 0x08, /* its flags: keys are numbers of the machine's order */
    TREE_DEPTH_MAX = 32,
    KEY_MAX = 511,
    BITS = 8,
};

#define DATA_MAGIC   UINT32_C(0xBEEFC0DE)
#define DATA_VERSION 1U
#define NO_PAGE      UINT64_MAX

static inline uint16_t u16_at(const uint8_t *at)
{
    uint16_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint32_t u32_at(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint64_t u64_at(const uint8_t *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint32_t node_count(const uint8_t *page)
{
    return (uint32_t)(u16_at(page + PAGE_LOWER_AT) - PAGE_HEADER) / 2;
}

static inline bool is_branch(const uint8_t *page)
{
    return u16_at(page + PAGE_FLAGS_AT) == PAGE_BRANCH;
}

static inline const uint8_t *node_at(const uint8_t *page, uint32_t index)
{
    return page + u16_at(page + PAGE_HEADER + (size_t)index * 2);
}

static inline struct bytes node_key(const uint8_t *node)
{
    return (struct bytes){node + NODE_HEADER, u16_at(node + NODE_KEY_LENGTH_AT)};
}

static inline uint32_t node_value_length(const uint8_t *node)
{
    return u32_at(node);
}

/* Of a branch: six bytes, the last two where a leaf has flags. */
static inline uint64_t node_child(const uint8_t *node)
{
    return u32_at(node) | (uint64_t)u16_at(node + NODE_FLAGS_AT) << 32;
}

static inline bool node_is_big(const uint8_t *node)
{
    return u16_at(node + NODE_FLAGS_AT) == NODE_IS_BIG;
}

#endif
