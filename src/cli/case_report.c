/* What became of the tests of case files: for people, and as JUnit XML. */
#include "cli/case_report.h"

#include <stdio.h>

void case_report_fini(struct case_report *report)
{
    text_buffer_fini(&report->text);
    text_buffer_fini(&report->xml);
    text_buffer_fini(&report->suite);
}

static void add_escaped(struct text_buffer *xml, struct merit_text text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        switch (text.at[i]) {
        case '<':
            text_buffer_add_string(xml, "&lt;");
            break;
        case '>':
            text_buffer_add_string(xml, "&gt;");
            break;
        case '&':
            text_buffer_add_string(xml, "&amp;");
            break;
        case '"':
            text_buffer_add_string(xml, "&quot;");
            break;
        case '\n':
            text_buffer_add_string(xml, "&#10;");
            break;
        default:
            text_buffer_add_byte(xml, text.at[i]);
        }
    }
}

static void add_attribute(struct text_buffer *xml, const char *name, struct merit_text value)
{
    text_buffer_add_byte(xml, ' ');
    text_buffer_add_string(xml, name);
    text_buffer_add_string(xml, "=\"");
    add_escaped(xml, value);
    text_buffer_add_byte(xml, '"');
}

static void add_counts(struct text_buffer *xml, uint32_t tests, uint32_t failures)
{
    char line[64];
    (void)snprintf(line, sizeof line, " tests=\"%u\" failures=\"%u\">\n", tests, failures);
    text_buffer_add_string(xml, line);
}

void case_report_begin_file(struct case_report *report, const char *path)
{
    report->path = path;
    report->suite.length = 0;
    report->suite_passed = 0;
    report->suite_failed = 0;
}

void case_report_add(struct case_report *report, struct merit_text name, struct merit_text failures)
{
    struct text_buffer *suite = &report->suite;
    text_buffer_add_string(suite, "    <testcase");
    add_attribute(suite, "classname", merit_text_of(report->path));
    add_attribute(suite, "name", name);
    if (failures.length == 0) {
        report->suite_passed++;
        text_buffer_add_string(suite, "/>\n");
        return;
    }
    report->suite_failed++;
    const char *end = memchr(failures.at, '\n', failures.length);
    struct merit_text first = {failures.at,
                               end == NULL ? failures.length : (uint32_t)(end - failures.at)};
    text_buffer_add_string(suite, ">\n      <failure");
    add_attribute(suite, "message", first);
    text_buffer_add_byte(suite, '>');
    add_escaped(suite, failures);
    text_buffer_add_string(suite, "</failure>\n    </testcase>\n");
    text_buffer_add_string(&report->text, "FAILED: ");
    text_buffer_add(&report->text, name.at, name.length);
    text_buffer_add_byte(&report->text, '\n');
    text_buffer_add(&report->text, failures.at, failures.length);
}

void case_report_end_file(struct case_report *report)
{
    struct text_buffer *xml = &report->xml;
    text_buffer_add_string(xml, "  <testsuite");
    add_attribute(xml, "name", merit_text_of(report->path));
    add_counts(xml, report->suite_passed + report->suite_failed, report->suite_failed);
    if (report->suite.length > 0) {
        text_buffer_add(xml, report->suite.at, report->suite.length);
    }
    text_buffer_add_string(xml, "  </testsuite>\n");
    report->passed += report->suite_passed;
    report->failed += report->suite_failed;
}

void case_report_end(struct case_report *report)
{
    char line[64];
    (void)snprintf(line, sizeof line, "%u passed, %u failed\n", report->passed, report->failed);
    text_buffer_add_string(&report->text, line);
}

void case_report_xml(const struct case_report *report, struct text_buffer *ret_xml)
{
    text_buffer_add_string(ret_xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_counts(ret_xml, report->passed + report->failed, report->failed);
    if (report->xml.length > 0) {
        text_buffer_add(ret_xml, report->xml.at, report->xml.length);
    }
    text_buffer_add_string(ret_xml, "</testsuites>\n");
}
