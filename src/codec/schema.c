/* An Avro schema as a flat list of types, read by libavro and checked further than libavro does. */
#include "codec/schema.h"

#include "base/memory.h"

#include <avro.h>

#include <assert.h>
#include <stdio.h>

#define PRIMITIVES (SCHEMA_STRING + 1U) /* their kinds are their numbers */

/* Types are numbered as they are met; each is described when its turn comes. */
struct building {
    struct arena *arena;
    struct text_buffer *errors;
    struct schema schema; /* its types and members are the arrays below */
    bool failed;
    avro_schema_t sources[SCHEMA_TYPES_MAX]; /* of the types, NULL for primitives */
    struct schema_type types[SCHEMA_TYPES_MAX];
    struct schema_member members[SCHEMA_MEMBERS_MAX];
};

const char *schema_kind_name(enum schema_kind kind)
{
    static const char *const names[] = {"null",   "boolean", "int",    "long",  "float",
                                        "double", "bytes",   "string", "fixed", "enum",
                                        "record", "array",   "map",    "union"};
    return names[kind];
}

static void refuse(struct building *building, const char *what, const char *name)
{
    if (!building->failed) {
        building->failed = true;
        text_buffer_add_string(building->errors, what);
        if (name != NULL) {
            text_buffer_add_string(building->errors, " ");
            text_buffer_add_string(building->errors, name);
        }
    }
}

static enum schema_kind kind_of(avro_schema_t source)
{
    switch (avro_typeof(source)) {
    case AVRO_STRING:
        return SCHEMA_STRING;
    case AVRO_BYTES:
        return SCHEMA_BYTES;
    case AVRO_INT32:
        return SCHEMA_INT;
    case AVRO_INT64:
        return SCHEMA_LONG;
    case AVRO_FLOAT:
        return SCHEMA_FLOAT;
    case AVRO_DOUBLE:
        return SCHEMA_DOUBLE;
    case AVRO_BOOLEAN:
        return SCHEMA_BOOLEAN;
    case AVRO_NULL:
        return SCHEMA_NULL;
    case AVRO_RECORD:
        return SCHEMA_RECORD;
    case AVRO_ENUM:
        return SCHEMA_ENUM;
    case AVRO_FIXED:
        return SCHEMA_FIXED;
    case AVRO_MAP:
        return SCHEMA_MAP;
    case AVRO_ARRAY:
        return SCHEMA_ARRAY;
    case AVRO_UNION:
        return SCHEMA_UNION;
    case AVRO_LINK:
        break;
    }
    assert(false);
    return SCHEMA_NULL;
}

/* The type's number: a primitive's is its kind, a named type keeps the one it was first met with.
 */
static uint32_t type_number(struct building *building, avro_schema_t source)
{
    struct schema *schema = &building->schema;
    if (avro_typeof(source) == AVRO_LINK) {
        source = avro_schema_link_target(source);
    }
    enum schema_kind kind = kind_of(source);
    if (kind < PRIMITIVES) {
        return kind;
    }
    for (uint32_t i = PRIMITIVES; i < schema->type_count; i++) {
        if (building->sources[i] == source) {
            return i;
        }
    }
    if (schema->type_count == SCHEMA_TYPES_MAX) {
        refuse(building, "has more than 1024 types", NULL);
        return 0;
    }
    building->sources[schema->type_count] = source;
    schema->types[schema->type_count].kind = kind;
    return schema->type_count++;
}

/* ---- names -------------------------------------------------------------------------------- */

static bool is_name(struct merit_text text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        bool letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
        if (!letter && (i == 0 || byte < '0' || byte > '9')) {
            return false;
        }
    }
    return text.length > 0;
}

/* Names with points between them. */
static bool is_namespace(const char *text)
{
    const char *point = strchr(text, '.');
    while (point != NULL) {
        if (!is_name((struct merit_text){text, (uint32_t)(point - text)})) {
            return false;
        }
        text = point + 1;
        point = strchr(text, '.');
    }
    return is_name(merit_text_of(text));
}

/* A name in the arena, because libavro's go with its schema. */
static const char *name_kept(struct building *building, const char *name)
{
    if (!is_name(merit_text_of(name))) {
        refuse(building, "has a name that is none:", name);
    }
    return arena_text(building->arena, merit_text_of(name)).at;
}

static void describe_name(struct building *building, struct schema_type *type, avro_schema_t source)
{
    const char *name = name_kept(building, avro_schema_name(source));
    const char *space = avro_schema_namespace(source);
    type->name = name;
    type->full_name = name;
    if (space == NULL || space[0] == '\0') {
        return;
    }
    if (!is_namespace(space)) {
        refuse(building, "has a namespace that is none:", space);
    }
    size_t size = strlen(space) + strlen(name) + 2;
    char *full_name = arena_allocate(building->arena, size);
    (void)snprintf(full_name, size, "%s.%s", space, name);
    type->full_name = full_name;
}

/* ---- members ------------------------------------------------------------------------------ */

static void add_member(struct building *building, struct schema_member member)
{
    struct schema *schema = &building->schema;
    if (schema->member_count == SCHEMA_MEMBERS_MAX) {
        refuse(building, "has more than 8192 fields, symbols and branches", NULL);
        return;
    }
    schema->members[schema->member_count++] = member;
}

/* Fields and symbols of one type differ in their names. */
static void check_names(struct building *building, const struct schema_type *type)
{
    const struct schema_member *members = &building->schema.members[type->first];
    uint32_t count = building->schema.member_count - type->first;
    for (uint32_t i = 1; i < count; i++) {
        for (uint32_t k = 0; k < i && members[i].name != NULL; k++) {
            if (strcmp(members[i].name, members[k].name) == 0) {
                refuse(building, "has twice the name", members[i].name);
                return;
            }
        }
    }
}

static bool is_named(enum schema_kind kind)
{
    return kind == SCHEMA_RECORD || kind == SCHEMA_ENUM || kind == SCHEMA_FIXED;
}

/* Branches differ in their types (those with names may be of one kind), and none is a union. */
static void check_branches(struct building *building, const struct schema_type *type)
{
    const struct schema *schema = &building->schema;
    bool types[SCHEMA_TYPES_MAX] = {false};
    bool kinds[SCHEMA_UNION + 1] = {false};
    for (uint32_t i = type->first; i < schema->member_count; i++) {
        uint32_t number = schema->members[i].type;
        enum schema_kind kind = schema->types[number].kind;
        bool *seen = is_named(kind) ? &types[number] : &kinds[kind];
        if (kind == SCHEMA_UNION) {
            refuse(building, "has a union in a union", NULL);
        } else if (*seen) {
            refuse(building, "has a union with two branches of one type:", schema_kind_name(kind));
        }
        *seen = true;
    }
}

static void describe_members(struct building *building, uint32_t type, avro_schema_t source)
{
    switch (building->schema.types[type].kind) {
    case SCHEMA_RECORD:
        for (size_t i = 0; i < avro_schema_record_size(source) && !building->failed; i++) {
            const char *name = name_kept(building, avro_schema_record_field_name(source, (int)i));
            uint32_t of =
                type_number(building, avro_schema_record_field_get_by_index(source, (int)i));
            add_member(building, (struct schema_member){name, of});
        }
        break;
    case SCHEMA_ENUM:
        for (int i = 0; i < avro_schema_enum_number_of_symbols(source) && !building->failed; i++) {
            const char *name = name_kept(building, avro_schema_enum_get(source, i));
            add_member(building, (struct schema_member){name, 0});
        }
        break;
    case SCHEMA_UNION:
        for (size_t i = 0; i < avro_schema_union_size(source) && !building->failed; i++) {
            uint32_t of = type_number(building, avro_schema_union_branch(source, (int)i));
            add_member(building, (struct schema_member){NULL, of});
        }
        break;
    case SCHEMA_ARRAY:
        add_member(building, (struct schema_member){
                                 NULL, type_number(building, avro_schema_array_items(source))});
        break;
    case SCHEMA_MAP:
        add_member(building, (struct schema_member){
                                 NULL, type_number(building, avro_schema_map_values(source))});
        break;
    case SCHEMA_NULL:
    case SCHEMA_BOOLEAN:
    case SCHEMA_INT:
    case SCHEMA_LONG:
    case SCHEMA_FLOAT:
    case SCHEMA_DOUBLE:
    case SCHEMA_BYTES:
    case SCHEMA_STRING:
    case SCHEMA_FIXED:
        break;
    }
}

static void describe(struct building *building, uint32_t number)
{
    struct schema *schema = &building->schema;
    struct schema_type *type = &schema->types[number];
    avro_schema_t source = building->sources[number];
    type->first = schema->member_count;
    if (is_named(type->kind)) {
        describe_name(building, type, source);
    }
    if (type->kind == SCHEMA_FIXED) {
        type->size = avro_schema_fixed_size(source);
        if (type->size < 0 || type->size > INT32_MAX) {
            refuse(building, "has a size that is none:", type->full_name);
        }
    }
    describe_members(building, number, source);
    if (type->kind == SCHEMA_UNION) {
        check_branches(building, type);
    } else {
        check_names(building, type);
    }
    type->count = schema->member_count - type->first;
}

/* ---- depth -------------------------------------------------------------------------------- */

static bool is_empty(const struct schema *schema, const struct schema_type *type)
{
    if (type->kind == SCHEMA_FIXED) {
        return type->size == 0;
    }
    bool empty = type->kind == SCHEMA_NULL || type->kind == SCHEMA_RECORD;
    for (uint32_t i = 0; i < type->count && empty; i++) {
        empty = schema->types[schema->members[type->first + i].type].empty;
    }
    return empty;
}

/* One more than the deepest of its members. */
static uint8_t depth_of(const struct schema *schema,
                        const struct schema_type *type,
                        const uint8_t *depths)
{
    uint8_t depth = 0;
    if (type->kind == SCHEMA_ENUM) {
        return depth;
    }
    for (uint32_t i = 0; i < type->count; i++) {
        uint8_t of = depths[schema->members[type->first + i].type];
        depth = of >= depth ? (uint8_t)(of + 1) : depth;
    }
    return depth;
}

/* Depths rise from pass to pass until they are right; those of a type inside itself never stop. */
static void measure(struct building *building)
{
    struct schema *schema = &building->schema;
    uint8_t depths[SCHEMA_TYPES_MAX] = {0};
    bool changed = true;
    for (uint32_t pass = 0; changed && pass <= SCHEMA_DEPTH_MAX; pass++) {
        changed = false;
        for (uint32_t i = 0; i < schema->type_count; i++) {
            struct schema_type *type = &schema->types[i];
            uint8_t depth = depth_of(schema, type, depths);
            bool empty = is_empty(schema, type);
            changed = changed || depth != depths[i] || empty != type->empty;
            depths[i] = depth;
            type->empty = empty;
            if (depth > SCHEMA_DEPTH_MAX) {
                refuse(building,
                       "has a type that contains itself, or types more than 32 deep in each other",
                       NULL);
                return;
            }
        }
    }
    if (changed) {
        refuse(building, "has types more than 32 deep in each other", NULL);
    }
}

static void build(struct building *building, avro_schema_t source)
{
    struct schema *schema = &building->schema;
    schema->types = building->types;
    schema->members = building->members;
    schema->type_count = PRIMITIVES;
    for (uint32_t i = 0; i < PRIMITIVES; i++) {
        schema->types[i].kind = (enum schema_kind)i;
    }
    schema->root = type_number(building, source);
    for (uint32_t i = PRIMITIVES; i < schema->type_count && !building->failed; i++) {
        describe(building, i);
    }
    if (!building->failed) {
        measure(building);
    }
}

static void *kept(struct arena *arena, const void *from, size_t size)
{
    void *to = arena_allocate(arena, size);
    if (size > 0) {
        memcpy(to, from, size);
    }
    return to;
}

bool schema_read(struct arena *arena,
                 struct merit_text json,
                 struct text_buffer *errors,
                 struct schema *ret_schema)
{
    struct building *building = memory_allocate(sizeof *building);
    memset(building, 0, sizeof *building);
    building->arena = arena;
    building->errors = errors;
    avro_schema_t source = NULL;
    if (json.length > SCHEMA_BYTES_MAX) {
        refuse(building, "is longer than 64 KiB", NULL);
    } else if (json.length == 0 ||
               avro_schema_from_json_length(json.at, json.length, &source) != 0) {
        source = NULL; /* libavro has freed what it had made */
        refuse(building, "is not an Avro schema:", json.length == 0 ? "empty" : avro_strerror());
    } else {
        build(building, source);
    }
    bool good = !building->failed;
    if (good) {
        struct schema schema = building->schema;
        schema.types = kept(arena, schema.types, schema.type_count * sizeof *schema.types);
        schema.members = kept(arena, schema.members, schema.member_count * sizeof *schema.members);
        *ret_schema = schema;
    }
    (void)avro_schema_decref(source);
    memory_free(building);
    return good;
}
