/* One value of a rule file: `VALUE [SOURCE]`, in a list also `VALUE from DATE until DATE [SOURCE]`.
 */
#include "rules/value.h"

#include "merit/limits.h"
#include "yaml/fields.h"

#include <assert.h>

enum { DATE_BYTES = 10 };

static void trim_end(struct merit_text *text)
{
    while (text->length > 0 && text->at[text->length - 1] == ' ') {
        text->length--;
    }
}

static bool has_source(struct merit_text text)
{
    return text.length >= 3 && text.at[text.length - 1] == ']' && text.at[text.length - 3] == '[';
}

/* Splits "WORD DATE" off the end. */
static bool take_date(struct merit_text *text, const char *word, int32_t *ret_day)
{
    uint32_t tail = (uint32_t)strlen(word) + DATE_BYTES + 2;
    if (text->length <= tail) {
        return false;
    }
    const char *at = text->at + text->length - tail;
    if (*at != ' ' || memcmp(at + 1, word, strlen(word)) != 0 || at[strlen(word) + 1] != ' ') {
        return false;
    }
    int32_t day =
        value_parse_day((struct merit_text){text->at + text->length - DATE_BYTES, DATE_BYTES});
    if (day == MERIT_NO_DAY) {
        return false;
    }
    *ret_day = day;
    text->length -= tail;
    trim_end(text);
    return true;
}

struct rules_value value_split(const struct yaml_node *node)
{
    struct rules_value value = {node, node->text, 0, INT32_MIN, MERIT_NEVER};
    if (has_source(value.text)) {
        value.source = value.text.at[value.text.length - 2];
        value.text.length -= 3;
        trim_end(&value.text);
    }
    if (node->key == NULL) {
        (void)take_date(&value.text, "until", &value.until_day);
        (void)take_date(&value.text, "from", &value.from_day);
    }
    return value;
}

static const struct rules_value no_value = {NULL, {"", 0}, 0, INT32_MIN, MERIT_NEVER};

static void list_letters(const char *letters, char *text, size_t size)
{
    size_t at = 0;
    for (const char *letter = letters; *letter != '\0' && at + 6 < size; letter++) {
        const char piece[] = {'[', *letter, ']', ' ', '\0'};
        memcpy(text + at, piece, sizeof piece);
        at += sizeof piece - 1;
    }
    text[at > 0 ? at - 1 : 0] = '\0';
}

/* The source letters that the value's file may use; "": any capital letter. */
static const char *known_letters(const struct rules_value *value)
{
    return value->node->file->context;
}

static bool source_is_known(const struct rules_value *value)
{
    const char *letters = known_letters(value);
    if (letters[0] == '\0') {
        return value->source >= 'A' && value->source <= 'Z';
    }
    return strchr(letters, value->source) != NULL;
}

static void check_source(const struct rules_value *value, enum value_source source)
{
    char letters[128];
    list_letters(known_letters(value), letters, sizeof letters);
    const char *end = value->node->text.at + value->node->text.length;
    if (value->source == 0) {
        if (source == VALUE_SOURCED) {
            value_error(value, end, NULL, "the source is missing, expected one of %s at the end",
                        letters[0] == '\0' ? "[A] to [Z]" : letters);
        }
        return;
    }
    if (!source_is_known(value)) {
        value_error(value, end - 3, NULL, "source [%c] is not known, expected one of %s",
                    value->source, letters[0] == '\0' ? "[A] to [Z]" : letters);
    }
}

struct rules_value value_of(const struct yaml_node *node, enum value_source source)
{
    if (node == NULL) {
        return no_value;
    }
    if (node->kind != YAML_SCALAR) {
        yaml_error(node, 0, NULL, "expected one value here, not a %s",
                   node->kind == YAML_LIST ? "list" : "block of keys");
        return no_value;
    }
    struct rules_value value = value_split(node);
    if (value.text.length == 0) {
        yaml_error(node, 0, NULL, "expected a value here");
        return no_value;
    }
    check_source(&value, source);
    return value;
}

/* A date that take_date left behind: "until 2024-13-01", "until yesterday". */
static bool check_no_date_left(const struct rules_value *value)
{
    static const char *const words[] = {" until ", " from "};
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        size_t length = strlen(words[w]);
        for (uint32_t at = 0; at + length <= value->text.length; at++) {
            if (memcmp(value->text.at + at, words[w], length) == 0) {
                value_error(value, value->text.at + at + length, NULL,
                            "expected a day such as 2024-07-01 after '%.*s'", (int)length - 2,
                            words[w] + 1);
                return false;
            }
        }
    }
    return true;
}

struct rules_value value_of_item(const struct yaml_node *node, int32_t effective)
{
    struct rules_value value = value_of(node, VALUE_SOURCED);
    if (value.node == NULL || !check_no_date_left(&value)) {
        return no_value;
    }
    if (value.from_day != INT32_MIN && value.from_day <= effective) {
        value_error(&value, value.text.at, NULL,
                    "it begins no later than this version: leave out 'from'");
    }
    if (value.until_day <= effective) {
        value_error(&value, value.text.at, NULL,
                    "it ended before this version began: leave the line out");
    }
    if (value.until_day <= value.from_day) {
        value_error(&value, value.text.at, NULL, "it ends before it begins");
    }
    return value;
}

bool value_holds(const struct rules_value *value, int32_t day)
{
    return value->from_day <= day && day < value->until_day;
}

void value_error(
    const struct rules_value *value, const char *at, const char *help, const char *format, ...)
{
    assert(value->node != NULL);
    uint32_t offset = (uint32_t)(at - value->node->text.at);
    va_list arguments;
    va_start(arguments, format);
    struct yaml_place place = {value->node->place.line, value->node->place.column + offset};
    yaml_error_at_list(value->node->file, place, help, format, arguments);
    va_end(arguments);
}

/* ---- days -------------------------------------------------------------------------------- */

static bool digits(struct merit_text text, uint32_t from, uint32_t count, int32_t *ret_number)
{
    int32_t number = 0;
    for (uint32_t i = from; i < from + count; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        number = number * 10 + (text.at[i] - '0');
    }
    *ret_number = number;
    return true;
}

int32_t value_parse_day(struct merit_text text)
{
    struct merit_date date;
    if (text.length != DATE_BYTES || text.at[4] != '-' || text.at[7] != '-' ||
        !digits(text, 0, 4, &date.year) || !digits(text, 5, 2, &date.month) ||
        !digits(text, 8, 2, &date.day) || !merit_date_valid(date)) {
        return MERIT_NO_DAY;
    }
    int32_t day = merit_day_of_date(date);
    return day < MERIT_DAY_FIRST || day > MERIT_DAY_LAST ? MERIT_NO_DAY : day;
}

int32_t value_day(const struct rules_value *value)
{
    if (value->node == NULL) {
        return MERIT_NO_DAY;
    }
    int32_t day = value_parse_day(value->text);
    if (day == MERIT_NO_DAY) {
        value_error(value, value->text.at, NULL,
                    "'%.*s' is no day from 2000 to 2199, expected one such as 2022-10-03",
                    (int)value->text.length, value->text.at);
    }
    return day;
}

/* ---- names ------------------------------------------------------------------------------- */

static bool lower_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool upper_or_digit(char c, char extra)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == extra;
}

static bool all_lower(struct merit_text text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        if (!lower_or_digit(text.at[i])) {
            return false;
        }
    }
    return text.length > 0 && text.at[0] >= 'a' && text.at[0] <= 'z';
}

static bool all_upper(struct merit_text text, char extra)
{
    for (uint32_t i = 0; i < text.length; i++) {
        if (!upper_or_digit(text.at[i], extra)) {
            return false;
        }
    }
    return text.length > 0 && text.at[0] >= 'A' && text.at[0] <= 'Z';
}

static bool is_product(struct merit_text text)
{
    const char *slash = memchr(text.at, '/', text.length);
    if (slash == NULL) {
        return false;
    }
    uint32_t family = (uint32_t)(slash - text.at);
    struct merit_text name = {slash + 1, text.length - family - 1};
    return all_lower((struct merit_text){text.at, family}) &&
           (all_lower(name) || (name.length == 1 && name.at[0] == '*'));
}

bool value_name_valid(struct merit_text text, enum value_name kind)
{
    if (text.length > MERIT_ID_MAX) {
        return false;
    }
    switch (kind) {
    case VALUE_NAME_ID:
        return all_lower(text);
    case VALUE_NAME_TYPES:
        return all_upper(text, '_');
    case VALUE_NAME_OPTION:
        return all_lower(text) || all_upper(text, '_');
    case VALUE_NAME_PRODUCT:
        return is_product(text);
    case VALUE_NAME_CODE:
        return all_upper(text, '-');
    }
    return false;
}

bool value_name_check(const struct rules_value *value, enum value_name kind)
{
    static const char *const expected[] = {
        [VALUE_NAME_ID] = "expected a name of small letters, digits and '_'",
        [VALUE_NAME_TYPES] = "expected a name of capital letters, digits and '_'",
        [VALUE_NAME_OPTION] =
            "expected a name of letters, digits and '_', all small or all capital",
        [VALUE_NAME_PRODUCT] = "expected a product such as m365/teams, or a family such as azure/*",
        [VALUE_NAME_CODE] = "expected a code such as MS-900",
    };
    if (value->node == NULL) {
        return false;
    }
    if (value_name_valid(value->text, kind)) {
        return true;
    }
    value_error(value, value->text.at, NULL, "'%.*s' is no such name: %s", (int)value->text.length,
                value->text.at, expected[kind]);
    return false;
}

int value_choice(const struct rules_value *value, const char *names)
{
    if (value->node == NULL) {
        return -1;
    }
    int index = fields_index(value->text, names);
    if (index < 0) {
        struct arena *arena = value->node->file->arena;
        value_error(value, value->text.at, fields_nearest(arena, value->text, names),
                    "unknown word '%.*s', expected one of: %s", (int)value->text.length,
                    value->text.at, fields_listed(arena, names));
    }
    return index;
}
