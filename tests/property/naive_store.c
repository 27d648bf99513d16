/* Keeps every event the judge is told, and finds the newest by looking at all of them. */
#include "naive_store.h"

#include <stdio.h>
#include <stdlib.h>

void *naive_allocate(size_t size)
{
    void *memory = calloc(1, size == 0 ? 1 : size);
    if (memory == NULL) {
        fprintf(stderr, "naive: out of memory\n");
        abort();
    }
    return memory;
}

struct merit_text naive_text(const struct naive_name *name)
{
    if (name == NULL) {
        return (struct merit_text){NULL, 0};
    }
    return (struct merit_text){name->at, name->length};
}

bool naive_name_is(const struct naive_name *name, const char *word)
{
    return name != NULL && strcmp(name->at, word) == 0;
}

/* Below 0, 0 or above 0 in byte order; both are names. */
static int compare_names(const struct naive_name *a, const struct naive_name *b)
{
    uint32_t common = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->at, b->at, common);
    if (order != 0) {
        return order;
    }
    return (a->length > b->length) - (a->length < b->length);
}

static const struct naive_name *intern(struct naive_store *store, struct merit_text text)
{
    if (text.at == NULL) {
        return NULL;
    }
    for (struct naive_name *name = store->names; name != NULL; name = name->next) {
        if (name->length == text.length && memcmp(name->at, text.at, text.length) == 0) {
            return name;
        }
    }
    struct naive_name *name = naive_allocate(sizeof(*name));
    name->at = naive_allocate(text.length + 1);
    memcpy(name->at, text.at, text.length);
    name->length = text.length;
    name->next = store->names;
    store->names = name;
    return name;
}

static struct naive_tenant *find_tenant(struct naive_store *store, struct merit_text id)
{
    const struct naive_name *name = intern(store, id);
    for (struct naive_tenant *tenant = store->tenants; tenant != NULL; tenant = tenant->next) {
        if (tenant->id == name) {
            return tenant;
        }
    }
    struct naive_tenant *tenant = naive_allocate(sizeof(*tenant));
    tenant->id = name;
    tenant->next = store->tenants;
    store->tenants = tenant;
    return tenant;
}

struct naive_partner *naive_store_partner(struct naive_store *store, struct merit_text id)
{
    const struct naive_name *name = intern(store, id);
    struct naive_partner **at = &store->partners;
    while (*at != NULL && compare_names((*at)->id, name) < 0) {
        at = &(*at)->next;
    }
    if (*at != NULL && (*at)->id == name) {
        return *at;
    }
    struct naive_partner *partner = naive_allocate(sizeof(*partner));
    partner->id = name;
    partner->touched = true;
    for (int d = 0; d < NAIVE_STANDINGS; d++) {
        partner->standings[d].sent.total = naive_whole(0);
        partner->standings[d].now.total = naive_whole(0);
        partner->standings[d].attained_day = MERIT_NO_DAY;
        partner->standings[d].anniversary_day = MERIT_NO_DAY;
        partner->standings[d].last_qualified_day = MERIT_NO_DAY;
    }
    partner->next = *at;
    *at = partner;
    return partner;
}

/* ---- usage ------------------------------------------------------------------------------- */

static struct naive_series *find_series(struct naive_store *store,
                                        struct naive_tenant *tenant,
                                        const struct merit_usage *usage)
{
    const struct naive_name *product = intern(store, usage->product);
    const struct naive_name *subscription = intern(store, usage->subscription_id);
    const struct naive_name *offer = intern(store, usage->offer);
    for (struct naive_series *series = tenant->series; series != NULL; series = series->next) {
        if (series->product == product && series->subscription == subscription &&
            series->offer == offer) {
            return series;
        }
    }
    struct naive_series *series = naive_allocate(sizeof(*series));
    series->product = product;
    series->subscription = subscription;
    series->offer = offer;
    series->next = tenant->series;
    tenant->series = series;
    return series;
}

static void touch_attached(struct naive_store *store, const struct naive_tenant *tenant)
{
    for (const struct naive_association *a = tenant->associations; a != NULL; a = a->next) {
        const struct naive_association_state *state = naive_association_newest(a);
        naive_store_partner(store, naive_text(state->partner))->touched = true;
    }
}

static void keep_usage(struct naive_store *store, const struct merit_event *event)
{
    const struct merit_usage *usage = &event->usage;
    struct naive_tenant *tenant = find_tenant(store, usage->tenant_id);
    struct naive_series *series = find_series(store, tenant, usage);
    struct naive_usage_report *report = naive_allocate(sizeof(*report));
    report->as_of_day = usage->as_of_day;
    report->occurred_at = event->occurred_at;
    memcpy(report->figures, usage->figures, sizeof(report->figures));
    report->next = series->reports;
    series->reports = report;
    touch_attached(store, tenant);
}

/* Of one as_of the newest report that is not null counts, of equally old ones the larger value. */
static bool report_beats(const struct naive_usage_report *report,
                         const struct naive_usage_report *best,
                         enum merit_figure figure)
{
    if (best == NULL || report->as_of_day != best->as_of_day) {
        return best == NULL || report->as_of_day > best->as_of_day;
    }
    if (report->occurred_at != best->occurred_at) {
        return report->occurred_at > best->occurred_at;
    }
    return report->figures[figure] > best->figures[figure];
}

/* The newest report of the figure with an as_of from `first` to `last`; 0 if none. */
static int64_t newest_figure(const struct naive_series *series,
                             enum merit_figure figure,
                             int32_t first,
                             int32_t last)
{
    const struct naive_usage_report *best = NULL;
    for (const struct naive_usage_report *r = series->reports; r != NULL; r = r->next) {
        if (first <= r->as_of_day && r->as_of_day <= last &&
            r->figures[figure] != MERIT_NO_FIGURE && report_beats(r, best, figure)) {
            best = r;
        }
    }
    return best == NULL ? 0 : best->figures[figure];
}

int64_t naive_series_gauge(const struct naive_series *series, enum merit_figure figure, int32_t day)
{
    return newest_figure(series, figure, INT32_MIN, day);
}

int64_t naive_series_revenue(const struct naive_series *series, int32_t first, int32_t last)
{
    return newest_figure(series, MERIT_FIGURE_REVENUE, first, last);
}

/* ---- associations ------------------------------------------------------------------------ */

static struct naive_association *find_association(struct naive_store *store,
                                                  struct naive_tenant *tenant,
                                                  struct merit_text id)
{
    const struct naive_name *name = intern(store, id);
    for (struct naive_association *a = tenant->associations; a != NULL; a = a->next) {
        if (a->id == name) {
            return a;
        }
    }
    struct naive_association *association = naive_allocate(sizeof(*association));
    association->id = name;
    association->next = tenant->associations;
    tenant->associations = association;
    return association;
}

static struct naive_association_state *new_state(struct naive_store *store,
                                                 const struct merit_event *event)
{
    const struct merit_association *association = &event->association;
    struct naive_association_state *state = naive_allocate(sizeof(*state));
    state->event_id = intern(store, event->event_id);
    state->occurred_at = event->occurred_at;
    state->partner = naive_store_partner(store, association->partner_id)->id;
    state->type = association->type;
    state->status = association->status;
    state->cloud = association->cloud;
    state->product_count = association->product_count;
    state->products = naive_allocate(association->product_count * sizeof(*state->products));
    for (uint32_t i = 0; i < association->product_count; i++) {
        state->products[i] = intern(store, association->products[i]);
    }
    state->subscription = intern(store, association->subscription_id);
    state->start_day = association->start_day;
    state->end_day = association->end_day;
    return state;
}

static void keep_association(struct naive_store *store, const struct merit_event *event)
{
    struct naive_tenant *tenant = find_tenant(store, event->association.tenant_id);
    struct naive_association *association =
        find_association(store, tenant, event->association.association_id);
    const struct naive_association_state *before = naive_association_newest(association);
    struct naive_association_state **end = &association->states;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = new_state(store, event);
    if (before != NULL) {
        naive_store_partner(store, naive_text(before->partner))->touched = true;
    }
    const struct naive_association_state *after = naive_association_newest(association);
    naive_store_partner(store, naive_text(after->partner))->touched = true;
}

const struct naive_association_state *naive_association_newest(
    const struct naive_association *association)
{
    const struct naive_association_state *best = association->states;
    for (const struct naive_association_state *s = best; s != NULL; s = s->next) {
        if (s->occurred_at > best->occurred_at ||
            (s->occurred_at == best->occurred_at &&
             compare_names(s->event_id, best->event_id) > 0)) {
            best = s;
        }
    }
    return best;
}

/* ---- certifications ---------------------------------------------------------------------- */

static struct naive_person *find_person(struct naive_store *store,
                                        struct naive_partner *partner,
                                        struct merit_text id)
{
    const struct naive_name *name = intern(store, id);
    for (struct naive_person *person = partner->persons; person != NULL; person = person->next) {
        if (person->id == name) {
            return person;
        }
    }
    struct naive_person *person = naive_allocate(sizeof(*person));
    person->id = name;
    person->next = partner->persons;
    partner->persons = person;
    return person;
}

static struct naive_certification *find_certification(struct naive_store *store,
                                                      struct naive_person *person,
                                                      struct merit_text code)
{
    const struct naive_name *name = intern(store, code);
    for (struct naive_certification *c = person->certifications; c != NULL; c = c->next) {
        if (c->code == name) {
            return c;
        }
    }
    struct naive_certification *certification = naive_allocate(sizeof(*certification));
    certification->code = name;
    certification->next = person->certifications;
    person->certifications = certification;
    return certification;
}

static void keep_certification(struct naive_store *store, const struct merit_event *event)
{
    const struct merit_certification *c = &event->certification;
    struct naive_partner *partner = naive_store_partner(store, c->partner_id);
    struct naive_person *person = find_person(store, partner, c->person_id);
    struct naive_certification *certification = find_certification(store, person, c->certification);
    struct naive_certification_state *state = naive_allocate(sizeof(*state));
    state->event_id = intern(store, event->event_id);
    state->occurred_at = event->occurred_at;
    state->achieved_day = c->achieved_day;
    state->expires_day = c->expires_day;
    state->linked_day = c->linked_day;
    state->unlinked_day = c->unlinked_day;
    struct naive_certification_state **end = &certification->states;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = state;
    partner->touched = true;
}

const struct naive_certification_state *naive_certification_newest(
    const struct naive_certification *certification)
{
    const struct naive_certification_state *best = certification->states;
    for (const struct naive_certification_state *s = best; s != NULL; s = s->next) {
        if (s->occurred_at > best->occurred_at ||
            (s->occurred_at == best->occurred_at &&
             compare_names(s->event_id, best->event_id) > 0)) {
            best = s;
        }
    }
    return best;
}

bool naive_person_has(const struct naive_person *person, const char *code, int32_t day)
{
    for (const struct naive_certification *c = person->certifications; c != NULL; c = c->next) {
        if (!naive_name_is(c->code, code)) {
            continue;
        }
        const struct naive_certification_state *state = naive_certification_newest(c);
        int32_t from = state->achieved_day;
        if (state->linked_day != MERIT_NO_DAY) {
            from = from > state->linked_day ? from : state->linked_day;
        }
        return from <= day && (state->expires_day == MERIT_NO_DAY || day < state->expires_day) &&
               (state->unlinked_day == MERIT_NO_DAY || day < state->unlinked_day);
    }
    return false;
}

void naive_store_event(struct naive_store *store, const struct merit_event *event)
{
    intern(store, event->event_id); /* outputs name the event that caused them */
    switch (event->kind) {
    case MERIT_EVENT_ASSOCIATION:
        keep_association(store, event);
        break;
    case MERIT_EVENT_USAGE:
        keep_usage(store, event);
        break;
    case MERIT_EVENT_CERTIFICATION:
        keep_certification(store, event);
        break;
    }
}
