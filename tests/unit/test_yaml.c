/* Trees of YAML, their places, and what is refused. */
#include "check_main.h"
#include "rules_sample.h"

START_TEST(test_yaml_tree_and_places)
{
    struct sample sample;
    sample_open(&sample, "# note\nkey: 5 [S]\nlist:\n  - m365/a [S]\n  - azure/* [K]\nempty:\n");
    ck_assert_ptr_nonnull(sample.root);
    ck_assert_uint_eq(sample.root->count, 3);
    const struct yaml_node *key = yaml_child(sample.root, "key");
    ck_assert(text_is(key->text, "5 [S]"));
    ck_assert_uint_eq(key->place.line, 2);
    ck_assert_uint_eq(key->place.column, 6);
    const struct yaml_node *list = yaml_child(sample.root, "list");
    ck_assert_int_eq(list->kind, YAML_LIST);
    ck_assert_uint_eq(list->count, 2);
    ck_assert(text_is(list->last->text, "azure/* [K]"));
    ck_assert_uint_eq(list->last->place.line, 5);
    ck_assert_uint_eq(list->last->place.column, 5);
    ck_assert_uint_eq(yaml_child(sample.root, "empty")->text.length, 0);
    ck_assert_ptr_null(yaml_child(sample.root, "other"));
    ck_assert_ptr_null(yaml_child(key, "other"));
    ck_assert_uint_eq(sample.errors.count, 0);
    sample_close(&sample);
}
END_TEST

START_TEST(test_yaml_quoted)
{
    struct sample sample;
    sample_open(&sample, "title: \"Data & AI: all\"\n");
    const struct yaml_node *title = yaml_child(sample.root, "title");
    ck_assert(text_is(title->text, "Data & AI: all"));
    ck_assert_uint_eq(title->place.column, 9);
    sample_close(&sample);
}
END_TEST

static void refused(const char *text, const char *expected)
{
    struct sample sample;
    sample_open(&sample, text);
    ck_assert_ptr_null(sample.root);
    ck_assert_msg(sample_says(&sample, expected), "%.*s", (int)sample.errors.text.length,
                  (const char *)sample.errors.text.bytes);
    sample_close(&sample);
}

START_TEST(test_yaml_refused)
{
    refused("", "expected lines such as");
    refused("- a\n", "expected lines such as");
    refused("a: b: c\n", "1:5: error: not YAML");
    refused("a: [\n", "not YAML");
    refused("a: &x 1\n", "anchors, aliases and tags");
    refused("a: *x\n", "anchors, aliases and tags");
    refused("a: !!int 1\n", "anchors, aliases and tags");
    refused("a: 1\n---\nb: 2\n", "one document");
    refused("a: \x01\n", "byte 01");
    refused("a: \xFF\n", "1:4: error: byte ff");
    refused("{a: 1}: 2\n", "a key must be a word");
    refused("a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: {m: 1}}}}}}}}}}}}\n", "too deep");
}
END_TEST

START_TEST(test_yaml_faults_that_leave_a_tree)
{
    struct sample sample;
    sample_open(&sample, "a: 1\nb: x\n  y\na: 2\nb: 3\n");
    ck_assert_ptr_nonnull(sample.root);
    ck_assert(sample_says(&sample, "2:4: error: a value must stand on one line"));
    ck_assert(sample_says(&sample, "4:1: error: 'a' stands here twice, first in line 1"));
    ck_assert(sample_says(&sample, "5:1: error: 'b' stands here twice, first in line 2"));
    ck_assert_uint_eq(sample.errors.count, 3);
    sample_close(&sample);
}
END_TEST

START_TEST(test_yaml_limit_of_nodes)
{
    size_t size = (size_t)(YAML_NODES_MAX + 16) * 4;
    char *text = memory_allocate(size);
    memcpy(text, "a:\n", 4);
    size_t at = 3;
    for (int i = 0; i < YAML_NODES_MAX + 1; i++, at += 4) {
        memcpy(text + at, "- x\n", 4);
    }
    text[at] = '\0';
    refused(text, "the file is too long");
    memory_free(text);
}
END_TEST

START_TEST(test_yaml_value)
{
    struct sample sample;
    sample_open(&sample, "a: 1\n");
    sample.file.is_value = true;
    sample.file.bytes = merit_text_of("[70, 80]");
    struct yaml_node *root = yaml_parse_value(&sample.file);
    ck_assert_int_eq(root->kind, YAML_LIST);
    ck_assert_uint_eq(root->count, 2);
    sample.file.bytes = merit_text_of("50");
    ck_assert(text_is(yaml_parse_value(&sample.file)->text, "50"));
    sample.file.bytes = merit_text_of("");
    root = yaml_parse_value(&sample.file);
    ck_assert_int_eq(root->kind, YAML_SCALAR);
    ck_assert(text_is(root->text, ""));
    ck_assert_uint_eq(sample.errors.count, 0);
    sample.file.bytes = merit_text_of("[70");
    ck_assert_ptr_null(yaml_parse_value(&sample.file));
    ck_assert(sample_says(&sample, "sample.yaml: error: not YAML"));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("yaml",
                 test_yaml_tree_and_places,
                 test_yaml_quoted,
                 test_yaml_refused,
                 test_yaml_faults_that_leave_a_tree,
                 test_yaml_limit_of_nodes,
                 test_yaml_value)
