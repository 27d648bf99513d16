/* What customers use and people pass, by designation: the material of generated histories. */
#include "cli/generate_catalog.h"

static const struct generate_product modern_work_products[] = {
    {"m365/teams", GENERATE_SEATS},
    {"m365/exchange_online", GENERATE_SEATS},
    {"m365/sharepoint_online", GENERATE_SEATS},
    {"m365/apps", GENERATE_SEATS},
    {"m365/intune", GENERATE_SEATS},
    {"m365/teams_meetings", GENERATE_SEATS},
    {"m365/teams_phone", GENERATE_SEATS},
    {"m365/teams_platform", GENERATE_SEATS},
    {"m365/yammer", GENERATE_SEATS},
    {"m365/viva_insights", GENERATE_SEATS},
    {"m365/viva_learning", GENERATE_SEATS},
    {NULL, 0},
};
static const struct generate_exam modern_work_intermediate[] = {
    {{"MS-900"}}, {{"MD-100", "MD-101"}}, {{"MS-700"}}, {{"MS-203"}},
    {{"SC-300"}}, {{"MS-600"}},           {{"MD-102"}}, {{NULL}},
};
static const struct generate_exam modern_work_advanced[] = {
    {{"MS-100", "MS-101"}},
    {{"MS-102"}},
    {{"MS-100", "MS-101"}},
    {{NULL}},
};

static const struct generate_product business_products[] = {
    {"d365/business_central", GENERATE_USERS | GENERATE_REVENUE},
    {"d365/customer_engagement", GENERATE_USERS | GENERATE_REVENUE},
    {"d365/finance_operations", GENERATE_USERS | GENERATE_REVENUE},
    {"d365/customer_insights", GENERATE_USERS | GENERATE_REVENUE},
    {"d365/guides", GENERATE_USERS | GENERATE_REVENUE},
    {"power/apps", GENERATE_USERS | GENERATE_REVENUE},
    {"power/automate", GENERATE_USERS | GENERATE_REVENUE},
    {"power/bi", GENERATE_USERS | GENERATE_REVENUE},
    {NULL, 0},
};
static const struct generate_exam business_intermediate[] = {
    {{"MB-800"}}, {{"PL-200"}}, {{"PL-300"}}, {{"MB-210"}}, {{"MB-310"}},
    {{"PL-400"}}, {{"MB-230"}}, {{"PL-100"}}, {{NULL}},
};
static const struct generate_exam business_advanced[] = {
    {{"PL-600"}}, {{"MB-700"}}, {{"MB-335"}}, {{"MB-600"}}, {{NULL}},
};

static const struct generate_product security_products[] = {
    {"azure/sentinel", GENERATE_REVENUE},
    {"azure/defender", GENERATE_REVENUE},
    {"azure/key_vault", GENERATE_REVENUE},
    {"azure/firewall", GENERATE_REVENUE},
    {"azure/application_gateway", GENERATE_REVENUE},
    {"m365/entra_id_premium", GENERATE_SEATS},
    {"m365/defender_endpoint", GENERATE_SEATS},
    {"m365/defender_office", GENERATE_SEATS},
    {"m365/information_protection", GENERATE_SEATS},
    {"m365/intune", GENERATE_SEATS},
    {NULL, 0},
};
static const struct generate_exam security_intermediate[] = {
    {{"SC-300"}}, {{"SC-400"}}, {{"SC-100"}}, {{"SC-200"}}, {{NULL}},
};
static const struct generate_exam security_advanced[] = {
    {{"AZ-500"}},
    {{"SC-200"}},
    {{"MS-500"}},
    {{NULL}},
};

static const struct generate_product azure_products[] = {
    {"azure/virtual_machines", GENERATE_REVENUE},
    {"azure/storage", GENERATE_REVENUE},
    {"azure/sql_database", GENERATE_REVENUE},
    {"azure/app_service", GENERATE_REVENUE},
    {"azure/kubernetes_service", GENERATE_REVENUE},
    {"azure/virtual_network", GENERATE_REVENUE},
    {"azure/backup", GENERATE_REVENUE},
    {"azure/cosmos_db", GENERATE_REVENUE},
    {"azure/synapse_analytics", GENERATE_REVENUE},
    {"azure/cognitive_services", GENERATE_REVENUE},
    {NULL, 0},
};
static const struct generate_exam infrastructure_intermediate[] = {
    {{"AZ-104"}}, {{"AZ-700"}}, {{"AZ-800", "AZ-801"}}, {{"AZ-600"}}, {{NULL}},
};
static const struct generate_exam infrastructure_advanced[] = {
    {{"AZ-305"}},
    {{"AZ-140"}},
    {{"AZ-120"}},
    {{NULL}},
};
static const struct generate_exam app_innovation_intermediate[] = {
    {{"AZ-104"}},
    {{"AZ-204"}},
    {{"PL-400"}},
    {{NULL}},
};
static const struct generate_exam app_innovation_advanced[] = {
    {{"AZ-305"}}, {{"AZ-400"}}, {{"AZ-220"}}, {{"PL-600"}}, {{NULL}},
};
static const struct generate_exam data_intermediate[] = {
    {{"DP-300"}}, {{"AI-102"}}, {{"DP-203"}}, {{"PL-300"}}, {{"DP-100"}}, {{"DP-420"}}, {{NULL}},
};
static const struct generate_exam data_advanced[] = {
    {{"AZ-305"}},
    {{"AZ-104"}},
    {{NULL}},
};

const struct generate_designation generate_designations[] = {
    {"modern_work", modern_work_products, modern_work_intermediate, modern_work_advanced},
    {"business_applications", business_products, business_intermediate, business_advanced},
    {"security", security_products, security_intermediate, security_advanced},
    {"infrastructure_azure", azure_products, infrastructure_intermediate, infrastructure_advanced},
    {"digital_app_innovation_azure", azure_products, app_innovation_intermediate,
     app_innovation_advanced},
    {"data_ai_azure", azure_products, data_intermediate, data_advanced},
    {NULL, NULL, NULL, NULL},
};

const struct generate_designation *generate_designation_find(struct merit_text id)
{
    for (const struct generate_designation *known = generate_designations; known->id != NULL;
         known++) {
        if (merit_text_equal(id, merit_text_of(known->id))) {
            return known;
        }
    }
    return NULL;
}
