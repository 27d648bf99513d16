/* Fuzz target: any text as a schema and, behind a NUL, any bytes as a record written with it. */
#include "codec/plan.h"
#include "codec/plan_skip.h"
#include "codec/schema_canonical.h"
#include "fuzz.h"

#include <stdlib.h>

/* libavro loses what it had made of some schemas that it refuses, and every schema that contains
 * itself. It reads the files of an installation, once. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void use(struct arena *arena, const struct schema *schema, struct bytes body)
{
    static struct text_buffer text;
    static struct merit_text products[PLAN_PRODUCTS_MAX];
    text.length = 0;
    schema_canonical_add(&text, schema);
    require(text.length > 0);
    (void)schema_fingerprint((struct merit_text){text.at, (uint32_t)text.length});
    struct reader reader = reader_of(body);
    (void)plan_skip(schema, schema->root, &reader);
    require(reader.at <= reader.end);
    for (int kind = MERIT_EVENT_ASSOCIATION; kind <= MERIT_EVENT_CERTIFICATION; kind++) {
        struct plan plan;
        struct merit_event event;
        text.length = 0;
        if (plan_compile(arena, schema, (enum merit_event_kind)kind, &text, &plan)) {
            struct merit_fault fault = plan_read(&plan, body, products, &event);
            require(fault.bad == MERIT_BAD_NONE || fault.bad == MERIT_BAD_UNDECODABLE);
            (void)merit_event_check(&event);
        } else {
            require(text.length > 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct text_buffer errors;
    struct arena arena = {0};
    struct schema schema;
    const uint8_t *end = size == 0 ? NULL : memchr(data, 0, size);
    size_t length = end == NULL ? size : (size_t)(end - data);
    struct bytes body = {data, 0};
    if (end != NULL) {
        body = (struct bytes){end + 1, size - length - 1};
    }
    errors.length = 0;
    if (schema_read(&arena, (struct merit_text){(const char *)data, (uint32_t)length}, &errors,
                    &schema)) {
        use(&arena, &schema, body);
    } else {
        require(errors.length > 0);
    }
    arena_fini(&arena);
    return 0;
}
