/* Where a version says what its span does: the lines of its file. */
#include "rules/places.h"

#include "rules/population.h"

/* The keys that say something of each kind, the first that is there. */
static const struct {
    enum merit_place_kind kind;
    const char *key;
} place_keys[] = {
    {MERIT_PLACE_TARGET, "target"},
    {MERIT_PLACE_COUNTED, "count"},
    {MERIT_PLACE_COUNTED, "sum"},
    {MERIT_PLACE_COUNTED, "growth"},
    {MERIT_PLACE_PRODUCTS, "products"},
    {MERIT_PLACE_TYPES, "associated"},
    {MERIT_PLACE_TEST, "where"},
    {MERIT_PLACE_TEST, "any_product"},
    {MERIT_PLACE_TEST, "total"},
    {MERIT_PLACE_COMPARE, "compare"},
    {MERIT_PLACE_COMPARE, "when"},
    {MERIT_PLACE_CODES, "any_of"},
    {MERIT_PLACE_LEAST_BEFORE, "least_before"},
    {MERIT_PLACE_LEAST_NOW, "least_now"},
};

static uint32_t line_of(const struct yaml_node *node)
{
    if (node == NULL) {
        return 0;
    }
    return node->key != NULL ? node->key->place.line : node->place.line;
}

/* The key of the option's own block, else of the metric's. */
static const struct yaml_node *find(const struct rules_metric *metric,
                                    const struct rules_option *option,
                                    const char *key)
{
    const struct yaml_node *node = yaml_child(option->measure.node, key);
    return node != NULL ? node : yaml_child(metric->node, key);
}

/* The line of a named definition's key. */
static uint32_t definition_line(const struct rules_version *version,
                                const char *kind,
                                struct merit_text name,
                                const char *key)
{
    const struct yaml_node *all = yaml_child(version->root, kind);
    for (const struct yaml_node *child = all == NULL ? NULL : all->first; child != NULL;
         child = child->next) {
        if (child->key != NULL && merit_text_equal(child->key->text, name)) {
            return line_of(yaml_child(child, key));
        }
    }
    return 0;
}

static void place_tenants(const struct rules_version *version,
                          const struct rules_measure *measure,
                          uint32_t *lines)
{
    if (measure->products != NULL) {
        lines[MERIT_PLACE_OFFERS] =
            definition_line(version, "products", measure->products->name, "exclude_offers");
    }
    if (measure->in != NULL) {
        uint32_t line = definition_line(version, "tenants", measure->in->name, "any_product");
        lines[MERIT_PLACE_TENANTS] =
            line != 0 ? line : definition_line(version, "tenants", measure->in->name, "total");
    }
}

static void place_gates(const struct yaml_node *gates, uint32_t *lines)
{
    uint32_t at = 0;
    for (const struct yaml_node *gate = gates == NULL ? NULL : gates->first;
         gate != NULL && at < MERIT_GATES_MAX; gate = gate->next) {
        lines[MERIT_PLACE_GATE + at++] = line_of(gate);
    }
}

static void place_option(const struct rules_version *version,
                         const struct rules_metric *metric,
                         const struct rules_option *option,
                         uint32_t *lines)
{
    lines[MERIT_PLACE_METRIC] = line_of(option->measure.node);
    lines[MERIT_PLACE_POINTS] = line_of(yaml_child(metric->node, "points"));
    for (size_t i = 0; i < sizeof place_keys / sizeof place_keys[0]; i++) {
        uint32_t *line = &lines[place_keys[i].kind];
        if (*line == 0) {
            *line = line_of(find(metric, option, place_keys[i].key));
        }
    }
    place_tenants(version, &option->measure, lines);
    place_gates(find(metric, option, "gates"), lines);
}

static int64_t unit_of(const struct rules_measure *measure)
{
    if (measure->kind == RULES_SUM || measure->kind == RULES_GROWTH) {
        return population_unit(measure->figure) * measure->figure->scale;
    }
    bool by_total = measure->kind == RULES_COUNT_PRODUCTS && measure->total.count > 0;
    return by_total ? population_unit(measure->total.tests[0].left) : 1;
}

const struct merit_places *places_of(struct arena *arena, const struct rules_version *version)
{
    struct merit_places *places = arena_allocate(arena, sizeof *places);
    struct merit_place_key key = {.path = version->path_count};
    uint32_t *lines = arena_allocate(arena, merit_place_index(key) * sizeof *lines);
    int64_t *units = arena_allocate(arena, merit_place_option(key) * sizeof *units);
    for (key.path = 0; key.path < version->path_count; key.path++) {
        const struct rules_path *path = &version->paths[key.path];
        for (key.metric = 0; key.metric < path->metric_count; key.metric++) {
            const struct rules_metric *metric = &path->metrics[key.metric];
            for (key.option = 0; key.option < metric->option_count; key.option++) {
                const struct rules_option *option = &metric->options[key.option];
                place_option(version, metric, option, lines + merit_place_index(key));
                units[merit_place_option(key)] = unit_of(&option->measure);
            }
        }
    }
    places->file = arena_text(arena, merit_text_of(version->file->path)).at;
    places->qualifies = line_of(yaml_child(version->root, "qualifies"));
    places->choose = line_of(yaml_child(version->root, "choose"));
    places->lines = lines;
    places->units = units;
    return places;
}
