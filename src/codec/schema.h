/* An Avro schema as a flat list of types, read by libavro and checked further than libavro does. */
#ifndef CODEC_SCHEMA_H
#define CODEC_SCHEMA_H

#include "base/arena.h"
#include "codec/text_buffer.h"

enum {
    SCHEMA_BYTES_MAX = 64 * 1024, /* of a schema's text */
    SCHEMA_TYPES_MAX = 1024,
    SCHEMA_MEMBERS_MAX = 8192,
    SCHEMA_DEPTH_MAX = 32, /* types inside each other */
};

enum schema_kind {
    SCHEMA_NULL,
    SCHEMA_BOOLEAN,
    SCHEMA_INT,
    SCHEMA_LONG,
    SCHEMA_FLOAT,
    SCHEMA_DOUBLE,
    SCHEMA_BYTES,
    SCHEMA_STRING,
    SCHEMA_FIXED,
    SCHEMA_ENUM,
    SCHEMA_RECORD,
    SCHEMA_ARRAY,
    SCHEMA_MAP,
    SCHEMA_UNION,
};

/* A field of a record, a symbol of an enum, a branch of a union, the items of an array, the values
 * of a map. */
struct schema_member {
    const char *name; /* of a field or symbol, else NULL */
    uint32_t type;    /* of all but symbols */
};

struct schema_type {
    enum schema_kind kind;
    bool empty;            /* no value of it takes any byte */
    const char *full_name; /* of a record, enum or fixed; with its namespace */
    const char *name;      /* the same without */
    int64_t size;          /* of a fixed */
    uint32_t first;        /* its members: members[first], and `count` of them */
    uint32_t count;
};

/* Types refer to each other by index. No type contains itself: such schemas are refused. */
struct schema {
    struct schema_type *types; /* the eight primitives by their kind, then the others */
    struct schema_member *members;
    uint32_t type_count;
    uint32_t member_count;
    uint32_t root;
};

/* As the schema language names it, for example "int". */
const char *schema_kind_name(enum schema_kind kind);

static inline const struct schema_member *schema_members(const struct schema *schema, uint32_t type)
{
    return &schema->members[schema->types[type].first];
}

/* Reads a schema's JSON text; all of it lives in the arena. False, with one line of what is wrong
 * (without a line feed) added to `errors`, where it is no schema or beyond the limits above. */
bool schema_read(struct arena *arena,
                 struct merit_text json,
                 struct text_buffer *errors,
                 struct schema *ret_schema);

#endif
