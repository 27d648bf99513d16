/* Fuzz target: any bytes as a message of the change log; what is read is written and read again,
 * and gathered as a store gathers it. */
#include "fuzz.h"
#include "store/batch.h"
#include "task/change.h"

#include <stdlib.h>

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool bytes_equal(struct bytes a, struct bytes b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static void require_same_header(const struct change_header *a, const struct change_header *b)
{
    require(a->kind == b->kind && a->commit == b->commit && a->snapshot == b->snapshot &&
            a->index == b->index && a->last == b->last && a->checksum == b->checksum);
}

/* Header and items of a message, written anew; false where it is none. */
static bool rewrite(struct bytes message, struct messages *to)
{
    struct reader reader = reader_of(message);
    struct change_header header;
    if (!change_read_header(&reader, &header)) {
        return false;
    }
    change_begin(to, &header);
    for (struct change_item item; change_read_item(&reader, &item);) {
        if (item.more) {
            change_more(&to->bytes, item.key, item.value);
        } else if (item.put) {
            change_put(&to->bytes, item.key, item.value);
        } else {
            change_remove(&to->bytes, item.key);
        }
    }
    messages_end(to);
    return !reader.failed;
}

static void require_same(struct bytes first, struct bytes second)
{
    struct reader a = reader_of(first);
    struct reader b = reader_of(second);
    struct change_header header;
    struct change_header other_header;
    require(change_read_header(&a, &header) && change_read_header(&b, &other_header));
    require_same_header(&header, &other_header);
    struct change_item item;
    struct change_item other;
    while (change_read_item(&a, &item)) {
        require(change_read_item(&b, &other));
        require(item.put == other.put && item.more == other.more &&
                bytes_equal(item.key, other.key) && bytes_equal(item.value, other.value));
    }
    require(!change_read_item(&b, &other) && !a.failed && !b.failed);
}

static int compare(const struct batch_item *a, const struct batch_item *b)
{
    size_t shorter = a->key_length < b->key_length ? a->key_length : b->key_length;
    int order = memcmp(a->key, b->key, shorter);
    return order != 0 ? order : (int)a->key_length - (int)b->key_length;
}

static void gather(struct bytes message, bool good)
{
    struct batch batch = {0};
    bool added = batch_add_message(&batch, message);
    require(good || !added);
    batch_sort(&batch);
    require(batch.sorted <= batch.count && (batch.sorted > 0) == (batch.count > 0));
    for (size_t i = 1; i < batch.sorted; i++) {
        require(compare(batch_at(&batch, i - 1), batch_at(&batch, i)) < 0);
    }
    batch_fini(&batch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes message = {data, size};
    struct messages written = {0};
    bool good = rewrite(message, &written);
    if (good) {
        require_same(message, messages_at(&written, 0));
    }
    gather(message, good);
    messages_fini(&written);
    return 0;
}
