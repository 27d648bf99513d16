/* How a record of one writer's schema becomes an event: the steps over the writer's fields. */
#ifndef CODEC_PLAN_H
#define CODEC_PLAN_H

#include "base/bytes.h"
#include "codec/schema.h"
#include "merit/event.h"

/* One more than an association may have, so that too many can be told. */
enum { PLAN_PRODUCTS_MAX = MERIT_ASSOCIATION_PRODUCTS_MAX + 1 };

enum plan_operation {
    PLAN_TEXT,    /* bytes or a string: a text */
    PLAN_LONG,    /* a long */
    PLAN_INT,     /* an int: a long */
    PLAN_DAY,     /* an int: a day */
    PLAN_SYMBOL,  /* an enum: symbols[first] and the `count` - 1 behind say which of ours */
    PLAN_UNION,   /* a branch's number, then steps[first + number]; `count` branches */
    PLAN_ARRAY,   /* products, each by steps[first] */
    PLAN_NOTHING, /* null: the field stays as it is in the blank event */
    PLAN_SKIP,    /* a value of the type `first`, which the event has no place for */
    PLAN_REFUSE,  /* a branch of the writer's union that is no value of our field */
};

struct plan_step {
    enum plan_operation operation;
    uint32_t offset; /* in the event, of what is stored */
    uint32_t first;
    uint32_t count;
    const char *field; /* as messages name it */
};

/* Lives in the arena it was compiled into, with the schema. */
struct plan {
    const struct schema *schema;
    struct merit_event blank; /* what missing fields and nulls mean */
    struct plan_step *steps;  /* `step_count` for the writer's fields, then those they refer to */
    uint32_t step_count;
    int8_t *symbols; /* -1: none of ours */
};

/* Compiles the resolution of a writer's schema to ours of that kind (Avro 1.11, "Schema
 * Resolution"). Of the schema only the root's name is not looked at. False, with one line added to
 * `errors`, where records could not be read: a field that is missing without a default, or of a
 * type that is never ours. */
bool plan_compile(struct arena *arena,
                  const struct schema *schema,
                  enum merit_event_kind kind,
                  struct text_buffer *errors,
                  struct plan *ret_plan);

/* Reads one record, which is all of `body`. Texts point into it, an association's products into
 * `products`. Neither checked nor complete: timestamp is 0. MERIT_BAD_UNDECODABLE where the bytes
 * are not the schema's, a symbol is none of ours or a text is not UTF-8; the event is then left
 * with any content. Of more than PLAN_PRODUCTS_MAX products the first are kept. */
struct merit_fault plan_read(const struct plan *plan,
                             struct bytes body,
                             struct merit_text products[PLAN_PRODUCTS_MAX],
                             struct merit_event *event);

#endif
