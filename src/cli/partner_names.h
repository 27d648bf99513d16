/* The partners that good lines name, in byte order. */
#ifndef CLI_PARTNER_NAMES_H
#define CLI_PARTNER_NAMES_H

#include "base/table.h"
#include "merit/event.h"

/* Zero-initialise but for partner_names_init. */
struct partner_names {
    struct table known;
};

void partner_names_init(struct partner_names *names);
void partner_names_fini(struct partner_names *names);

/* A null id is nobody. */
void partner_names_add(struct partner_names *names, struct merit_text partner_id);
/* Whom the event names; null where it names nobody (usage). */
struct merit_text partner_names_of_event(const struct merit_event *event);
/* All of them, to be freed with memory_free; they point into `names`, as it is now. */
struct merit_text *partner_names_sorted(const struct partner_names *names, size_t *ret_count);

#endif
