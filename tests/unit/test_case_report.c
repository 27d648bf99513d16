/* What is printed of tests, and their JUnit XML. */
#include "check_main.h"
#include "cli/case_report.h"

START_TEST(test_report)
{
    struct case_report report = {0};
    struct text_buffer xml = {0};
    case_report_begin_file(&report, "a.yaml");
    case_report_add(&report, merit_text_of("good"), merit_text_of(""));
    case_report_add(&report, merit_text_of("5 < 6"), merit_text_of("one \"a\" & b\ntwo\n"));
    case_report_end_file(&report);
    case_report_begin_file(&report, "b.yaml");
    case_report_end_file(&report);
    case_report_end(&report);
    text_buffer_add_byte(&report.text, '\0');
    ck_assert_str_eq(report.text.at, "FAILED: 5 < 6\none \"a\" & b\ntwo\n1 passed, 1 failed\n");
    case_report_xml(&report, &xml);
    text_buffer_add_byte(&xml, '\0');
    ck_assert_str_eq(xml.at, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                             "<testsuites tests=\"2\" failures=\"1\">\n"
                             "  <testsuite name=\"a.yaml\" tests=\"2\" failures=\"1\">\n"
                             "    <testcase classname=\"a.yaml\" name=\"good\"/>\n"
                             "    <testcase classname=\"a.yaml\" name=\"5 &lt; 6\">\n"
                             "      <failure message=\"one &quot;a&quot; &amp; b\">"
                             "one &quot;a&quot; &amp; b&#10;two&#10;</failure>\n"
                             "    </testcase>\n"
                             "  </testsuite>\n"
                             "  <testsuite name=\"b.yaml\" tests=\"0\" failures=\"0\">\n"
                             "  </testsuite>\n"
                             "</testsuites>\n");
    text_buffer_fini(&xml);
    case_report_fini(&report);
}
END_TEST

CHECK_MAIN_TESTS("case_report", test_report)
