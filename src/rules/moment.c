/* When a figure is taken: "today", "end of M-12", "12 months to M", "M or M-1". */
#include "rules/moment.h"

/* What a moment may be, as messages say it. */
static const char expected_moment[] =
    "'today', '12 months before', 'claim within 12 months', 'end of M', 'M' or '12 months to M'";

/* The calendar's far edge is that many months back, and no other. */
enum { FAR_EDGE_MONTHS = 12 };

/* "M" or "M-12": how many months back; a fault and 0 otherwise. */
static uint8_t read_month(struct phrase *phrase)
{
    struct merit_text word = phrase->kind == PHRASE_WORD ? phrase->token : merit_text_of("");
    int32_t back = 0;
    bool good = !phrase->failed && word.length >= 1 && word.length <= 5 && word.at[0] == 'M' &&
                (word.length == 1 || (word.length > 2 && word.at[1] == '-'));
    for (uint32_t i = 2; good && i < word.length; i++) {
        good = word.at[i] >= '0' && word.at[i] <= '9';
        back = back * 10 + (word.at[i] - '0');
    }
    if (!good) {
        phrase_fail(phrase, "a month: 'M', or 'M-12' for the one 12 months before");
        return 0;
    }
    if (back > MERIT_MONTHS_BACK_MAX) {
        phrase_fail(phrase, "a month no further back than the history kept: 'M-13'");
        return 0;
    }
    (void)phrase_word(phrase, "a month");
    return (uint8_t)back;
}

/* The months of a day's distance, read before `at`. */
static uint8_t day_months(struct phrase *phrase, uint8_t months, const char *at)
{
    if (!phrase->failed && months != FAR_EDGE_MONTHS) {
        phrase->failed = true;
        value_error(phrase->value, at, NULL,
                    "days are compared with those of %d months before, not %u", FAR_EDGE_MONTHS,
                    months);
    }
    return FAR_EDGE_MONTHS;
}

/* "12 months before" or "12 months to M". */
static struct rules_moment read_months(struct phrase *phrase)
{
    const char *at = phrase->token.at;
    uint8_t months = (uint8_t)phrase_whole(phrase, MERIT_TRAILING_MONTHS_MAX);
    if (!phrase_accept(phrase, "month")) {
        phrase_expect(phrase, "months");
    }
    if (phrase_accept(phrase, "before")) {
        return (struct rules_moment){MERIT_MOMENT_DAY, day_months(phrase, months, at), 0};
    }
    if (!phrase_accept(phrase, "to")) {
        phrase_fail(phrase, "'before', or 'to' and a month,");
    }
    if (!phrase->failed && months == 0) {
        phrase_fail(phrase, "at least one month, before 'to',");
    }
    return (struct rules_moment){MERIT_MOMENT_MONTHS, read_month(phrase), months};
}

static struct rules_moment read_moment(struct phrase *phrase)
{
    if (phrase_accept(phrase, "today")) {
        return (struct rules_moment){MERIT_MOMENT_DAY, 0, 0};
    }
    if (phrase_accept(phrase, "claim")) {
        phrase_expect(phrase, "within");
        const char *at = phrase->token.at;
        uint8_t months = (uint8_t)phrase_whole(phrase, MERIT_TRAILING_MONTHS_MAX);
        phrase_expect(phrase, "months");
        return (struct rules_moment){MERIT_MOMENT_CLAIM_SERIES, day_months(phrase, months, at), 0};
    }
    if (phrase_accept(phrase, "end")) {
        phrase_expect(phrase, "of");
        return (struct rules_moment){MERIT_MOMENT_MONTH_END, read_month(phrase), 0};
    }
    if (phrase->kind == PHRASE_NUMBER) {
        return read_months(phrase);
    }
    if (phrase->kind != PHRASE_WORD || phrase->token.at[0] != 'M') {
        phrase_fail(phrase, expected_moment);
    }
    return (struct rules_moment){MERIT_MOMENT_MONTHS, read_month(phrase), 1};
}

static struct rules_when read_moments(struct phrase *phrase)
{
    struct rules_when when = {0};
    do {
        if (when.count == RULES_MOMENTS_MAX) {
            phrase_fail(phrase, "no more moments");
        }
        struct rules_moment moment = read_moment(phrase);
        if (phrase->failed) {
            return (struct rules_when){0};
        }
        when.moments[when.count++] = moment;
        if (when.count == 1) {
            when.either =
                phrase->kind == PHRASE_WORD && merit_text_equal(phrase->token, merit_text_of("or"));
        }
    } while (phrase_accept(phrase, when.either ? "or" : "and"));
    return when;
}

struct rules_when moment_read_when(const struct rules_value *value)
{
    struct phrase phrase = phrase_of(value);
    struct rules_when when = read_moments(&phrase);
    return phrase_end(&phrase) ? when : (struct rules_when){0};
}

bool moment_read_compare(const struct rules_value *value,
                         struct rules_when *ret_now,
                         struct rules_when *ret_base)
{
    struct phrase phrase = phrase_of(value);
    struct rules_when now = read_moments(&phrase);
    phrase_expect(&phrase, "with");
    struct rules_when base = read_moments(&phrase);
    if (!phrase_end(&phrase)) {
        return false;
    }
    *ret_now = now;
    *ret_base = base;
    return true;
}
