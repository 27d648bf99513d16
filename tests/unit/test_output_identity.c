/* Tests of what outputs are called. */
#include "check_main.h"
#include "codec/output_identity.h"

START_TEST(ids_differ_by_topic)
{
    struct merit_output output = {
        .kind = MERIT_OUTPUT_SCORE_CHANGED,
        .partner_id = merit_text_of("P1"),
        .designation = "modern_work",
        .score_changed = {.sequence = 42},
    };
    char id[EVENT_ID_LENGTH];
    output_event_id(&json_names_default, &output, id);
    ck_assert_mem_eq(id, "9f08cef087cd1212866240e4b202b3b2", sizeof id);
    output.kind = MERIT_OUTPUT_DESIGNATION;
    output.designation_event = (struct merit_designation_event){.sequence = 42};
    char expected[EVENT_ID_LENGTH];
    const struct event_id_parts parts = {"meritd", "merit.designations", output.partner_id,
                                         output.designation, 42};
    event_id_write(&parts, expected);
    output_event_id(&json_names_default, &output, id);
    ck_assert_mem_eq(id, expected, sizeof id);
}
END_TEST

START_TEST(versions_have_eight_digits)
{
    struct merit_output output = {.version_day = 19268, .program_hash = 0xBEEF};
    char text[RULES_VERSION_LENGTH];
    output_rules_version(&output, text);
    ck_assert_mem_eq(text, "2022-10-03+0000beef", sizeof text);
    output.program_hash = 0xFEDCBA98;
    output_rules_version(&output, text);
    ck_assert_mem_eq(text, "2022-10-03+fedcba98", sizeof text);
}
END_TEST

CHECK_MAIN_TESTS("output_identity", ids_differ_by_topic, versions_have_eight_digits)
