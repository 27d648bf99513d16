/* What noise in all families is about: products, codes and figures that some rule knows, or nearly.
 */
#include "history_maker.h"

const char *history_family_product(struct history *history)
{
    static const char *const products[] = {"d365/business_central",
                                           "d365/core_hr",
                                           "d365/guides",
                                           "d365/remote_assist",
                                           "d365/talent_attract",
                                           "d365/talent_onboard",
                                           "d365/finance_operations",
                                           "d365/retail",
                                           "d365/customer_insights",
                                           "d365/customer_engagement",
                                           "d365/sales",
                                           "power/apps",
                                           "power/automate",
                                           "power/bi",
                                           "power/pages",
                                           "azure/virtual_machines",
                                           "azure/virtual_machine_licenses",
                                           "azure/sql_database",
                                           "azure/storage",
                                           "azure/kubernetes",
                                           "azure/sentinel",
                                           "azure/defender",
                                           "azure/key_vault",
                                           "azure/firewall",
                                           "azure/front_door",
                                           "m365/entra_id_premium",
                                           "m365/defender_office",
                                           "m365/defender_endpoint",
                                           "m365/defender_identity",
                                           "m365/information_protection",
                                           "m365/intune",
                                           "azurex/storage",
                                           "power"};
    return products[history_below(history, sizeof products / sizeof products[0])];
}

const char *history_family_code(struct history *history)
{
    static const char *const codes[] = {
        "MB-310", "MB-340", "MB-500", "MB-330", "MB-320", "MB-230", "MB-210", "MB-240",
        "MB-800", "MB-220", "PL-100", "PL-300", "PL-200", "PL-400", "MB-260", "DP-500",
        "PL-500", "MB-335", "MB-700", "MB-600", "PL-600", "AZ-500", "SC-200", "MS-500",
        "SC-100", "SC-300", "SC-400", "AZ-104", "AZ-305", "AZ-700", "AZ-600", "AZ-800",
        "AZ-801", "AZ-140", "AZ-120", "AZ-204", "AZ-400", "AZ-220", "DP-300", "AI-102",
        "DP-100", "DP-203", "DP-420", "AZ-104", "AZ-305", "AZ-500", "AZ-104", "AZ-305"};
    return codes[history_below(history, sizeof codes / sizeof codes[0])];
}

int64_t history_family_revenue(struct history *history)
{
    static const int64_t dollars[] = {0,   50,   100,  250,  500,   1000,
                                      800, 1500, 5000, 6000, 12000, 25000};
    int64_t cents = 100 * dollars[history_below(history, sizeof dollars / sizeof dollars[0])];
    cents += history_between(history, -1, 1);
    return cents < 0 ? 0 : cents;
}

int64_t history_family_users(struct history *history)
{
    static const int64_t users[] = {0, 4, 5, 10, 25, 50, 100, 125, 250, 2500, 25000, 50000};
    int64_t count = users[history_below(history, sizeof users / sizeof users[0])];
    count += history_between(history, -1, 1);
    return count < 0 ? 0 : count;
}
