/* The judge from within: its clock, and why it looks at a partner. */
#ifndef NAIVE_JUDGE_H
#define NAIVE_JUDGE_H

#include "naive_rules.h"

struct naive {
    struct naive_store store;
    int64_t min_points_hundredths;
    int designations;
    int32_t clock;
    struct naive_output *outputs;
    size_t output_count;
    size_t output_capacity;
};

/* An event, or NULL where a day starts. */
struct naive_occasion {
    const struct merit_event *event;
};

/* The name that the judge keeps of a text it was told; NULL where it never was. */
const struct naive_name *naive_known_name(const struct naive *naive, struct merit_text text);

/* What is said (naive_say.c). */
void naive_say_score(struct naive *naive,
                     struct naive_partner *partner,
                     enum naive_designation designation,
                     struct naive_occasion occasion);
void naive_say_transition(struct naive *naive,
                          struct naive_partner *partner,
                          enum naive_designation designation,
                          struct naive_occasion occasion,
                          enum naive_transition transition);

/* Before anything else of a day: what lapses on it (naive_standing.c). */
void naive_lapse(struct naive *naive, struct naive_partner *partner);
/* Works the partner out at the clock and says what changed. */
void naive_evaluate(struct naive *naive,
                    struct naive_partner *partner,
                    struct naive_occasion occasion);

#endif
