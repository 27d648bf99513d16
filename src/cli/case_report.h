/* What became of the tests of case files: for people, and as JUnit XML. */
#ifndef CLI_CASE_REPORT_H
#define CLI_CASE_REPORT_H

#include "codec/text_buffer.h"

struct case_report {
    struct text_buffer text;  /* for people */
    struct text_buffer xml;   /* JUnit: the test suites so far */
    struct text_buffer suite; /* the test cases of the file at hand */
    const char *path;         /* of that file */
    uint32_t suite_passed;
    uint32_t suite_failed;
    uint32_t passed;
    uint32_t failed;
};

void case_report_fini(struct case_report *report);
void case_report_begin_file(struct case_report *report, const char *path);
/* Failures: a line each; none: the test has passed. */
void case_report_add(struct case_report *report,
                     struct merit_text name,
                     struct merit_text failures);
void case_report_end_file(struct case_report *report);
/* Adds the last line of the text. */
void case_report_end(struct case_report *report);
/* The XML as a whole, in `ret_xml`. */
void case_report_xml(const struct case_report *report, struct text_buffer *ret_xml);

#endif
