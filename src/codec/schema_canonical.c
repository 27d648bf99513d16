/* The canonical form of an Avro schema, and the fingerprint that names it. */
#include "codec/schema_canonical.h"

#include "base/memory.h"

#include <assert.h>

#define FINGERPRINT_EMPTY UINT64_C(0xC15D213AA4D7A795)

/* A type whose members are being written. */
struct open_type {
    uint32_t type;
    uint32_t next; /* member */
};

struct writing {
    struct text_buffer *buffer;
    const struct schema *schema;
    bool *named; /* by type: its definition has been written */
    struct open_type open[SCHEMA_DEPTH_MAX + 1];
    uint32_t depth;
};

uint64_t schema_fingerprint(struct merit_text canonical)
{
    uint64_t fingerprint = FINGERPRINT_EMPTY;
    for (uint32_t i = 0; i < canonical.length; i++) {
        fingerprint ^= (unsigned char)canonical.at[i];
        for (int bit = 0; bit < 8; bit++) {
            fingerprint = (fingerprint >> 1) ^ (FINGERPRINT_EMPTY & (0 - (fingerprint & 1)));
        }
    }
    return fingerprint;
}

static void add_quoted(struct text_buffer *buffer, const char *text)
{
    text_buffer_add_byte(buffer, '"');
    text_buffer_add_string(buffer, text); /* names, which need no escaping */
    text_buffer_add_byte(buffer, '"');
}

static void add_definition(struct text_buffer *buffer, const struct schema_type *type)
{
    text_buffer_add_string(buffer, "{\"name\":");
    add_quoted(buffer, type->full_name);
    text_buffer_add_string(buffer, ",\"type\":");
    add_quoted(buffer, schema_kind_name(type->kind));
}

/* What stands before a type's members. */
static void add_opening(struct text_buffer *buffer, const struct schema_type *type)
{
    if (type->kind == SCHEMA_RECORD) {
        add_definition(buffer, type);
        text_buffer_add_string(buffer, ",\"fields\":[");
    } else if (type->kind == SCHEMA_ENUM) {
        add_definition(buffer, type);
        text_buffer_add_string(buffer, ",\"symbols\":[");
    } else if (type->kind == SCHEMA_FIXED) {
        add_definition(buffer, type);
        text_buffer_add_string(buffer, ",\"size\":");
        text_buffer_add_integer(buffer, type->size);
    } else if (type->kind == SCHEMA_ARRAY) {
        text_buffer_add_string(buffer, "{\"type\":\"array\",\"items\":");
    } else if (type->kind == SCHEMA_MAP) {
        text_buffer_add_string(buffer, "{\"type\":\"map\",\"values\":");
    } else {
        text_buffer_add_byte(buffer, '[');
    }
}

static const char *closing(const struct schema_type *type)
{
    switch (type->kind) {
    case SCHEMA_RECORD:
    case SCHEMA_ENUM:
        return "]}";
    case SCHEMA_UNION:
        return "]";
    case SCHEMA_FIXED:
    case SCHEMA_ARRAY:
    case SCHEMA_MAP:
    case SCHEMA_NULL:
    case SCHEMA_BOOLEAN:
    case SCHEMA_INT:
    case SCHEMA_LONG:
    case SCHEMA_FLOAT:
    case SCHEMA_DOUBLE:
    case SCHEMA_BYTES:
    case SCHEMA_STRING:
        break;
    }
    return "}";
}

/* Opens the type: true; or writes it whole, a primitive or the name of a type that is known. */
static bool begin(struct writing *writing, uint32_t number)
{
    const struct schema_type *type = &writing->schema->types[number];
    if (number <= SCHEMA_STRING) {
        add_quoted(writing->buffer, schema_kind_name(type->kind));
        return false;
    }
    if (writing->named[number]) {
        add_quoted(writing->buffer, type->full_name);
        return false;
    }
    writing->named[number] = type->full_name != NULL;
    add_opening(writing->buffer, type);
    assert(writing->depth <= SCHEMA_DEPTH_MAX);
    writing->open[writing->depth++] = (struct open_type){number, 0};
    return true;
}

static void write_member(struct writing *writing, const struct schema_type *type, uint32_t index)
{
    const struct schema_member *member = &writing->schema->members[type->first + index];
    if (index > 0) {
        text_buffer_add_byte(writing->buffer, ',');
    }
    if (type->kind == SCHEMA_ENUM) {
        add_quoted(writing->buffer, member->name);
        return;
    }
    if (type->kind == SCHEMA_RECORD) {
        text_buffer_add_string(writing->buffer, "{\"name\":");
        add_quoted(writing->buffer, member->name);
        text_buffer_add_string(writing->buffer, ",\"type\":");
    }
    if (!begin(writing, member->type) && type->kind == SCHEMA_RECORD) {
        text_buffer_add_byte(writing->buffer, '}');
    }
}

void schema_canonical_add(struct text_buffer *buffer, const struct schema *schema)
{
    struct writing writing = {.buffer = buffer, .schema = schema};
    writing.named = memory_allocate(schema->type_count * sizeof *writing.named);
    memset(writing.named, 0, schema->type_count * sizeof *writing.named);
    (void)begin(&writing, schema->root);
    while (writing.depth > 0) {
        struct open_type *open = &writing.open[writing.depth - 1];
        const struct schema_type *type = &schema->types[open->type];
        if (open->next < type->count) {
            write_member(&writing, type, open->next++);
            continue;
        }
        text_buffer_add_string(buffer, closing(type));
        writing.depth--;
        /* What was opened inside a record is a field's type: the field ends with it. */
        if (writing.depth > 0 &&
            schema->types[writing.open[writing.depth - 1].type].kind == SCHEMA_RECORD) {
            text_buffer_add_byte(buffer, '}');
        }
    }
    memory_free(writing.named);
}
