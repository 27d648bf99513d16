/* The words of a line of a case: in order, and NAME=VALUE. */
#ifndef CLI_CASE_WORDS_H
#define CLI_CASE_WORDS_H

#include "cli/case_number.h"
#include "merit/day.h"
#include "yaml/yaml.h"

enum { CASE_WORDS_MAX = 24 };

/* A word, and where it begins in the line; its text may be another than what stands there, where
 * braces were filled in. */
struct case_word {
    struct merit_text text;
    uint32_t offset;
};

/* The line while it is read. */
struct case_words {
    const struct yaml_node *node;
    uint32_t count;
    uint32_t next; /* the next word that is taken in order */
    bool failed;   /* something was said about it */
    struct case_word words[CASE_WORDS_MAX];
};

/* Splits a scalar at its spaces. */
void case_words_split(struct case_words *words, const struct yaml_node *node);

/* Says what is wrong at a word (NULL: at the end of the line), and that the line failed. */
__attribute__((format(printf, 4, 5))) void case_words_fail(struct case_words *words,
                                                           const struct case_word *word,
                                                           const char *help,
                                                           const char *format,
                                                           ...);

/* The next word, NULL where there is none. */
const struct case_word *case_words_next(struct case_words *words);
/* The same; where there is none, it says that `what` is expected and returns an empty word. */
struct case_word case_words_need(struct case_words *words, const char *what);

/* Says it of the next word where there is one, unless the line has failed already. */
void case_words_end(struct case_words *words);

/* Splits "NAME=VALUE": false where there is no '='. */
bool case_word_split(const struct case_word *word,
                     struct case_word *ret_name,
                     struct case_word *ret_value);

/* Values of words; what is wrong is said, and the result is MERIT_NO_DAY or 0. */
int32_t case_word_day(struct case_words *words, const struct case_word *word);
/* START..END, or START.. (*ret_end: MERIT_NO_DAY). */
void case_word_range(struct case_words *words,
                     const struct case_word *word,
                     int32_t *ret_start,
                     int32_t *ret_end);
int64_t case_word_count(struct case_words *words, const struct case_word *word);
int64_t case_word_cents(struct case_words *words, const struct case_word *word);
/* Index among the names of a NULL-terminated list. */
int case_word_choice(struct case_words *words,
                     const struct case_word *word,
                     const char *const *names);

#endif
