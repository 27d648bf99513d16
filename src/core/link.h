/* One partner's associations in one tenant, as scoring keeps them: a stored list read in place. */
#ifndef CORE_LINK_H
#define CORE_LINK_H

#include "base/bytes.h"
#include "merit/event.h"

/* One association (rules §1). Texts point into the stored list. */
struct link {
    struct merit_text association_id;
    struct merit_text subscription_id; /* null: every subscription */
    struct bytes products;             /* product_count texts */
    uint16_t product_count;            /* 0: every product */
    uint8_t type;
    uint8_t status;
    uint8_t cloud;
    bool counts; /* ACTIVE, and not PAL outside PUBLIC: otherwise it holds on no day */
    int32_t start_day;
    int32_t end_day; /* MERIT_NEVER: none */
    bool covers;     /* the product that is being computed; set by cell_select */
};

/* Associations decoded; reused, its memory kept. */
struct link_list {
    struct link *items;
    uint32_t count;
    uint32_t capacity;
};

void link_list_fini(struct link_list *list);
/* Decodes a stored list (empty bytes: none). False where the bytes are not one. */
bool link_list_read(struct link_list *list, struct bytes stored);
/* Takes one out; nothing where it is not in. */
void link_list_remove(struct buffer *stored, struct merit_text association_id);

/* The same bytes as one entry of the list: how facts carry an association. */
void link_write(struct buffer *to, const struct merit_association *association);
bool link_read(struct reader *reader, struct link *ret_link);
/* Puts one into a stored list, in place of one with its id. */
void link_list_put_link(struct buffer *stored, const struct link *link);

static inline bool link_holds(const struct link *link, int32_t day)
{
    return link->counts && link->start_day <= day && day < link->end_day;
}

/* True where its products are empty or contain the product. */
bool link_covers_product(const struct link *link, struct merit_text product);

static inline bool link_covers_subscription(const struct link *link,
                                            struct merit_text subscription_id)
{
    return merit_text_is_null(link->subscription_id) ||
           merit_text_equal(link->subscription_id, subscription_id);
}

#endif
