/* Changes gathered from messages or a table: in key order, each key once. */
#ifndef STORE_BATCH_H
#define STORE_BATCH_H

#include "base/table.h"

struct batch_item {
    const uint8_t *key;
    const uint8_t *value; /* of a put */
    uint32_t value_length;
    uint16_t key_length;
    bool put; /* false: removed */
};

/* Its memory is kept when cleared, but for values that were joined. What was added is borrowed. */
struct batch {
    struct batch_item *items; /* as added */
    size_t count;
    size_t capacity;
    struct batch_entry *entries;
    struct batch_entry *scratch;
    size_t entry_capacity;
    struct buffer *joined; /* values that came in several items */
    size_t joined_count;
    size_t sorted; /* entries after batch_sort */
};

void batch_fini(struct batch *batch);
void batch_clear(struct batch *batch);

/* All items of a delta or snapshot chunk (task/change.h), which may go on from the message before.
 * False: the message is none. */
bool batch_add_message(struct batch *batch, struct bytes message);
/* All records of the tracked kinds. */
void batch_add_table(struct batch *batch, const struct table *table);

/* Puts what was added into key order; of one key only what was added last stays. */
void batch_sort(struct batch *batch);
/* In order, after batch_sort; index < batch->sorted. Those soon asked for are fetched. */
const struct batch_item *batch_at(const struct batch *batch, size_t index);

#endif
