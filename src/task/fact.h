/* Facts: what attribution tells scoring about one tenant of one partner, as bytes. */
#ifndef TASK_FACT_H
#define TASK_FACT_H

#include "core/link.h"
#include "merit/standing.h"
#include "task/series.h"

/* One message carries a part of a group: all facts of one input event for one partner. A group that
 * is too long for one message has several, in order; scoring applies it whole, at its last (design:
 * "one group, evaluated once"). */
enum fact_kind {
    FACT_GROUP = 1,
    FACT_WATERMARK =
        2, /* the source's tenants' clock has reached `day`; MERIT_NO_DAY: it has none */
    FACT_STANDING =
        3, /* standings of one partner that were imported (task/adopt.h): no group, never waits */
};

enum {
    FACT_PART_BYTES = 64 * 1024,   /* a part is closed once it is this long */
    FACT_MESSAGE_MAX = 512 * 1024, /* the longest message there may be, but for one long series */
    FACT_TASKS_MAX = 4096,
};

struct fact_header {
    enum fact_kind kind;
    uint32_t source; /* the task that says so */
    int32_t day;     /* of the source's clock */
    bool first;      /* of its group; STANDING: always, as last */
    bool last;
    struct merit_text partner_id; /* GROUP, STANDING */
    /* FACT_GROUP: */
    struct merit_text tenant_id;
    struct merit_text event_id; /* the cause */
    int64_t occurred_at;        /* of the cause */
};

enum fact_item_kind {
    FACT_USAGE = 1, /* figures of a day of a series */
    FACT_SERIES,    /* all that is known of a series: to a partner that is new to the tenant */
    FACT_LINK,      /* an association of the partner, new or changed */
    FACT_UNLINK,    /* it is not the partner's any more */
    FACT_DETACH,    /* nothing ties the partner to the tenant any more: forget it */
};

struct fact_item {
    enum fact_item_kind kind;
    struct series_names names;        /* USAGE, SERIES */
    struct ledger_report report;      /* USAGE */
    struct bytes ledger;              /* SERIES: unstamped */
    struct link link;                 /* LINK */
    struct merit_text association_id; /* UNLINK */
};

/* Messages made by a step, for its caller to carry to task murmur2(partner_id) (a watermark to
 * all). */
struct fact_list {
    struct buffer bytes;
    size_t *ends; /* of each message in bytes */
    uint32_t count;
    uint32_t capacity;
};

void fact_list_fini(struct fact_list *list);
void fact_list_clear(struct fact_list *list);
struct bytes fact_list_message(const struct fact_list *list, uint32_t index);

/* Begins a message at the end of the list; items follow; fact_list_end closes it. */
void fact_list_begin(struct fact_list *list, const struct fact_header *header);
void fact_list_end(struct fact_list *list);
/* Sets `last` in the message being written. */
void fact_list_set_last(struct fact_list *list);
size_t fact_list_length(const struct fact_list *list); /* of the message being written */

void fact_usage(struct buffer *to,
                const struct series_names *names,
                const struct ledger_report *report,
                uint32_t figures);
void fact_series(struct buffer *to, const struct series_names *names, const struct ledger *ledger);
void fact_link(struct buffer *to, const struct merit_association *association);
void fact_unlink(struct buffer *to, struct merit_text association_id);
void fact_detach(struct buffer *to);
/* One of a FACT_STANDING message; the partner is in its header. */
void fact_standing(struct buffer *to, const struct merit_standing *standing);

/* The kind alone, of a message that is whole. */
static inline enum fact_kind fact_kind_of(struct bytes message)
{
    return (enum fact_kind)message.at[0];
}

/* Reading. Everything points into the message. False where the bytes are none. */
bool fact_read_header(struct reader *reader, struct fact_header *ret_header);
/* The next item; false at the end, or with reader->failed where the bytes are none. */
bool fact_read_item(struct reader *reader, struct fact_item *ret_item);
/* The next standing of a FACT_STANDING message of the partner; likewise. */
bool fact_read_standing(struct reader *reader,
                        struct merit_text partner_id,
                        struct merit_standing *ret_standing);

#endif
