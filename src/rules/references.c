/* Lists, and names that refer to what a version defines. */
#include "rules/references.h"

#include "yaml/fields.h"
#include "yaml/suggest.h"

/* ---- lists ------------------------------------------------------------------------------- */

static void refuse_twice(const struct rules_items *items, const struct rules_value *value)
{
    for (uint32_t i = 0; i < items->count; i++) {
        const struct rules_value *other = &items->items[i];
        if (merit_text_equal(other->text, value->text) && other->from_day < value->until_day &&
            value->from_day < other->until_day) {
            value_error(value, value->text.at, NULL, "'%.*s' is listed twice, first in line %u",
                        (int)value->text.length, value->text.at, other->node->place.line);
            return;
        }
    }
}

struct rules_items references_items(const struct rules_version *version,
                                    const struct yaml_node *node,
                                    enum value_name kind)
{
    struct rules_items items = {0};
    if (!fields_is(node, YAML_LIST)) {
        return items;
    }
    items.node = node;
    items.items = arena_allocate(version->file->arena, node->count * sizeof *items.items);
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        struct rules_value value = value_of_item(child, version->effective);
        if (value.node == NULL || (kind != VALUE_NAME_CODE && !value_name_check(&value, kind))) {
            continue;
        }
        refuse_twice(&items, &value);
        items.items[items.count++] = value;
    }
    if (node->count == 0) {
        yaml_error(node, 0, NULL, "the list is empty");
    }
    return items;
}

/* ---- references -------------------------------------------------------------------------- */

/* Says that nothing of that name is defined. `names` are the `count` defined ones. */
static void unknown_name(const struct rules_value *value,
                         struct merit_text name,
                         const char *what,
                         const struct merit_text *names,
                         size_t count)
{
    size_t nearest = suggest_nearest(name, names, count);
    const char *help =
        nearest == count ? NULL : yaml_did_you_mean(value->node->file->arena, names[nearest]);
    value_error(value, name.at, help, "unknown name '%.*s', expected %s", (int)name.length, name.at,
                what);
}

const struct rules_products *references_products(const struct rules_version *version,
                                                 const struct yaml_node *node)
{
    struct rules_value value = value_of(node, VALUE_REFERENCE);
    if (value.node == NULL) {
        return NULL;
    }
    struct merit_text names[RULES_GROUPS_MAX];
    for (uint8_t i = 0; i < version->products_count; i++) {
        names[i] = version->products[i].name;
        if (merit_text_equal(names[i], value.text)) {
            return &version->products[i];
        }
    }
    unknown_name(&value, value.text, "a set of products defined under 'products'", names,
                 version->products_count);
    return NULL;
}

const struct rules_tenants *references_tenants(const struct rules_version *version,
                                               const struct yaml_node *node)
{
    struct rules_value value = value_of(node, VALUE_REFERENCE);
    if (value.node == NULL) {
        return NULL;
    }
    struct merit_text names[RULES_GROUPS_MAX];
    for (uint8_t i = 0; i < version->tenants_count; i++) {
        names[i] = version->tenants[i].name;
        if (merit_text_equal(names[i], value.text)) {
            return &version->tenants[i];
        }
    }
    unknown_name(&value, value.text, "a condition defined under 'tenants'", names,
                 version->tenants_count);
    return NULL;
}

/* ---- association types ------------------------------------------------------------------- */

static uint8_t types_by_name(const struct rules_version *version,
                             const struct rules_value *value,
                             struct merit_text name)
{
    struct merit_text names[RULES_GROUPS_MAX + MERIT_TYPE_COUNT];
    size_t count = 0;
    for (int type = 0; type < MERIT_TYPE_COUNT; type++) {
        names[count] = merit_text_of(merit_association_type_names[type]);
        if (merit_text_equal(names[count++], name)) {
            return (uint8_t)(1U << type);
        }
    }
    for (uint8_t i = 0; i < version->types_count; i++) {
        names[count] = version->types[i].name;
        if (merit_text_equal(names[count++], name)) {
            return version->types[i].types;
        }
    }
    unknown_name(value, name, "an association type or a set defined under 'types'", names, count);
    return 0;
}

uint8_t references_types(const struct rules_version *version, const struct yaml_node *node)
{
    struct rules_value value = value_of(node, VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    uint8_t types = 0;
    do {
        struct merit_text name = phrase_word(&phrase, "an association type such as CPOR");
        uint8_t more = phrase.failed ? 0 : types_by_name(version, &value, name);
        if (more == 0) {
            return 0;
        }
        if ((types & more) != 0) {
            value_error(&value, name.at, NULL, "'%.*s' is named twice", (int)name.length, name.at);
        }
        types |= more;
    } while (phrase_accept(&phrase, ","));
    return phrase_end(&phrase) ? types : 0;
}
