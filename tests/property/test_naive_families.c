/* The judge judged: published examples T1, T8 to T21 and T28 (rules §8), and standings in several
 * designations, worked by hand. */
#include "check_main.h"
#include "naive_bench.h"

#include <stdio.h>

enum { ADDS, INTERMEDIATE };

static const char *const ids[] = {"net_customer_adds", "intermediate_certifications",
                                  "advanced_certifications", "usage_growth", "deployments"};

static const struct naive_metric *metric(const struct bench *bench,
                                         enum naive_designation designation,
                                         const char *id)
{
    const struct naive_score *score = bench_score(bench, designation);
    for (int i = 0; i < score->metric_count; i++) {
        if (strcmp(score->metrics[i].metric, id) == 0) {
            return &score->metrics[i];
        }
    }
    ck_abort_msg("no metric %s", id);
}

static int64_t points(const struct bench *bench, enum naive_designation designation, const char *id)
{
    return metric(bench, designation, id)->hundredths;
}

static int64_t people(const struct bench *bench, enum naive_designation designation)
{
    return points(bench, designation, ids[INTERMEDIATE]);
}

/* Each of the people, one letter each, gets each of the codes, separated by spaces. */
static void pass(struct bench *bench, const char *names, const char *codes)
{
    for (; *names != '\0'; names++) {
        char person[2] = {*names, '\0'};
        char code[16];
        int length = 0;
        for (const char *at = codes; sscanf(at, " %15s%n", code, &length) == 1; at += length) {
            bench_certify(bench, person, code, "2020-01-01", NULL);
        }
    }
}

/* ---- business applications --------------------------------------------------------------- */

START_TEST(t8_two_rates)
{
    struct bench bench = bench_on("2023-05-10");
    bench_claim(&bench, "a", MERIT_TYPE_CPOR, "2020-01-01", NULL);
    bench_claim(&bench, "a", MERIT_TYPE_PAL, "2020-01-01", NULL);
    /* 25,000 a year ago; 20,000 more now, of 10 and of 50,000: 80 %. */
    bench_use(&bench, "a", "d365/guides", "2022-01-01", (struct bench_figures){25, 0});
    bench_use(&bench, "a", "d365/business_central", "2023-04-30", (struct bench_figures){10, 0});
    bench_use(&bench, "a", "d365/customer_insights", "2023-04-30",
              (struct bench_figures){50000, 0});
    const struct naive_metric *growth = metric(&bench, NAIVE_BUSINESS_APPLICATIONS, "usage_growth");
    ck_assert_int_eq(naive_compare(growth->actual, naive_whole(80)), 0);
    /* Without the 10: 40 %, and with one profile more 1 / 5 of 25,000 more. */
    bench_use(&bench, "a", "d365/business_central", "2023-04-30", (struct bench_figures){0, 0});
    bench_use(&bench, "a", "d365/customer_insights", "2023-04-30",
              (struct bench_figures){50001, 0});
    growth = metric(&bench, NAIVE_BUSINESS_APPLICATIONS, "usage_growth");
    ck_assert_int_eq(naive_compare(growth->actual, naive_fraction(50001, 1250)), 0);
    naive_free(bench.naive);
}
END_TEST

START_TEST(t9_customer_engagement)
{
    struct bench bench = bench_on("2023-03-26");
    bench_claim(&bench, "a", MERIT_TYPE_CPOR, "2020-01-01", NULL);
    bench_use(&bench, "a", "d365/customer_engagement", "2023-02-01",
              (struct bench_figures){125, 0});
    ck_assert_int_eq(points(&bench, NAIVE_BUSINESS_APPLICATIONS, "deployments"), 200);
    bench_use(&bench, "a", "d365/customer_engagement", "2023-02-01",
              (struct bench_figures){124, 0});
    ck_assert_int_eq(points(&bench, NAIVE_BUSINESS_APPLICATIONS, "deployments"), 0);
    bench_use(&bench, "a", "d365/customer_engagement", "2023-02-01", (struct bench_figures){25, 0});
    ck_assert_int_eq(points(&bench, NAIVE_BUSINESS_APPLICATIONS, "deployments"), 0);
    naive_day(bench.naive, bench_day("2023-03-27"));
    ck_assert_int_eq(points(&bench, NAIVE_BUSINESS_APPLICATIONS, "deployments"), 400);
    naive_free(bench.naive);
}
END_TEST

START_TEST(t10_small_business)
{
    struct bench bench = bench_on("2023-04-10");
    char tenant[8];
    for (int i = 0; i < 5; i++) {
        snprintf(tenant, sizeof tenant, "t%d", i);
        bench_claim(&bench, tenant, MERIT_TYPE_CSP_TIER2, "2022-06-01", NULL);
        bench_pay(&bench, tenant, "d365/sales", "2023-03-20", 250);
        bench_use(&bench, tenant, "d365/guides", "2023-03-31", (struct bench_figures){5, 0});
    }
    ck_assert_int_eq(points(&bench, NAIVE_BUSINESS_APPLICATIONS, "net_customer_adds"), 1500);
    ck_assert_int_eq(points(&bench, NAIVE_BUSINESS_APPLICATIONS, "deployments"), 2000);
    pass(&bench, "AB", "MB-335");
    ck_assert_int_eq(points(&bench, NAIVE_BUSINESS_APPLICATIONS, "advanced_certifications"), 1500);
    ck_assert_str_eq(bench_score(&bench, NAIVE_BUSINESS_APPLICATIONS)->path, "smb");
    naive_free(bench.naive);
}
END_TEST

START_TEST(t10_enterprise)
{
    static const char *const products[] = {"d365/sales", "d365/guides", "power/bi", "power/apps",
                                           "d365/retail"};
    struct bench bench = bench_on("2023-04-10");
    bench_claim(&bench, "a", MERIT_TYPE_DPOR, "2020-01-01", NULL);
    for (int i = 0; i < 5; i++) {
        ck_assert_str_eq(bench_score(&bench, NAIVE_BUSINESS_APPLICATIONS)->path, "smb");
        bench_pay(&bench, "a", products[i], "2022-03-20", 5001);
        bench_pay(&bench, "a", products[i], "2023-03-20", 5001);
    }
    ck_assert_str_eq(bench_score(&bench, NAIVE_BUSINESS_APPLICATIONS)->path, "enterprise");
    pass(&bench, "ABCDEFG", "MB-335");
    ck_assert_int_eq(points(&bench, NAIVE_BUSINESS_APPLICATIONS, "advanced_certifications"), 1500);
    bench_pay(&bench, "a", "power/bi", "2023-03-21", 5000);
    ck_assert_str_eq(bench_score(&bench, NAIVE_BUSINESS_APPLICATIONS)->path, "smb");
    naive_free(bench.naive);
}
END_TEST

/* ---- azure ------------------------------------------------------------------------------- */

START_TEST(t1_t28_azure_adds)
{
    struct bench bench = bench_on("2025-03-10");
    bench_claim(&bench, "a", MERIT_TYPE_PAL, "2020-01-01", NULL);
    bench_pay(&bench, "a", "azure/storage", "2025-01-31", 1000);
    for (int d = NAIVE_INFRASTRUCTURE; d <= NAIVE_DATA_AI; d++) {
        ck_assert_int_eq(points(&bench, (enum naive_designation)d, ids[ADDS]), 1000);
    }
    /* A customer in January or February 2024 was one before; in December 2023 or March it was not.
     */
    bench_pay(&bench, "a", "azure/storage", "2023-12-31", 1000);
    bench_pay(&bench, "a", "azure/storage", "2024-03-01", 1000);
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, ids[ADDS]), 1000);
    bench_pay(&bench, "a", "azure/storage", "2024-02-29", 1000);
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, ids[ADDS]), 0);
    bench_pay(&bench, "a", "azure/storage", "2024-02-29", 999);
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, ids[ADDS]), 1000);
    bench_pay(&bench, "a", "azure/storage", "2024-01-01", 1000);
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, ids[ADDS]), 0);
    naive_free(bench.naive);
}
END_TEST

START_TEST(azure_growth_and_products)
{
    struct bench bench = bench_on("2023-08-10");
    bench_claim(&bench, "a", MERIT_TYPE_CSP_TIER1, "2020-01-01", NULL);
    bench_pay(&bench, "a", "azure/virtual_machines", "2022-07-15", 900);
    bench_pay(&bench, "a", "azure/virtual_machines", "2023-07-15", 999);
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, "usage_growth"), 0); /* less than 1,000 */
    bench_pay(&bench, "a", "azure/virtual_machines", "2023-07-16", 1000);
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, "usage_growth"), 1111); /* 100 / 900 of 20 % */
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, "deployments"), 0);
    bench_pay(&bench, "a", "azure/storage", "2022-08-01", 1); /* the first day of twelve months */
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, "deployments"), 200);
    bench_pay(&bench, "a", "azure/sql_database", "2022-07-31", 1);
    ck_assert_int_eq(points(&bench, NAIVE_DATA_AI, "deployments"), 200);
    naive_free(bench.naive);
}
END_TEST

START_TEST(t11_t12_data)
{
    struct bench bench = bench_on("2023-01-10");
    pass(&bench, "AB", "AZ-305");
    pass(&bench, "CD", "AZ-104");
    pass(&bench, "EFG", "DP-300");
    ck_assert_int_eq(people(&bench, NAIVE_DATA_AI), 1200);
    naive_free(bench.naive);

    bench = bench_on("2023-01-10");
    pass(&bench, "AB", "AZ-305 AZ-104 DP-300 AI-102 DP-100 DP-203 PL-300 MB-260 DP-420");
    ck_assert_int_eq(people(&bench, NAIVE_DATA_AI), 800);
    naive_free(bench.naive);
}
END_TEST

START_TEST(t13_t14_data_gates)
{
    struct bench bench = bench_on("2023-01-10");
    pass(&bench, "AB", "AZ-305 DP-100");
    ck_assert_int_eq(people(&bench, NAIVE_DATA_AI), 0);
    pass(&bench, "CD", "AZ-104");
    ck_assert_int_eq(people(&bench, NAIVE_DATA_AI), 800);
    naive_free(bench.naive);

    bench = bench_on("2023-01-10");
    pass(&bench, "A", "AZ-305");
    pass(&bench, "BC", "AZ-104 DP-203");
    ck_assert_int_eq(people(&bench, NAIVE_DATA_AI), 0);
    pass(&bench, "D", "AZ-305");
    ck_assert_int_eq(people(&bench, NAIVE_DATA_AI), 800);
    naive_free(bench.naive);
}
END_TEST

START_TEST(t15_t16_t17_infrastructure)
{
    struct bench bench = bench_on("2023-01-10");
    pass(&bench, "AB", "AZ-104");
    pass(&bench, "CD", "AZ-700");
    ck_assert_int_eq(people(&bench, NAIVE_INFRASTRUCTURE), 800);
    ck_assert_int_eq(people(&bench, NAIVE_DIGITAL_APP_INNOVATION), 0);
    naive_free(bench.naive);

    bench = bench_on("2023-01-10");
    pass(&bench, "AB", "AZ-104 AZ-800");
    ck_assert_int_eq(people(&bench, NAIVE_INFRASTRUCTURE), 0);
    pass(&bench, "AB", "AZ-801");
    ck_assert_int_eq(people(&bench, NAIVE_INFRASTRUCTURE), 800);
    naive_free(bench.naive);

    bench = bench_on("2023-01-10");
    pass(&bench, "A", "AZ-104");
    pass(&bench, "BC", "AZ-600");
    ck_assert_int_eq(people(&bench, NAIVE_INFRASTRUCTURE), 0);
    pass(&bench, "D", "AZ-104");
    ck_assert_int_eq(people(&bench, NAIVE_INFRASTRUCTURE), 800);
    naive_day(bench.naive, bench_day("2024-07-31"));
    ck_assert_int_eq(people(&bench, NAIVE_INFRASTRUCTURE), 800);
    naive_day(bench.naive, bench_day("2024-08-01"));
    ck_assert_int_eq(people(&bench, NAIVE_INFRASTRUCTURE), 0);
    naive_free(bench.naive);
}
END_TEST

/* ---- security ---------------------------------------------------------------------------- */

START_TEST(t18_t19_t20_security)
{
    struct bench bench = bench_on("2023-11-30");
    pass(&bench, "A", "AZ-500");
    pass(&bench, "B", "MS-500");
    pass(&bench, "C", "SC-300");
    ck_assert_int_eq(people(&bench, NAIVE_SECURITY), 667);
    naive_day(bench.naive, bench_day("2023-12-01"));
    ck_assert_int_eq(people(&bench, NAIVE_SECURITY), 0);
    naive_free(bench.naive);

    bench = bench_on("2023-12-01");
    pass(&bench, "AB", "AZ-500");
    pass(&bench, "CD", "MS-500");
    pass(&bench, "EFG", "SC-100");
    ck_assert_int_eq(people(&bench, NAIVE_SECURITY), 2000);
    naive_day(bench.naive, bench_day("2024-06-30"));
    ck_assert_int_eq(people(&bench, NAIVE_SECURITY), 2000);
    naive_day(bench.naive, bench_day("2024-07-01"));
    ck_assert_int_eq(people(&bench, NAIVE_SECURITY), 0);
    naive_free(bench.naive);

    bench = bench_on("2023-06-01");
    pass(&bench, "AB", "AZ-500 SC-200 MS-500 SC-100 SC-300 SC-400");
    ck_assert_int_eq(people(&bench, NAIVE_SECURITY), 1333);
    naive_free(bench.naive);
}
END_TEST

START_TEST(t21_security_gates)
{
    struct bench bench = bench_on("2023-12-01");
    pass(&bench, "AB", "AZ-500 SC-300");
    ck_assert_int_eq(people(&bench, NAIVE_SECURITY), 0);
    pass(&bench, "CD", "SC-200"); /* no longer a counted one */
    ck_assert_int_eq(people(&bench, NAIVE_SECURITY), 1333);
    naive_free(bench.naive);
}
END_TEST

START_TEST(security_parts)
{
    struct bench bench = bench_on("2023-08-10");
    bench_claim(&bench, "a", MERIT_TYPE_PAL, "2020-01-01", NULL);
    bench_claim(&bench, "b", MERIT_TYPE_CPOR, "2020-01-01", NULL);
    bench_pay(&bench, "a", "azure/sentinel", "2022-08-01", 11999);
    bench_use(&bench, "b", "m365/intune", "2023-07-31", (struct bench_figures){3, 25});
    /* 1,250 dollars are a point, 11,999 are 9.5992; 125 users are one, 3 are 0.024. */
    const struct naive_metric *growth = metric(&bench, NAIVE_SECURITY, "usage_growth");
    ck_assert_int_eq(growth->hundredths, 962);
    ck_assert_int_eq(naive_compare(growth->actual, naive_whole(11999 + 30)), 0);
    ck_assert_int_eq(naive_compare(growth->parts[1].actual, naive_whole(3)), 0);
    /* A customer of each part; 12 % are not yet deployed and 11,999 neither. */
    ck_assert_int_eq(points(&bench, NAIVE_SECURITY, "net_customer_adds"), 400);
    ck_assert_int_eq(points(&bench, NAIVE_SECURITY, "deployments"), 0);
    bench_pay(&bench, "a", "azure/sentinel", "2023-07-31", 1);
    ck_assert_int_eq(points(&bench, NAIVE_SECURITY, "deployments"), 333);
    bench_use(&bench, "b", "m365/intune", "2023-07-31", (struct bench_figures){4, 25});
    ck_assert_int_eq(points(&bench, NAIVE_SECURITY, "deployments"), 667);
    naive_free(bench.naive);
}
END_TEST

/* ---- standing in several ----------------------------------------------------------------- */

/* The next DesignationEvent, from *at on. */
static const struct naive_output *next_transition(const struct bench *bench, size_t *at)
{
    const struct naive_output *output = naive_output(bench->naive, (*at)++);
    while (output->kind != NAIVE_DESIGNATION) {
        output = naive_output(bench->naive, (*at)++);
    }
    return output;
}

static void expect(const struct naive_output *output,
                   enum naive_designation designation,
                   enum naive_transition transition,
                   const char *day,
                   int specializations)
{
    ck_assert_int_eq(output->designation, designation);
    ck_assert_int_eq(output->designation_event.transition, transition);
    ck_assert_int_eq(output->effective_day, bench_day(day));
    ck_assert_int_eq(output->designation_event.specialization_count, specializations);
}

/* One customer a year ago, three now: 20 of adds, 20 of growth, 2 of deployments. */
static void sell_azure(struct bench *bench)
{
    static const char *const tenants[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++) {
        bench_claim(bench, tenants[i], MERIT_TYPE_PAL, "2020-01-01", NULL);
        bench_pay(bench, tenants[i], "azure/storage", i == 0 ? "2022-07-31" : "2023-07-31", 1000);
    }
}

START_TEST(one_anniversary_for_all)
{
    struct bench bench = bench_on("2023-08-10");
    sell_azure(&bench);
    pass(&bench, "AB", "AZ-104 AZ-305");
    pass(&bench, "CDEFG", "AZ-700 AZ-140");
    bench.today = bench_day("2023-08-20");
    pass(&bench, "CDEFG", "AZ-204 AZ-400");
    naive_day(bench.naive, bench_day("2024-09-01"));
    size_t at = 0;
    expect(next_transition(&bench, &at), NAIVE_INFRASTRUCTURE, NAIVE_ATTAINED, "2023-08-10", 8);
    const struct naive_output *second = next_transition(&bench, &at);
    /* Of its six specializations one is open already. */
    expect(second, NAIVE_DIGITAL_APP_INNOVATION, NAIVE_ATTAINED, "2023-08-20", 5);
    ck_assert_int_eq(second->designation_event.anniversary_day, bench_day("2024-08-10"));
    /* Nothing is consumed in August. */
    expect(next_transition(&bench, &at), NAIVE_INFRASTRUCTURE, NAIVE_AT_RISK, "2023-09-01", 0);
    expect(next_transition(&bench, &at), NAIVE_DIGITAL_APP_INNOVATION, NAIVE_AT_RISK, "2023-09-01",
           0);
    expect(next_transition(&bench, &at), NAIVE_INFRASTRUCTURE, NAIVE_LAPSED, "2024-09-01", 7);
    expect(next_transition(&bench, &at), NAIVE_DIGITAL_APP_INNOVATION, NAIVE_LAPSED, "2024-09-01",
           6);
    ck_assert_int_eq(second->cause, NAIVE_CAUSE_EVENT);
    naive_free(bench.naive);
}
END_TEST

/* The code's last day is a dated rule of its designation alone. */
START_TEST(causes_by_designation)
{
    for (int i = 0; i < 2; i++) {
        struct bench bench = bench_on("2024-07-31");
        sell_azure(&bench);
        pass(&bench, "AB", "AZ-104 AZ-305");
        pass(&bench, "C", i == 0 ? "AZ-600" : "AZ-204");
        if (i == 1) {
            bench_certify(&bench, "D", "AZ-204", "2020-01-01", "2024-08-01");
            bench_certify(&bench, "D", "AZ-700", "2020-01-01", "2024-08-01");
        }
        size_t before = naive_output_count(bench.naive);
        naive_day(bench.naive, bench_day("2024-08-01"));
        ck_assert_uint_gt(naive_output_count(bench.naive), before);
        for (; before < naive_output_count(bench.naive); before++) {
            const struct naive_output *output = naive_output(bench.naive, before);
            bool rules = output->designation == NAIVE_INFRASTRUCTURE ||
                         output->designation == NAIVE_DIGITAL_APP_INNOVATION;
            ck_assert_int_eq(output->cause, rules ? NAIVE_CAUSE_RULES : NAIVE_CAUSE_TIME);
        }
        naive_free(bench.naive);
    }
}
END_TEST

CHECK_MAIN_TESTS("naive families",
                 t8_two_rates,
                 t9_customer_engagement,
                 t10_small_business,
                 t10_enterprise,
                 t1_t28_azure_adds,
                 azure_growth_and_products,
                 t11_t12_data,
                 t13_t14_data_gates,
                 t15_t16_t17_infrastructure,
                 t18_t19_t20_security,
                 t21_security_gates,
                 security_parts,
                 one_anniversary_for_all,
                 causes_by_designation)
