/* The products, offers and certifications that version files may name, where program.yaml lists
 * them. */
#include "rules/vocabulary.h"

#include "rules/names.h"
#include "yaml/fields.h"
#include "yaml/suggest.h"

/* ---- reading ----------------------------------------------------------------------------- */

static bool is_listed(const struct vocabulary_list *list, struct merit_text name)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (merit_text_equal(list->names[i], name)) {
            return true;
        }
    }
    return false;
}

static struct vocabulary_list read_list(const struct yaml_node *node, enum value_name kind)
{
    struct vocabulary_list list = {0};
    if (!fields_is(node, YAML_LIST)) {
        return list;
    }
    list.node = node;
    list.names = arena_allocate(node->file->arena, (node->count + 1) * sizeof *list.names);
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        struct rules_value value = value_of(child, VALUE_REFERENCE);
        if (!value_name_check(&value, kind)) {
            continue;
        }
        if (is_listed(&list, value.text)) {
            value_error(&value, value.text.at, NULL, "'%.*s' is listed twice",
                        (int)value.text.length, value.text.at);
        }
        list.names[list.count++] = value.text;
    }
    return list;
}

void vocabulary_read(struct rules_vocabulary *vocabulary, const struct yaml_node *root)
{
    vocabulary->products = read_list(yaml_child(root, "products"), VALUE_NAME_PRODUCT);
    vocabulary->offers = read_list(yaml_child(root, "offers"), VALUE_NAME_ID);
    vocabulary->certifications = read_list(yaml_child(root, "certifications"), VALUE_NAME_CODE);
}

struct rules_entries vocabulary_leave_out(struct arena *arena, struct rules_entries entries)
{
    struct rules_entry *kept = arena_allocate(arena, (entries.count + 1) * sizeof *kept);
    uint32_t count = 0;
    bool in_list = false;
    for (uint32_t i = 0; i < entries.count; i++) {
        const struct rules_entry *entry = &entries.entries[i];
        if (entry->depth == 0) {
            in_list = fields_index(entry->key, "products offers certifications") >= 0;
        }
        if (!in_list) {
            kept[count++] = *entry;
        }
    }
    return (struct rules_entries){count, kept};
}

/* ---- checking ---------------------------------------------------------------------------- */

static void check_name(const struct vocabulary_list *list,
                       const struct rules_value *value,
                       struct merit_text name)
{
    if (list->node == NULL || is_listed(list, name)) {
        return;
    }
    size_t nearest = suggest_nearest(name, list->names, list->count);
    const char *help = nearest == list->count
                           ? NULL
                           : yaml_did_you_mean(value->node->file->arena, list->names[nearest]);
    value_error(value, name.at, help,
                "unknown name '%.*s', expected one of the '%.*s' that %s lists", (int)name.length,
                name.at, (int)list->node->key->text.length, list->node->key->text.at,
                list->node->file->path);
}

static void check_items(const struct vocabulary_list *list, const struct rules_items *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        check_name(list, &items->items[i], items->items[i].text);
    }
}

/* Each code of a combination. */
static void check_codes(const struct vocabulary_list *list, const struct rules_items *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        struct merit_text rest = items->items[i].text;
        while (!merit_text_is_null(rest)) {
            check_name(list, &items->items[i], names_next_code(&rest));
        }
    }
}

static void check_metric(const struct vocabulary_list *certifications,
                         const struct rules_metric *metric)
{
    for (uint8_t o = 0; o < metric->option_count; o++) {
        const struct rules_measure *measure = &metric->options[o].measure;
        bool own = o == 0 || measure->any_of.node != metric->options[0].measure.any_of.node;
        if (own) {
            check_codes(certifications, &measure->any_of);
        }
        for (uint8_t g = 0; own && g < measure->gate_count; g++) {
            check_codes(certifications, &measure->gates[g].any_of);
        }
    }
}

void vocabulary_check(const struct rules_vocabulary *vocabulary,
                      const struct rules_version *version)
{
    for (uint8_t i = 0; i < version->products_count; i++) {
        const struct rules_products *products = &version->products[i];
        check_items(&vocabulary->products, &products->include);
        check_items(&vocabulary->products, &products->exclude);
        check_items(&vocabulary->offers, &products->exclude_offers);
    }
    for (uint8_t i = 0; i < version->figures_count; i++) {
        for (uint32_t k = 0; k < version->figures[i].rate_count; k++) {
            const struct rules_value *product = &version->figures[i].rates[k].product;
            check_name(&vocabulary->products, product, product->text);
        }
    }
    for (uint8_t p = 0; p < version->path_count; p++) {
        for (uint8_t m = 0; m < version->paths[p].metric_count; m++) {
            check_metric(&vocabulary->certifications, &version->paths[p].metrics[m]);
        }
    }
}
