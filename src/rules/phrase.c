/* Small one-line phrases, word by word: "active_users >= 40 % of paid_available_units". */
#include "rules/phrase.h"

enum { PHRASE_DIGITS_MAX = 15 }; /* of a number: it fits int64 with room to multiply by 1000 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool in_word(char c)
{
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr("_/-.*", c) != NULL);
}

/* A comma belongs to a number where three digits and no fourth follow. */
static bool is_thousands(struct merit_text text, uint32_t at)
{
    uint32_t count = 0;
    while (at + 1 + count < text.length && is_digit(text.at[at + 1 + count])) {
        count++;
    }
    return text.at[at] == ',' && count == 3;
}

static uint32_t number_length(struct merit_text text, uint32_t from)
{
    uint32_t at = from;
    while (at < text.length &&
           (is_digit(text.at[at]) || is_thousands(text, at) ||
            (text.at[at] == '.' && at + 1 < text.length && is_digit(text.at[at + 1])))) {
        at++;
    }
    return at - from;
}

static uint32_t word_length(struct merit_text text, uint32_t from)
{
    uint32_t at = from;
    while (at < text.length && in_word(text.at[at])) {
        at++;
    }
    return at - from;
}

static void next(struct phrase *phrase)
{
    struct merit_text text = phrase->value->text;
    while (phrase->at < text.length && text.at[phrase->at] == ' ') {
        phrase->at++;
    }
    phrase->token = (struct merit_text){text.at + phrase->at, 0};
    if (phrase->at >= text.length) {
        phrase->kind = PHRASE_END;
    } else if (is_letter(text.at[phrase->at])) {
        phrase->kind = PHRASE_WORD;
        phrase->token.length = word_length(text, phrase->at);
    } else if (is_digit(text.at[phrase->at])) {
        phrase->kind = PHRASE_NUMBER;
        phrase->token.length = number_length(text, phrase->at);
    } else {
        bool two = phrase->at + 1 < text.length && text.at[phrase->at + 1] == '=' &&
                   (text.at[phrase->at] == '>' || text.at[phrase->at] == '<');
        phrase->kind = PHRASE_SYMBOL;
        phrase->token.length = two ? 2 : 1;
    }
    phrase->at += phrase->token.length;
}

struct phrase phrase_of(const struct rules_value *value)
{
    struct phrase phrase = {.value = value, .failed = value->node == NULL};
    if (!phrase.failed) {
        next(&phrase);
    }
    return phrase;
}

bool phrase_accept(struct phrase *phrase, const char *word)
{
    if (phrase->failed || phrase->kind == PHRASE_END ||
        !merit_text_equal(phrase->token, merit_text_of(word))) {
        return false;
    }
    next(phrase);
    return true;
}

void phrase_fail(struct phrase *phrase, const char *expected)
{
    if (phrase->failed) {
        return;
    }
    phrase->failed = true;
    if (phrase->kind == PHRASE_END) {
        value_error(phrase->value, phrase->token.at, NULL, "expected %s at the end", expected);
        return;
    }
    value_error(phrase->value, phrase->token.at, NULL, "expected %s instead of '%.*s'", expected,
                (int)phrase->token.length, phrase->token.at);
}

void phrase_expect(struct phrase *phrase, const char *word)
{
    if (!phrase->failed && !phrase_accept(phrase, word)) {
        char expected[64] = "'";
        size_t length = strlen(word);
        memcpy(expected + 1, word, length < 60 ? length : 60);
        expected[1 + (length < 60 ? length : 60)] = '\'';
        phrase_fail(phrase, expected);
    }
}

struct merit_text phrase_word(struct phrase *phrase, const char *what)
{
    if (!phrase->failed && phrase->kind != PHRASE_WORD) {
        phrase_fail(phrase, what);
    }
    if (phrase->failed) {
        return (struct merit_text){"", 0};
    }
    struct merit_text word = phrase->token;
    next(phrase);
    return word;
}

bool phrase_end(struct phrase *phrase)
{
    if (!phrase->failed && phrase->kind != PHRASE_END) {
        phrase_fail(phrase, "nothing more");
    }
    return !phrase->failed;
}

int64_t rules_greatest_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The token as numerator / denominator: commas passed over, decimals counted. */
static struct rules_amount number(struct phrase *phrase)
{
    struct rules_amount amount = {0, 1, false};
    uint32_t digit_count = 0;
    bool decimals = false;
    if (!phrase->failed && phrase->kind != PHRASE_NUMBER) {
        phrase_fail(phrase, "a number");
    }
    if (phrase->failed) {
        return amount;
    }
    for (uint32_t i = 0; i < phrase->token.length; i++) {
        char c = phrase->token.at[i];
        if (c == '.' && decimals) {
            phrase_fail(phrase, "a number with one point");
            return (struct rules_amount){0, 1, false};
        }
        decimals = decimals || c == '.';
        if (!is_digit(c)) {
            continue;
        }
        digit_count++;
        if (digit_count > PHRASE_DIGITS_MAX) {
            phrase_fail(phrase, "a smaller number");
            return (struct rules_amount){0, 1, false};
        }
        amount.numerator = amount.numerator * 10 + (c - '0');
        amount.denominator *= decimals ? 10 : 1;
    }
    next(phrase);
    return amount;
}

static struct rules_amount reduced(struct rules_amount amount)
{
    int64_t divisor = rules_greatest_divisor(amount.numerator, amount.denominator);
    if (divisor > 1) {
        amount.numerator /= divisor;
        amount.denominator /= divisor;
    }
    return amount;
}

int64_t phrase_whole(struct phrase *phrase, int64_t most)
{
    struct phrase before = *phrase;
    struct rules_amount amount = reduced(number(phrase));
    if (phrase->failed) {
        return 0;
    }
    if (amount.denominator != 1 || amount.numerator > most) {
        *phrase = before;
        phrase->failed = true;
        value_error(phrase->value, before.token.at, NULL,
                    "'%.*s' is out of range, expected a whole number of at most %lld",
                    (int)before.token.length, before.token.at, (long long)most);
        return 0;
    }
    return amount.numerator;
}

struct rules_amount phrase_amount(struct phrase *phrase)
{
    bool dollars = phrase_accept(phrase, "$");
    struct rules_amount amount = number(phrase);
    if (phrase_accept(phrase, "/")) {
        struct rules_amount divisor = number(phrase);
        if (!phrase->failed &&
            (divisor.numerator == 0 || divisor.denominator != 1 || amount.denominator != 1)) {
            phrase_fail(phrase, "a fraction of whole numbers, such as 1/5,");
        }
        amount.denominator = divisor.numerator;
    }
    if (phrase->failed) {
        return (struct rules_amount){0, 1, false};
    }
    amount.dollars = dollars;
    return reduced(amount);
}
