/* Spans: where the rules of each designation change. */
#include "check_main.h"
#include "rules/assemble.h"
#include "rules_program.h"

static void spans_are(const struct rules *rules, const char *id, const char *const *days)
{
    const struct merit_designation *designation = designation_of(rules, id);
    ck_assert_int_eq(designation->spans[0].from_day, INT32_MIN);
    uint8_t count = 1;
    for (; days[count - 1] != NULL; count++) {
        ck_assert_msg(count < designation->span_count, "%s: only %u spans", id,
                      designation->span_count);
        ck_assert_int_eq(designation->spans[count].from_day, day_of(days[count - 1]));
    }
    ck_assert_uint_eq(designation->span_count, count);
}

#define SPANS_ARE(rules, id, ...) spans_are(rules, id, (const char *const[]){__VA_ARGS__, NULL})

/* The dates of rules §3 to §6. */
START_TEST(test_assemble_spans)
{
    struct rules *rules = rules_of("config/rules");
    SPANS_ARE(rules, "modern_work", "2023-06-12");
    SPANS_ARE(rules, "business_applications", "2023-03-27", "2023-07-01", "2023-12-01",
              "2024-07-01");
    SPANS_ARE(rules, "security", "2023-12-01", "2024-07-01");
    SPANS_ARE(rules, "infrastructure_azure", "2024-08-01");
    SPANS_ARE(rules, "digital_app_innovation_azure", "2024-08-01");
    const struct merit_designation *data = designation_of(rules, "data_ai_azure");
    ck_assert_uint_eq(data->span_count, 1);
    rules_free(rules);
}
END_TEST

START_TEST(test_assemble_versions_of_spans)
{
    struct rules *rules = rules_of("config/rules");
    static const struct {
        const char *day;
        const char *version;
    } cases[] = {{"2020-01-01", "2022-10-03"},
                 {"2023-03-26", "2022-10-03"},
                 {"2023-03-27", "2023-03-27"},
                 {"2024-07-01", "2023-03-27"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct merit_span *span = span_of(rules, "business_applications", cases[i].day);
        ck_assert_int_eq(span->version_day, day_of(cases[i].version));
    }
    rules_free(rules);
}
END_TEST

START_TEST(test_assemble_tables)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_program *program = rules->program;
    for (uint16_t i = 1; i < program->product_count; i++) {
        ck_assert_int_lt(
            merit_text_compare(program->products[i - 1].name, program->products[i].name), 0);
    }
    uint16_t family = merit_program_product(program, merit_text_of("azure/other"));
    ck_assert(program->products[family].family);
    uint16_t own = merit_program_product(program, merit_text_of("azure/firewall"));
    ck_assert(!program->products[own].family);
    ck_assert_uint_eq(program->offer_count, 4);
    for (uint16_t i = 1; i < program->code_count; i++) {
        ck_assert_int_lt(merit_text_compare(program->codes[i - 1], program->codes[i]), 0);
    }
    ck_assert_str_eq(program->designations[1].id, "business_applications");
    rules_free(rules);
}
END_TEST

/* Rules §2: the weights of each designation in the order of its metrics. */
START_TEST(test_assemble_weights)
{
    static const struct {
        const char *id;
        int32_t weights[5];
    } expected[] = {
        {"modern_work", {20, 10, 15, 30, 25}},
        {"business_applications", {15, 20, 15, 30, 20}},
        {"security", {20, 40, 20, 20, 0}},
        {"infrastructure_azure", {30, 20, 20, 20, 10}},
        {"digital_app_innovation_azure", {30, 20, 20, 20, 10}},
        {"data_ai_azure", {30, 40, 20, 10, 0}},
    };
    struct rules *rules = rules_of("config/rules");
    for (size_t d = 0; d < sizeof expected / sizeof expected[0]; d++) {
        const struct merit_designation *designation = designation_of(rules, expected[d].id);
        for (uint8_t s = 0; s < designation->span_count; s++) {
            for (uint8_t p = 0; p < designation->spans[s].path_count; p++) {
                const struct merit_path *path = &designation->spans[s].paths[p];
                for (uint8_t m = 0; m < path->metric_count; m++) {
                    ck_assert_int_eq(path->metrics[m].max_points, expected[d].weights[m]);
                }
            }
        }
    }
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("assemble",
                 test_assemble_spans,
                 test_assemble_versions_of_spans,
                 test_assemble_tables,
                 test_assemble_weights)
