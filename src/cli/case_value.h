/* A field of an output, as text and, where it is one, as an exact number. */
#ifndef CLI_CASE_VALUE_H
#define CLI_CASE_VALUE_H

#include "cli/case_want.h"
#include "codec/time_text.h"

enum { CASE_VALUE_BYTES = 1024 };

struct case_value {
    bool is_number;
    bool is_points; /* a number that is put out rounded to 2 decimals */
    struct merit_ratio number;
    int64_t hundredths;
    char text[CASE_VALUE_BYTES];
};

/* A field of an output as a whole. Which kinds have which is checked when a case is read. */
void case_value_of_output(const struct merit_output *output,
                          enum case_field field,
                          struct case_value *ret_value);
/* The field of a metric, or of one of its parts. */
void case_value_of_metric(const struct merit_metric_score *metric,
                          const struct case_want *want,
                          struct case_value *ret_value);

/* Points with decimals are compared rounded to two, all other numbers exactly. */
bool case_value_is(const struct case_value *value, const struct case_want *want);

/* Points of an output of any kind. */
int64_t case_value_hundredths(const struct merit_output *output);
/* The day, or null; terminated. */
void case_value_date(int32_t day, char ret_text[TIME_TEXT_DATE_LENGTH + 1]);

#endif
