/* Small one-line phrases, word by word: "active_users >= 40 % of paid_available_units". */
#ifndef RULES_PHRASE_H
#define RULES_PHRASE_H

#include "rules/value.h"

enum phrase_kind {
    PHRASE_END,
    PHRASE_WORD,   /* letters, digits and _ / - . * after a first letter */
    PHRASE_NUMBER, /* digits with thousands separated by commas, and decimals after a point */
    PHRASE_SYMBOL, /* >= <= or one other character */
};

/* The first fault is said and sets `failed`; every later call then does nothing and gives nothing.
 */
struct phrase {
    const struct rules_value *value;
    uint32_t at;
    enum phrase_kind kind; /* of the token that comes next */
    struct merit_text token;
    bool failed;
};

struct phrase phrase_of(const struct rules_value *value);

/* Takes the next token if it is this word or symbol. */
bool phrase_accept(struct phrase *phrase, const char *word);
/* The same; a fault where it is not. */
void phrase_expect(struct phrase *phrase, const char *word);
/* The next word whatever it is; `what` says what is expected. Empty after a fault. */
struct merit_text phrase_word(struct phrase *phrase, const char *what);
/* A fault at the next token, unless there was one. */
void phrase_fail(struct phrase *phrase, const char *expected);
/* A fault where anything is left. True where the phrase was good. */
bool phrase_end(struct phrase *phrase);

/* A whole number of 0 to `most`. 0 after a fault. */
int64_t phrase_whole(struct phrase *phrase, int64_t most);

/* "5", "1,000", "2.5", "1/5", "$1,500". */
struct rules_amount {
    int64_t numerator;
    int64_t denominator; /* above 0; reduced */
    bool dollars;
};
struct rules_amount phrase_amount(struct phrase *phrase);

int64_t rules_greatest_divisor(int64_t a, int64_t b);

#endif
