/* What one person adds to a count of people, and why. */
#ifndef CORE_EXPLAIN_PERSON_H
#define CORE_EXPLAIN_PERSON_H

#include "core/explain_customer.h"
#include "core/person.h"

struct explain_person {
    const struct merit_program *program;
    const struct merit_span *span;
    struct merit_text name;
    struct bytes certificates; /* core/person.h */
    struct merit_code_set held;
    const int64_t *slots; /* vector_of_person's */
    int32_t day;
};

void explain_person_row(const struct explain_person *person,
                        const struct explain_option *option,
                        struct merit_contribution *ret_row);

#endif
