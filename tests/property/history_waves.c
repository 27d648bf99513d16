/* Waves: a partner claims new customers, their use grows, its people pass exams; for a year or so
 * it qualifies for Modern Work, then the window's far edge takes the gains away. */
#include "history_maker.h"

static const char *const wave_products[] = {"m365/teams", "m365/exchange_online", "m365/intune",
                                            "m365/sharepoint_online"};

struct wave {
    uint32_t partner;
    int32_t day;
    bool enterprise;
};

/* ---- people ------------------------------------------------------------------------------ */

static void certify(struct history *history,
                    const struct wave *wave,
                    uint32_t person,
                    const char *code,
                    bool short_lived)
{
    int32_t achieved = wave->day + history_between(history, -60, 10);
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_CERTIFICATION, achieved + history_between(history, 0, 4));
    if (entry == NULL) {
        return;
    }
    entry->event.certification = (struct merit_certification){
        .partner_id = history_partner(wave->partner),
        .person_id = history_person(person),
        .certification = merit_text_of(code),
        .achieved_day = achieved,
        .expires_day = achieved + (short_lived ? history_between(history, 120, 420) : 730),
        .linked_day = history_chance(history, 20) ? achieved + 2 : MERIT_NO_DAY,
        .unlinked_day = MERIT_NO_DAY,
    };
    history_note_day(history, entry->event.certification.expires_day);
    if (!short_lived || !history_chance(history, 50)) {
        return;
    }
    /* Taken again some time after it ran out: at risk in between, then recovered. */
    int32_t expired = entry->event.certification.expires_day;
    struct history_entry *again =
        history_add(history, MERIT_EVENT_CERTIFICATION, expired + history_between(history, -2, 60));
    if (again != NULL) {
        again->event.certification = entry->event.certification;
        again->event.certification.expires_day = expired + 365;
    }
}

static void certify_people(struct history *history, const struct wave *wave)
{
    static const char *const intermediate[] = {"MS-900", "MS-203", "MS-700", "MS-600"};
    uint32_t people = wave->enterprise ? 4 : 2;
    for (uint32_t i = 0; i < people && i < history->person_count; i++) {
        bool short_lived = history_chance(history, 10);
        if (history_chance(history, 20)) {
            certify(history, wave, i, "MD-100", short_lived);
            certify(history, wave, i, "MD-101", false);
        } else {
            certify(history, wave, i, intermediate[history_below(history, 4)], short_lived);
        }
    }
    for (uint32_t i = 0; i < people / 2; i++) {
        bool short_lived = history_chance(history, 30);
        if (wave->day > 19550 && history_chance(history, 50)) { /* July 2023 */
            certify(history, wave, i, "MS-102", short_lived);
        } else {
            certify(history, wave, i, "MS-100", false);
            certify(history, wave, i, "MS-101", short_lived);
        }
    }
}

/* ---- customers --------------------------------------------------------------------------- */

static void claim(struct history *history, const struct wave *wave, uint32_t tenant, int32_t start)
{
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_ASSOCIATION, start + history_between(history, -10, 6));
    if (entry == NULL) {
        return;
    }
    const struct history_association *association = history_new_association(history, tenant);
    enum merit_association_type type = MERIT_TYPE_CPOR;
    if (history_chance(history, 12)) {
        type = wave->enterprise ? MERIT_TYPE_DPOR : MERIT_TYPE_CSP_TIER1;
    }
    bool ends = history_chance(history, 25);
    entry->event.association = (struct merit_association){
        .association_id = merit_text_of(association->id),
        .partner_id = history_partner(wave->partner),
        .tenant_id = history_tenant(tenant),
        .type = type,
        .status = MERIT_STATUS_ACTIVE,
        .cloud = MERIT_CLOUD_PUBLIC,
        .start_day = start,
        .end_day = ends ? start + history_between(history, 60, 500) : MERIT_NO_DAY,
    };
    history_note_day(history, start);
    if (ends) {
        history_note_day(history, entry->event.association.end_day);
    }
}

static void report(struct history *history,
                   uint32_t tenant,
                   const char *product,
                   int32_t as_of,
                   int64_t users,
                   int64_t units)
{
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_USAGE, as_of + history_between(history, 0, 3));
    if (entry == NULL) {
        return;
    }
    entry->event.usage = (struct merit_usage){
        .tenant_id = history_tenant(tenant),
        .product = merit_text_of(product),
        .as_of_day = as_of,
        .figures = {users, units, MERIT_NO_FIGURE},
    };
    history_note_day(history, as_of);
}

/* A customer whose products go from barely used to widely used. */
static void win_customer(struct history *history, const struct wave *wave, uint32_t tenant)
{
    int32_t start = wave->day + history_between(history, 0, 20);
    claim(history, wave, tenant, start);
    int32_t products = history_between(history, 2, 3);
    int64_t units =
        wave->enterprise ? history_between(history, 900, 2500) : history_between(history, 240, 300);
    for (int32_t i = 0; i < products; i++) {
        const char *product = wave_products[i];
        int64_t before = history_below(history, (uint32_t)(units / 5));
        int64_t after = history_between(history, (int32_t)(units / 2), (int32_t)units);
        int32_t grown = start + history_between(history, 5, 60);
        report(history, tenant, product, start - history_between(history, 0, 20), before, units);
        report(history, tenant, product, grown, after, units);
        if (history_chance(history, 20)) { /* a weak month, sometimes made good */
            int32_t dip = grown + history_between(history, 60, 200);
            report(history, tenant, product, dip, before, units);
            if (history_chance(history, 80)) {
                report(history, tenant, product, dip + history_between(history, 10, 60), after,
                       units);
            }
        }
    }
}

void history_waves(struct history *history, uint32_t partner)
{
    struct wave wave = {
        .partner = partner,
        .day = history_first_day() + history_between(history, 30, 500),
        .enterprise = history->person_count >= 4 && history_chance(history, 50),
    };
    uint32_t tenant = history_below(history, history->tenant_count);
    uint32_t left = history->tenant_count;
    int32_t last = history_last_day() - 60;
    while (wave.day < last && left > 0 && history->entry_count < history->event_limit - 240) {
        uint32_t customers = (uint32_t)history_between(history, 2, 3);
        certify_people(history, &wave);
        for (uint32_t i = 0; i < customers && left > 0; i++) {
            win_customer(history, &wave, tenant);
            tenant = (tenant + 1) % history->tenant_count;
            left--;
        }
        wave.day += history_between(history, 200, 460);
    }
}
