/* The standing of designations (attainment, anniversary, renewal, badge) as program.yaml says it.
 */
#include "rules/standing_read.h"

#include "rules/phrase.h"
#include "yaml/fields.h"
#include "yaml/suggest.h"

enum {
    WINDOW_DAYS_MAX = 366,
    WINDOW_MONTHS_MAX = 12,
    ANNIVERSARY_MONTHS_MAX = 120,
};

static int32_t read_anniversary(const struct yaml_node *node)
{
    struct rules_value value = value_of(node, VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    int64_t months = phrase_whole(&phrase, ANNIVERSARY_MONTHS_MAX);
    if (phrase_end(&phrase) && months == 0) {
        value_error(&value, value.text.at, NULL, "expected at least 1 month");
    }
    return (int32_t)months;
}

/* ---- renewal windows --------------------------------------------------------------------- */

/* "30 days before", "5 months after": the number, and whether it is of months. */
static int32_t read_reach(const struct yaml_node *node, const char *side, bool *ret_by_months)
{
    struct rules_value value = value_of(node, VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    int64_t number = phrase_whole(&phrase, WINDOW_DAYS_MAX);
    *ret_by_months = false;
    if (phrase_accept(&phrase, "months")) {
        *ret_by_months = true;
    } else if (!phrase_accept(&phrase, "days")) {
        phrase_fail(&phrase, "'days' or 'months'");
    }
    phrase_expect(&phrase, side);
    if (!phrase_end(&phrase)) {
        return 0;
    }
    if (*ret_by_months && number > WINDOW_MONTHS_MAX) {
        value_error(&value, value.text.at, NULL, "expected at most %d months", WINDOW_MONTHS_MAX);
        return 0;
    }
    return (int32_t)number;
}

static void check_order(struct rules_program *program,
                        const struct yaml_node *node,
                        int32_t from_day)
{
    const struct merit_standing_rules *standing = &program->standing;
    bool first = standing->window_count == 0;
    const struct yaml_node *from = yaml_child(node, "from");
    if (first && from != NULL) {
        yaml_error(from->key, 0, NULL,
                   "the first window holds from the beginning: leave out 'from'");
    } else if (!first && from == NULL) {
        (void)fields_need(node, "from");
    } else if (!first && from_day != MERIT_NO_DAY &&
               from_day <= standing->windows[standing->window_count - 1].from_day) {
        yaml_error(from, 0, NULL, "windows stand in the order of their days");
    }
}

static void read_window(struct rules_program *program, const struct yaml_node *node)
{
    if (!fields_check(node, "from opens closes")) {
        return;
    }
    struct merit_window window = {.from_day = INT32_MIN};
    bool closes_by_months = false;
    window.before = read_reach(fields_need(node, "opens"), "before", &window.by_months);
    window.after = read_reach(fields_need(node, "closes"), "after", &closes_by_months);
    if (window.by_months != closes_by_months) {
        yaml_error(node, 0, NULL,
                   "a window opens and closes by days, or opens and closes by months");
    }
    if (yaml_child(node, "from") != NULL) {
        struct rules_value value = value_of(yaml_child(node, "from"), VALUE_SOURCED);
        window.from_day = value_day(&value);
    }
    check_order(program, node, window.from_day);
    program->standing.windows[program->standing.window_count++] = window;
}

static void read_windows(struct rules_program *program, const struct yaml_node *node)
{
    if (!fields_is(node, YAML_LIST)) {
        return;
    }
    if (node->count == 0 || node->count > MERIT_WINDOWS_MAX) {
        yaml_error(node->key, 0, NULL, "%u windows, expected 1 to %d", node->count,
                   MERIT_WINDOWS_MAX);
        return;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        read_window(program, child);
    }
}

/* ---- the badge --------------------------------------------------------------------------- */

static void add_to_badge(struct rules_program *program, const struct rules_value *value)
{
    struct merit_text names[MERIT_DESIGNATIONS_MAX];
    for (uint32_t i = 0; i < program->designation_count; i++) {
        names[i] = program->designations[i].text;
        if (!merit_text_equal(names[i], value->text)) {
            continue;
        }
        struct merit_standing_rules *standing = &program->standing;
        if (standing->all_of_count < MERIT_DESIGNATIONS_MAX) {
            standing->all_of[standing->all_of_count++] = (uint8_t)i;
        }
        return;
    }
    size_t nearest = suggest_nearest(value->text, names, program->designation_count);
    const char *help = nearest == program->designation_count
                           ? NULL
                           : yaml_did_you_mean(program->file->arena, names[nearest]);
    value_error(value, value->text.at, help,
                "unknown name '%.*s', expected one of the designations above",
                (int)value->text.length, value->text.at);
}

static void refuse_twice(const struct yaml_node *list, const struct yaml_node *last)
{
    struct rules_value value = value_split(last);
    for (const struct yaml_node *child = list->first; child != last; child = child->next) {
        struct rules_value other = value_split(child);
        if (merit_text_equal(other.text, value.text)) {
            yaml_error(last, 0, NULL, "'%.*s' is listed twice", (int)value.text.length,
                       value.text.at);
            return;
        }
    }
}

static void read_badge(struct rules_program *program, const struct yaml_node *node)
{
    if (node == NULL || !fields_check(node, "id all_of")) {
        return;
    }
    struct rules_value id = value_of(fields_need(node, "id"), VALUE_SOURCED);
    if (value_name_check(&id, VALUE_NAME_ID)) {
        program->standing.all_id = arena_text(program->file->arena, id.text).at;
    }
    for (uint32_t i = 0; i < program->designation_count; i++) {
        if (merit_text_equal(program->designations[i].text, id.text)) {
            value_error(&id, id.text.at, NULL, "a designation has this name already");
        }
    }
    const struct yaml_node *list = fields_need(node, "all_of");
    if (!fields_is(list, YAML_LIST)) {
        return;
    }
    for (const struct yaml_node *child = list->first; child != NULL; child = child->next) {
        struct rules_value value = value_of(child, VALUE_SOURCED);
        if (value.node != NULL) {
            refuse_twice(list, child);
            add_to_badge(program, &value);
        }
    }
    if (list->count == 0) {
        yaml_error(list, 0, NULL, "the list is empty");
    }
}

void standing_read(struct rules_program *program)
{
    const struct yaml_node *node = fields_need(program->root, "standing");
    read_badge(program, yaml_child(program->root, "badge"));
    if (node == NULL || !fields_check(node, "first_day anniversary_months renewal_windows")) {
        return;
    }
    struct rules_value first_day = value_of(fields_need(node, "first_day"), VALUE_SOURCED);
    program->standing.first_day = value_day(&first_day);
    program->standing.anniversary_months =
        read_anniversary(fields_need(node, "anniversary_months"));
    read_windows(program, fields_need(node, "renewal_windows"));
}
