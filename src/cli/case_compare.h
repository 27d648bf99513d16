/* What came out of a test against what it expects. */
#ifndef CLI_CASE_COMPARE_H
#define CLI_CASE_COMPARE_H

#include "cli/case_want.h"
#include "codec/text_buffer.h"

/* An output that was kept; of the arena of the run. */
struct case_output {
    struct case_output *next;
    struct merit_output output;
};

/* What there is to compare with: all score changes and transitions so far, the score now. */
struct case_got {
    const struct merit_program *program;
    int32_t day;
    const struct case_output *outputs;
    const struct merit_output *score;
};

/* Adds a line "FILE:LINE: DAY PARTNER DESIGNATION: WHAT: got X, want Y" for each difference; how
 * many. */
uint32_t case_compare(const struct case_expectation *expectation,
                      const struct case_got *got,
                      struct text_buffer *failures);

#endif
