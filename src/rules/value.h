/* One value of a rule file: `VALUE [SOURCE]`, in a list also `VALUE from DATE until DATE [SOURCE]`.
 */
#ifndef RULES_VALUE_H
#define RULES_VALUE_H

#include "merit/day.h"
#include "yaml/yaml.h"

/* Whether the value must say its source: words that only refer to another place of the file need
 * not. */
enum value_source {
    VALUE_SOURCED,
    VALUE_REFERENCE,
};

struct rules_value {
    const struct yaml_node *node; /* NULL: the value is missing or wrong, and that was said */
    struct merit_text text;       /* what stands before the dates and the source */
    char source;                  /* the letter, 0 for none */
    int32_t from_day;             /* INT32_MIN: from the beginning */
    int32_t until_day; /* MERIT_NEVER: without end; the first day on which it is not there */
};

/* Splits a scalar; nothing is checked and nothing said. A list item's dates are split off too. */
struct rules_value value_split(const struct yaml_node *node);

/* The value of a scalar, checked: not empty, its source known and there where it must be. */
struct rules_value value_of(const struct yaml_node *node, enum value_source source);
/* The same for a list's item, which may carry dates: later than `effective` and in order. */
struct rules_value value_of_item(const struct yaml_node *node, int32_t effective);

bool value_holds(const struct rules_value *value, int32_t day);

/* Faults of a value; `at` points into its text. */
__attribute__((format(printf, 4, 5))) void value_error(
    const struct rules_value *value, const char *at, const char *help, const char *format, ...);

/* YYYY-MM-DD of the calendar within the days of input; MERIT_NO_DAY where it is none. */
int32_t value_parse_day(struct merit_text text);
/* Reads the value as a day; says what is wrong and returns MERIT_NO_DAY otherwise. */
int32_t value_day(const struct rules_value *value);

/* Kinds of names. */
enum value_name {
    VALUE_NAME_ID,      /* modern_work, smb: a to z, digits, _ */
    VALUE_NAME_TYPES,   /* CSP, CSP_TIER1: A to Z, digits, _ */
    VALUE_NAME_OPTION,  /* one of the two */
    VALUE_NAME_PRODUCT, /* m365/teams, azure/(star) */
    VALUE_NAME_CODE,    /* MS-900: A to Z, digits, - */
};
bool value_name_valid(struct merit_text text, enum value_name kind);
/* Says what a name of that kind looks like, and returns false, where the text is none. */
bool value_name_check(const struct rules_value *value, enum value_name kind);

/* A choice: index of the value among the names, separated by one space; or -1, and it is said. */
int value_choice(const struct rules_value *value, const char *names);

#endif
