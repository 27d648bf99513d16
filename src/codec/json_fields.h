/* One JSON object's known fields, as they stand in the text, whatever its type turns out to be. */
#ifndef CODEC_JSON_FIELDS_H
#define CODEC_JSON_FIELDS_H

#include "merit/event.h"
#include "merit/limits.h"
#include "merit/text.h"

#include <stddef.h>

/* The fields that some input line has, "type" and "timestamp"; each of the names once. */
#define JSON_FIELD_MAP(X)                                                                          \
    X(TYPE, "type")                                                                                \
    X(TIMESTAMP, "timestamp")                                                                      \
    X(EVENT_ID, "event_id")                                                                        \
    X(OCCURRED_AT, "occurred_at")                                                                  \
    X(ASSOCIATION_ID, "association_id")                                                            \
    X(PARTNER_ID, "partner_id")                                                                    \
    X(TENANT_ID, "tenant_id")                                                                      \
    X(ASSOCIATION_TYPE, "association_type")                                                        \
    X(STATUS, "status")                                                                            \
    X(CLOUD, "cloud")                                                                              \
    X(PRODUCTS, "products")                                                                        \
    X(SUBSCRIPTION_ID, "subscription_id")                                                          \
    X(START_DATE, "start_date")                                                                    \
    X(END_DATE, "end_date")                                                                        \
    X(PRODUCT, "product")                                                                          \
    X(OFFER, "offer")                                                                              \
    X(AS_OF, "as_of")                                                                              \
    X(MONTHLY_ACTIVE_USERS, "monthly_active_users")                                                \
    X(PAID_AVAILABLE_UNITS, "paid_available_units")                                                \
    X(CONSUMED_REVENUE, "consumed_revenue")                                                        \
    X(PERSON_ID, "person_id")                                                                      \
    X(CERTIFICATION, "certification")                                                              \
    X(ACHIEVED_ON, "achieved_on")                                                                  \
    X(EXPIRES_ON, "expires_on")                                                                    \
    X(LINKED_ON, "linked_on")                                                                      \
    X(UNLINKED_ON, "unlinked_on")                                                                  \
    X(DESIGNATION, "designation")                                                                  \
    X(ATTAINED_ON, "attained_on")                                                                  \
    X(ANNIVERSARY_DATE, "anniversary_date")                                                        \
    X(LAST_QUALIFIED_ON, "last_qualified_on")

enum json_field {
#define JSON_FIELD_ENUM(name, text) JSON_FIELD_##name,
    JSON_FIELD_MAP(JSON_FIELD_ENUM)
#undef JSON_FIELD_ENUM
        JSON_FIELD_COUNT,
};

const char *json_field_name(enum json_field field);

enum json_kind {
    JSON_NULL,
    JSON_BOOLEAN,
    JSON_INTEGER, /* text: its digits, exact, with a sign where negative */
    JSON_REAL,
    JSON_STRING, /* text: unescaped, UTF-8; may hold NUL bytes */
    JSON_ARRAY,
    JSON_OBJECT,
};

struct json_slot {
    enum json_kind kind;
    struct merit_text text;
};

/* One more than an association may have, so that too many can be told. */
enum { JSON_PRODUCTS_MAX = MERIT_ASSOCIATION_PRODUCTS_MAX + 1 };

/* Texts point into the line or into the collector's scratch memory and are valid until the next
 * line or until the line's bytes change. */
struct json_fields {
    uint64_t seen;     /* bit f: field f was there, see slots[f]; the other slots are stale */
    uint64_t repeated; /* bit f: more than once; the slot holds the last */
    struct json_slot slots[JSON_FIELD_COUNT];
    bool products_wrong; /* `products` has an element that is no string */
    uint32_t product_count;
    struct merit_text products[JSON_PRODUCTS_MAX]; /* the first ones */
};

struct json_collector;

struct json_collector *json_collector_new(void);
void json_collector_free(struct json_collector *collector);

/* The fields of a line that is exactly one JSON object; fields of other names are passed over. NULL
 * where the line is none, see json_collector_error. Allocates only after such a line, or where a
 * line with escapes is longer than all before. */
const struct json_fields *json_collector_read(struct json_collector *collector,
                                              struct merit_text line);
/* What was wrong with the line, valid until the next. */
const char *json_collector_error(const struct json_collector *collector);

/* Of a fault MERIT_BAD_DATE or MERIT_BAD_TIMESTAMP in a field of a line: where the field is
 * missing, null or of another form than a date or time has, that is its reason from now on. */
void json_fields_explain_date(const struct json_fields *fields, struct merit_fault *fault);

#endif
