/* Runs one test of a case file through the core, as `merit replay` runs a history. */
#ifndef CLI_CASE_RUN_H
#define CLI_CASE_RUN_H

#include "cli/case_file.h"
#include "codec/text_buffer.h"

/* Adds a line to `failures` for each difference; how many there are. */
uint32_t case_run(const struct case_test *test,
                  const struct merit_program *program,
                  struct text_buffer *failures);

#endif
