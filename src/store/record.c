/* How a record is stored: its value, then four bytes that tell whether it is whole. */
#include "store/record.h"

static uint32_t check_of(struct bytes key, struct bytes value)
{
    return (uint32_t)bytes_hash(bytes_hash(0, key), value);
}

void record_write(uint8_t *to, struct bytes key, struct bytes value)
{
    uint32_t check = check_of(key, value);
    if (value.length > 0) {
        memcpy(to, value.at, value.length);
    }
    memcpy(to + value.length, &check, sizeof check);
}

bool record_read(struct bytes key, struct bytes stored, struct bytes *ret_value)
{
    if (stored.length < RECORD_CHECK_BYTES) {
        return false;
    }
    struct bytes value = {stored.at, stored.length - RECORD_CHECK_BYTES};
    uint32_t check;
    memcpy(&check, stored.at + value.length, sizeof check);
    *ret_value = value;
    return check == check_of(key, value);
}

struct bytes record_position_key(void)
{
    static const uint8_t key[] = {0};
    return (struct bytes){key, sizeof key};
}

void record_write_position(struct buffer *to, const struct store_position *position)
{
    buffer_i64(to, (int64_t)position->commit);
    buffer_i64(to, position->log_offset);
    buffer_i64(to, (int64_t)position->state_size);
}

bool record_read_position(struct bytes value, struct store_position *ret_position)
{
    struct reader reader = reader_of(value);
    struct store_position position = {.commit = (uint64_t)reader_i64(&reader)};
    position.log_offset = reader_i64(&reader);
    position.state_size = (uint64_t)reader_i64(&reader);
    if (reader.failed || reader_left(&reader) > 0) {
        return false;
    }
    *ret_position = position;
    return true;
}
