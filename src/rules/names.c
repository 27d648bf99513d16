/* The program's tables of names: products, offers and codes that some version mentions. */
#include "rules/names.h"

static const uint32_t list_limits[] = {MERIT_PRODUCT_ENTRIES_MAX, MERIT_OFFERS_MAX,
                                       MERIT_CODES_MAX};

static void list_init(struct names_list *list, struct arena *arena, uint32_t limit)
{
    *list = (struct names_list){.names = arena_allocate(arena, limit * sizeof *list->names)};
}

void names_init(struct rules_names *names, struct arena *arena)
{
    names->arena = arena;
    list_init(&names->products, arena, list_limits[0]);
    list_init(&names->offers, arena, list_limits[1]);
    list_init(&names->codes, arena, list_limits[2]);
}

uint32_t names_find(const struct names_list *list, struct merit_text name)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (merit_text_equal(list->names[i], name)) {
            return i;
        }
    }
    return list->count;
}

static void insert(struct names_list *list, struct merit_text name, uint32_t limit)
{
    if (names_find(list, name) < list->count) {
        return;
    }
    if (list->count == limit) {
        list->overflow = true;
        return;
    }
    uint32_t at = list->count++;
    for (; at > 0 && merit_text_compare(name, list->names[at - 1]) < 0; at--) {
        list->names[at] = list->names[at - 1];
    }
    list->names[at] = name;
}

/* ---- collecting -------------------------------------------------------------------------- */

struct merit_text names_product(struct merit_text product)
{
    if (product.length > 0 && product.at[product.length - 1] == '*') {
        product.length--;
    }
    return product;
}

struct merit_text names_next_code(struct merit_text *rest)
{
    static const char joint[] = " with ";
    const uint32_t length = sizeof joint - 1;
    struct merit_text code = *rest;
    for (uint32_t at = 0; at + length <= rest->length; at++) {
        if (memcmp(rest->at + at, joint, length) == 0) {
            code.length = at;
            *rest = (struct merit_text){rest->at + at + length, rest->length - at - length};
            while (code.length > 0 && code.at[code.length - 1] == ' ') {
                code.length--;
            }
            while (rest->length > 0 && rest->at[0] == ' ') {
                rest->at++;
                rest->length--;
            }
            return code;
        }
    }
    *rest = (struct merit_text){NULL, 0};
    return code;
}

static void collect_products(struct rules_names *names, const struct rules_items *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        insert(&names->products, names_product(items->items[i].text), list_limits[0]);
    }
}

static void collect_codes(struct rules_names *names, const struct rules_items *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        struct merit_text rest = items->items[i].text;
        while (!merit_text_is_null(rest)) {
            insert(&names->codes, names_next_code(&rest), list_limits[2]);
        }
    }
}

static void collect_metric(struct rules_names *names, const struct rules_metric *metric)
{
    for (uint8_t o = 0; o < metric->option_count; o++) {
        const struct rules_measure *measure = &metric->options[o].measure;
        collect_codes(names, &measure->any_of);
        for (uint8_t g = 0; g < measure->gate_count; g++) {
            collect_codes(names, &measure->gates[g].any_of);
        }
    }
}

void names_collect(struct rules_names *names, const struct rules_version *version)
{
    for (uint8_t i = 0; i < version->products_count; i++) {
        const struct rules_products *products = &version->products[i];
        collect_products(names, &products->include);
        collect_products(names, &products->exclude);
        for (uint32_t o = 0; o < products->exclude_offers.count; o++) {
            insert(&names->offers, products->exclude_offers.items[o].text, list_limits[1]);
        }
    }
    for (uint8_t i = 0; i < version->figures_count; i++) {
        for (uint32_t r = 0; r < version->figures[i].rate_count; r++) {
            insert(&names->products, names_product(version->figures[i].rates[r].product.text),
                   list_limits[0]);
        }
    }
    for (uint8_t p = 0; p < version->path_count; p++) {
        for (uint8_t m = 0; m < version->paths[p].metric_count; m++) {
            collect_metric(names, &version->paths[p].metrics[m]);
        }
    }
}

/* ---- looking up -------------------------------------------------------------------------- */

void names_add_products(const struct rules_names *names,
                        struct merit_text product,
                        struct merit_product_set *set)
{
    struct merit_text name = names_product(product);
    bool family = name.length < product.length;
    for (uint32_t i = 0; i < names->products.count; i++) {
        struct merit_text entry = names->products.names[i];
        bool within =
            family && entry.length >= name.length && memcmp(entry.at, name.at, name.length) == 0;
        if (within || merit_text_equal(entry, name)) {
            set->words[i / 64] |= UINT64_C(1) << (i % 64);
        }
    }
}

struct merit_product_set names_products(const struct rules_names *names,
                                        const struct rules_products *products,
                                        int32_t day)
{
    struct merit_product_set set = {{0}};
    struct merit_product_set excluded = {{0}};
    for (uint32_t i = 0; i < products->include.count; i++) {
        if (value_holds(&products->include.items[i], day)) {
            names_add_products(names, products->include.items[i].text, &set);
        }
    }
    for (uint32_t i = 0; i < products->exclude.count; i++) {
        if (value_holds(&products->exclude.items[i], day)) {
            names_add_products(names, products->exclude.items[i].text, &excluded);
        }
    }
    for (size_t w = 0; w < sizeof set.words / sizeof set.words[0]; w++) {
        set.words[w] &= ~excluded.words[w];
    }
    return set;
}

uint32_t names_offers(const struct rules_names *names,
                      const struct rules_products *products,
                      int32_t day)
{
    uint32_t offers = 0;
    for (uint32_t i = 0; i < products->exclude_offers.count; i++) {
        const struct rules_value *value = &products->exclude_offers.items[i];
        uint32_t offer = names_find(&names->offers, value->text);
        if (value_holds(value, day) && offer < names->offers.count) {
            offers |= UINT32_C(1) << offer;
        }
    }
    return offers;
}

void names_add_codes(const struct rules_names *names,
                     struct merit_text combination,
                     struct merit_code_set *set)
{
    struct merit_text rest = combination;
    while (!merit_text_is_null(rest)) {
        uint32_t code = names_find(&names->codes, names_next_code(&rest));
        if (code < names->codes.count) {
            set->words[code / 64] |= UINT64_C(1) << (code % 64);
        }
    }
}
