/* Facts messages on their way: many in one Kafka message, one pack for each destination. */
#include "task/fact_pack.h"

void fact_pack_add(struct buffer *pack, struct bytes message)
{
    if (pack->length == 0) {
        buffer_u8(pack, FACT_PACK_FORMAT);
    }
    buffer_varint(pack, message.length);
    buffer_put(pack, message.at, message.length);
}

bool fact_pack_open(struct bytes pack, struct reader *ret_reader)
{
    *ret_reader = reader_of(pack);
    return reader_u8(ret_reader) == FACT_PACK_FORMAT && !ret_reader->failed;
}

bool fact_pack_next(struct reader *reader, struct bytes *ret_message)
{
    if (reader_left(reader) == 0) {
        return false;
    }
    uint64_t length = reader_varint(reader);
    if (length == 0 || length > reader_left(reader)) {
        reader->failed = true;
        return false;
    }
    *ret_message = (struct bytes){reader_take(reader, (size_t)length), (size_t)length};
    return !reader->failed;
}
