/* A task's own record: how far it has come, and whose it is. Part of every commit. */
#include "task/task_record.h"

#include "base/table.h"

void task_record_write(struct buffer *to, const struct task_record *record)
{
    buffer_clear(to);
    buffer_u8(to, TASK_FORMAT);
    buffer_i64(to, (int64_t)record->commit);
    buffer_u32(to, record->task_count);
    buffer_u32(to, record->program_hash);
    buffer_i64(to, record->revision);
    buffer_text(to, record->cluster_id);
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        buffer_i64(to, record->positions[i]);
    }
    buffer_u8(to, record->no_clock);
    buffer_i64(to, (int64_t)record->snapshot);
    buffer_i64(to, (int64_t)record->log_bytes);
}

bool task_record_read(struct bytes bytes, struct task_record *ret_record, bool *ret_newer)
{
    struct reader reader = reader_of(bytes);
    uint8_t format = reader_u8(&reader);
    *ret_newer = !reader.failed && format > TASK_FORMAT;
    *ret_record = (struct task_record){.format = format};
    ret_record->commit = (uint64_t)reader_i64(&reader);
    ret_record->task_count = reader_u32(&reader);
    ret_record->program_hash = reader_u32(&reader);
    ret_record->revision = reader_i64(&reader);
    ret_record->cluster_id = reader_text(&reader);
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        ret_record->positions[i] = reader_i64(&reader);
    }
    ret_record->no_clock = reader_u8(&reader) != 0;
    ret_record->snapshot = (uint64_t)reader_i64(&reader);
    ret_record->log_bytes = (uint64_t)reader_i64(&reader);
    return format >= 1 && format <= TASK_FORMAT && !reader.failed && reader_left(&reader) == 0;
}

/* ---- metadata ---------------------------------------------------------------------------- */

/* "m1 COMMIT HASH", both in sixteen hexadecimal digits. */
enum { HEX_DIGITS = 16, METADATA_LENGTH = 3 + HEX_DIGITS + 1 + HEX_DIGITS };
static const char hex[] = "0123456789abcdef";

struct task_metadata task_metadata_of(struct bytes record, uint64_t commit)
{
    return (struct task_metadata){commit, bytes_hash(0, record)};
}

static void write_hex(char *to, uint64_t value)
{
    for (int i = HEX_DIGITS - 1; i >= 0; i--, value >>= 4) {
        to[i] = hex[value & 0xf];
    }
}

static bool read_hex(const char *from, uint64_t *ret_value)
{
    *ret_value = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
        const char *digit = memchr(hex, from[i], HEX_DIGITS);
        if (digit == NULL) {
            return false;
        }
        *ret_value = *ret_value << 4 | (uint64_t)(digit - hex);
    }
    return true;
}

void task_metadata_write(const struct task_metadata *metadata, char to[TASK_METADATA_MAX + 1])
{
    memcpy(to, "m1 ", 3);
    write_hex(to + 3, metadata->commit);
    to[3 + HEX_DIGITS] = ' ';
    write_hex(to + 3 + HEX_DIGITS + 1, metadata->hash);
    to[METADATA_LENGTH] = '\0';
}

bool task_metadata_read(const char *text, struct task_metadata *ret_metadata)
{
    size_t length = 0;
    while (length <= METADATA_LENGTH && text[length] != '\0') {
        length++;
    }
    return length == METADATA_LENGTH && memcmp(text, "m1 ", 3) == 0 &&
           text[3 + HEX_DIGITS] == ' ' && read_hex(text + 3, &ret_metadata->commit) &&
           read_hex(text + 3 + HEX_DIGITS + 1, &ret_metadata->hash);
}
