/* A writer's record to an event, by its plan. */
#include "codec/avro_number.h"
#include "codec/plan.h"
#include "codec/plan_skip.h"

/* Null figures and days are the least values of their types. What a record holds is none of them,
 * but as far out of bounds, so that merit_event_check says so. */
static int64_t long_stored(int64_t value)
{
    return value == MERIT_NO_FIGURE ? value + 1 : value;
}

static int32_t day_stored(int32_t value)
{
    return value == MERIT_NO_DAY ? value + 1 : value;
}

struct reading {
    const struct plan *plan;
    struct reader reader;
    struct merit_text *products;
    uint32_t product_count;
};

static const char cut_short[] = "ends too early, or is no number or length of the schema";

/* Each gives NULL, or what is wrong. Targets are the event's members at step->offset. */

static const char *read_text(struct reading *reading, void *to)
{
    struct merit_text text;
    if (!avro_read_bytes(&reading->reader, &text)) {
        return cut_short;
    }
    memcpy(to, &text, sizeof text);
    return avro_is_utf8(text) ? NULL : "is not text in UTF-8";
}

static const char *read_day(struct reading *reading, void *to)
{
    int32_t day;
    if (!avro_read_int(&reading->reader, &day)) {
        return cut_short;
    }
    day = day_stored(day);
    memcpy(to, &day, sizeof day);
    return NULL;
}

static const char *read_long(struct reading *reading, void *to)
{
    int64_t value;
    if (!avro_read_long(&reading->reader, &value)) {
        return cut_short;
    }
    value = long_stored(value);
    memcpy(to, &value, sizeof value);
    return NULL;
}

static const char *read_int(struct reading *reading, void *to)
{
    int32_t small;
    if (!avro_read_int(&reading->reader, &small)) {
        return cut_short;
    }
    int64_t value = small;
    memcpy(to, &value, sizeof value);
    return NULL;
}

static const char *read_symbol(struct reading *reading, const struct plan_step *step, void *to)
{
    int64_t symbol;
    if (!avro_read_long(&reading->reader, &symbol) || (uint64_t)symbol >= step->count) {
        return cut_short;
    }
    int32_t ours = reading->plan->symbols[step->first + (uint64_t)symbol];
    memcpy(to, &ours, sizeof ours);
    return ours < 0 ? "has a symbol that this version does not know" : NULL;
}

/* The step for the value that comes next: that of the branch where there is a union. NULL: none. */
static const struct plan_step *next_step(struct reading *reading, const struct plan_step *step)
{
    if (step->operation == PLAN_UNION) {
        int64_t branch;
        if (!avro_read_long(&reading->reader, &branch) || (uint64_t)branch >= step->count) {
            return NULL;
        }
        step = &reading->plan->steps[step->first + (uint64_t)branch];
    }
    return step;
}

/* The elements of one block; all are read, the first are kept. */
static const char *read_products(struct reading *reading,
                                 const struct plan_step *item,
                                 uint64_t count)
{
    for (; count > 0; count--) {
        struct merit_text product;
        const struct plan_step *step = next_step(reading, item);
        if (step == NULL) {
            return cut_short;
        }
        if (step->operation != PLAN_TEXT) {
            return "has an element that is no string";
        }
        const char *reason = read_text(reading, &product);
        if (reason != NULL) {
            return reason;
        }
        if (reading->product_count < PLAN_PRODUCTS_MAX) {
            reading->products[reading->product_count++] = product;
        }
    }
    return NULL;
}

static const char *read_array(struct reading *reading, const struct plan_step *step)
{
    const struct plan_step *item = &reading->plan->steps[step->first];
    uint64_t count;
    do {
        if (!avro_read_block(&reading->reader, &count)) {
            return cut_short;
        }
        const char *reason = read_products(reading, item, count);
        if (reason != NULL) {
            return reason;
        }
    } while (count > 0);
    return NULL;
}

static const char *read_value(struct reading *reading,
                              const struct plan_step *step,
                              struct merit_event *event)
{
    step = next_step(reading, step);
    if (step == NULL) {
        return cut_short;
    }
    char *to = (char *)event + step->offset;
    switch (step->operation) {
    case PLAN_TEXT:
        return read_text(reading, to);
    case PLAN_LONG:
        return read_long(reading, to);
    case PLAN_INT:
        return read_int(reading, to);
    case PLAN_DAY:
        return read_day(reading, to);
    case PLAN_SYMBOL:
        return read_symbol(reading, step, to);
    case PLAN_ARRAY:
        return read_array(reading, step);
    case PLAN_NOTHING:
        return NULL;
    case PLAN_SKIP:
        return plan_skip(reading->plan->schema, step->first, &reading->reader) ? NULL : cut_short;
    case PLAN_UNION:
    case PLAN_REFUSE:
        break;
    }
    return "holds a value of a type that it cannot have";
}

struct merit_fault plan_read(const struct plan *plan,
                             struct bytes body,
                             struct merit_text products[PLAN_PRODUCTS_MAX],
                             struct merit_event *event)
{
    struct reading reading = {plan, reader_of(body), products, 0};
    *event = plan->blank;
    for (uint32_t i = 0; i < plan->step_count; i++) {
        const struct plan_step *step = &plan->steps[i];
        const char *reason = read_value(&reading, step, event);
        if (reason != NULL) {
            return (struct merit_fault){MERIT_BAD_UNDECODABLE, step->field, reason};
        }
    }
    if (reading.reader.at != reading.reader.end) {
        return (struct merit_fault){MERIT_BAD_UNDECODABLE, "value", "goes on after its end"};
    }
    if (event->kind == MERIT_EVENT_ASSOCIATION) {
        event->association.products = products;
        event->association.product_count = reading.product_count;
    }
    return (struct merit_fault){MERIT_BAD_NONE, NULL, NULL};
}
