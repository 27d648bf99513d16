/* Exact numbers as people write them: 1,000, -3, $25,000.50, 45 %, 20/3. */
#ifndef CLI_CASE_NUMBER_H
#define CLI_CASE_NUMBER_H

#include "merit/ratio.h"
#include "merit/text.h"

#include <stddef.h>

enum { CASE_NUMBER_BYTES = 64 };

struct case_number {
    struct merit_ratio value;
    bool is_fraction; /* written as a/b: meant exactly, also where output would be rounded */
};

/* False where the text is no such number, or has more than 15 digits. */
bool case_number_read(struct merit_text text, struct case_number *ret_number);
/* A decimal where that is exact with at most 6 decimals, else a/b; terminated. */
void case_number_write(struct merit_ratio value, char ret_text[CASE_NUMBER_BYTES]);
/* Points as they are put out: with at most 2 decimals, rounded half up; terminated. */
void case_number_write_hundredths(int64_t hundredths, char ret_text[CASE_NUMBER_BYTES]);

#endif
