/* Why a partner's associations in a tenant hold, or do not. */
#ifndef CORE_EXPLAIN_LINK_H
#define CORE_EXPLAIN_LINK_H

#include "core/link.h"
#include "merit/explain.h"

/* What is asked of the associations of one partner in one tenant. */
struct explain_links {
    const struct merit_program *program;
    const struct link_list *links;
    uint8_t types;
    int32_t day;
    /* NULL: the product that is selected (core/cell.h) is to be covered. */
    const struct merit_product_set *products;
};

/* COUNTED where one holds; otherwise the reason of the one that is nearest to it. The place is left
 * alone. */
struct merit_why explain_links(const struct explain_links *asked);

#endif
