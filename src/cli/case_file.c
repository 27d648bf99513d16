/* A case file: tests of rules that people write as YAML. */
#include "cli/case_file.h"

#include "rules/value.h"
#include "yaml/fields.h"
#include "yaml/file.h"

#include <stdio.h>

/* A file while it is read. */
struct reader_of_cases {
    struct arena *arena;
    struct case_defaults defaults;
    const struct yaml_node *shared; /* lists of events by name; NULL: none */
};

/* A test while it is read. */
struct days {
    const struct reader_of_cases *file;
    struct case_scribe scribe;
    struct case_step **end;
    const struct case_event *noted; /* the last event that is a step */
};

const struct yaml_node *case_file_parse(struct arena *arena,
                                        struct yaml_errors *errors,
                                        const char *path)
{
    struct yaml_file *file = arena_allocate(arena, sizeof *file);
    *file = (struct yaml_file){
        .path = arena_text(arena, merit_text_of(path)).at,
        .noun = "a case file",
        .example = "designation: modern_work",
        .arena = arena,
        .errors = errors,
    };
    file->bytes = yaml_file_read(arena, errors, path);
    return merit_text_is_null(file->bytes) ? NULL : yaml_parse(file);
}

const char *case_file_rules(const struct yaml_node *root)
{
    const struct yaml_node *node = fields_need(root, "rules");
    if (!fields_is(node, YAML_SCALAR)) {
        return NULL;
    }
    const char *slash = strrchr(root->file->path, '/');
    if (slash == NULL || (node->text.length > 0 && node->text.at[0] == '/')) {
        return node->text.at;
    }
    size_t folder = (size_t)(slash - root->file->path) + 1;
    size_t size = folder + node->text.length + 1;
    char *path = arena_allocate(root->file->arena, size);
    (void)snprintf(path, size, "%.*s%.*s", (int)folder, root->file->path, (int)node->text.length,
                   node->text.at);
    return path;
}

/* ---- steps ------------------------------------------------------------------------------- */

static struct case_step *add_step(struct days *days, const struct yaml_node *node)
{
    struct case_step *step = arena_allocate(days->file->arena, sizeof *step);
    *step = (struct case_step){.node = node, .day = days->scribe.day};
    *days->end = step;
    days->end = &step->next;
    return step;
}

/* Makes steps of the events that the scribe has written since the last time. */
static void note_events(struct days *days)
{
    const struct case_event *event = days->noted == NULL ? days->scribe.first : days->noted->next;
    for (; event != NULL; event = event->next) {
        struct case_step *step = add_step(days, event->node);
        step->standing = event->standing;
        step->event = event->standing == NULL ? &event->event : NULL;
        days->noted = event;
    }
}

static void read_event(struct days *days, const struct yaml_node *node)
{
    case_event_read(&days->scribe, node);
    note_events(days);
}

/* "all of NAME": the events of a shared list. True where the line is such. */
static bool read_shared(struct days *days, const struct yaml_node *node)
{
    static const char words[] = "all of ";
    uint32_t length = sizeof words - 1;
    if (node->text.length <= length || memcmp(node->text.at, words, length) != 0) {
        return false;
    }
    const struct yaml_node *list = yaml_child(days->file->shared, node->text.at + length);
    if (list == NULL) {
        yaml_error(node, length, NULL, "no list of this name stands below 'shared:'");
        return true;
    }
    for (const struct yaml_node *line = list->first; line != NULL; line = line->next) {
        if (line->kind == YAML_SCALAR) {
            read_event(days, line);
        }
    }
    return true;
}

static void read_expectation(struct days *days, const struct yaml_node *map)
{
    if (!fields_check(map, "expect")) {
        return;
    }
    const struct yaml_node *block = yaml_child(map, "expect");
    if (block == NULL) {
        return;
    }
    const struct case_expectation *expectation =
        case_expectation_read(block, &days->file->defaults);
    if (expectation != NULL) {
        add_step(days, block->key)->expectation = expectation;
    }
}

static void read_day(struct days *days, const struct yaml_node *day)
{
    if (!fields_is(day, YAML_LIST)) {
        return;
    }
    for (const struct yaml_node *line = day->first; line != NULL; line = line->next) {
        if (line->kind == YAML_MAP) {
            read_expectation(days, line);
        } else if (fields_is(line, YAML_SCALAR) && !read_shared(days, line)) {
            read_event(days, line);
        }
    }
}

static void read_days(struct days *days, const struct yaml_node *map)
{
    if (!fields_is(map, YAML_MAP)) {
        return;
    }
    int32_t last = MERIT_NO_DAY;
    for (const struct yaml_node *child = map->first; child != NULL; child = child->next) {
        struct merit_text date = child->key->text;
        int32_t day = value_parse_day(date);
        if (day == MERIT_NO_DAY) {
            yaml_error(child->key, 0, NULL, "'%.*s' is no day, expected one such as 2023-06-12",
                       (int)date.length, date.at);
            continue;
        }
        if (day < last) {
            yaml_error(child->key, 0, NULL, "the days of a test must follow each other");
        }
        last = day;
        days->scribe.day = day;
        read_day(days, child);
    }
}

/* ---- tests ------------------------------------------------------------------------------- */

static void refuse_repeated(const struct case_file *file, const struct case_test *test)
{
    for (const struct case_test *other = file->tests; other != test; other = other->next) {
        if (merit_text_equal(other->name, test->name)) {
            yaml_error(test->node, 0, NULL, "another test has this name, in line %u",
                       other->node->place.line);
            return;
        }
    }
}

static int32_t outputs_from(const struct yaml_node *map)
{
    const struct yaml_node *node = yaml_child(map, "outputs_from");
    if (node == NULL || !fields_is(node, YAML_SCALAR)) {
        return MERIT_NO_DAY;
    }
    int32_t day = value_parse_day(node->text);
    if (day == MERIT_NO_DAY) {
        yaml_error(node, 0, NULL, "'%.*s' is no day, expected one such as 2023-06-12",
                   (int)node->text.length, node->text.at);
    }
    return day;
}

static struct case_test *read_test(const struct reader_of_cases *reader,
                                   const struct yaml_node *map)
{
    if (!fields_check(map, "name outputs_from days")) {
        return NULL;
    }
    const struct yaml_node *name = fields_need(map, "name");
    const struct yaml_node *map_of_days = fields_need(map, "days");
    if (!fields_is(name, YAML_SCALAR)) {
        return NULL;
    }
    if (name->text.length == 0) {
        yaml_error(name, 0, NULL, "a test needs a name that is not empty");
        return NULL;
    }
    struct case_test *test = arena_allocate(reader->arena, sizeof *test);
    *test =
        (struct case_test){.node = name, .name = name->text, .outputs_from_day = outputs_from(map)};
    struct days days = {.file = reader, .scribe = {.arena = reader->arena}, .end = &test->steps};
    read_days(&days, map_of_days);
    return test;
}

static void check_shared(const struct yaml_node *shared)
{
    if (shared == NULL || !fields_is(shared, YAML_MAP)) {
        return;
    }
    for (const struct yaml_node *list = shared->first; list != NULL; list = list->next) {
        if (fields_is(list, YAML_LIST)) {
            for (const struct yaml_node *line = list->first; line != NULL; line = line->next) {
                (void)fields_is(line, YAML_SCALAR);
            }
        }
    }
}

static struct merit_text text_below(const struct yaml_node *root, const char *key)
{
    const struct yaml_node *node = yaml_child(root, key);
    return node == NULL || !fields_is(node, YAML_SCALAR) ? (struct merit_text){NULL, 0}
                                                         : node->text;
}

void case_file_read(struct case_file *file,
                    const struct yaml_node *root,
                    const struct merit_program *program)
{
    *file = (struct case_file){.path = root->file->path};
    if (!fields_check(root, "rules partner designation shared tests")) {
        return;
    }
    struct reader_of_cases reader = {
        .arena = root->file->arena,
        .defaults = {program, text_below(root, "partner"), text_below(root, "designation")},
        .shared = yaml_child(root, "shared"),
    };
    if (!merit_text_is_null(reader.defaults.designation) &&
        case_designation(program, yaml_child(root, "designation"), reader.defaults.designation) <
            0) {
        return;
    }
    check_shared(reader.shared);
    const struct yaml_node *tests = fields_need(root, "tests");
    if (!fields_is(tests, YAML_LIST)) {
        return;
    }
    struct case_test **end = &file->tests;
    for (const struct yaml_node *child = tests->first; child != NULL; child = child->next) {
        struct case_test *test = read_test(&reader, child);
        if (test != NULL) {
            *end = test;
            end = &test->next;
            refuse_repeated(file, test);
        }
    }
}
