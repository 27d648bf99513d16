/* A case file written in a test: its tree, its tests under the rules of Modern Work, what was said.
 */
#ifndef CASE_FIXTURE_H
#define CASE_FIXTURE_H

#include "cli/case_run.h"
#include "rules_program.h"
#include "rules_sample.h"

struct case_fixture {
    struct sample sample;
    struct rules *rules;
    struct case_file file;
    struct text_buffer failures;
};

#define CASE_HEAD "rules: none\npartner: p1\ndesignation: modern_work\n"

static inline void case_open(struct case_fixture *fixture, const char *text)
{
    *fixture = (struct case_fixture){0};
    sample_open(&fixture->sample, text);
    fixture->rules = rules_of("tests/rules/modern_work_only");
    if (fixture->sample.root != NULL) {
        case_file_read(&fixture->file, fixture->sample.root, fixture->rules->program);
    }
}

/* Runs the first test; how many differences there are, and the text of them is terminated. */
static inline uint32_t case_failures(struct case_fixture *fixture)
{
    ck_assert_uint_eq(fixture->sample.errors.count, 0);
    ck_assert_ptr_nonnull(fixture->file.tests);
    uint32_t count = case_run(fixture->file.tests, fixture->rules->program, &fixture->failures);
    text_buffer_add_byte(&fixture->failures, '\0');
    return count;
}

static inline void case_close(struct case_fixture *fixture)
{
    text_buffer_fini(&fixture->failures);
    rules_free(fixture->rules);
    sample_close(&fixture->sample);
}

/* The text is refused, and this is said of it. */
static inline void case_refused(const char *text, const char *said)
{
    struct case_fixture fixture;
    case_open(&fixture, text);
    ck_assert_msg(sample_says(&fixture.sample, said), "expected: %s\n%.*s", said,
                  (int)fixture.sample.errors.text.length,
                  (const char *)fixture.sample.errors.text.bytes);
    case_close(&fixture);
}

#endif
