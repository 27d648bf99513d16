/* Schemas for the tests of the Avro codec, short to write. */
#ifndef SCHEMA_FIXTURE_H
#define SCHEMA_FIXTURE_H

#include "base/memory.h"
#include "check_main.h"
#include "codec/schema_set.h"

/* A schema that can be read. */
static inline struct schema schema_of(struct arena *arena, const char *json)
{
    struct text_buffer errors = {0};
    struct schema schema = {0};
    bool good = schema_read(arena, merit_text_of(json), &errors, &schema);
    ck_assert_msg(good, "%.*s", (int)errors.length, errors.at);
    text_buffer_fini(&errors);
    return schema;
}

/* What is wrong with a schema that cannot be read, terminated; in the arena. */
static inline const char *schema_fault(struct arena *arena, struct merit_text json)
{
    struct text_buffer errors = {0};
    struct schema schema;
    ck_assert(!schema_read(arena, json, &errors, &schema));
    const char *text =
        arena_text(arena, (struct merit_text){errors.at, (uint32_t)errors.length}).at;
    text_buffer_fini(&errors);
    return text;
}

/* Our own schemas. */
static inline struct schema_set *schema_set_ours(void)
{
    struct text_buffer errors = {0};
    struct schema_set *set = schema_set_load(MERIT_SOURCE_DIR "/config/schemas", &errors);
    ck_assert_msg(set != NULL, "%.*s", (int)errors.length, errors.at);
    text_buffer_fini(&errors);
    return set;
}

/* The bytes of a string literal, in memory of their own and of no more size, so that a sanitizer
 * sees the first byte read too many. Release with memory_free. */
static inline struct bytes bytes_copy(const char *literal, size_t length)
{
    uint8_t *at = memory_allocate(length == 0 ? 1 : length);
    memcpy(at, literal, length);
    return (struct bytes){at, length};
}
#define BYTES_OF(literal) bytes_copy(literal, sizeof(literal) - 1)

static inline void bytes_free(struct bytes bytes)
{
    union {
        const uint8_t *constant;
        void *plain;
    } at = {.constant = bytes.at};
    memory_free(at.plain);
}

#endif
