/* Whether a data file is one that LMDB may be let near. */
#include "store/pages.h"

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

struct pages {
    struct bytes file;
    size_t page_bytes;
    uint64_t end;  /* the first number that is no page's */
    uint64_t last; /* of the newest commit */
    uint64_t txnid;
    uint8_t *used;       /* a bit for each page */
    uint64_t beyond;     /* free pages that were never written, after the file's end */
    struct buffer lists; /* where in the file the nodes with lists of free pages are */
    const char *fault;
};

/* One tree's walk: the pages from its root to where it stands. */
struct walk {
    struct pages *pages;
    bool by_number;
    uint32_t depth; /* of all its leaves */
    uint64_t entries;
    struct bytes previous; /* the key before: what follows is greater */
    struct bytes floor;    /* what follows is this or greater */
    struct {
        const uint8_t *page;
        uint32_t next; /* node */
    } stack[TREE_DEPTH_MAX];
    uint32_t height; /* of the stack */
};

static uint16_t u16_at(const uint8_t *at)
{
    uint16_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static uint32_t u32_at(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static uint64_t u64_at(const uint8_t *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static bool fail(struct pages *pages, const char *fault)
{
    pages->fault = fault;
    return false;
}

/* ---- pages and nodes ---------------------------------------------------------------------- */

/* Takes a run of pages for one place: false where one is outside or taken already. */
static bool use(struct pages *pages, uint64_t number, uint64_t count)
{
    if (number < META_COUNT || number >= pages->end || count > pages->end - number) {
        return fail(pages, "a page lies outside the file");
    }
    for (uint64_t i = number; i < number + count; i++) {
        uint8_t bit = (uint8_t)(1U << i % BITS);
        if ((pages->used[i / BITS] & bit) != 0) {
            return fail(pages, "a page is used twice");
        }
        pages->used[i / BITS] |= bit;
    }
    return true;
}

static const uint8_t *page_at(const struct pages *pages, uint64_t number)
{
    return pages->file.at + number * pages->page_bytes;
}

static uint32_t node_count(const uint8_t *page)
{
    return (uint32_t)(u16_at(page + PAGE_LOWER_AT) - PAGE_HEADER) / 2;
}

static bool is_branch(const uint8_t *page)
{
    return u16_at(page + PAGE_FLAGS_AT) == PAGE_BRANCH;
}

static const uint8_t *node_at(const uint8_t *page, uint32_t index)
{
    return page + u16_at(page + PAGE_HEADER + (size_t)index * 2);
}

static struct bytes node_key(const uint8_t *node)
{
    return (struct bytes){node + NODE_HEADER, u16_at(node + NODE_KEY_LENGTH_AT)};
}

static uint32_t node_value_length(const uint8_t *node)
{
    return u32_at(node);
}

/* Of a branch: six bytes, the last two where a leaf has flags. */
static uint64_t node_child(const uint8_t *node)
{
    return u32_at(node) | (uint64_t)u16_at(node + NODE_FLAGS_AT) << 32;
}

static bool node_is_big(const uint8_t *node)
{
    return u16_at(node + NODE_FLAGS_AT) == NODE_IS_BIG;
}

/* The bytes that the node at `offset` takes, 0 where it does not lie inside the page. */
static size_t node_bytes(const struct pages *pages, const uint8_t *page, size_t offset)
{
    size_t room = pages->page_bytes - offset;
    const uint8_t *node = page + offset;
    if (room < NODE_HEADER || u16_at(node + NODE_KEY_LENGTH_AT) > KEY_MAX) {
        return 0;
    }
    uint64_t bytes = NODE_HEADER + (uint64_t)u16_at(node + NODE_KEY_LENGTH_AT);
    if (!is_branch(page)) {
        if (u16_at(node + NODE_FLAGS_AT) > NODE_IS_BIG) {
            return 0;
        }
        bytes += node_is_big(node) ? NUMBER_BYTES : node_value_length(node);
    }
    bytes += bytes % 2;
    return bytes <= room ? (size_t)bytes : 0;
}

/* Whether a page's list of nodes and the nodes lie inside it and fill it without a gap. */
static bool check_page(struct pages *pages, const uint8_t *page, uint64_t number, bool leaf)
{
    size_t lower = u16_at(page + PAGE_LOWER_AT);
    size_t upper = u16_at(page + PAGE_UPPER_AT);
    if (u64_at(page) != number ||
        u16_at(page + PAGE_FLAGS_AT) != (leaf ? PAGE_LEAF : PAGE_BRANCH) || lower % 2 != 0 ||
        lower < PAGE_HEADER + (leaf ? 2 : 4) || lower > upper || upper > pages->page_bytes) {
        return fail(pages, "a page is damaged");
    }
    size_t bytes = 0;
    for (uint32_t i = 0; i < node_count(page); i++) {
        size_t offset = u16_at(page + PAGE_HEADER + (size_t)i * 2);
        size_t size = offset < upper || offset % 2 != 0 || offset > pages->page_bytes
                          ? 0
                          : node_bytes(pages, page, offset);
        if (size == 0) {
            return fail(pages, "a record lies outside its page");
        }
        bytes += size;
    }
    return bytes == pages->page_bytes - upper || fail(pages, "records overlap");
}

/* The run of pages of a big value. */
static bool check_big(struct pages *pages, const uint8_t *node)
{
    struct bytes key = node_key(node);
    uint64_t number = u64_at(key.at + key.length);
    uint64_t count = ((uint64_t)node_value_length(node) + PAGE_HEADER - 1) / pages->page_bytes + 1;
    if (!use(pages, number, count)) {
        return false;
    }
    const uint8_t *page = page_at(pages, number);
    return (u64_at(page) == number && u16_at(page + PAGE_FLAGS_AT) == PAGE_OVERFLOW &&
            u32_at(page + PAGE_LOWER_AT) == count) ||
           fail(pages, "a long value's page is damaged");
}

/* ---- a tree ------------------------------------------------------------------------------- */

static int compare_keys(const struct walk *walk, struct bytes a, struct bytes b)
{
    if (walk->by_number) {
        uint64_t first = u64_at(a.at);
        uint64_t second = u64_at(b.at);
        return (first > second) - (first < second);
    }
    int order = memcmp(a.at, b.at, a.length < b.length ? a.length : b.length);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static bool check_key(struct walk *walk, struct bytes key)
{
    if (key.length == 0 || (walk->by_number && key.length != NUMBER_BYTES)) {
        return fail(walk->pages, "a key is damaged");
    }
    if ((walk->previous.at != NULL && compare_keys(walk, walk->previous, key) >= 0) ||
        (walk->floor.at != NULL && compare_keys(walk, walk->floor, key) > 0)) {
        return fail(walk->pages, "keys are out of order");
    }
    return true;
}

/* The free pages that a record of the tree of free pages names: their count, then the numbers. */
static bool check_free(struct pages *pages, const uint8_t *node)
{
    struct bytes key = node_key(node);
    size_t length = node_value_length(node);
    const uint8_t *list = key.at + key.length;
    list = node_is_big(node) ? page_at(pages, u64_at(list)) + PAGE_HEADER : list;
    if (length < NUMBER_BYTES || u64_at(list) > length / NUMBER_BYTES - 1 ||
        u64_at(key.at) > pages->txnid) {
        return fail(pages, "a list of free pages is damaged");
    }
    uint64_t count = u64_at(list);
    for (uint64_t i = 1; i <= count; i++) {
        uint64_t number = u64_at(list + i * NUMBER_BYTES);
        if (i > 1 && number >= u64_at(list + (i - 1) * NUMBER_BYTES)) {
            return fail(pages, "a list of free pages is out of order");
        }
        if (number > pages->last || (number < pages->end && !use(pages, number, 1))) {
            return fail(pages, "a free page is in use");
        }
        pages->beyond += number >= pages->end;
    }
    return true;
}

/* All lists, once the pages of both trees are known. */
static bool check_free_lists(struct pages *pages)
{
    for (size_t at = 0; at < pages->lists.length; at += sizeof(uint64_t)) {
        uint64_t offset;
        memcpy(&offset, pages->lists.bytes + at, sizeof offset);
        if (!check_free(pages, pages->file.at + offset)) {
            return false;
        }
    }
    return pages->beyond == pages->last + 1 - pages->end || fail(pages, "the file was cut short");
}

static bool check_leaf(struct walk *walk, const uint8_t *page)
{
    for (uint32_t i = 0; i < node_count(page); i++) {
        const uint8_t *node = node_at(page, i);
        if (!check_key(walk, node_key(node)) ||
            (node_is_big(node) && !check_big(walk->pages, node))) {
            return false;
        }
        walk->previous = node_key(node);
        walk->entries++;
        if (walk->by_number) {
            buffer_i64(&walk->pages->lists, node - walk->pages->file.at);
        }
    }
    return true;
}

/* Goes to a page below the one where the walk stands. */
static bool enter(struct walk *walk, uint64_t number)
{
    struct pages *pages = walk->pages;
    bool leaf = walk->height + 1 == walk->depth;
    if (!use(pages, number, 1) || !check_page(pages, page_at(pages, number), number, leaf)) {
        return false;
    }
    if (leaf) {
        return check_leaf(walk, page_at(pages, number));
    }
    walk->stack[walk->height].page = page_at(pages, number);
    walk->stack[walk->height].next = 0;
    walk->height++;
    return true;
}

/* The next child of the page where the walk stands, or back up. */
static bool step(struct walk *walk)
{
    const uint8_t *page = walk->stack[walk->height - 1].page;
    uint32_t next = walk->stack[walk->height - 1].next++;
    if (next == node_count(page)) {
        walk->height--;
        return true;
    }
    const uint8_t *node = node_at(page, next);
    /* The first key of a branch says nothing. */
    if (next > 0) {
        if (!check_key(walk, node_key(node))) {
            return false;
        }
        walk->floor = node_key(node);
    }
    return enter(walk, node_child(node));
}

static bool check_tree(struct pages *pages, const uint8_t *tree, bool by_number)
{
    uint64_t root = u64_at(tree + TREE_ROOT);
    struct walk walk = {.pages = pages, .by_number = by_number};
    walk.depth = u16_at(tree + TREE_DEPTH);
    if (u16_at(tree + TREE_FLAGS) != (by_number ? TREE_IS_BY_NUMBER : 0) ||
        walk.depth > TREE_DEPTH_MAX || (walk.depth == 0) != (root == NO_PAGE)) {
        return fail(pages, "a tree's root is damaged");
    }
    bool good = root == NO_PAGE || enter(&walk, root);
    while (good && walk.height > 0) {
        good = step(&walk);
    }
    if (good && walk.entries != u64_at(tree + TREE_ENTRIES)) {
        return fail(pages, "records are missing");
    }
    return good;
}

/* ---- the file ----------------------------------------------------------------------------- */

static bool is_meta(const uint8_t *page)
{
    return u16_at(page + PAGE_FLAGS_AT) == PAGE_META && u32_at(page + META_MAGIC) == DATA_MAGIC &&
           u32_at(page + META_VERSION) == DATA_VERSION;
}

static bool check_trees(struct pages *pages, const uint8_t *meta)
{
    pages->last = u64_at(meta + META_LAST_PAGE);
    pages->txnid = u64_at(meta + META_TXNID);
    pages->end = pages->file.length / pages->page_bytes;
    if (pages->last >= UINT32_MAX * UINT64_C(4096) || pages->last + 1 < META_COUNT) {
        return fail(pages, "its head is damaged");
    }
    pages->end = pages->end < pages->last + 1 ? pages->end : pages->last + 1;
    size_t bytes = (size_t)(pages->end / BITS + 1);
    pages->used = memory_allocate(bytes);
    memset(pages->used, 0, bytes);
    bool good = check_tree(pages, meta + META_MAIN, false) &&
                check_tree(pages, meta + META_FREE, true) && check_free_lists(pages);
    memory_free(pages->used);
    buffer_fini(&pages->lists);
    return good;
}

const char *pages_check(struct bytes file)
{
    static const char damaged[] = "its head is damaged";
    struct pages pages = {.file = file};
    if (file.length < META_END || !is_meta(file.at)) {
        return damaged;
    }
    pages.page_bytes = u32_at(file.at + META_FREE);
    if (pages.page_bytes < PAGE_BYTES_LEAST || pages.page_bytes > PAGE_BYTES_MOST ||
        (pages.page_bytes & (pages.page_bytes - 1)) != 0 ||
        file.length < META_COUNT * pages.page_bytes) {
        return damaged;
    }
    const uint8_t *second = file.at + pages.page_bytes;
    if (!is_meta(second) || u32_at(second + META_FREE) != pages.page_bytes) {
        return damaged;
    }
    bool newer = u64_at(second + META_TXNID) > u64_at(file.at + META_TXNID);
    return check_trees(&pages, newer ? second : file.at) ? NULL : pages.fault;
}
