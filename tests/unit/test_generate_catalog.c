/* Tests of the material of generated histories. */
#include "check_main.h"
#include "generate_parts.h"

START_TEST(names_the_six_designations)
{
    static const char *const ids[] = {
        "modern_work",          "business_applications",        "security",
        "infrastructure_azure", "digital_app_innovation_azure", "data_ai_azure"};
    for (int i = 0; i < 6; i++) {
        ck_assert_str_eq(generate_designations[i].id, ids[i]);
        ck_assert_ptr_eq(generate_designation_find(merit_text_of(ids[i])),
                         &generate_designations[i]);
        ck_assert_ptr_nonnull(generate_designations[i].products[0].name);
        ck_assert_ptr_nonnull(generate_designations[i].intermediate[0].codes[0]);
        ck_assert_ptr_nonnull(generate_designations[i].advanced[0].codes[0]);
    }
    ck_assert_ptr_null(generate_designations[6].id);
    ck_assert_ptr_null(generate_designation_find(merit_text_of("modern")));
    ck_assert_ptr_null(generate_designation_find(merit_text_of("")));
}
END_TEST

CHECK_MAIN_TESTS("generate_catalog", names_the_six_designations)
