/* All designations of a partner on a day; the days on which rules turn; what each designation
 * opens. */
#include "naive_rules.h"

const char *const naive_designation_names[] = {
    "modern_work",          "business_applications",        "security",
    "infrastructure_azure", "digital_app_innovation_azure", "data_ai_azure",
    "microsoft_cloud"};

static const struct naive_kept *kept_usage(struct naive_scene *scene, struct naive_partner *partner)
{
    struct naive_kept *kept = &partner->kept;
    int32_t month_last = naive_first_of_month(scene->day) - 1;
    bool second = naive_business_second(scene->day);
    if (!kept->known || kept->month_last != month_last || kept->business_second != second) {
        naive_see_months(scene);
        *kept = (struct naive_kept){
            .known = true,
            .month_last = month_last,
            .business_second = second,
            .business = naive_business_usage(scene),
            .security = naive_security_usage(scene),
            .azure = naive_azure_usage(scene),
        };
    }
    return kept;
}

void naive_scores(const struct naive_store *store,
                  struct naive_partner *partner,
                  int32_t day,
                  int count,
                  struct naive_score *ret_scores)
{
    struct naive_scene scene = naive_scene(store, partner, day);
    ret_scores[NAIVE_MODERN_WORK] = naive_modern_work(&scene);
    if (count == 1) {
        return;
    }
    const struct naive_kept *kept = kept_usage(&scene, partner);
    ret_scores[NAIVE_BUSINESS_APPLICATIONS] = naive_business(&scene, &kept->business);
    ret_scores[NAIVE_SECURITY] = naive_security(&scene, &kept->security);
    for (int d = NAIVE_INFRASTRUCTURE; d <= NAIVE_DATA_AI; d++) {
        ret_scores[d] = naive_azure(&scene, &kept->azure, (enum naive_designation)d);
    }
}

/* ---- days on which rules turn ------------------------------------------------------------ */

bool naive_rules_turn(enum naive_designation designation, int32_t day)
{
    static const struct {
        enum naive_designation designation;
        int32_t date[3];
    } turns[] = {
        {NAIVE_MODERN_WORK, {2023, 6, 12}},           /* products, options, codes */
        {NAIVE_BUSINESS_APPLICATIONS, {2023, 3, 27}}, /* targets and thresholds */
        {NAIVE_BUSINESS_APPLICATIONS, {2023, 7, 1}},  /* MB-600 */
        {NAIVE_BUSINESS_APPLICATIONS, {2023, 12, 1}}, /* PL-100 */
        {NAIVE_BUSINESS_APPLICATIONS, {2024, 7, 1}},  /* MB-230 */
        {NAIVE_SECURITY, {2023, 12, 1}},              /* gates; SC-200 */
        {NAIVE_SECURITY, {2024, 7, 1}},               /* MS-500 */
        {NAIVE_INFRASTRUCTURE, {2024, 8, 1}},         /* AZ-600 */
        {NAIVE_DIGITAL_APP_INNOVATION, {2024, 8, 1}}, /* AZ-220 */
    };
    if (day == naive_day_of(2022, 10, 3)) {
        return true;
    }
    for (size_t i = 0; i < sizeof turns / sizeof turns[0]; i++) {
        const int32_t *date = turns[i].date;
        if ((designation == NAIVE_MICROSOFT_CLOUD || designation == turns[i].designation) &&
            day == naive_day_of(date[0], date[1], date[2])) {
            return true;
        }
    }
    return false;
}

/* ---- specializations --------------------------------------------------------------------- */

static const char *const of_modern_work[] = {"adoption_change_management",
                                             "teams_calling",
                                             "teams_custom_solutions",
                                             "teams_meetings_rooms",
                                             "teamwork_deployment",
                                             "modernize_endpoints",
                                             NULL};
static const char *const of_business_applications[] = {"low_code_application_development",
                                                       "small_midsize_business_management", NULL};
static const char *const of_security[] = {"cloud_security", "identity_access_management",
                                          "information_protection_governance", "threat_protection",
                                          NULL};
static const char *const of_infrastructure[] = {"windows_server_sql_migration",
                                                "linux_oss_database_migration",
                                                "sap_on_azure",
                                                "azure_virtual_desktop",
                                                "azure_vmware_solution",
                                                "hybrid_operations_azure_arc",
                                                "hybrid_cloud_azure_stack_hci",
                                                "azure_networking",
                                                NULL};
static const char *const of_digital[] = {"kubernetes_on_azure",
                                         "web_app_modernization",
                                         "ai_machine_learning",
                                         "devops_with_github",
                                         "hybrid_operations_azure_arc",
                                         "low_code_application_development",
                                         NULL};
static const char *const of_data[] = {
    "windows_server_sql_migration", "linux_oss_database_migration",
    "data_warehouse_migration",     "kubernetes_on_azure",
    "web_app_modernization",        "analytics_on_azure",
    "ai_machine_learning",          "hybrid_operations_azure_arc",
    "hybrid_cloud_azure_stack_hci", NULL};
static const char *const of_nothing[] = {NULL};

const char *const *naive_specializations(enum naive_designation designation)
{
    switch (designation) {
    case NAIVE_MODERN_WORK:
        return of_modern_work;
    case NAIVE_BUSINESS_APPLICATIONS:
        return of_business_applications;
    case NAIVE_SECURITY:
        return of_security;
    case NAIVE_INFRASTRUCTURE:
        return of_infrastructure;
    case NAIVE_DIGITAL_APP_INNOVATION:
        return of_digital;
    case NAIVE_DATA_AI:
        return of_data;
    case NAIVE_MICROSOFT_CLOUD:
    case NAIVE_STANDINGS:
        break;
    }
    return of_nothing;
}
