/* One JSON object's known fields, as they stand in the text, whatever its type turns out to be. */
#include "codec/json_fields.h"

#include "base/memory.h"
#include "codec/json_scan.h"
#include "codec/time_text.h"

#include <yajl/yajl_parse.h>

#include <assert.h>
#include <stdio.h>

enum {
    NAME_TABLE_SIZE = 64, /* a power of two above twice the number of fields */
    NO_FIELD = JSON_FIELD_COUNT,
    ERROR_BYTES = 256,
};

struct json_collector {
    struct json_fields fields;
    yajl_handle handle; /* between two objects; NULL: to be made */
    struct merit_text line;
    uint32_t depth;
    bool complete;        /* the line's object has ended */
    uint8_t field;        /* whose value comes next at depth 1 */
    bool in_products;     /* inside the array of `products` */
    const char *canceled; /* why a callback stopped the parser */
    char *scratch;        /* unescaped strings; never more bytes than their line */
    size_t scratch_used;
    size_t scratch_capacity;
    uint8_t names[NAME_TABLE_SIZE]; /* field by hash of its name, NO_FIELD: none; open addressing */
    char error[ERROR_BYTES];
};

#define FIELD_NAME_TEXT(name, text) {text, sizeof(text) - 1},
static const struct merit_text field_names[] = {JSON_FIELD_MAP(FIELD_NAME_TEXT)};
#undef FIELD_NAME_TEXT

const char *json_field_name(enum json_field field)
{
    return field_names[field].at;
}

static uint32_t name_hash(const char *at, size_t length)
{
    uint32_t first = (unsigned char)at[0];
    uint32_t last = (unsigned char)at[length - 1];
    return (first * 5 + last + (uint32_t)length * 11) % NAME_TABLE_SIZE;
}

static void names_fill(struct json_collector *collector)
{
    memset(collector->names, NO_FIELD, sizeof collector->names);
    for (uint32_t field = 0; field < JSON_FIELD_COUNT; field++) {
        uint32_t place = name_hash(field_names[field].at, field_names[field].length);
        while (collector->names[place] != NO_FIELD) {
            place = (place + 1) % NAME_TABLE_SIZE;
        }
        collector->names[place] = (uint8_t)field;
    }
}

static uint8_t name_find(const struct json_collector *collector, const char *at, size_t length)
{
    if (length == 0) {
        return NO_FIELD;
    }
    uint32_t place = name_hash(at, length);
    uint8_t field;
    while ((field = collector->names[place]) != NO_FIELD) {
        if (field_names[field].length == length && memcmp(field_names[field].at, at, length) == 0) {
            return field;
        }
        place = (place + 1) % NAME_TABLE_SIZE;
    }
    return NO_FIELD;
}

/* ---- what the parser calls --------------------------------------------------------------- */

/* The parser's strings live in the line, or, where they had escapes, in a buffer of its own that
 * the next one reuses: those are kept in the scratch memory. */
static struct merit_text text_keep(struct json_collector *collector, const char *at, size_t length)
{
    uintptr_t offset = (uintptr_t)at - (uintptr_t)collector->line.at;
    if (offset < collector->line.length || length == 0) {
        return (struct merit_text){at, (uint32_t)length};
    }
    assert(length <= collector->scratch_capacity - collector->scratch_used);
    char *copy = collector->scratch + collector->scratch_used;
    memcpy(copy, at, length);
    collector->scratch_used += length;
    return (struct merit_text){copy, (uint32_t)length};
}

static int cancel(struct json_collector *collector, const char *reason)
{
    collector->canceled = reason;
    return 0;
}

/* A value's first sight: stored where it is a known field's own, refused where it stands alone. */
static int value_take(struct json_collector *collector,
                      enum json_kind kind,
                      const char *at,
                      size_t length)
{
    if (collector->depth == 0) {
        return cancel(collector, collector->complete ? "something follows the JSON object"
                                                     : "not a JSON object");
    }
    if (collector->depth == 1 && collector->field != NO_FIELD) {
        struct json_fields *fields = &collector->fields;
        uint64_t bit = UINT64_C(1) << collector->field;
        fields->repeated |= fields->seen & bit;
        fields->seen |= bit;
        struct json_slot *slot = &fields->slots[collector->field];
        slot->kind = kind;
        if (kind == JSON_STRING || kind == JSON_INTEGER) {
            slot->text = text_keep(collector, at, length);
        }
    } else if (collector->depth == 2 && collector->in_products) {
        struct json_fields *fields = &collector->fields;
        if (kind != JSON_STRING) {
            fields->products_wrong = true;
        } else if (fields->product_count < JSON_PRODUCTS_MAX) {
            fields->products[fields->product_count++] = text_keep(collector, at, length);
        }
    }
    return 1;
}

static int take_null(void *context)
{
    return value_take(context, JSON_NULL, NULL, 0);
}

static int take_boolean(void *context, int value)
{
    (void)value; /* no field is one */
    return value_take(context, JSON_BOOLEAN, NULL, 0);
}

static int take_number(void *context, const char *at, size_t length)
{
    bool whole = true;
    for (size_t i = 0; i < length; i++) {
        whole = whole && (at[i] == '-' || (at[i] >= '0' && at[i] <= '9'));
    }
    return value_take(context, whole ? JSON_INTEGER : JSON_REAL, at, length);
}

static int take_string(void *context, const unsigned char *at, size_t length)
{
    return value_take(context, JSON_STRING, (const char *)at, length);
}

static int take_map_start(void *context)
{
    struct json_collector *collector = context;
    if (collector->depth == 0 && collector->complete) {
        return cancel(collector, "a second JSON object on the line");
    }
    if (collector->depth > 0 && value_take(collector, JSON_OBJECT, NULL, 0) == 0) {
        return 0;
    }
    collector->depth++;
    return 1;
}

static int take_map_key(void *context, const unsigned char *at, size_t length)
{
    struct json_collector *collector = context;
    if (collector->depth == 1) {
        collector->field = name_find(collector, (const char *)at, length);
    }
    return 1;
}

static int take_map_end(void *context)
{
    struct json_collector *collector = context;
    collector->depth--;
    collector->complete = collector->depth == 0;
    return 1;
}

static int take_array_start(void *context)
{
    struct json_collector *collector = context;
    if (value_take(collector, JSON_ARRAY, NULL, 0) == 0) {
        return 0;
    }
    if (collector->depth == 1) {
        collector->in_products = collector->field == JSON_FIELD_PRODUCTS;
    }
    collector->depth++;
    return 1;
}

static int take_array_end(void *context)
{
    struct json_collector *collector = context;
    collector->depth--;
    collector->in_products = collector->in_products && collector->depth > 1;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = take_null,
    .yajl_boolean = take_boolean,
    .yajl_number = take_number,
    .yajl_string = take_string,
    .yajl_start_map = take_map_start,
    .yajl_map_key = take_map_key,
    .yajl_end_map = take_map_end,
    .yajl_start_array = take_array_start,
    .yajl_end_array = take_array_end,
};

/* ---- the collector ----------------------------------------------------------------------- */

static void *parser_allocate(void *context, size_t size)
{
    (void)context;
    return memory_allocate(size);
}

static void *parser_resize(void *context, void *old, size_t size)
{
    (void)context;
    return memory_resize(old, size);
}

static void parser_release(void *context, void *old)
{
    (void)context;
    memory_free(old);
}

/* A parser that takes one value after the other can serve line after line, as long as each is good:
 * yajl has no other way back to its start than a new one. */
static void parser_make(struct json_collector *collector)
{
    yajl_alloc_funcs functions = {parser_allocate, parser_resize, parser_release, NULL};
    collector->handle = yajl_alloc(&callbacks, &functions, collector);
    int set = yajl_config(collector->handle, yajl_allow_multiple_values, 1);
    /* json_scan_utf8 is the stricter. */
    set &= yajl_config(collector->handle, yajl_dont_validate_strings, 1);
    assert(set == 1);
    (void)set;
}

static void parser_drop(struct json_collector *collector)
{
    if (collector->handle != NULL) {
        yajl_free(collector->handle);
    }
    collector->handle = NULL;
}

struct json_collector *json_collector_new(void)
{
    struct json_collector *collector = memory_allocate(sizeof *collector);
    *collector = (struct json_collector){0};
    names_fill(collector);
    parser_make(collector);
    return collector;
}

void json_collector_free(struct json_collector *collector)
{
    if (collector != NULL) {
        parser_drop(collector);
        memory_free(collector->scratch);
        memory_free(collector);
    }
}

const char *json_collector_error(const struct json_collector *collector)
{
    return collector->error;
}

static void collector_start(struct json_collector *collector, struct merit_text line)
{
    collector->line = line;
    collector->depth = 0;
    collector->complete = false;
    collector->in_products = false;
    collector->field = NO_FIELD;
    collector->canceled = NULL;
    collector->scratch_used = 0;
    collector->fields.seen = 0;
    collector->fields.repeated = 0;
    collector->fields.product_count = 0;
    collector->fields.products_wrong = false;
    if (collector->handle == NULL) {
        parser_make(collector);
    }
}

static void scratch_reserve(struct json_collector *collector, size_t size)
{
    if (collector->scratch_capacity < size) {
        collector->scratch = memory_resize(collector->scratch, size);
        collector->scratch_capacity = size;
    }
}

/* Says why, and drops the parser, which stands in the middle of something. */
static const struct json_fields *refuse(struct json_collector *collector, yajl_status status)
{
    if (status == yajl_status_error) {
        unsigned char *text = yajl_get_error(collector->handle, 0, NULL, 0);
        int length = (int)strcspn((const char *)text, "\n");
        (void)snprintf(collector->error, sizeof collector->error, "%.*s", length,
                       (const char *)text);
        yajl_free_error(collector->handle, text);
    } else {
        const char *reason = collector->canceled;
        if (reason == NULL) {
            reason = collector->depth == 0 ? "not a JSON object" : "the JSON object does not end";
        }
        (void)snprintf(collector->error, sizeof collector->error, "%s", reason);
    }
    parser_drop(collector);
    return NULL;
}

const struct json_fields *json_collector_read(struct json_collector *collector,
                                              struct merit_text line)
{
    collector_start(collector, line);
    if (!json_scan_utf8(line)) {
        collector->canceled = "not UTF-8";
        return refuse(collector, yajl_status_client_canceled);
    }
    if (json_scan_escapes(line)) {
        if (!json_scan_surrogates(line)) {
            collector->canceled = "half a surrogate pair in an escape";
            return refuse(collector, yajl_status_client_canceled);
        }
        scratch_reserve(collector, line.length);
    }
    yajl_status status = yajl_parse(collector->handle, (const unsigned char *)line.at, line.length);
    if (status == yajl_status_ok && collector->complete) {
        /* Ends whatever token may have begun behind the object. */
        status = yajl_parse(collector->handle, (const unsigned char *)"\n", 1);
    }
    if (status != yajl_status_ok || !collector->complete) {
        return refuse(collector, status);
    }
    return &collector->fields;
}

void json_fields_explain_date(const struct json_fields *fields, struct merit_fault *fault)
{
    bool date = fault->bad == MERIT_BAD_DATE;
    int field = 0;
    while (field < JSON_FIELD_COUNT && strcmp(field_names[field].at, fault->field) != 0) {
        field++;
    }
    assert(field < JSON_FIELD_COUNT);
    const struct json_slot *slot = &fields->slots[field];
    int64_t micros;
    int32_t day;
    if ((fields->seen >> field & 1) == 0) {
        fault->reason = "is missing";
    } else if (slot->kind != JSON_STRING) {
        fault->reason = "is null, but must have a value";
    } else if (date && time_text_read_date(slot->text, &day) == TIME_TEXT_WRONG_FORM) {
        fault->reason = "is not of the form \"2022-10-03\"";
    } else if (!date && time_text_read_timestamp(slot->text, &micros) == TIME_TEXT_WRONG_FORM) {
        fault->reason = "is not of the form \"2022-10-03T09:00:00Z\"";
    }
}
