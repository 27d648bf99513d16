/* What a version defines by name for its metrics to refer to: products, types, figures, tenants. */
#include "rules/definitions.h"

#include "rules/condition.h"
#include "rules/entries.h"
#include "rules/references.h"
#include "yaml/fields.h"
#include "yaml/suggest.h"

/* Says what is wrong with a block of definitions as a whole; NULL for nothing to read. */
static const struct yaml_node *block(const struct rules_version *version, const char *key)
{
    const struct yaml_node *node = yaml_child(version->root, key);
    if (!fields_is(node, YAML_MAP)) {
        return NULL;
    }
    if (node->count > RULES_GROUPS_MAX) {
        yaml_error(node->key, 0, NULL, "%u definitions, expected at most %d", node->count,
                   RULES_GROUPS_MAX);
        return NULL;
    }
    return node;
}

static bool name_is_good(const struct yaml_node *node, enum value_name kind)
{
    struct rules_value name = {node->key, node->key->text, 0, INT32_MIN, MERIT_NEVER};
    return value_name_check(&name, kind);
}

/* True where the product is of a family that is included. */
static bool in_family(const struct rules_products *products, struct merit_text product)
{
    for (uint32_t i = 0; i < products->include.count; i++) {
        struct merit_text text = products->include.items[i].text;
        if (text.at[text.length - 1] == '*' && text.length <= product.length &&
            memcmp(text.at, product.at, text.length - 1) == 0) {
            return true;
        }
    }
    return false;
}

static void check_excluded(const struct rules_products *products)
{
    for (uint32_t i = 0; i < products->exclude.count; i++) {
        const struct rules_value *value = &products->exclude.items[i];
        if (!in_family(products, value->text)) {
            value_error(value, value->text.at, NULL,
                        "'%.*s' belongs to no family that is included here",
                        (int)value->text.length, value->text.at);
        }
    }
}

static void read_products(struct rules_version *version)
{
    const struct yaml_node *node = block(version, "products");
    for (const struct yaml_node *child = node == NULL ? NULL : node->first; child != NULL;
         child = child->next) {
        if (!name_is_good(child, VALUE_NAME_ID) ||
            !fields_check(child, "include exclude exclude_offers")) {
            continue;
        }
        struct rules_products *products = &version->products[version->products_count++];
        products->name = child->key->text;
        products->include =
            references_items(version, fields_need(child, "include"), VALUE_NAME_PRODUCT);
        products->exclude =
            references_items(version, yaml_child(child, "exclude"), VALUE_NAME_PRODUCT);
        products->exclude_offers =
            references_items(version, yaml_child(child, "exclude_offers"), VALUE_NAME_ID);
        check_excluded(products);
    }
}

static void read_types(struct rules_version *version)
{
    const struct yaml_node *node = block(version, "types");
    for (const struct yaml_node *child = node == NULL ? NULL : node->first; child != NULL;
         child = child->next) {
        if (!name_is_good(child, VALUE_NAME_TYPES)) {
            continue;
        }
        uint8_t types = references_types(version, child);
        struct rules_types *defined = &version->types[version->types_count];
        *defined = (struct rules_types){child->key->text, types};
        version->types_count++;
    }
}

static void read_tenants(struct rules_version *version)
{
    const struct yaml_node *node = block(version, "tenants");
    for (const struct yaml_node *child = node == NULL ? NULL : node->first; child != NULL;
         child = child->next) {
        if (!name_is_good(child, VALUE_NAME_ID) ||
            !fields_check(child, "products any_product total")) {
            continue;
        }
        struct rules_tenants *tenants = &version->tenants[version->tenants_count++];
        tenants->name = child->key->text;
        tenants->products = references_products(version, fields_need(child, "products"));
        tenants->any_product = condition_read(version, yaml_child(child, "any_product"));
        tenants->total = condition_read_total(version, yaml_child(child, "total"));
        if (yaml_child(child, "any_product") == NULL && yaml_child(child, "total") == NULL) {
            yaml_error(child->key, 0, NULL, "expected 'any_product' or 'total' below");
        }
    }
}

/* ---- figures with rates ------------------------------------------------------------------ */

static void read_rate(const struct yaml_node *node, struct rules_figure *figure, uint8_t types)
{
    struct rules_value product = {node->key, node->key->text, 0, INT32_MIN, MERIT_NEVER};
    struct rules_value value = value_of(node, VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    struct rules_amount rate = phrase_amount(&phrase);
    if (!value_name_check(&product, VALUE_NAME_PRODUCT) || !phrase_end(&phrase)) {
        return;
    }
    if (rate.dollars || rate.numerator == 0 || rate.numerator > MERIT_FACTOR_MAX ||
        rate.denominator > MERIT_FACTOR_MAX) {
        value_error(&value, value.text.at, NULL,
                    "a rate must be a number above 0 and at most 1,000,000, such as 200 or 1/5");
        return;
    }
    for (uint32_t i = 0; i < figure->rate_count; i++) {
        if (merit_text_equal(figure->rates[i].product.text, product.text)) {
            value_error(&product, product.text.at, NULL, "'%.*s' has a rate already, in line %u",
                        (int)product.text.length, product.text.at,
                        figure->rates[i].product.node->place.line);
            return;
        }
    }
    figure->rates[figure->rate_count++] =
        (struct rules_rate){product, rate.numerator, rate.denominator, types};
}

/* A rate of a product that is not among the figure's earns nothing, ever. */
static void check_rate(const struct rules_products *products, const struct rules_value *product)
{
    uint32_t count = products->include.count;
    struct merit_text *names =
        arena_allocate(product->node->file->arena, count * sizeof *names + 1);
    for (uint32_t i = 0; i < count; i++) {
        names[i] = products->include.items[i].text;
        if (merit_text_equal(names[i], product->text)) {
            return;
        }
    }
    if (in_family(products, product->text)) {
        return;
    }
    size_t nearest = suggest_nearest(product->text, names, count);
    value_error(
        product, product->text.at,
        nearest == count ? NULL : yaml_did_you_mean(product->node->file->arena, names[nearest]),
        "'%.*s' is not among the products of this figure, '%.*s'", (int)product->text.length,
        product->text.at, (int)products->name.length, products->name.at);
}

static void check_rates(const struct rules_figure *figure)
{
    for (uint32_t i = 0; figure->products != NULL && i < figure->rate_count; i++) {
        check_rate(figure->products, &figure->rates[i].product);
    }
}

/* One block of rates by the same association types. */
static void read_rate_group(const struct rules_version *version,
                            const struct yaml_node *node,
                            struct rules_figure *figure)
{
    if (!fields_check(node, "associated rates")) {
        return;
    }
    uint8_t types = references_types(version, fields_need(node, "associated"));
    const struct yaml_node *rates = fields_need(node, "rates");
    if (!fields_is(rates, YAML_MAP)) {
        return;
    }
    for (const struct yaml_node *child = rates->first; child != NULL; child = child->next) {
        read_rate(child, figure, types);
    }
}

static uint32_t count_rates(const struct yaml_node *groups)
{
    uint32_t count = 0;
    for (const struct yaml_node *group = groups->first; group != NULL; group = group->next) {
        const struct yaml_node *rates = yaml_child(group, "rates");
        count += rates == NULL ? 0 : rates->count;
    }
    return count;
}

/* The least common denominator: with it, all is a whole number. */
static void set_scale(const struct yaml_node *node, struct rules_figure *figure)
{
    figure->scale = 1;
    for (uint32_t i = 0; i < figure->rate_count; i++) {
        int64_t denominator = figure->rates[i].denominator;
        figure->scale *= denominator / rules_greatest_divisor(figure->scale, denominator);
        if (figure->scale > MERIT_FACTOR_MAX) {
            yaml_error(node->key, 0, NULL,
                       "the rates have no common denominator of at most 1,000,000");
            figure->scale = 1;
            return;
        }
    }
}

static void read_figure(struct rules_version *version, const struct yaml_node *node)
{
    struct rules_figure *figure = &version->figures[version->figures_count];
    struct rules_value of = value_of(fields_need(node, "of"), VALUE_REFERENCE);
    const struct rules_figure *source = condition_read_figure(version, &of);
    figure->products = references_products(version, fields_need(node, "products"));
    const struct yaml_node *groups = fields_need(node, "groups");
    if (source == NULL || !fields_is(groups, YAML_MAP)) {
        return;
    }
    if (source->weighted || source->figure == MERIT_FIGURE_REVENUE) {
        value_error(&of, of.text.at, NULL,
                    "rates apply to active_users or paid_available_units only");
        return;
    }
    figure->name = node->key->text;
    figure->figure = source->figure;
    figure->weighted = true;
    figure->rates =
        arena_allocate(version->file->arena, count_rates(groups) * sizeof *figure->rates + 1);
    for (const struct yaml_node *child = groups->first; child != NULL; child = child->next) {
        read_rate_group(version, child, figure);
    }
    check_rates(figure);
    if (figure->rate_count == 0) {
        yaml_error(node->key, 0, NULL, "no rate stands below");
    }
    set_scale(node, figure);
    version->figures_count++;
}

static void read_figures(struct rules_version *version)
{
    const struct yaml_node *node = block(version, "figures");
    for (const struct yaml_node *child = node == NULL ? NULL : node->first; child != NULL;
         child = child->next) {
        if (name_is_good(child, VALUE_NAME_ID) && fields_check(child, "of products groups")) {
            read_figure(version, child);
        }
    }
}

void definitions_read(struct rules_version *version)
{
    read_products(version);
    read_types(version);
    read_figures(version);
    read_tenants(version);
}

/* ---- use --------------------------------------------------------------------------------- */

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '/' || c == '-';
}

static bool mentions(struct merit_text text, struct merit_text name)
{
    for (uint32_t at = 0; at + name.length <= text.length; at++) {
        uint32_t end = at + name.length;
        if (memcmp(text.at + at, name.at, name.length) == 0 &&
            (at == 0 || !in_name(text.at[at - 1])) &&
            (end == text.length || !in_name(text.at[end]))) {
            return true;
        }
    }
    return false;
}

static bool is_used(struct rules_entries entries, struct merit_text name)
{
    for (uint32_t i = 0; i < entries.count; i++) {
        if (!merit_text_is_null(entries.entries[i].text) &&
            mentions(entries.entries[i].text, name)) {
            return true;
        }
    }
    return false;
}

void definitions_check_used(const struct rules_version *version)
{
    static const char *const blocks[] = {"products", "types", "figures", "tenants"};
    struct rules_entries entries = entries_of(version->root);
    for (size_t b = 0; b < sizeof blocks / sizeof blocks[0]; b++) {
        const struct yaml_node *node = yaml_child(version->root, blocks[b]);
        const struct yaml_node *child = node == NULL ? NULL : node->first;
        for (; child != NULL; child = child->next) {
            struct merit_text name = child->key->text;
            if (!is_used(entries, name)) {
                yaml_error(child->key, 0, NULL, "'%.*s' is defined here but nothing refers to it",
                           (int)name.length, name.at);
            }
        }
    }
}
