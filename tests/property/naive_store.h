/* All that the judge was ever told: events grouped by what they are about, none thrown away. */
#ifndef NAIVE_STORE_H
#define NAIVE_STORE_H

#include "naive.h"

/* Texts are interned: equal texts are the same pointer. NULL stands for null. */
struct naive_name {
    char *at; /* ends with a zero byte */
    uint32_t length;
    struct naive_name *next;
};

struct naive_usage_report {
    int32_t as_of_day;
    int64_t occurred_at;
    int64_t figures[MERIT_FIGURE_COUNT];
    struct naive_usage_report *next;
};

struct naive_series {
    const struct naive_name *product;
    const struct naive_name *subscription;
    const struct naive_name *offer;
    struct naive_usage_report *reports;
    struct naive_series *next;
};

struct naive_association_state {
    const struct naive_name *event_id;
    int64_t occurred_at;
    const struct naive_name *partner;
    enum merit_association_type type;
    enum merit_association_status status;
    enum merit_cloud cloud;
    uint32_t product_count;
    const struct naive_name **products;
    const struct naive_name *subscription;
    int32_t start_day;
    int32_t end_day;
    struct naive_association_state *next;
};

struct naive_association {
    const struct naive_name *id;
    struct naive_association_state *states; /* in order of arrival */
    struct naive_association *next;
};

struct naive_tenant {
    const struct naive_name *id;
    struct naive_series *series;
    struct naive_association *associations;
    struct naive_tenant *next;
};

struct naive_certification_state {
    const struct naive_name *event_id;
    int64_t occurred_at;
    int32_t achieved_day;
    int32_t expires_day;
    int32_t linked_day;
    int32_t unlinked_day;
    struct naive_certification_state *next;
};

struct naive_certification {
    const struct naive_name *code;
    struct naive_certification_state *states; /* in order of arrival */
    struct naive_certification *next;
};

struct naive_person {
    const struct naive_name *id;
    struct naive_certification *certifications;
    struct naive_person *next;
};

/* What was last said about a partner and a designation, and its standing (rules §7). */
struct naive_standing {
    int64_t score_sequence;
    int64_t event_sequence;
    struct naive_score sent; /* by the last ScoreChanged */
    struct naive_score now;  /* as last evaluated */
    enum naive_status status;
    int32_t attained_day;
    int32_t anniversary_day;
    int32_t last_qualified_day;
    bool unjudged; /* adopted, and no points have been seen of it yet */
};

/* The metrics of a designation that only look at whole months up to M. */
struct naive_usage {
    const char *path;
    struct naive_metric adds;
    struct naive_metric growth;
    struct naive_metric deployments;
};

/* They are the same for all days of a month, while no event touches the partner and the same
 * version of the rules is in force. */
struct naive_kept {
    bool known;
    int32_t month_last; /* end(M) */
    bool business_second;
    struct naive_usage business;
    struct naive_usage security;
    struct naive_usage azure;
};

struct naive_partner {
    const struct naive_name *id;
    struct naive_person *persons;
    struct naive_standing standings[NAIVE_STANDINGS];
    struct naive_kept kept;
    bool touched;
    struct naive_partner *next; /* in byte order of the ids */
};

struct naive_store {
    struct naive_name *names;
    struct naive_tenant *tenants;
    struct naive_partner *partners;
};

void *naive_allocate(size_t size);
void naive_store_free(struct naive_store *store);
/* The partner of that id, made where there was none. */
struct naive_partner *naive_store_partner(struct naive_store *store, struct merit_text id);
/* Keeps the event and marks as touched the partners that it may concern. */
void naive_store_event(struct naive_store *store, const struct merit_event *event);

/* The newest state, found by looking at all: the latest occurred_at, then the larger event id, then
 * the one that came first. */
const struct naive_association_state *naive_association_newest(
    const struct naive_association *association);
const struct naive_certification_state *naive_certification_newest(
    const struct naive_certification *certification);
/* The figure's value at the newest as_of <= day; 0 if none. */
int64_t naive_series_gauge(const struct naive_series *series,
                           enum merit_figure figure,
                           int32_t day);

/* The revenue of the newest report inside the days, the month first to last; 0 if none. */
int64_t naive_series_revenue(const struct naive_series *series, int32_t first, int32_t last);

/* Whether the person's certification holds on the day. */
bool naive_person_has(const struct naive_person *person, const char *code, int32_t day);

struct merit_text naive_text(const struct naive_name *name);
/* True where the name is exactly this word; a null name is none. */
bool naive_name_is(const struct naive_name *name, const char *word);

#endif
