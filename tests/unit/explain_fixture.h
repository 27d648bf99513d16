/* A small rule file, a short history as JSON lines, and the explanation of one partner in it. */
#ifndef EXPLAIN_FIXTURE_H
#define EXPLAIN_FIXTURE_H

#include "codec/json_read.h"
#include "rules/program_load.h"
#include "task/ensemble.h"
#include "task/explain.h"

#include <check.h>

#include <stdio.h>

/* Its lines are counted by the tests: the first is 1. */
static const char explain_rules[] = "designation: sample\n"
                                    "title: Sample\n"
                                    "effective: 2022-10-03 [S]\n"
                                    "qualifies: 70 of 100 points [S]\n"
                                    "month_closes_after_days: 0 [S]\n"
                                    "products:\n"
                                    "  office:\n"
                                    "    include:\n"
                                    "      - m365/* [S]\n"
                                    "    exclude_offers:\n" /* 10 */
                                    "      - trial [S]\n"
                                    "  cloud:\n"
                                    "    include:\n"
                                    "      - azure/* [S]\n"
                                    "tenants:\n"
                                    "  large:\n"
                                    "    products: office\n"
                                    "    any_product: paid_available_units > 300 [S]\n"
                                    "metrics:\n"
                                    "  adds:\n" /* 20 */
                                    "    points: 20 [S]\n"
                                    "    count: tenants\n"
                                    "    in: large\n"
                                    "    products: office\n"
                                    "    associated: CPOR [S]\n"
                                    "    compare: today with 12 months before [S]\n"
                                    "    target: 5 [S]\n"
                                    "  people:\n"
                                    "    points: 20 [S]\n"
                                    "    count: people\n" /* 30 */
                                    "    gates:\n"
                                    "      first:\n"
                                    "        people: 1 [S]\n"
                                    "        any_of:\n"
                                    "          - AZ-500 [S]\n"
                                    "    any_of:\n"
                                    "      - MS-900 [S]\n"
                                    "      - MD-100 with MD-101 [S]\n"
                                    "    target: 2 [S]\n"
                                    "  usage:\n" /* 40 */
                                    "    points: 20 [S]\n"
                                    "    sum: active_users\n"
                                    "    in: large\n"
                                    "    products: office\n"
                                    "    compare: today with claim within 12 months [S]\n"
                                    "    options:\n"
                                    "      CPOR:\n"
                                    "        associated: CPOR [S]\n"
                                    "        target: 1,000 [S]\n"
                                    "      DPOR:\n" /* 50 */
                                    "        associated: DPOR [S]\n"
                                    "        target: 4,000 [S]\n"
                                    "  deployments:\n"
                                    "    points: 20 [S]\n"
                                    "    count: tenant_products\n"
                                    "    where: active_users >= 40 % of paid_available_units and "
                                    "paid_available_units > 0 [S]\n"
                                    "    products: office\n"
                                    "    associated: CPOR [S]\n"
                                    "    compare: today with claim within 12 months [S]\n"
                                    "    target: 5 [S]\n" /* 60 */
                                    "  growth:\n"
                                    "    points: 10 [S]\n"
                                    "    growth: revenue\n"
                                    "    products: cloud\n"
                                    "    associated: PAL [S]\n"
                                    "    compare: M with M-12 [S]\n"
                                    "    least_before: $100 [S]\n"
                                    "    target: 20 % [S]\n"
                                    "  breadth:\n"
                                    "    points: 10 [S]\n" /* 70 */
                                    "    count: products\n"
                                    "    products: cloud\n"
                                    "    associated: PAL [S]\n"
                                    "    total: revenue > $0 [S]\n"
                                    "    when: 12 months to M [S]\n"
                                    "    target: 4 [S]\n";

/* The metrics, in that order. */
enum { ADDS, PEOPLE, USAGE, DEPLOYMENTS, GROWTH, BREADTH };

struct explain_fixture {
    struct rules *rules;
    struct partner_settings settings;
    struct ensemble ensemble;
    struct json_reader *reader;
    struct arena arena;
    struct partner_copy copy;
    struct merit_explanation explanation;
};

static inline void explain_begin(struct explain_fixture *fixture)
{
    *fixture = (struct explain_fixture){.settings = {1, 1, {70}}};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    fixture->rules = rules_load_bytes("sample.yaml", merit_text_of(explain_rules), &errors);
    if (fixture->rules == NULL) {
        ck_abort_msg("%.*s", (int)errors.text.length, (const char *)errors.text.bytes);
    }
    yaml_errors_fini(&errors);
    struct ensemble_config config = {fixture->rules->program, &fixture->settings, 1};
    ensemble_init(&fixture->ensemble, &config);
    fixture->reader = json_reader_new();
}

static inline void explain_run(struct explain_fixture *fixture)
{
    while (ensemble_step(&fixture->ensemble)) {
    }
    scoring_clear_outputs(&fixture->ensemble.tasks[0].scoring);
}

/* An event of a day; `fields` are its other JSON fields. */
static inline void explain_event(struct explain_fixture *fixture,
                                 const char *type,
                                 const char *date,
                                 const char *fields)
{
    char line[512];
    static int number;
    snprintf(line, sizeof line,
             "{\"type\":\"%s\",\"event_id\":\"e%d\",\"occurred_at\":\"%sT00:00:00Z\",%s}", type,
             ++number, date, fields);
    struct merit_event event;
    struct merit_fault fault = json_reader_read(fixture->reader, merit_text_of(line), &event);
    ck_assert_msg(fault.bad == MERIT_BAD_NONE, "%s", json_reader_message(fixture->reader));
    ck_assert(ensemble_offer(&fixture->ensemble, &event).bad == MERIT_BAD_NONE);
    explain_run(fixture);
}

/* An association of p1, of a type, in a tenant; `more`: further fields, or "". */
static inline void explain_claim(struct explain_fixture *fixture,
                                 const char *tenant,
                                 const char *type,
                                 const char *start,
                                 const char *more)
{
    char fields[400];
    snprintf(fields, sizeof fields,
             "\"association_id\":\"%s-%s\",\"partner_id\":\"p1\",\"tenant_id\":\"%s\","
             "\"association_type\":\"%s\",\"cloud\":\"PUBLIC\",\"start_date\":\"%s\"%s%s",
             tenant, type, tenant, type, start,
             strstr(more, "status") == NULL ? ",\"status\":\"ACTIVE\"" : "", more);
    explain_event(fixture, "association", "2023-01-01", fields);
}

static inline void explain_usage(struct explain_fixture *fixture,
                                 const char *tenant,
                                 const char *product,
                                 const char *as_of,
                                 const char *figures)
{
    char fields[400];
    snprintf(fields, sizeof fields, "\"tenant_id\":\"%s\",\"product\":\"%s\",\"as_of\":\"%s\",%s",
             tenant, product, as_of, figures);
    explain_event(fixture, "usage", "2023-01-01", fields);
}

static inline void explain_certificate(struct explain_fixture *fixture,
                                       const char *person,
                                       const char *code,
                                       const char *achieved,
                                       const char *more)
{
    char fields[400];
    snprintf(fields, sizeof fields,
             "\"partner_id\":\"p1\",\"person_id\":\"%s\",\"certification\":\"%s\","
             "\"achieved_on\":\"%s\"%s",
             person, code, achieved, more);
    explain_event(fixture, "certification", "2023-01-01", fields);
}

/* Lets time go on to a day, and explains p1 on it. The outlook may be asked for after it. */
static inline const struct merit_path_explained *explain_on(struct explain_fixture *fixture,
                                                            int32_t day)
{
    ensemble_finish(&fixture->ensemble, day);
    explain_run(fixture);
    partner_copy_open(&fixture->copy, ensemble_scoring_of(&fixture->ensemble, merit_text_of("p1")),
                      merit_text_of("p1"));
    explain_partner(&fixture->copy, merit_text_of("p1"), 0, &fixture->arena, &fixture->explanation);
    return &fixture->explanation.paths[0];
}

static inline void explain_end(struct explain_fixture *fixture)
{
    partner_copy_fini(&fixture->copy);
    arena_fini(&fixture->arena);
    json_reader_free(fixture->reader);
    ensemble_fini(&fixture->ensemble);
    rules_free(fixture->rules);
}

static inline const struct merit_option_explained *explain_option_of(
    const struct merit_path_explained *path, int metric, int option)
{
    return &path->metrics[metric].options[option];
}

/* The row of a tenant or person, and of a product (NULL: the first). */
static inline const struct merit_contribution *explain_row_of(
    const struct merit_option_explained *option, const char *name, const char *product)
{
    for (uint32_t i = 0; i < option->row_count; i++) {
        const struct merit_contribution *row = &option->rows[i];
        if (merit_text_equal(row->name, merit_text_of(name)) &&
            (product == NULL || merit_text_equal(row->product, merit_text_of(product)))) {
            return row;
        }
    }
    ck_abort_msg("no row of %s", name);
    return NULL;
}

/* "NEW line 18": a row's reason and the line that says so. */
static inline const char *explain_said(const struct merit_why *why)
{
    static char said[128];
    snprintf(said, sizeof said, "%s line %u", merit_reason_code(why->reason), why->place.line);
    return said;
}

/* A day in 2023 and later, as a number. */
static inline int32_t explain_day_of(int32_t year, int32_t month, int32_t day)
{
    return merit_day_of_date((struct merit_date){year, month, day});
}

#endif
