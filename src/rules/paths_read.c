/* The metrics of a version and its paths, and how one path is chosen. */
#include "rules/paths_read.h"

#include "rules/measure_read.h"
#include "yaml/fields.h"

static struct rules_value name_of(const struct yaml_node *node)
{
    return (struct rules_value){node->key, node->key->text, 0, INT32_MIN, MERIT_NEVER};
}

static void check_metric_id(const struct yaml_node *node, const char *metrics)
{
    struct rules_value name = name_of(node);
    if (metrics[0] != '\0') {
        (void)value_choice(&name, metrics);
    } else {
        (void)value_name_check(&name, VALUE_NAME_ID);
    }
}

static int32_t read_points(const struct yaml_node *node, int32_t most)
{
    struct rules_value value = value_of(node, VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    int64_t points = phrase_whole(&phrase, most);
    if (phrase_end(&phrase) && points == 0) {
        value_error(&value, value.text.at, NULL, "a metric's points must be above 0");
    }
    return (int32_t)points;
}

/* The options or parts of a metric, each a block of its own. */
static void read_options(const struct rules_version *version,
                         const struct yaml_node *list,
                         struct rules_metric *metric)
{
    if (!fields_is(list, YAML_MAP)) {
        return;
    }
    if (list->count > MERIT_OPTIONS_MAX) {
        yaml_error(list->key, 0, NULL, "%u of them, expected at most %d", list->count,
                   MERIT_OPTIONS_MAX);
        return;
    }
    for (const struct yaml_node *child = list->first; child != NULL; child = child->next) {
        struct rules_value name = name_of(child);
        if (!value_name_check(&name, VALUE_NAME_OPTION) || !fields_check(child, MEASURE_KEYS)) {
            continue;
        }
        struct rules_option *option = &metric->options[metric->option_count++];
        option->name = name.text;
        measure_read(version, child, metric->node, option);
    }
}

static void read_metric(const struct rules_version *version,
                        const struct yaml_node *node,
                        struct rules_metric *metric)
{
    metric->node = node;
    metric->id = node->key->text;
    if (!fields_check(node, "points options parts " MEASURE_KEYS)) {
        return;
    }
    metric->points = read_points(fields_need(node, "points"), MERIT_POINTS_MAX);
    const struct yaml_node *options = yaml_child(node, "options");
    const struct yaml_node *parts = yaml_child(node, "parts");
    if (options != NULL && parts != NULL) {
        yaml_error(
            parts->key, 0, NULL,
            "expected either 'options' (the best counts) or 'parts' (they add up), not both");
        return;
    }
    metric->parts = parts != NULL;
    if (options != NULL || parts != NULL) {
        read_options(version, options != NULL ? options : parts, metric);
        return;
    }
    metric->option_count = 1;
    measure_read(version, node, node, &metric->options[0]);
}

static void check_weights(const struct rules_version *version, const struct rules_path *path)
{
    int32_t sum = 0;
    for (uint8_t i = 0; i < path->metric_count; i++) {
        sum += path->metrics[i].points;
        if (path->metrics[i].points == 0) {
            return; /* said already */
        }
    }
    if (version->all_points != 0 && sum != version->all_points) {
        yaml_error(path->node->key, 0, NULL, "weights sum to %d, not %d", sum, version->all_points);
    }
}

static void read_metrics(const struct rules_version *version,
                         const struct yaml_node *node,
                         struct rules_path *path,
                         const char *metrics)
{
    path->node = node;
    if (!fields_is(node, YAML_MAP)) {
        return;
    }
    if (node->count == 0 || node->count > MERIT_METRICS_MAX) {
        yaml_error(node, 0, NULL, "%u metrics, expected 1 to %d", node->count, MERIT_METRICS_MAX);
        return;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        check_metric_id(child, metrics);
        read_metric(version, child, &path->metrics[path->metric_count++]);
    }
    check_weights(version, path);
}

/* ---- choice ------------------------------------------------------------------------------ */

static int path_index(const struct rules_version *version, const struct yaml_node *node)
{
    struct rules_value value = value_of(node, VALUE_REFERENCE);
    for (int i = 0; value.node != NULL && i < version->path_count; i++) {
        if (merit_text_equal(value.text, version->paths[i].id)) {
            return i;
        }
    }
    if (value.node != NULL) {
        value_error(&value, value.text.at, NULL,
                    "unknown name '%.*s', expected a path under 'paths'", (int)value.text.length,
                    value.text.at);
    }
    return -1;
}

/* How many products a set can have; a family has any number. */
static int64_t products_at_most(const struct rules_products *products)
{
    int64_t count = 0;
    for (uint32_t i = 0; products != NULL && i < products->include.count; i++) {
        struct merit_text name = products->include.items[i].text;
        if (name.length == 0 || name.at[name.length - 1] == '*') {
            return MERIT_TARGET_MAX;
        }
        count++;
    }
    return products == NULL ? MERIT_TARGET_MAX : count;
}

/* A path that asks for more products than there are is never chosen. */
static void check_choice(const struct rules_version *version, const struct yaml_node *at_least)
{
    int64_t most = products_at_most(version->choice.products);
    if (at_least != NULL && version->choice_at_least > most) {
        yaml_error(at_least, 0, NULL, "the path is never chosen: the set has only %lld products",
                   (long long)most);
    }
}

static void read_choice(struct rules_version *version, const struct yaml_node *node)
{
    if (!fields_check(node,
                      "path at_least count products associated in where total when otherwise")) {
        return;
    }
    struct rules_value value = value_of(fields_need(node, "at_least"), VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    version->choice_at_least = phrase_whole(&phrase, MERIT_TARGET_MAX);
    (void)phrase_end(&phrase);
    measure_read_choice(version, node, &version->choice);
    check_choice(version, yaml_child(node, "at_least"));
    version->choose_by_products = true;
    int chosen = path_index(version, fields_need(node, "path"));
    int other = path_index(version, fields_need(node, "otherwise"));
    if (chosen < 0 || other < 0) {
        return;
    }
    if (version->path_count != 2 || chosen == other) {
        yaml_error(node->key, 0, NULL, "a choice by products is one between exactly two paths");
        return;
    }
    if (chosen == 1) {
        struct rules_path *swap = arena_allocate(version->file->arena, sizeof *swap);
        *swap = version->paths[0];
        version->paths[0] = version->paths[1];
        version->paths[1] = *swap;
    }
}

static void read_choose(struct rules_version *version, const struct yaml_node *node)
{
    if (node != NULL && node->kind == YAML_MAP) {
        read_choice(version, node);
        return;
    }
    struct rules_value value = value_of(node, VALUE_SOURCED);
    (void)value_choice(&value, "best");
}

static void read_paths(struct rules_version *version,
                       const struct yaml_node *node,
                       const char *metrics)
{
    if (!fields_is(node, YAML_MAP)) {
        return;
    }
    if (node->count == 0 || node->count > MERIT_PATHS_MAX) {
        yaml_error(node->key, 0, NULL, "%u paths, expected 1 to %d", node->count, MERIT_PATHS_MAX);
        return;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        struct rules_value name = name_of(child);
        struct rules_path *path = &version->paths[version->path_count++];
        (void)value_name_check(&name, VALUE_NAME_ID);
        path->id = name.text;
        read_metrics(version, child, path, metrics);
    }
}

void paths_read(struct rules_version *version, const char *metrics)
{
    const struct yaml_node *alone = yaml_child(version->root, "metrics");
    const struct yaml_node *paths = yaml_child(version->root, "paths");
    const struct yaml_node *choose = yaml_child(version->root, "choose");
    if (alone != NULL) {
        const struct yaml_node *extra = paths != NULL ? paths : choose;
        if (extra != NULL) {
            yaml_error(extra->key, 0, NULL,
                       "expected either 'metrics', or 'choose' and 'paths', not both");
        }
        version->path_count = 1;
        read_metrics(version, alone, &version->paths[0], metrics);
        return;
    }
    if (paths == NULL) {
        yaml_error(version->root, 0, NULL, "expected 'metrics', or 'choose' and 'paths'");
        return;
    }
    read_paths(version, paths, metrics);
    read_choose(version, fields_need(version->root, "choose"));
}
