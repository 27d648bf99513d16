/* program.yaml: the revision, the sources, the order of the designations and their standing. */
#include "rules/program_read.h"

#include "rules/phrase.h"
#include "rules/standing_read.h"
#include "yaml/fields.h"

enum { METRICS_KNOWN_MAX = 32 };

static const int64_t revision_max = INT64_C(1000000000000);

static void read_revision(struct rules_program *program)
{
    struct rules_value value = value_of(fields_need(program->root, "revision"), VALUE_REFERENCE);
    struct phrase phrase = phrase_of(&value);
    program->revision = phrase_whole(&phrase, revision_max);
    if (phrase_end(&phrase) && program->revision == 0) {
        value_error(&value, value.text.at, NULL, "the first revision is 1");
    }
}

static void read_sources(struct rules_program *program)
{
    const struct yaml_node *node = fields_need(program->root, "sources");
    if (!fields_is(node, YAML_MAP)) {
        return;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        struct merit_text key = child->key->text;
        if (key.length != 1 || key.at[0] < 'A' || key.at[0] > 'Z') {
            yaml_error(child->key, 0, NULL, "a source is one capital letter");
            continue;
        }
        if (!fields_is(child, YAML_SCALAR) || program->source_count == RULES_SOURCES_MAX) {
            continue;
        }
        program->letters[program->source_count] = key.at[0];
        program->sources[program->source_count++] = (struct rules_source){key.at[0], child->text};
    }
    program->file->context = program->letters;
}

static void read_designations(struct rules_program *program)
{
    const struct yaml_node *node = fields_need(program->root, "designations");
    if (!fields_is(node, YAML_LIST)) {
        return;
    }
    if (node->count == 0 || node->count > MERIT_DESIGNATIONS_MAX) {
        yaml_error(node->key, 0, NULL, "%u designations, expected 1 to %d", node->count,
                   MERIT_DESIGNATIONS_MAX);
        return;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        struct rules_value value = value_of(child, VALUE_REFERENCE);
        if (!value_name_check(&value, VALUE_NAME_ID)) {
            continue;
        }
        for (uint32_t i = 0; i < program->designation_count; i++) {
            if (merit_text_equal(program->designations[i].text, value.text)) {
                value_error(&value, value.text.at, NULL, "'%.*s' is listed twice",
                            (int)value.text.length, value.text.at);
            }
        }
        program->designations[program->designation_count++] = value;
    }
}

static void read_metrics(struct rules_program *program)
{
    const struct yaml_node *node = fields_need(program->root, "metrics");
    program->metrics = "";
    if (!fields_is(node, YAML_LIST)) {
        return;
    }
    if (node->count > METRICS_KNOWN_MAX) {
        yaml_error(node->key, 0, NULL, "%u metrics, expected at most %d", node->count,
                   METRICS_KNOWN_MAX);
        return;
    }
    char *names = arena_allocate(program->file->arena, node->count * (MERIT_ID_MAX + 1) + 1);
    program->metrics = names;
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        struct rules_value value = value_of(child, VALUE_REFERENCE);
        if (!value_name_check(&value, VALUE_NAME_ID)) {
            continue;
        }
        if (names != program->metrics) {
            *names++ = ' ';
        }
        memcpy(names, value.text.at, value.text.length);
        names += value.text.length;
    }
}

void program_read(struct rules_program *program, const struct yaml_node *root)
{
    program->root = root;
    program->file = root->file;
    (void)fields_check(root, "revision sources designations metrics products offers certifications "
                             "standing badge");
    read_sources(program);
    read_revision(program);
    read_designations(program);
    read_metrics(program);
    vocabulary_read(&program->vocabulary, root);
    standing_read(program);
}
