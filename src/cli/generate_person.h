/* The people of a generated partner and what they pass, renew and take with them. */
#ifndef CLI_GENERATE_PERSON_H
#define CLI_GENERATE_PERSON_H

#include "cli/generate_plan.h"

enum {
    GENERATE_SLOTS_MAX = 6, /* codes of one person */
    GENERATE_CODE_STATES_MAX = 16,
};

struct generate_code_state {
    int32_t day; /* on which it is recorded */
    int32_t expires_day;
    int32_t unlinked_day;
};

struct generate_code {
    const char *code;
    int32_t achieved_day;
    int32_t linked_day; /* MERIT_NO_DAY: from achieved_day on */
    int32_t state_count;
    struct generate_code_state states[GENERATE_CODE_STATES_MAX]; /* by day */
};

/* Number of people at a partner: at least one, more at those with many customers. */
int32_t generate_people_count(const struct generate_plan *plan, int32_t partner);

/* The certificate in a slot of a person; false where the slot is empty. */
bool generate_code_make(const struct generate_plan *plan,
                        int32_t partner,
                        int32_t person,
                        int32_t slot,
                        struct generate_code *ret_code);

#endif
