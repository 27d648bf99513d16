/* The three input events, and what makes one bad (contract §1). */
#ifndef MERIT_EVENT_H
#define MERIT_EVENT_H

#include "merit/day.h"
#include "merit/limits.h"
#include "merit/text.h"

enum merit_event_kind {
    MERIT_EVENT_ASSOCIATION,
    MERIT_EVENT_USAGE,
    MERIT_EVENT_CERTIFICATION,
};

enum merit_association_type {
    MERIT_TYPE_CPOR,
    MERIT_TYPE_DPOR,
    MERIT_TYPE_PAL,
    MERIT_TYPE_CSP_TIER1,
    MERIT_TYPE_CSP_TIER2,
    MERIT_TYPE_COUNT,
};

enum merit_association_status {
    MERIT_STATUS_PENDING,
    MERIT_STATUS_ACTIVE,
    MERIT_STATUS_REJECTED,
};

enum merit_cloud {
    MERIT_CLOUD_PUBLIC,
    MERIT_CLOUD_CHINA,
    MERIT_CLOUD_GOVERNMENT,
};

enum merit_figure {
    MERIT_FIGURE_ACTIVE_USERS, /* monthly_active_users, a gauge */
    MERIT_FIGURE_PAID_UNITS,   /* paid_available_units, a gauge */
    MERIT_FIGURE_REVENUE,      /* consumed_revenue, US cents of the month so far */
    MERIT_FIGURE_COUNT,
};
#define MERIT_NO_FIGURE INT64_MIN /* a figure that says nothing (null) */

struct merit_association {
    struct merit_text association_id;
    struct merit_text partner_id;
    struct merit_text tenant_id;
    enum merit_association_type type;
    enum merit_association_status status;
    enum merit_cloud cloud;
    uint32_t product_count;            /* 0: every product */
    const struct merit_text *products; /* product_count of them */
    struct merit_text subscription_id; /* null: every subscription */
    int32_t start_day;
    int32_t end_day; /* MERIT_NO_DAY: none */
};

struct merit_usage {
    struct merit_text tenant_id;
    struct merit_text product;
    struct merit_text subscription_id; /* null or an id */
    struct merit_text offer;           /* null or an id */
    int32_t as_of_day;
    int64_t figures[MERIT_FIGURE_COUNT]; /* MERIT_NO_FIGURE: null */
};

struct merit_certification {
    struct merit_text partner_id;
    struct merit_text person_id;
    struct merit_text certification;
    int32_t achieved_day;
    int32_t expires_day;  /* MERIT_NO_DAY: none; likewise below */
    int32_t linked_day;   /* none: achieved_day */
    int32_t unlinked_day; /* none: still linked */
};

/* Every text is borrowed from whoever decoded the event. */
struct merit_event {
    enum merit_event_kind kind;
    struct merit_text event_id;
    int64_t occurred_at; /* microseconds since 1970 */
    int64_t timestamp;   /* the record's Kafka timestamp, microseconds since 1970 */
    union {
        struct merit_association association;
        struct merit_usage usage;
        struct merit_certification certification;
    };
};

/* Why a record is bad: code as in the dead letters, in the order of contract §1; the last is of
 * standings (merit/standing.h), which are no records. */
#define MERIT_BAD_MAP(X)                                                                           \
    X(NONE, "")                                                                                    \
    X(NULL_VALUE, "null_value")                                                                    \
    X(UNDECODABLE, "undecodable")                                                                  \
    X(UNKNOWN_SCHEMA, "unknown_schema")                                                            \
    X(MISSING_KEY, "missing_key")                                                                  \
    X(WRONG_KEY, "wrong_key")                                                                      \
    X(WRONG_PARTITION, "wrong_partition")                                                          \
    X(ID, "bad_id")                                                                                \
    X(FIGURE, "bad_figure")                                                                        \
    X(TOO_LARGE, "too_large")                                                                      \
    X(DATE, "bad_date")                                                                            \
    X(TIMESTAMP, "bad_timestamp")                                                                  \
    X(LIMIT, "limit")                                                                              \
    X(STANDING, "bad_standing")

enum merit_bad {
#define MERIT_BAD_ENUM(name, code) MERIT_BAD_##name,
    MERIT_BAD_MAP(MERIT_BAD_ENUM)
#undef MERIT_BAD_ENUM
};

/* The code's name, for example "bad_figure". */
const char *merit_bad_code(enum merit_bad bad);

/* A record's fault: the code, and the field it is about (a static string, NULL where none is). */
struct merit_fault {
    enum merit_bad bad;
    const char *field;
    const char *reason; /* static; what is wrong and what would be right */
};

/* Checks all that an event alone can show (not MERIT_BAD_LIMIT's state). The first fault in field
 * order, or bad == MERIT_BAD_NONE. */
struct merit_fault merit_event_check(const struct merit_event *event);

/* The id whose murmur2 chooses the partition: tenant_id, or a certification's partner_id. */
struct merit_text merit_event_key(const struct merit_event *event);

/* Symbols of the Avro enums, for codecs and messages. NULL-terminated, in enum order. */
extern const char *const merit_association_type_names[];
extern const char *const merit_association_status_names[];
extern const char *const merit_cloud_names[];
extern const char *const merit_figure_names[];

#endif
