/* The resolution of a writer's schema to our input events, as steps (Avro, "Schema Resolution"). */
#include "base/memory.h"
#include "codec/plan.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>

_Static_assert(sizeof(enum merit_association_type) == sizeof(int32_t) &&
                   sizeof(enum merit_association_status) == sizeof(int32_t) &&
                   sizeof(enum merit_cloud) == sizeof(int32_t),
               "a symbol is stored as an int32_t");

enum target {
    TO_TEXT,
    TO_LONG,
    TO_DAY,
    TO_SYMBOL,
    TO_PRODUCTS,
};

/* A field of our schema. */
struct field {
    const char *name;
    enum target target;
    bool nullable;
    bool has_default;
    uint32_t offset;
    const char *enum_name;
    const char *const *symbols;
};

#define AT(member) ((uint32_t)offsetof(struct merit_event, member))
#define REQUIRED(target, name, member)                                                             \
    {                                                                                              \
        name, target, false, false, AT(member), NULL, NULL                                         \
    }
#define OPTIONAL(target, name, member)                                                             \
    {                                                                                              \
        name, target, true, true, AT(member), NULL, NULL                                           \
    }
#define SYMBOL(name, member, has_default, enum_name, symbols)                                      \
    {                                                                                              \
        name, TO_SYMBOL, false, has_default, AT(member), enum_name, symbols                        \
    }

enum { FIELDS_MAX = 12 };

static const struct field association_fields[] = {
    REQUIRED(TO_TEXT, "event_id", event_id),
    REQUIRED(TO_LONG, "occurred_at", occurred_at),
    REQUIRED(TO_TEXT, "association_id", association.association_id),
    REQUIRED(TO_TEXT, "partner_id", association.partner_id),
    REQUIRED(TO_TEXT, "tenant_id", association.tenant_id),
    SYMBOL("association_type",
           association.type,
           false,
           "AssociationType",
           merit_association_type_names),
    SYMBOL("status", association.status, true, "AssociationStatus", merit_association_status_names),
    SYMBOL("cloud", association.cloud, true, "Cloud", merit_cloud_names),
    {"products", TO_PRODUCTS, false, true, 0, NULL, NULL},
    OPTIONAL(TO_TEXT, "subscription_id", association.subscription_id),
    REQUIRED(TO_DAY, "start_date", association.start_day),
    OPTIONAL(TO_DAY, "end_date", association.end_day),
};

static const struct field usage_fields[] = {
    REQUIRED(TO_TEXT, "event_id", event_id),
    REQUIRED(TO_LONG, "occurred_at", occurred_at),
    REQUIRED(TO_TEXT, "tenant_id", usage.tenant_id),
    REQUIRED(TO_TEXT, "product", usage.product),
    OPTIONAL(TO_TEXT, "subscription_id", usage.subscription_id),
    OPTIONAL(TO_TEXT, "offer", usage.offer),
    REQUIRED(TO_DAY, "as_of", usage.as_of_day),
    OPTIONAL(TO_LONG, "monthly_active_users", usage.figures[MERIT_FIGURE_ACTIVE_USERS]),
    OPTIONAL(TO_LONG, "paid_available_units", usage.figures[MERIT_FIGURE_PAID_UNITS]),
    OPTIONAL(TO_LONG, "consumed_revenue", usage.figures[MERIT_FIGURE_REVENUE]),
};

static const struct field certification_fields[] = {
    REQUIRED(TO_TEXT, "event_id", event_id),
    REQUIRED(TO_LONG, "occurred_at", occurred_at),
    REQUIRED(TO_TEXT, "partner_id", certification.partner_id),
    REQUIRED(TO_TEXT, "person_id", certification.person_id),
    REQUIRED(TO_TEXT, "certification", certification.certification),
    REQUIRED(TO_DAY, "achieved_on", certification.achieved_day),
    OPTIONAL(TO_DAY, "expires_on", certification.expires_day),
    OPTIONAL(TO_DAY, "linked_on", certification.linked_day),
    OPTIONAL(TO_DAY, "unlinked_on", certification.unlinked_day),
};

/* An element of `products`: its offset is that in the array's element. */
static const struct field product_field = {"products", TO_TEXT, false, false, 0, NULL, NULL};

static const struct {
    const struct field *fields;
    uint32_t count;
} fields_of[] = {
    [MERIT_EVENT_ASSOCIATION] = {association_fields,
                                 sizeof association_fields / sizeof *association_fields},
    [MERIT_EVENT_USAGE] = {usage_fields, sizeof usage_fields / sizeof *usage_fields},
    [MERIT_EVENT_CERTIFICATION] = {certification_fields,
                                   sizeof certification_fields / sizeof *certification_fields},
};

static struct merit_event blank_event(enum merit_event_kind kind)
{
    struct merit_event event = {.kind = kind};
    switch (kind) {
    case MERIT_EVENT_ASSOCIATION:
        event.association.status = MERIT_STATUS_ACTIVE;
        event.association.cloud = MERIT_CLOUD_PUBLIC;
        event.association.end_day = MERIT_NO_DAY;
        break;
    case MERIT_EVENT_USAGE:
        for (int figure = 0; figure < MERIT_FIGURE_COUNT; figure++) {
            event.usage.figures[figure] = MERIT_NO_FIGURE;
        }
        break;
    case MERIT_EVENT_CERTIFICATION:
        event.certification.expires_day = MERIT_NO_DAY;
        event.certification.linked_day = MERIT_NO_DAY;
        event.certification.unlinked_day = MERIT_NO_DAY;
        break;
    }
    return event;
}

/* ---- steps -------------------------------------------------------------------------------- */

/* What a step is to bring about: a value of the writer's type for our field. */
struct task {
    const struct field *field; /* NULL: the event has none */
    uint32_t type;
};

struct compiling {
    const struct schema *schema;
    struct plan_step *steps;
    struct task *tasks; /* of the steps */
    uint32_t count;
    uint32_t capacity;
    int8_t *symbols;
    uint32_t symbol_count;
};

/* The number of the first of `count` steps that are still to be made. */
static uint32_t add_step(struct compiling *compiling, struct task task)
{
    assert(compiling->count < compiling->capacity);
    compiling->tasks[compiling->count] = task;
    return compiling->count++;
}

static struct plan_step symbol_step(struct compiling *compiling,
                                    const struct field *field,
                                    const struct schema_type *type)
{
    struct plan_step step = {PLAN_REFUSE, field->offset, compiling->symbol_count, type->count,
                             field->name};
    if (strcmp(type->name, field->enum_name) != 0) {
        return step;
    }
    step.operation = PLAN_SYMBOL;
    for (uint32_t i = 0; i < type->count; i++) {
        const char *symbol = compiling->schema->members[type->first + i].name;
        int8_t ours = -1;
        for (int8_t k = 0; field->symbols[k] != NULL; k++) {
            if (strcmp(symbol, field->symbols[k]) == 0) {
                ours = k;
            }
        }
        compiling->symbols[compiling->symbol_count++] = ours;
    }
    return step;
}

static struct plan_step array_step(struct compiling *compiling,
                                   const struct field *field,
                                   uint32_t type)
{
    uint32_t item = schema_members(compiling->schema, type)->type;
    uint32_t first = add_step(compiling, (struct task){&product_field, item});
    return (struct plan_step){PLAN_ARRAY, field->offset, first, 1, field->name};
}

static struct plan_step union_step(struct compiling *compiling, struct task task)
{
    const struct schema_type *type = &compiling->schema->types[task.type];
    uint32_t first = compiling->count;
    for (uint32_t i = 0; i < type->count; i++) {
        uint32_t branch = compiling->schema->members[type->first + i].type;
        (void)add_step(compiling, (struct task){task.field, branch});
    }
    return (struct plan_step){PLAN_UNION, task.field->offset, first, type->count, task.field->name};
}

/* PLAN_REFUSE where a value of the type is never one of ours. */
static struct plan_step make_step(struct compiling *compiling, struct task task)
{
    const struct field *field = task.field;
    const struct schema_type *type = &compiling->schema->types[task.type];
    struct plan_step step = {PLAN_REFUSE, field->offset, 0, 0, field->name};
    if (type->kind == SCHEMA_UNION) {
        return union_step(compiling, task);
    }
    if (type->kind == SCHEMA_NULL && field->nullable) {
        step.operation = PLAN_NOTHING;
        return step;
    }
    switch (field->target) {
    case TO_TEXT:
        if (type->kind == SCHEMA_STRING || type->kind == SCHEMA_BYTES) {
            step.operation = PLAN_TEXT;
        }
        return step;
    case TO_LONG:
        if (type->kind == SCHEMA_LONG || type->kind == SCHEMA_INT) {
            step.operation = type->kind == SCHEMA_LONG ? PLAN_LONG : PLAN_INT;
        }
        return step;
    case TO_DAY:
        if (type->kind == SCHEMA_INT) {
            step.operation = PLAN_DAY;
        }
        return step;
    case TO_SYMBOL:
        return type->kind == SCHEMA_ENUM ? symbol_step(compiling, field, type) : step;
    case TO_PRODUCTS:
        return type->kind == SCHEMA_ARRAY ? array_step(compiling, field, task.type) : step;
    }
    return step;
}

/* A union without a branch to take, or an array of what cannot be taken, can be none of ours. */
static void spread_refusals(struct compiling *compiling)
{
    for (uint32_t i = compiling->count; i > 0; i--) {
        struct plan_step *step = &compiling->steps[i - 1];
        if (step->operation != PLAN_UNION && step->operation != PLAN_ARRAY) {
            continue;
        }
        bool taken = false;
        for (uint32_t k = 0; k < step->count; k++) {
            taken = taken || compiling->steps[step->first + k].operation != PLAN_REFUSE;
        }
        if (!taken) {
            step->operation = PLAN_REFUSE;
        }
    }
}

/* ---- fields ------------------------------------------------------------------------------- */

static const struct field *field_of(enum merit_event_kind kind, const char *name)
{
    for (uint32_t i = 0; i < fields_of[kind].count; i++) {
        if (strcmp(fields_of[kind].fields[i].name, name) == 0) {
            return &fields_of[kind].fields[i];
        }
    }
    return NULL;
}

static bool say(struct text_buffer *errors, const char *name, const char *what, const char *type)
{
    const char *const parts[] = {"field ", name, what, type};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        text_buffer_add_string(errors, parts[i]);
    }
    return false;
}

static bool check_missing(const struct schema *schema,
                          enum merit_event_kind kind,
                          struct text_buffer *errors)
{
    const struct schema_type *root = &schema->types[schema->root];
    for (uint32_t i = 0; i < fields_of[kind].count; i++) {
        const struct field *field = &fields_of[kind].fields[i];
        bool there = field->has_default;
        for (uint32_t k = 0; k < root->count && !there; k++) {
            there = strcmp(schema->members[root->first + k].name, field->name) == 0;
        }
        if (!there) {
            return say(errors, field->name, " is missing, and has no default", "");
        }
    }
    return true;
}

static const char *wanted(const struct field *field)
{
    switch (field->target) {
    case TO_TEXT:
        return field->nullable ? "a string or null" : "a string";
    case TO_LONG:
        return field->nullable ? "a long or null" : "a long";
    case TO_DAY:
        return field->nullable ? "an int (date) or null" : "an int (date)";
    case TO_SYMBOL:
        return field->enum_name;
    case TO_PRODUCTS:
        return "an array of string";
    }
    return "";
}

/* The writer's fields as steps, and behind them what these refer to. */
static bool make_steps(struct compiling *compiling,
                       enum merit_event_kind kind,
                       struct text_buffer *errors)
{
    const struct schema_type *root = &compiling->schema->types[compiling->schema->root];
    const struct schema_member *members = &compiling->schema->members[root->first];
    for (uint32_t i = 0; i < root->count; i++) {
        (void)add_step(compiling, (struct task){field_of(kind, members[i].name), members[i].type});
    }
    for (uint32_t i = 0; i < compiling->count; i++) {
        struct task task = compiling->tasks[i];
        if (task.field == NULL) {
            compiling->steps[i] = (struct plan_step){PLAN_SKIP, 0, task.type, 0, members[i].name};
        } else {
            struct plan_step step = make_step(compiling, task);
            compiling->steps[i] = step;
        }
    }
    spread_refusals(compiling);
    for (uint32_t i = 0; i < root->count; i++) {
        if (compiling->steps[i].operation == PLAN_REFUSE) {
            return say(errors, members[i].name, " is of a type that is never ",
                       wanted(compiling->tasks[i].field));
        }
    }
    return true;
}

bool plan_compile(struct arena *arena,
                  const struct schema *schema,
                  enum merit_event_kind kind,
                  struct text_buffer *errors,
                  struct plan *ret_plan)
{
    const struct schema_type *root = &schema->types[schema->root];
    if (root->kind != SCHEMA_RECORD) {
        text_buffer_add_string(errors, "is not the schema of a record");
        return false;
    }
    if (!check_missing(schema, kind, errors)) {
        return false;
    }
    /* A step is a field, a branch, or the items of an array that is one of those. */
    uint32_t capacity = 2 * schema->member_count + 1;
    struct compiling compiling = {.schema = schema, .capacity = capacity};
    compiling.steps = arena_allocate(arena, capacity * sizeof *compiling.steps);
    compiling.symbols = arena_allocate(arena, schema->member_count * sizeof *compiling.symbols);
    compiling.tasks = memory_allocate(capacity * sizeof *compiling.tasks);
    bool good = make_steps(&compiling, kind, errors);
    memory_free(compiling.tasks);
    if (good) {
        *ret_plan = (struct plan){
            .schema = schema,
            .blank = blank_event(kind),
            .steps = compiling.steps,
            .step_count = root->count,
            .symbols = compiling.symbols,
        };
    }
    return good;
}
