/* Which instance has which task, as all of them say it in the owners topic. */
#include "task/owners.h"

/* ---- the record -------------------------------------------------------------------------- */

static size_t put_text(char *to, size_t at, struct merit_text text)
{
    memcpy(to + at, text.at, text.length);
    return at + text.length;
}

static size_t put_number(char *to, size_t at, uint32_t number)
{
    enum { DIGITS_LEAST = 4, DIGITS_MAX = 10, TEN = 10 };
    char digits[DIGITS_MAX];
    size_t count = 0;
    for (; number > 0 || count < DIGITS_LEAST; number /= TEN) {
        digits[count++] = (char)('0' + number % TEN);
    }
    while (count > 0) {
        to[at++] = digits[--count];
    }
    return at;
}

void owners_key_write(const struct owners_record *record, char to[OWNERS_KEY_MAX + 1])
{
    static const char *const words[OWNERS_KIND_COUNT] = {"task-", "standby-", "instance-"};
    assert(record->instance.length <= OWNERS_INSTANCE_MAX);
    size_t length = put_text(to, 0, merit_text_of(words[record->kind]));
    if (record->kind != OWNERS_INSTANCE) {
        length = put_number(to, length, record->task);
    }
    if (record->kind == OWNERS_STANDBY) {
        to[length++] = '-';
    }
    if (record->kind != OWNERS_OWNER) {
        length = put_text(to, length, record->instance);
    }
    to[length] = '\0';
}

void owners_write(struct buffer *to, const struct owners_record *record)
{
    assert(record->instance.length > 0 && record->instance.length <= OWNERS_INSTANCE_MAX);
    assert(record->address.length <= OWNERS_ADDRESS_MAX);
    buffer_clear(to);
    buffer_u8(to, OWNERS_FORMAT);
    buffer_u8(to, (uint8_t)record->kind);
    buffer_u8(to, (uint8_t)record->state);
    buffer_u8(to, (uint8_t)record->percent);
    buffer_u32(to, record->task);
    buffer_text(to, record->instance);
    buffer_u16(to, (uint16_t)record->address.length);
    buffer_put(to, record->address.at, record->address.length);
    buffer_u32(to, record->worker);
    buffer_i32(to, record->generation);
    buffer_i64(to, record->started_ms);
    buffer_i64(to, record->written_ms);
    buffer_i32(to, record->tenants_day);
    buffer_i32(to, record->partners_day);
    buffer_i64(to, (int64_t)record->commit);
    buffer_i64(to, record->lag);
}

static bool is_good(const struct owners_record *record)
{
    return record->kind < OWNERS_KIND_COUNT && record->state < OWNERS_STATE_COUNT &&
           record->percent <= OWNERS_PERCENT_MAX && record->instance.length > 0 &&
           record->instance.length <= OWNERS_INSTANCE_MAX &&
           record->address.length <= OWNERS_ADDRESS_MAX && record->started_ms >= 0 &&
           record->started_ms <= record->written_ms && record->lag >= -1;
}

bool owners_read(struct bytes bytes, struct owners_record *ret_record)
{
    struct reader reader = reader_of(bytes);
    uint8_t format = reader_u8(&reader);
    *ret_record = (struct owners_record){.kind = (enum owners_kind)reader_u8(&reader)};
    ret_record->state = (enum owners_state)reader_u8(&reader);
    ret_record->percent = reader_u8(&reader);
    ret_record->task = reader_u32(&reader);
    ret_record->instance = reader_text(&reader);
    ret_record->address.length = reader_u16(&reader);
    ret_record->address.at = (const char *)reader_take(&reader, ret_record->address.length);
    ret_record->worker = reader_u32(&reader);
    ret_record->generation = reader_i32(&reader);
    ret_record->started_ms = reader_i64(&reader);
    ret_record->written_ms = reader_i64(&reader);
    ret_record->tenants_day = reader_i32(&reader);
    ret_record->partners_day = reader_i32(&reader);
    ret_record->commit = (uint64_t)reader_i64(&reader);
    ret_record->lag = reader_i64(&reader);
    return format == OWNERS_FORMAT && !reader.failed && is_good(ret_record);
}

/* ---- which of two ------------------------------------------------------------------------ */

/* It started when the other one had been silent for so long that it was dead. */
static bool is_of_later_life(const struct owners_record *later, const struct owners_record *than)
{
    return later->started_ms - than->written_ms > OWNERS_SILENT_MS;
}

bool owners_replaces(const struct owners_record *held, const struct owners_record *read)
{
    if (is_of_later_life(read, held) || is_of_later_life(held, read)) {
        return is_of_later_life(read, held);
    }
    /* An instance has no generation before it has joined. */
    if (held->kind != OWNERS_INSTANCE && held->generation != read->generation) {
        return read->generation > held->generation;
    }
    if (held->started_ms != read->started_ms) {
        return read->started_ms > held->started_ms;
    }
    return read->written_ms >= held->written_ms;
}

int64_t owners_age_ms(const struct owners_record *record, int64_t now_ms)
{
    return now_ms > record->written_ms ? now_ms - record->written_ms : 0;
}

bool owners_is_live(const struct owners_record *record, int64_t now_ms)
{
    return record->state != OWNERS_LEFT && owners_age_ms(record, now_ms) <= OWNERS_SILENT_MS;
}

/* ---- all of them ------------------------------------------------------------------------- */

void owners_init(struct owners *owners)
{
    table_init(&owners->records);
}

void owners_fini(struct owners *owners)
{
    table_fini(&owners->records);
}

static struct bytes key_of(const struct owners_record *record, char key[OWNERS_KEY_MAX + 1])
{
    owners_key_write(record, key);
    return (struct bytes){(const uint8_t *)key, strlen(key)};
}

bool owners_held(const struct owners *owners,
                 const struct owners_record *asked,
                 struct owners_record *ret_record)
{
    char text[OWNERS_KEY_MAX + 1];
    struct table_value value = table_get(&owners->records, key_of(asked, text));
    return value.at != NULL && owners_read((struct bytes){value.at, value.length}, ret_record);
}

void owners_put(struct owners *owners, const struct owners_record *read, struct bytes value)
{
    char text[OWNERS_KEY_MAX + 1];
    (void)table_put(&owners->records, key_of(read, text), value);
}

bool owners_take(struct owners *owners, struct bytes value)
{
    struct owners_record read;
    struct owners_record before;
    if (value.at == NULL || !owners_read(value, &read)) {
        return false;
    }
    if (owners_held(owners, &read, &before) && !owners_replaces(&before, &read)) {
        return false;
    }
    owners_put(owners, &read, value);
    return true;
}

bool owners_of_task(const struct owners *owners, uint32_t task, struct owners_record *ret_record)
{
    struct owners_record asked = {.kind = OWNERS_OWNER, .task = task};
    return owners_held(owners, &asked, ret_record);
}

bool owners_next(const struct owners *owners, size_t *cursor, struct owners_record *ret_record)
{
    const struct table_block *block = table_next(&owners->records, cursor);
    return block != NULL && owners_read(table_block_value(block), ret_record);
}
