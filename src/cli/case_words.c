/* The words of a line of a case: in order, and NAME=VALUE. */
#include "cli/case_words.h"

#include "codec/time_text.h"
#include "rules/value.h"
#include "yaml/suggest.h"

#include <stdio.h>

enum { CHOICES_MAX = 32, CENTS = 100 };

void case_words_split(struct case_words *words, const struct yaml_node *node)
{
    *words = (struct case_words){.node = node};
    struct merit_text text = node->text;
    uint32_t at = 0;
    while (at < text.length) {
        uint32_t start = at;
        while (at < text.length && text.at[at] != ' ') {
            at++;
        }
        if (at > start) {
            struct case_word word = {{text.at + start, at - start}, start};
            if (words->count == CASE_WORDS_MAX) {
                case_words_fail(words, &word, NULL, "more than %d words", CASE_WORDS_MAX);
                return;
            }
            words->words[words->count++] = word;
        }
        at++;
    }
}

void case_words_fail(struct case_words *words,
                     const struct case_word *word,
                     const char *help,
                     const char *format,
                     ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    uint32_t offset = word == NULL ? words->node->text.length : word->offset;
    yaml_error(words->node, offset, help, "%s", text);
    words->failed = true;
}

const struct case_word *case_words_next(struct case_words *words)
{
    return words->next < words->count ? &words->words[words->next++] : NULL;
}

struct case_word case_words_need(struct case_words *words, const char *what)
{
    const struct case_word *word = case_words_next(words);
    if (word == NULL) {
        if (!words->failed) {
            case_words_fail(words, NULL, NULL, "expected %s here", what);
        }
        return (struct case_word){{"", 0}, words->node->text.length};
    }
    return *word;
}

void case_words_end(struct case_words *words)
{
    const struct case_word *word = case_words_next(words);
    if (word != NULL && !words->failed) {
        yaml_error(words->node, word->offset, NULL, "unexpected word '%.*s'",
                   (int)word->text.length, word->text.at);
        words->failed = true;
    }
}

bool case_word_split(const struct case_word *word,
                     struct case_word *ret_name,
                     struct case_word *ret_value)
{
    const char *equals = memchr(word->text.at, '=', word->text.length);
    if (equals == NULL) {
        return false;
    }
    uint32_t length = (uint32_t)(equals - word->text.at);
    *ret_name = (struct case_word){{word->text.at, length}, word->offset};
    *ret_value =
        (struct case_word){{equals + 1, word->text.length - length - 1}, word->offset + length + 1};
    return true;
}

int32_t case_word_day(struct case_words *words, const struct case_word *word)
{
    int32_t day = value_parse_day(word->text);
    if (day == MERIT_NO_DAY && !words->failed) {
        case_words_fail(words, word, NULL, "'%.*s' is no day, expected one such as 2023-06-12",
                        (int)word->text.length, word->text.at);
    }
    return day;
}

void case_word_range(struct case_words *words,
                     const struct case_word *word,
                     int32_t *ret_start,
                     int32_t *ret_end)
{
    *ret_end = MERIT_NO_DAY;
    uint32_t date = TIME_TEXT_DATE_LENGTH;
    if (word->text.length < date + 2 || memcmp(word->text.at + date, "..", 2) != 0) {
        if (!words->failed) {
            case_words_fail(words, word, NULL,
                            "expected days such as 2023-01-01.. or 2023-01-01..2023-12-31");
        }
        return;
    }
    struct case_word start = {{word->text.at, date}, word->offset};
    struct case_word end = {{word->text.at + date + 2, word->text.length - date - 2},
                            word->offset + date + 2};
    *ret_start = case_word_day(words, &start);
    if (end.text.length > 0) {
        *ret_end = case_word_day(words, &end);
    }
}

int64_t case_word_count(struct case_words *words, const struct case_word *word)
{
    struct case_number number;
    if (!case_number_read(word->text, &number) || number.value.denominator != 1 ||
        number.is_fraction || word->text.at[0] == '$') {
        case_words_fail(words, word, NULL, "'%.*s' is no whole number, expected one such as 1,000",
                        (int)word->text.length, word->text.at);
        return 0;
    }
    return (int64_t)number.value.numerator;
}

int64_t case_word_cents(struct case_words *words, const struct case_word *word)
{
    struct case_number number;
    if (word->text.length == 0 || word->text.at[0] != '$' ||
        !case_number_read(word->text, &number) || number.is_fraction ||
        CENTS % number.value.denominator != 0) {
        case_words_fail(words, word, NULL,
                        "'%.*s' is no amount, expected dollars such as $1,000 or $999.99",
                        (int)word->text.length, word->text.at);
        return 0;
    }
    return (int64_t)(number.value.numerator * (CENTS / number.value.denominator));
}

int case_word_choice(struct case_words *words,
                     const struct case_word *word,
                     const char *const *names)
{
    struct merit_text known[CHOICES_MAX] = {{NULL, 0}};
    size_t count = 0;
    for (; count < CHOICES_MAX && names[count] != NULL; count++) {
        known[count] = merit_text_of(names[count]);
        if (merit_text_equal(known[count], word->text)) {
            return (int)count;
        }
    }
    if (words->failed) {
        return 0;
    }
    size_t nearest = suggest_nearest(word->text, known, count);
    char listed[320];
    size_t length = 0;
    for (size_t i = 0; i < count && length < sizeof listed; i++) {
        int added =
            snprintf(listed + length, sizeof listed - length, "%s%s", i == 0 ? "" : ", ", names[i]);
        length += added > 0 ? (size_t)added : 0;
    }
    const char *help =
        nearest == count ? NULL : yaml_did_you_mean(words->node->file->arena, known[nearest]);
    case_words_fail(words, word, help, "unknown word '%.*s', expected one of: %s",
                    (int)word->text.length, word->text.at, listed);
    return 0;
}
