/* What a case expects: the fields of a score, of its metrics, of transitions and changes. */
#include "cli/case_want.h"

#include "yaml/fields.h"
#include "yaml/suggest.h"

#include <stdio.h>

enum { NAMES_MAX = 64 };

static const struct {
    const char *name;
    unsigned of;
} fields[] = {
#define CASE_FIELD_ROW(name, text, of) {text, of},
    CASE_FIELD_MAP(CASE_FIELD_ROW)
#undef CASE_FIELD_ROW
};

const char *case_field_name(enum case_field field)
{
    return fields[field].name;
}

/* ---- single values ----------------------------------------------------------------------- */

static bool is_null_text(struct merit_text text)
{
    return merit_text_equal(text, merit_text_of("null"));
}

static void check_day(struct case_words *words, const struct case_word *value)
{
    if (!is_null_text(value->text)) {
        (void)case_word_day(words, value);
    }
}

/* Says where a value cannot be one of its field. */
static void check_value(struct case_words *words,
                        const struct case_word *value,
                        struct case_want *want)
{
    static const char *const booleans[] = {"true", "false", NULL};
    switch (want->field) {
    case CASE_FIELD_QUALIFIED:
        (void)case_word_choice(words, value, booleans);
        break;
    case CASE_FIELD_STATUS:
        (void)case_word_choice(words, value, merit_status_names);
        break;
    case CASE_FIELD_CAUSE:
        (void)case_word_choice(words, value, merit_cause_names);
        break;
    case CASE_FIELD_ATTAINED_ON:
    case CASE_FIELD_ANNIVERSARY_DATE:
        check_day(words, value);
        break;
    case CASE_FIELD_RULES:
        (void)case_word_day(words, value);
        break;
    case CASE_FIELD_POINTS:
    case CASE_FIELD_ACTUAL:
    case CASE_FIELD_TARGET:
    case CASE_FIELD_MAX:
    case CASE_FIELD_SEQUENCE:
    case CASE_FIELD_PREVIOUS_POINTS:
        want->is_number = case_number_read(value->text, &want->number);
        if (!want->is_number) {
            case_words_fail(words, value, NULL,
                            "'%.*s' is no number, expected one such as 7.5, 1,000 or 20/3",
                            (int)value->text.length, value->text.at);
        }
        break;
    case CASE_FIELD_BASIS:
    case CASE_FIELD_PATH:
    case CASE_FIELD_CROSSED:
    case CASE_FIELD_CAUSE_EVENT_ID:
    case CASE_FIELD_SPECIALIZATIONS:
    case CASE_FIELD_COUNT:
        break;
    }
}

static struct case_want *add_want(struct case_words *words,
                                  enum case_field field,
                                  const struct case_word *value,
                                  struct case_want **end)
{
    struct case_want *want = arena_allocate(words->node->file->arena, sizeof *want);
    *want = (struct case_want){.node = words->node, .field = field, .text = value->text};
    check_value(words, value, want);
    *end = want;
    return want;
}

/* Index of a field that this may have; -1: said. */
static int find_field(struct case_words *words, const struct case_word *name, enum case_of of)
{
    const char *names[CASE_FIELD_COUNT + 1];
    size_t count = 0;
    for (int i = 0; i < CASE_FIELD_COUNT; i++) {
        if ((fields[i].of & (unsigned)of) != 0) {
            if (merit_text_equal(merit_text_of(fields[i].name), name->text)) {
                return i;
            }
            names[count++] = fields[i].name;
        }
    }
    names[count] = NULL;
    (void)case_word_choice(words, name, names);
    return -1;
}

/* What is expected twice would be expected in two ways. */
static void refuse_repeated(struct case_words *words,
                            const struct case_word *word,
                            const struct case_want *first,
                            const struct case_want *want)
{
    for (; first != want; first = first->next) {
        if (first->field == want->field && merit_text_equal(first->part, want->part)) {
            case_words_fail(words, word, NULL, "'%s' is expected twice", fields[want->field].name);
            return;
        }
    }
}

/* NAME=VALUE words to the end of the line; of a metric also PART.actual=, PART.target=, and first
 * its points alone. */
static struct case_want *read_wants(struct case_words *words, enum case_of of)
{
    struct case_want *first = NULL;
    struct case_want **end = &first;
    const struct case_word *word;
    while (!words->failed && (word = case_words_next(words)) != NULL) {
        struct case_word name;
        struct case_word value;
        if (!case_word_split(word, &name, &value)) {
            if (of != CASE_OF_METRIC || first != NULL) {
                case_words_fail(words, word, NULL, "expected NAME=VALUE here");
                break;
            }
            end = &add_want(words, CASE_FIELD_POINTS, word, end)->next;
            continue;
        }
        struct merit_text part = {NULL, 0};
        const char *point = memchr(name.text.at, '.', name.text.length);
        if (of == CASE_OF_METRIC && point != NULL) {
            uint32_t length = (uint32_t)(point - name.text.at);
            part = (struct merit_text){name.text.at, length};
            name = (struct case_word){{point + 1, name.text.length - length - 1},
                                      name.offset + length + 1};
        }
        int field = find_field(words, &name, of);
        if (field >= 0) {
            struct case_want *want = add_want(words, (enum case_field)field, &value, end);
            want->part = part;
            end = &want->next;
            refuse_repeated(words, word, first, want);
        }
    }
    return first;
}

/* ---- lists ------------------------------------------------------------------------------- */

static struct case_item *new_item(const struct yaml_node *node, struct case_item **end)
{
    struct case_item *item = arena_allocate(node->file->arena, sizeof *item);
    *item = (struct case_item){.node = node};
    *end = item;
    return item;
}

static struct case_list read_list(const struct yaml_node *node, enum case_of of)
{
    struct case_list list = {NULL, NULL};
    if (!fields_is(node, YAML_LIST)) {
        return list;
    }
    list.node = node;
    struct case_item **end = &list.items;
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        if (!fields_is(child, YAML_SCALAR)) {
            continue;
        }
        struct case_words words;
        case_words_split(&words, child);
        struct case_item *item = new_item(child, end);
        end = &item->next;
        if (of == CASE_OF_TRANSITION) {
            struct case_word transition = case_words_need(&words, "a transition such as ATTAINED");
            item->transition = case_word_choice(&words, &transition, merit_transition_names);
        }
        struct case_word day = case_words_need(&words, "a day");
        item->day = case_word_day(&words, &day);
        item->wants = read_wants(&words, of);
    }
    return list;
}

/* ---- metrics ----------------------------------------------------------------------------- */

/* Names without repetition; NULL after the last. */
struct metric_names {
    size_t count;
    const char *names[NAMES_MAX + 1];
};

static void add_name(struct metric_names *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->names[i], name) == 0) {
            return;
        }
    }
    if (list->count < NAMES_MAX) {
        list->names[list->count++] = name;
    }
}

static void add_span(struct metric_names *list, const struct merit_span *span)
{
    for (uint8_t p = 0; p < span->path_count; p++) {
        for (uint8_t m = 0; m < span->paths[p].metric_count; m++) {
            add_name(list, span->paths[p].metrics[m].id);
        }
    }
}

/* The metrics of all versions and paths of a designation. */
static struct metric_names metric_names(const struct merit_designation *designation)
{
    struct metric_names list = {0};
    for (uint8_t s = 0; s < designation->span_count; s++) {
        add_span(&list, &designation->spans[s]);
    }
    return list;
}

static struct case_item *read_metrics(const struct yaml_node *map,
                                      const struct case_defaults *defaults,
                                      uint8_t designation)
{
    struct case_item *first = NULL;
    if (!fields_is(map, YAML_MAP)) {
        return NULL;
    }
    if (designation == defaults->program->designation_count) {
        yaml_error(map->key, 0, NULL, "the badge has no metrics");
        return NULL;
    }
    const struct metric_names known = metric_names(&defaults->program->designations[designation]);
    struct case_item **end = &first;
    for (const struct yaml_node *child = map->first; child != NULL; child = child->next) {
        struct case_words key = {.node = child->key};
        struct case_word name = {child->key->text, 0};
        (void)case_word_choice(&key, &name, known.names);
        if (!fields_is(child, YAML_SCALAR)) {
            continue;
        }
        struct case_item *item = new_item(child, end);
        end = &item->next;
        item->metric = child->key->text;
        struct case_words words;
        case_words_split(&words, child);
        item->wants = read_wants(&words, CASE_OF_METRIC);
    }
    return first;
}

/* ---- the whole --------------------------------------------------------------------------- */

int case_designation(const struct merit_program *program,
                     const struct yaml_node *node,
                     struct merit_text id)
{
    const char *names[MERIT_DESIGNATIONS_MAX + 2];
    size_t count = 0;
    for (; count < program->designation_count; count++) {
        names[count] = program->designations[count].id;
    }
    if (program->standing.all_id != NULL) {
        names[count++] = program->standing.all_id;
    }
    names[count] = NULL;
    struct case_words words = {.node = node};
    struct case_word word = {id, 0};
    int index = case_word_choice(&words, &word, names);
    return words.failed ? -1 : index;
}

static bool read_whose(struct case_expectation *expectation, const struct case_defaults *defaults)
{
    const struct yaml_node *map = expectation->node;
    const struct yaml_node *partner = yaml_child(map, "partner");
    const struct yaml_node *designation = yaml_child(map, "designation");
    expectation->partner = partner == NULL ? defaults->partner : partner->text;
    struct merit_text id = designation == NULL ? defaults->designation : designation->text;
    if (merit_text_is_null(expectation->partner) || merit_text_is_null(id)) {
        yaml_error(map->key, 0, NULL, "expected '%s:' here or at the top of the file",
                   merit_text_is_null(id) ? "designation" : "partner");
        return false;
    }
    int index =
        case_designation(defaults->program, designation == NULL ? map->key : designation, id);
    if (index < 0) {
        return false;
    }
    expectation->designation = (uint8_t)index;
    expectation->designation_id = index < defaults->program->designation_count
                                      ? defaults->program->designations[index].id
                                      : defaults->program->standing.all_id;
    return true;
}

static void read_score(struct case_expectation *expectation)
{
    struct case_want **end = &expectation->score;
    for (const struct yaml_node *child = expectation->node->first; child != NULL;
         child = child->next) {
        int field = 0;
        while (field < CASE_FIELD_COUNT &&
               !merit_text_equal(merit_text_of(fields[field].name), child->key->text)) {
            field++;
        }
        if (field == CASE_FIELD_COUNT || !fields_is(child, YAML_SCALAR)) {
            continue;
        }
        struct case_words words = {.node = child};
        struct case_word value = {child->text, 0};
        end = &add_want(&words, (enum case_field)field, &value, end)->next;
    }
}

const struct case_expectation *case_expectation_read(const struct yaml_node *map,
                                                     const struct case_defaults *defaults)
{
    static const char keys[] =
        "partner designation points path qualified status attained_on anniversary_date sequence "
        "rules metrics transitions changes order";
    if (!fields_check(map, keys)) {
        return NULL;
    }
    struct case_expectation *expectation = arena_allocate(map->file->arena, sizeof *expectation);
    *expectation = (struct case_expectation){.node = map};
    if (!read_whose(expectation, defaults)) {
        return NULL;
    }
    read_score(expectation);
    const struct yaml_node *metrics = yaml_child(map, "metrics");
    if (metrics != NULL) {
        expectation->metrics = read_metrics(metrics, defaults, expectation->designation);
    }
    const struct yaml_node *transitions = yaml_child(map, "transitions");
    if (transitions != NULL) {
        expectation->transitions = read_list(transitions, CASE_OF_TRANSITION);
    }
    const struct yaml_node *changes = yaml_child(map, "changes");
    if (changes != NULL) {
        expectation->changes = read_list(changes, CASE_OF_CHANGE);
    }
    const struct yaml_node *order = yaml_child(map, "order");
    expectation->order = order != NULL && fields_is(order, YAML_LIST) ? order : NULL;
    return expectation;
}
