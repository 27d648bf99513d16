/* Waves in the other families: a partner sells business applications, security and Azure, its
 * people pass exams; for some months it qualifies, then one thing or another ends. */
#include "history_maker.h"
#include "naive.h"

struct wave {
    uint32_t partner;
    uint32_t tenant;
    int32_t day;    /* it is qualified from about here */
    int32_t months; /* for about so many */
    bool strong;    /* what matters is there */
    int32_t passed; /* its people pass on this day; MERIT_NO_DAY: some time before */
};

/* ---- one event each ---------------------------------------------------------------------- */

static void claim(struct history *history,
                  const struct wave *wave,
                  uint32_t tenant,
                  enum merit_association_type type,
                  int32_t start)
{
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_ASSOCIATION, start + history_between(history, -10, 6));
    if (entry == NULL) {
        return;
    }
    bool ends = !wave->strong && history_chance(history, 20);
    const struct history_association *association = history_new_association(history, tenant);
    entry->event.association = (struct merit_association){
        .association_id = merit_text_of(association->id),
        .partner_id = history_partner(wave->partner),
        .tenant_id = history_tenant(tenant),
        .type = type,
        .status = MERIT_STATUS_ACTIVE,
        .cloud = MERIT_CLOUD_PUBLIC,
        .start_day = start,
        .end_day = ends ? start + history_between(history, 200, 700) : MERIT_NO_DAY,
    };
    history_note_day(history, start);
    history_note_day(history, entry->event.association.end_day);
}

static void report(struct history *history,
                   uint32_t tenant,
                   const char *product,
                   int32_t as_of,
                   const int64_t figures[MERIT_FIGURE_COUNT])
{
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_USAGE, as_of + history_between(history, 0, 2));
    if (entry == NULL) {
        return;
    }
    entry->event.usage = (struct merit_usage){
        .tenant_id = history_tenant(tenant),
        .product = merit_text_of(product),
        .as_of_day = as_of,
    };
    for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
        entry->event.usage.figures[i] = figures[i];
    }
}

static void use(struct history *history,
                uint32_t tenant,
                const char *product,
                int32_t as_of,
                int64_t users,
                int64_t seats)
{
    int64_t figures[MERIT_FIGURE_COUNT] = {users, seats, MERIT_NO_FIGURE};
    report(history, tenant, product, as_of, figures);
}

/* Mostly some more than so much; sometimes that amount to the cent, or a cent beside it. */
static void pay(
    struct history *history, uint32_t tenant, const char *product, int32_t as_of, int32_t dollars)
{
    int64_t cents = 100 * (int64_t)history_between(history, dollars, dollars * 9 / 8);
    if (history_chance(history, 8)) {
        cents = 100 * (int64_t)dollars + history_between(history, -1, 1);
    }
    int64_t figures[MERIT_FIGURE_COUNT] = {MERIT_NO_FIGURE, MERIT_NO_FIGURE, cents};
    report(history, tenant, product, as_of, figures);
}

/* A report for each month from the day on, near the month's end, for so many months. */
static void pay_monthly(struct history *history,
                        uint32_t tenant,
                        const char *product,
                        int32_t first,
                        int32_t months,
                        int32_t dollars)
{
    int32_t month = naive_first_of_month(first);
    for (int32_t i = 0; i < months; i++) {
        int32_t as_of = naive_months_later(month, i) + history_between(history, 20, 27);
        pay(history, tenant, product, as_of, dollars);
    }
}

/* ---- people ------------------------------------------------------------------------------ */

static void certify(struct history *history,
                    const struct wave *wave,
                    uint32_t person,
                    const char *code)
{
    int32_t achieved = wave->day - history_between(history, 0, 40);
    if (wave->passed != MERIT_NO_DAY) {
        achieved = wave->passed;
    }
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_CERTIFICATION, achieved + history_between(history, 0, 4));
    if (entry == NULL) {
        return;
    }
    int32_t lives = wave->strong ? wave->months * 31 + 60 : history_between(history, 300, 900);
    entry->event.certification = (struct merit_certification){
        .partner_id = history_partner(wave->partner),
        .person_id = history_person(person % history->person_count),
        .certification = merit_text_of(code),
        .achieved_day = achieved,
        .expires_day = achieved + lives,
        .linked_day = MERIT_NO_DAY,
        .unlinked_day = MERIT_NO_DAY,
    };
    history_note_day(history, entry->event.certification.expires_day);
    if (!history_chance(history, 6)) {
        return;
    }
    /* It runs out early and is taken again some time later: at risk in between, then recovered. */
    int32_t expires = achieved + history_between(history, 60, 300);
    entry->event.certification.expires_day = expires;
    struct history_entry *again =
        history_add(history, MERIT_EVENT_CERTIFICATION, expires + history_between(history, -2, 50));
    if (again != NULL) {
        again->event.certification = entry->event.certification;
        again->event.certification.expires_day = expires + 400;
    }
}

/* So many people, each with one of the codes in turn. */
static void certify_people(struct history *history,
                           const struct wave *wave,
                           const char *const codes[4],
                           uint32_t people)
{
    uint32_t first = history_below(history, 4);
    for (uint32_t i = 0; i < people && i < history->person_count; i++) {
        certify(history, wave, i, codes[(first + i) % 4]);
    }
}

/* ---- business applications --------------------------------------------------------------- */

static void sell_business(struct history *history, const struct wave *wave)
{
    static const char *const intermediate[4] = {"MB-310", "PL-300", "MB-230", "PL-100"};
    static const char *const advanced[4] = {"MB-335", "MB-700", "PL-600", "MB-600"};
    static const char *const products[4] = {"d365/business_central", "d365/guides",
                                            "d365/customer_engagement", "d365/core_hr"};
    const char *product = products[history_below(history, 4)];
    uint32_t tenant = wave->tenant;
    int32_t before = wave->day - 500;
    claim(history, wave, tenant, history_chance(history, 60) ? MERIT_TYPE_CPOR : MERIT_TYPE_DPOR,
          before);
    certify_people(history, wave, intermediate, 5);
    certify_people(history, wave, advanced, 2);
    /* 50,000 to 60,000 dollars of value a year ago; 45 % more from now on. */
    bool engagement = product == products[2];
    int64_t users =
        engagement ? history_between(history, 1250, 1400) : history_between(history, 50, 60);
    if (!wave->strong && history_chance(history, 40)) { /* the least baseline, or less */
        users = engagement ? history_between(history, 124, 126) : history_between(history, 24, 26);
    }
    use(history, tenant, product, before + 5, users, MERIT_NO_FIGURE);
    use(history, tenant, product, wave->day - 25, users * 3 / 2 + 2, MERIT_NO_FIGURE);
    /* One more deployment, and what is sold month by month. */
    const char *second = "d365/remote_assist";
    use(history, tenant, second, wave->day - 35, 12, MERIT_NO_FIGURE);
    int32_t dollars = history_chance(history, 30) ? 250 : 900;
    pay_monthly(history, tenant, second, wave->day - 31, wave->months, dollars);
    pay_monthly(history, tenant, product, wave->day - 31, wave->months, 500);
    if (history_chance(history, 40)) { /* more people and by access */
        claim(history, wave, tenant, MERIT_TYPE_PAL, before);
        use(history, tenant, "power/apps", before + 9, history_between(history, 1, 40), 50);
        use(history, tenant, "power/apps", wave->day, history_between(history, 20, 80), 90);
        use(history, tenant, "d365/customer_insights", wave->day, 50000, MERIT_NO_FIGURE);
    }
}

/* Five products above 5,000 dollars now and a year ago: the enterprise path. One more is sold there
 * and has the value that counts on that path, and another grows from about the least baseline. */
static void sell_to_enterprise(struct history *history, const struct wave *wave)
{
    static const char *const products[5] = {"d365/business_central", "d365/guides", "d365/sales",
                                            "power/bi", "d365/retail"};
    static const int64_t baselines[5] = {250, 300, 499, 500, 501};
    uint32_t tenant = wave->tenant;
    int32_t months = history_between(history, 2, 4);
    claim(history, wave, tenant, MERIT_TYPE_CSP_TIER1, wave->day - 500);
    for (int i = 0; i < 5; i++) {
        for (int32_t k = 0; k < 2; k++) {
            pay_monthly(history, tenant, products[i], wave->day + 365 * (k - 1), months, 5000);
        }
    }
    for (int32_t i = 0; i < months; i++) {
        int64_t cents = 150000 - history_between(history, 0, 1);
        int64_t figures[MERIT_FIGURE_COUNT] = {MERIT_NO_FIGURE, MERIT_NO_FIGURE, cents};
        report(history, tenant, "d365/core_hr", wave->day + 30 * i, figures);
    }
    use(history, tenant, "d365/core_hr", wave->day, history_between(history, 9, 11),
        MERIT_NO_FIGURE);
    const char *growing = "d365/finance_operations";
    int64_t users = baselines[history_below(history, 5)];
    use(history, tenant, growing, wave->day - 400, users, MERIT_NO_FIGURE);
    use(history, tenant, growing, wave->day, users + history_below(history, 200), MERIT_NO_FIGURE);
}

/* ---- security ---------------------------------------------------------------------------- */

static void sell_security(struct history *history, const struct wave *wave)
{
    static const char *const counted[4] = {"SC-100", "SC-300", "SC-400", "SC-100"};
    static const char *const second_gate[4] = {"SC-200", "MS-500", "SC-200", "MS-500"};
    static const char *const first_gate[4] = {"AZ-500", "AZ-500", "AZ-500", "AZ-500"};
    static const char *const seats[4] = {"m365/defender_office", "m365/intune",
                                         "m365/entra_id_premium", "m365/defender_endpoint"};
    certify_people(history, wave, first_gate, 2 + history_below(history, 2));
    for (uint32_t i = 1; i <= 2; i++) { /* some of whom hold nothing else */
        certify(history, wave, history->person_count - i, second_gate[history_below(history, 4)]);
    }
    certify_people(history, wave, counted, 6);
    const char *product = seats[history_below(history, 4)];
    uint32_t customers = 2 + history_below(history, 3);
    for (uint32_t i = 0; i < customers; i++) {
        static const int64_t few[5] = {24, 25, 26, 40, 60}; /* 15 % of the last two are whole */
        uint32_t tenant = (wave->tenant + i) % history->tenant_count;
        claim(history, wave, tenant, MERIT_TYPE_CPOR, wave->day - 40);
        int64_t bought = i < 2 ? 100 : few[history_below(history, 5)];
        int64_t used = i < 2 ? 1500 : bought * 15 / 100 + history_below(history, 2);
        use(history, tenant, product, wave->day - 35, used, bought);
    }
    if (history_chance(history, 60)) {
        claim(history, wave, wave->tenant, MERIT_TYPE_PAL, wave->day - 400);
        uint32_t other = (wave->tenant + 3) % history->tenant_count;
        claim(history, wave, other, MERIT_TYPE_PAL, wave->day - 400);
        int64_t cents = 1200000 - history_between(history, 0, 1); /* deployed, or nearly */
        int64_t figures[MERIT_FIGURE_COUNT] = {MERIT_NO_FIGURE, MERIT_NO_FIGURE, cents};
        report(history, other, "azure/key_vault", wave->day - 20, figures);
        pay_monthly(history, wave->tenant,
                    history_chance(history, 50) ? "azure/sentinel" : "azure/firewall",
                    wave->day - 60, wave->months / 2, history_chance(history, 50) ? 2000 : 99);
    }
}

/* ---- azure ------------------------------------------------------------------------------- */

static void pass_azure(struct history *history, const struct wave *wave)
{
    static const char *const gates[4] = {"AZ-104", "AZ-104", "AZ-104", "AZ-104"};
    static const char *const design[4] = {"AZ-305", "AZ-305", "AZ-305", "AZ-305"};
    static const char *const networks[4] = {"AZ-700", "AZ-600", "AZ-700", "AZ-700"};
    static const char *const desktops[4] = {"AZ-140", "AZ-120", "AZ-140", "AZ-140"};
    static const char *const developers[4] = {"AZ-204", "PL-400", "AZ-204", "AZ-204"};
    static const char *const operators[4] = {"AZ-400", "AZ-220", "PL-600", "AZ-400"};
    static const char *const data[4] = {"DP-300", "AI-102", "DP-100", "DP-203"};
    certify_people(history, wave, gates, 2 + history_below(history, 2));
    certify_people(history, wave, design, 2);
    if (wave->strong || history_chance(history, 60)) {
        certify_people(history, wave, networks, 5);
        certify_people(history, wave, desktops, 5);
    }
    if (wave->strong || history_chance(history, 60)) {
        certify_people(history, wave, developers, 5);
        certify_people(history, wave, operators, 5);
    }
    if (wave->strong || history_chance(history, 60)) {
        certify_people(history, wave, data, 8);
    }
}

static void sell_azure(struct history *history, const struct wave *wave)
{
    static const enum merit_association_type types[4] = {
        MERIT_TYPE_PAL, MERIT_TYPE_DPOR, MERIT_TYPE_CSP_TIER1, MERIT_TYPE_CSP_TIER2};
    static const char *const products[4] = {"azure/sql_database", "azure/virtual_machines",
                                            "azure/app_service", "azure/kubernetes"};
    pass_azure(history, wave);
    /* The customer of the year before is the baseline; others are won now. */
    uint32_t base = wave->tenant;
    claim(history, wave, base, types[history_below(history, 4)], wave->day - 500);
    pay_monthly(history, base, "azure/storage", wave->day - 365 - 31, wave->months, 800);
    uint32_t won = 2 + history_below(history, 2);
    for (uint32_t i = 1; i <= won; i++) {
        uint32_t tenant = (wave->tenant + i) % history->tenant_count;
        claim(history, wave, tenant, types[history_below(history, 4)], wave->day - 40);
        pay_monthly(history, tenant, products[history_below(history, 4)], wave->day - 31,
                    wave->months, history_chance(history, 30) ? 1000 : 1500);
    }
}

/* All that a partner sells is 1,000 dollars a month, or a cent less: the least that can grow. */
static void sell_little_azure(struct history *history, const struct wave *wave)
{
    static const int64_t none = MERIT_NO_FIGURE;
    claim(history, wave, wave->tenant, MERIT_TYPE_PAL, wave->day - 500);
    for (int32_t i = 0; i < wave->months; i++) {
        const int64_t then[MERIT_FIGURE_COUNT] = {none, none, 80000};
        const int64_t now[MERIT_FIGURE_COUNT] = {none, none,
                                                 100000 - history_between(history, 0, 1)};
        int32_t day = wave->day + 31 * i;
        report(history, wave->tenant, "azure/storage", naive_months_later(day, -12), then);
        report(history, wave->tenant, "azure/storage", day, now);
    }
}

/* ---- all of them ------------------------------------------------------------------------- */

void history_family_waves(struct history *history, uint32_t partner, int32_t start, bool strong)
{
    struct wave wave = {
        .partner = partner,
        .tenant = history_below(history, history->tenant_count),
        .day = start,
        .months = 8,
        .strong = strong,
        .passed = MERIT_NO_DAY,
    };
    void (*const families[])(struct history *, const struct wave *) = {sell_business, sell_security,
                                                                       sell_azure};
    for (int i = 0; i < 3; i++) {
        if (strong || history_chance(history, 45)) {
            wave.day = start + history_between(history, 0, strong ? 40 : 400);
            wave.months = history_between(history, strong ? 8 : 3, 15);
            families[i](history, &wave);
        }
    }
    if (!strong && history_chance(history, 30)) {
        sell_little_azure(history, &wave);
    }
    if (history_chance(history, 30)) {
        sell_to_enterprise(history, &wave);
    }
}

/* What attains on the program's first day has its anniversary on 2023-10-03. Then Business
 * Applications is renewed, Security is not yet lapsed, and the people for Azure pass. */
void history_anniversary_waves(struct history *history, uint32_t partner)
{
    struct wave wave = {
        .partner = partner,
        .tenant = history_below(history, history->tenant_count),
        .day = naive_day_of(2022, 9, 15),
        .months = 14,
        .strong = true,
        .passed = MERIT_NO_DAY,
    };
    sell_business(history, &wave);
    wave.months = history_between(history, 4, 8);
    sell_security(history, &wave);
    wave.day = naive_day_of(2023, 9, 20);
    wave.passed = naive_day_of(2023, 10, 3);
    if (history_chance(history, 50)) {
        wave.passed += history_between(history, -1, 30);
    }
    sell_azure(history, &wave);
}
