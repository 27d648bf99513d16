/* Numbers, lengths and texts as Avro writes them, read with bounds. */
#ifndef CODEC_AVRO_NUMBER_H
#define CODEC_AVRO_NUMBER_H

#include "base/bytes.h"
#include "codec/json_scan.h"

/* A function that gives false has left the reader where it likes. */

/* Seven bits a byte, the least first, the sign in the lowest bit; at most 64 bits. */
static inline bool avro_read_long(struct reader *reader, int64_t *ret_value)
{
    uint64_t value = 0;
    for (uint32_t shift = 0; shift < 64; shift += 7) {
        if (reader->at == reader->end) {
            return false;
        }
        uint64_t byte = *reader->at++;
        value |= (byte & 0x7F) << shift;
        if (byte < 0x80) {
            *ret_value = (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
            return shift < 63 || byte <= 1;
        }
    }
    return false;
}

static inline bool avro_read_int(struct reader *reader, int32_t *ret_value)
{
    int64_t value;
    if (!avro_read_long(reader, &value) || value < INT32_MIN || value > INT32_MAX) {
        return false;
    }
    *ret_value = (int32_t)value;
    return true;
}

/* Bytes in place, any; never null, also where there are none. */
static inline bool avro_read_bytes(struct reader *reader, struct merit_text *ret_text)
{
    int64_t length;
    if (!avro_read_long(reader, &length) || length < 0 || length > UINT32_MAX ||
        (uint64_t)length > reader_left(reader)) {
        return false;
    }
    *ret_text = (struct merit_text){(const char *)reader->at, (uint32_t)length};
    reader->at += length;
    return true;
}

/* True for UTF-8; ids are ASCII and short, for which this is fast. */
static inline bool avro_is_utf8(struct merit_text text)
{
    uint64_t high = 0;
    uint64_t word = 0;
    uint32_t done = 0;
    for (; text.length - done >= sizeof word; done += (uint32_t)sizeof word) {
        memcpy(&word, text.at + done, sizeof word);
        high |= word;
    }
    if (text.length >= sizeof word) {
        memcpy(&word, text.at + text.length - sizeof word, sizeof word);
        high |= word;
    } else {
        for (; done < text.length; done++) {
            high |= (unsigned char)text.at[done];
        }
    }
    return (high & UINT64_C(0x8080808080808080)) == 0 || json_scan_utf8(text);
}

static inline bool avro_read_text(struct reader *reader, struct merit_text *ret_text)
{
    return avro_read_bytes(reader, ret_text) && avro_is_utf8(*ret_text);
}

/* The number of elements of an array's or map's next block, 0 at its end. A block may give its size
 * in bytes as well, which is passed over. */
static inline bool avro_read_block(struct reader *reader, uint64_t *ret_count)
{
    int64_t count;
    int64_t size = 0;
    if (!avro_read_long(reader, &count) || (count < 0 && !avro_read_long(reader, &size)) ||
        size < 0 || (uint64_t)size > reader_left(reader)) {
        return false;
    }
    *ret_count = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    return true;
}

#endif
