/* Passing over a value of any Avro type. */
#include "codec/plan_skip.h"

#include "codec/avro_number.h"

#include <assert.h>

/* A record with fields to come, or an array or map with elements to come in its block. */
struct open_value {
    uint32_t type;
    uint64_t left;
};

struct skipping {
    const struct schema *schema;
    struct reader *reader;
    struct open_value open[SCHEMA_DEPTH_MAX + 1];
    uint32_t depth;
};

static bool skip_bytes(struct reader *reader, uint64_t length)
{
    if (length > reader_left(reader)) {
        return false;
    }
    reader->at += length;
    return true;
}

static bool open_value(struct skipping *skipping, uint32_t type, uint64_t left)
{
    assert(skipping->depth <= SCHEMA_DEPTH_MAX);
    skipping->open[skipping->depth++] = (struct open_value){type, left};
    return true;
}

static bool skip_boolean(struct reader *reader)
{
    return reader->at != reader->end && *reader->at++ <= 1;
}

static bool skip_enum(struct reader *reader, const struct schema_type *type)
{
    int64_t symbol;
    return avro_read_long(reader, &symbol) && (uint64_t)symbol < type->count;
}

/* The branch's type. */
static bool read_branch(struct skipping *skipping, uint32_t *type)
{
    int64_t branch;
    const struct schema *schema = skipping->schema;
    if (!avro_read_long(skipping->reader, &branch) ||
        (uint64_t)branch >= schema->types[*type].count) {
        return false;
    }
    *type = schema_members(schema, *type)[branch].type;
    return true;
}

/* Passes over a value without parts, or opens one that has parts. */
static bool begin(struct skipping *skipping, uint32_t number)
{
    struct reader *reader = skipping->reader;
    int64_t number_read;
    int32_t small_read;
    struct merit_text text;
    while (skipping->schema->types[number].kind == SCHEMA_UNION) {
        if (!read_branch(skipping, &number)) {
            return false;
        }
    }
    const struct schema_type *type = &skipping->schema->types[number];
    if (type->empty) {
        return true;
    }
    switch (type->kind) {
    case SCHEMA_NULL:
    case SCHEMA_UNION:
        return true;
    case SCHEMA_BOOLEAN:
        return skip_boolean(reader);
    case SCHEMA_INT:
        return avro_read_int(reader, &small_read);
    case SCHEMA_LONG:
        return avro_read_long(reader, &number_read);
    case SCHEMA_FLOAT:
        return skip_bytes(reader, 4);
    case SCHEMA_DOUBLE:
        return skip_bytes(reader, 8);
    case SCHEMA_BYTES:
    case SCHEMA_STRING:
        return avro_read_bytes(reader, &text);
    case SCHEMA_FIXED:
        return skip_bytes(reader, (uint64_t)type->size);
    case SCHEMA_ENUM:
        return skip_enum(reader, type);
    case SCHEMA_RECORD:
        return open_value(skipping, number, type->count);
    case SCHEMA_ARRAY:
    case SCHEMA_MAP:
        return open_value(skipping, number, 0);
    }
    return false;
}

/* The next part of the innermost open value; closes it where there is none. */
static bool skip_part(struct skipping *skipping)
{
    struct open_value *open = &skipping->open[skipping->depth - 1];
    const struct schema_type *type = &skipping->schema->types[open->type];
    const struct schema_member *members = schema_members(skipping->schema, open->type);
    if (type->kind == SCHEMA_RECORD) {
        if (open->left == 0) {
            skipping->depth--;
            return true;
        }
        return begin(skipping, members[type->count - open->left--].type);
    }
    bool is_map = type->kind == SCHEMA_MAP;
    if (open->left == 0) {
        if (!avro_read_block(skipping->reader, &open->left)) {
            return false;
        }
        if (open->left == 0) {
            skipping->depth--;
        } else if (!is_map && skipping->schema->types[members[0].type].empty) {
            open->left = 0; /* however many: they take no bytes */
        }
        return true;
    }
    open->left--;
    struct merit_text key;
    return (!is_map || avro_read_bytes(skipping->reader, &key)) && begin(skipping, members[0].type);
}

bool plan_skip(const struct schema *schema, uint32_t type, struct reader *reader)
{
    struct skipping skipping = {.schema = schema, .reader = reader};
    bool good = begin(&skipping, type);
    while (good && skipping.depth > 0) {
        good = skip_part(&skipping);
    }
    return good;
}
