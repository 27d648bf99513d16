/* Conditions on figures: "active_users >= 40 % of paid_available_units and paid_available_units >
 * 0". */
#include "rules/condition.h"

#include "yaml/fields.h"

#include <assert.h>

enum { REPORTED_FIGURES = MERIT_FIGURE_COUNT };

static const struct rules_figure reported[REPORTED_FIGURES] = {
    {.name = {"active_users", 12}, .figure = MERIT_FIGURE_ACTIVE_USERS, .scale = 1},
    {.name = {"paid_available_units", 20}, .figure = MERIT_FIGURE_PAID_UNITS, .scale = 1},
    {.name = {"revenue", 7}, .figure = MERIT_FIGURE_REVENUE, .scale = 1},
};

const struct rules_figure *condition_figure(const struct rules_version *version,
                                            struct merit_text name)
{
    for (size_t i = 0; i < REPORTED_FIGURES; i++) {
        if (merit_text_equal(reported[i].name, name)) {
            return &reported[i];
        }
    }
    for (uint8_t i = 0; i < version->figures_count; i++) {
        if (merit_text_equal(version->figures[i].name, name)) {
            return &version->figures[i];
        }
    }
    return NULL;
}

static const struct rules_figure *find_figure(const struct rules_version *version,
                                              const struct rules_value *value,
                                              struct merit_text name)
{
    const struct rules_figure *figure = condition_figure(version, name);
    if (figure == NULL) {
        static const char names[] = "active_users paid_available_units revenue";
        value_error(
            value, name.at, fields_nearest(value->node->file->arena, name, names),
            "unknown figure '%.*s', expected active_users, paid_available_units, revenue or "
            "one defined under 'figures'",
            (int)name.length, name.at);
    }
    return figure;
}

const struct rules_figure *condition_read_figure(const struct rules_version *version,
                                                 const struct rules_value *value)
{
    struct phrase phrase = phrase_of(value);
    struct merit_text name = phrase_word(&phrase, "the name of a figure");
    return phrase_end(&phrase) ? find_figure(version, value, name) : NULL;
}

static enum merit_compare read_compare(struct phrase *phrase)
{
    if (phrase_accept(phrase, ">")) {
        return MERIT_ABOVE;
    }
    if (phrase_accept(phrase, ">=")) {
        return MERIT_AT_LEAST;
    }
    if (phrase_accept(phrase, "<")) {
        return MERIT_BELOW;
    }
    if (!phrase_accept(phrase, "<=")) {
        phrase_fail(phrase, "one of > >= < <=");
    }
    return MERIT_AT_MOST;
}

/* Money is compared with money; nothing else is. */
static void check_unit(struct phrase *phrase, const struct rules_test *test, const char *at)
{
    assert(test->left != NULL);
    bool money = test->left->figure == MERIT_FIGURE_REVENUE && !test->left->weighted;
    if (phrase->failed || money == test->amount.dollars) {
        return;
    }
    phrase->failed = true;
    value_error(phrase->value, at, NULL,
                money ? "revenue is money: expected an amount such as $500"
                      : "this figure is no money: expected a number without $");
}

static bool percent_follows(const struct phrase *phrase)
{
    struct merit_text text = phrase->value->text;
    uint32_t at = phrase->at;
    while (at < text.length && text.at[at] == ' ') {
        at++;
    }
    return phrase->kind == PHRASE_NUMBER && at < text.length && text.at[at] == '%';
}

static struct rules_test read_test(struct phrase *phrase, const struct rules_version *version)
{
    struct rules_test test = {.percent = 100, .amount = {0, 1, false}};
    struct merit_text name = phrase_word(phrase, "a figure such as active_users");
    if (!phrase->failed) {
        test.left = find_figure(version, phrase->value, name);
        phrase->failed = test.left == NULL;
    }
    test.compare = read_compare(phrase);
    if (phrase->failed || test.left == NULL) {
        return test;
    }
    const char *at = phrase->token.at;
    bool percent = percent_follows(phrase);
    if (percent) {
        test.percent = phrase_whole(phrase, MERIT_FACTOR_MAX);
        phrase_expect(phrase, "%");
        phrase_expect(phrase, "of");
    }
    if (percent || phrase->kind == PHRASE_WORD) {
        name = phrase_word(phrase, "a figure such as paid_available_units");
        if (!phrase->failed) {
            test.right = find_figure(version, phrase->value, name);
            phrase->failed = test.right == NULL;
        }
        return test;
    }
    test.amount = phrase_amount(phrase);
    if (!phrase->failed &&
        (test.amount.numerator > MERIT_FIGURE_MAX || test.amount.denominator > MERIT_FACTOR_MAX)) {
        phrase->failed = true;
        value_error(phrase->value, at, NULL, "out of range, expected an amount of at most 10^12");
    }
    check_unit(phrase, &test, at);
    return test;
}

/* Figures with rates cannot stand beside others: each of their products has a rate of its own. */
static void check_weighted(struct phrase *phrase, const struct rules_tests *tests)
{
    for (uint8_t i = 0; i < tests->count && !phrase->failed; i++) {
        const struct rules_test *test = &tests->tests[i];
        assert(test->left != NULL);
        bool weighted = test->left->weighted || (test->right != NULL && test->right->weighted);
        if (weighted && (tests->count > 1 || test->right != NULL)) {
            phrase->failed = true;
            value_error(phrase->value, phrase->value->text.at, NULL,
                        "a figure with rates must be compared alone and with a number");
        }
    }
}

static bool is_least(const struct rules_test *test)
{
    return test->compare == MERIT_ABOVE || test->compare == MERIT_AT_LEAST;
}

/* The first is a least and the second a most of the same figure, and no figure is both. */
static bool excludes(const struct rules_test *least, const struct rules_test *most)
{
    if (!is_least(least) || is_least(most) || least->left != most->left || least->right != NULL ||
        most->right != NULL) {
        return false;
    }
    int64_t from = least->amount.numerator * most->amount.denominator;
    int64_t to = most->amount.numerator * least->amount.denominator;
    bool touching = least->compare == MERIT_AT_LEAST && most->compare == MERIT_AT_MOST;
    return from > to || (from == to && !touching);
}

/* Comparisons of which no figure can meet both: what stands on them would never hold. */
static void check_contradiction(struct phrase *phrase, const struct rules_tests *tests)
{
    for (uint8_t i = 0; i < tests->count; i++) {
        for (uint8_t k = 0; k < tests->count && !phrase->failed; k++) {
            if (excludes(&tests->tests[i], &tests->tests[k])) {
                phrase->failed = true;
                value_error(phrase->value, phrase->value->text.at, NULL,
                            "this can never hold: no figure is as large and as small at once");
            }
        }
    }
}

struct rules_tests condition_read(const struct rules_version *version, const struct yaml_node *node)
{
    struct rules_tests tests = {0};
    struct rules_value value = value_of(node, VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    do {
        if (tests.count == RULES_TESTS_MAX) {
            phrase_fail(&phrase, "no more than four comparisons");
        }
        struct rules_test test = read_test(&phrase, version);
        if (phrase.failed) {
            return (struct rules_tests){0};
        }
        tests.tests[tests.count++] = test;
    } while (phrase_accept(&phrase, "and"));
    (void)phrase_end(&phrase);
    check_weighted(&phrase, &tests);
    check_contradiction(&phrase, &tests);
    if (phrase.failed) {
        return (struct rules_tests){0};
    }
    tests.node = node;
    return tests;
}

struct rules_tests condition_read_total(const struct rules_version *version,
                                        const struct yaml_node *node)
{
    struct rules_tests tests = condition_read(version, node);
    if (tests.count > 1 || (tests.count == 1 && tests.tests[0].right != NULL)) {
        yaml_error(node, 0, NULL, "a total is compared once, with an amount");
        return (struct rules_tests){0};
    }
    return tests;
}
