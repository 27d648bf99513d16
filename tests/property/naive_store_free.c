/* Gives back all that the judge keeps. */
#include "naive_store.h"

#include <stdlib.h>

static void free_series(struct naive_series *series)
{
    while (series != NULL) {
        struct naive_series *next = series->next;
        while (series->reports != NULL) {
            struct naive_usage_report *report = series->reports;
            series->reports = report->next;
            free(report);
        }
        free(series);
        series = next;
    }
}

static void free_associations(struct naive_association *association)
{
    while (association != NULL) {
        struct naive_association *next = association->next;
        while (association->states != NULL) {
            struct naive_association_state *state = association->states;
            association->states = state->next;
            free(state->products);
            free(state);
        }
        free(association);
        association = next;
    }
}

static void free_certifications(struct naive_certification *certification)
{
    while (certification != NULL) {
        struct naive_certification *next = certification->next;
        while (certification->states != NULL) {
            struct naive_certification_state *state = certification->states;
            certification->states = state->next;
            free(state);
        }
        free(certification);
        certification = next;
    }
}

static void free_persons(struct naive_person *person)
{
    while (person != NULL) {
        struct naive_person *next = person->next;
        free_certifications(person->certifications);
        free(person);
        person = next;
    }
}

void naive_store_free(struct naive_store *store)
{
    while (store->tenants != NULL) {
        struct naive_tenant *tenant = store->tenants;
        store->tenants = tenant->next;
        free_series(tenant->series);
        free_associations(tenant->associations);
        free(tenant);
    }
    while (store->partners != NULL) {
        struct naive_partner *partner = store->partners;
        store->partners = partner->next;
        free_persons(partner->persons);
        free(partner);
    }
    while (store->names != NULL) {
        struct naive_name *name = store->names;
        store->names = name->next;
        free(name->at);
        free(name);
    }
}
