/* What the product and the naive judge say, in one comparable form. */
#ifndef SAID_H
#define SAID_H

#include "merit/output.h"
#include "naive.h"

enum { SAID_TEXT_MAX = 2048, SAID_PARTNER_MAX = 32 };

/* One output: whose, and all its fields as a line of text (event_id and rules_version aside, which
 * the judge does not know). */
struct said {
    char partner[SAID_PARTNER_MAX];
    int32_t day;
    char text[SAID_TEXT_MAX];
};

struct said_list {
    struct said *items;
    size_t count;
    size_t capacity;
};

void said_list_fini(struct said_list *list);
/* A copy of an entry. */
void said_list_add(struct said_list *list, const struct said *said);
void said_add_product(struct said_list *list, const struct merit_output *output);
void said_add_naive(struct said_list *list, const struct naive_output *output);

/* The score that a partner has, as text: path, points, qualified, metrics; with `standing` also
 * sequence, status and dates. */
void said_product_score(const struct merit_output *output, bool standing, char text[SAID_TEXT_MAX]);
void said_naive_score(const struct naive_state *state, bool standing, char text[SAID_TEXT_MAX]);
/* The two say the same, standing included: as comparing the texts, and quicker. */
bool said_same_score(const struct merit_output *output, const struct naive_state *state);

/* Fails the running test where two lists differ for some partner; between partners order is free.
 * Prints the first difference with what it was about. */
void said_expect_equal(const struct said_list *got,
                       const struct said_list *want,
                       const char *about);

#endif
