/* What the judge's designations share: months, what is the partner's, people (rules §1). */
#include "naive_rules.h"

struct naive_scene naive_scene(const struct naive_store *store,
                               const struct naive_partner *partner,
                               int32_t day)
{
    return (struct naive_scene){.store = store, .partner = partner, .day = day};
}

void naive_see_months(struct naive_scene *scene)
{
    int32_t next = naive_first_of_month(scene->day);
    for (int k = 0; k < NAIVE_MONTHS; k++) {
        scene->month_last[k] = next - 1;
        scene->month_first[k] = naive_first_of_month(next - 1);
        next = scene->month_first[k];
    }
}

/* ---- what is the partner's --------------------------------------------------------------- */

static bool holds(const struct naive_association_state *a, int32_t day)
{
    return a->status == MERIT_STATUS_ACTIVE && a->start_day <= day &&
           (a->end_day == MERIT_NO_DAY || day < a->end_day) &&
           !(a->type == MERIT_TYPE_PAL && a->cloud != MERIT_CLOUD_PUBLIC);
}

bool naive_association_counts(const struct naive_scene *scene,
                              const struct naive_association_state *association,
                              int types,
                              int32_t day)
{
    return association->partner == scene->partner->id && (types >> association->type & 1) != 0 &&
           holds(association, day);
}

bool naive_holds_something(const struct naive_scene *scene,
                           const struct naive_tenant *tenant,
                           int types,
                           int32_t day)
{
    for (const struct naive_association *a = tenant->associations; a != NULL; a = a->next) {
        if (naive_association_counts(scene, naive_association_newest(a), types, day)) {
            return true;
        }
    }
    return false;
}

bool naive_has_product(const struct naive_association_state *association, const char *product)
{
    if (association->product_count == 0) {
        return true;
    }
    for (uint32_t i = 0; i < association->product_count; i++) {
        if (naive_name_is(association->products[i], product)) {
            return true;
        }
    }
    return false;
}

bool naive_covers(const struct naive_association_state *association,
                  const struct naive_series *series)
{
    if (association->subscription != NULL && association->subscription != series->subscription) {
        return false;
    }
    bool product = association->product_count == 0;
    for (uint32_t i = 0; i < association->product_count; i++) {
        product = product || association->products[i] == series->product;
    }
    return product;
}

bool naive_is_partners(const struct naive_scene *scene,
                       const struct naive_tenant *tenant,
                       const struct naive_series *series,
                       int types,
                       int32_t day)
{
    for (const struct naive_association *a = tenant->associations; a != NULL; a = a->next) {
        const struct naive_association_state *newest = naive_association_newest(a);
        if (naive_association_counts(scene, newest, types, day) && naive_covers(newest, series)) {
            return true;
        }
    }
    return false;
}

int64_t naive_revenue(const struct naive_scene *scene,
                      const struct naive_tenant *tenant,
                      const struct naive_series *series,
                      int types,
                      int k)
{
    int64_t revenue = naive_series_revenue(series, scene->month_first[k], scene->month_last[k]);
    if (revenue == 0 || !naive_is_partners(scene, tenant, series, types, scene->month_last[k])) {
        return 0;
    }
    return revenue;
}

bool naive_in_family(const struct naive_series *series, const char *family)
{
    size_t length = strlen(family);
    return series->product->length > length + 1 && series->product->at[length] == '/' &&
           memcmp(series->product->at, family, length) == 0;
}

bool naive_not_paid(const struct naive_series *series)
{
    return naive_name_is(series->offer, "support") || naive_name_is(series->offer, "internal") ||
           naive_name_is(series->offer, "benefit_program") || naive_name_is(series->offer, "trial");
}

/* ---- people ------------------------------------------------------------------------------ */

static bool still_counts(const struct naive_exam *exam, int32_t day)
{
    return exam->until[0] == 0 ||
           day < naive_day_of(exam->until[0], exam->until[1], exam->until[2]);
}

static bool holds_any(const struct naive_scene *scene,
                      const struct naive_person *person,
                      const struct naive_exam *exams)
{
    for (const struct naive_exam *exam = exams; exam->code != NULL; exam++) {
        if (naive_person_has(person, exam->code, scene->day) &&
            (exam->with == NULL || naive_person_has(person, exam->with, scene->day)) &&
            still_counts(exam, scene->day)) {
            return true;
        }
    }
    return false;
}

int64_t naive_people(const struct naive_scene *scene, const struct naive_exam *exams)
{
    int64_t count = 0;
    for (const struct naive_person *p = scene->partner->persons; p != NULL; p = p->next) {
        count += holds_any(scene, p, exams);
    }
    return count;
}
