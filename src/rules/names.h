/* The program's tables of names: products, offers and codes that some version mentions. */
#ifndef RULES_NAMES_H
#define RULES_NAMES_H

#include "rules/model.h"

/* Sorted and each once, as merit_program holds them. */
struct names_list {
    uint32_t count;
    bool overflow;
    struct merit_text *names;
};

struct rules_names {
    struct arena *arena;
    struct names_list products; /* a family without its star */
    struct names_list offers;
    struct names_list codes;
};

void names_init(struct rules_names *names, struct arena *arena);
void names_collect(struct rules_names *names, const struct rules_version *version);

/* Index of a name, or the count where it is none of the list's. */
uint32_t names_find(const struct names_list *list, struct merit_text name);

/* "azure/" of "azure/(star)"; another product as it is. */
struct merit_text names_product(struct merit_text product);

/* Takes the first code off a combination "A with B"; `rest` is null behind the last one. */
struct merit_text names_next_code(struct merit_text *rest);

/* The entries that a product of a rule file stands for: its own, or all of its family. */
void names_add_products(const struct rules_names *names,
                        struct merit_text product,
                        struct merit_product_set *set);
/* Those that are in force on the day, less the excluded ones. */
struct merit_product_set names_products(const struct rules_names *names,
                                        const struct rules_products *products,
                                        int32_t day);
uint32_t names_offers(const struct rules_names *names,
                      const struct rules_products *products,
                      int32_t day);

/* Adds the codes of a combination "A with B" to a set. */
void names_add_codes(const struct rules_names *names,
                     struct merit_text combination,
                     struct merit_code_set *set);

#endif
