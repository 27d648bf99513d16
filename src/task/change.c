/* Messages of a task's change log: what each commit changed, and snapshots of all of it. */
#include "task/change.h"

#include <assert.h>

enum { CHANGE_REMOVE = 0, CHANGE_PUT = 1, CHANGE_MORE = 2, CHANGE_LAST_OFFSET = 2 };

void change_begin(struct messages *messages, const struct change_header *header)
{
    struct buffer *to = &messages->bytes;
    buffer_u8(to, CHANGE_FORMAT);
    buffer_u8(to, (uint8_t)header->kind);
    buffer_u8(to, header->last);
    buffer_i64(to, (int64_t)header->commit);
    if (header->kind != CHANGE_DELTA) {
        buffer_i64(to, (int64_t)header->snapshot);
    }
    buffer_u32(to, header->index);
    if (header->kind == CHANGE_SNAPSHOT_END) {
        buffer_i64(to, (int64_t)header->checksum);
    }
}

void change_set_last(struct messages *messages)
{
    messages->bytes.bytes[messages_start(messages) + CHANGE_LAST_OFFSET] = 1;
}

static void write_key(struct buffer *to, uint8_t kind, struct bytes key)
{
    assert(key.length <= TABLE_KEY_MAX);
    buffer_u8(to, kind);
    buffer_u8(to, (uint8_t)key.length);
    buffer_put(to, key.at, key.length);
}

static void write_put(struct buffer *to, uint8_t kind, struct bytes key, struct bytes value)
{
    write_key(to, kind, key);
    buffer_varint(to, value.length);
    buffer_put(to, value.at, value.length);
}

void change_put(struct buffer *to, struct bytes key, struct bytes value)
{
    write_put(to, CHANGE_PUT, key, value);
}

void change_more(struct buffer *to, struct bytes key, struct bytes piece)
{
    write_put(to, CHANGE_MORE, key, piece);
}

size_t change_put_piece(struct buffer *to, struct bytes key, struct bytes value, size_t from)
{
    assert(from == 0 || from < value.length);
    size_t left = value.length - from;
    struct bytes piece = {from == 0 ? value.at : value.at + from,
                          left < CHANGE_PIECE_BYTES ? left : CHANGE_PIECE_BYTES};
    write_put(to, from == 0 ? CHANGE_PUT : CHANGE_MORE, key, piece);
    return from + piece.length;
}

void change_remove(struct buffer *to, struct bytes key)
{
    write_key(to, CHANGE_REMOVE, key);
}

bool change_read_header(struct reader *reader, struct change_header *ret_header)
{
    uint8_t format = reader_u8(reader);
    uint8_t kind = reader_u8(reader);
    uint8_t last = reader_u8(reader);
    *ret_header = (struct change_header){
        .kind = (enum change_kind)kind,
        .last = last == 1,
        .commit = (uint64_t)reader_i64(reader),
    };
    if (reader->failed || format != CHANGE_FORMAT || kind < CHANGE_DELTA ||
        kind > CHANGE_SNAPSHOT_END || last > 1) {
        return false;
    }
    if (kind != CHANGE_DELTA) {
        ret_header->snapshot = (uint64_t)reader_i64(reader);
    }
    ret_header->index = reader_u32(reader);
    if (kind == CHANGE_SNAPSHOT_END) {
        ret_header->checksum = (uint64_t)reader_i64(reader);
    }
    return !reader->failed;
}

bool change_read_item(struct reader *reader, struct change_item *ret_item)
{
    if (reader_left(reader) == 0) {
        return false;
    }
    uint8_t kind = reader_u8(reader);
    size_t length = reader_u8(reader);
    *ret_item = (struct change_item){
        .put = kind == CHANGE_PUT || kind == CHANGE_MORE,
        .more = kind == CHANGE_MORE,
    };
    ret_item->key = (struct bytes){reader_take(reader, length), length};
    if (ret_item->put) {
        uint64_t size = reader_varint(reader);
        size = size > reader_left(reader) ? SIZE_MAX : size;
        ret_item->value = (struct bytes){reader_take(reader, (size_t)size), (size_t)size};
    }
    if (kind > CHANGE_MORE || length == 0 || length > TABLE_KEY_MAX) {
        reader->failed = true;
    }
    return !reader->failed;
}

static void append(struct table *table, const struct change_item *item)
{
    struct table_value before = table_get(table, item->key);
    struct buffer whole = {0};
    buffer_put(&whole, before.at, before.at == NULL ? 0 : before.length);
    buffer_put(&whole, item->value.at, item->value.length);
    table_put(table, item->key, buffer_view(&whole));
    buffer_fini(&whole);
}

void change_apply(struct table *table, const struct change_item *item)
{
    if (item->more) {
        append(table, item);
    } else if (item->put) {
        table_put(table, item->key, item->value);
    } else {
        table_remove(table, item->key);
    }
}

bool change_apply_message(struct table *table,
                          struct bytes message,
                          struct change_header *ret_header)
{
    struct reader reader = reader_of(message);
    if (!change_read_header(&reader, ret_header)) {
        return false;
    }
    for (struct change_item item; change_read_item(&reader, &item);) {
        change_apply(table, &item);
    }
    return !reader.failed;
}

uint64_t change_checksum(uint64_t before, struct bytes message)
{
    struct reader reader = reader_of(message);
    struct change_header header;
    bool read = change_read_header(&reader, &header);
    assert(read && "a message that was read before");
    return bytes_hash(before, reader_rest(&reader));
}
