/* The partners that good lines name, in byte order. */
#include "cli/partner_names.h"

#include "base/memory.h"

#include <stdlib.h>

void partner_names_init(struct partner_names *names)
{
    table_init(&names->known);
}

void partner_names_fini(struct partner_names *names)
{
    table_fini(&names->known);
}

void partner_names_add(struct partner_names *names, struct merit_text partner_id)
{
    struct bytes key = {(const uint8_t *)partner_id.at, partner_id.length};
    if (partner_id.at != NULL && table_get(&names->known, key).at == NULL) {
        table_put(&names->known, key, (struct bytes){NULL, 0});
    }
}

struct merit_text partner_names_of_event(const struct merit_event *event)
{
    switch (event->kind) {
    case MERIT_EVENT_ASSOCIATION:
        return event->association.partner_id;
    case MERIT_EVENT_CERTIFICATION:
        return event->certification.partner_id;
    case MERIT_EVENT_USAGE:
        break;
    }
    return (struct merit_text){NULL, 0};
}

static int compare_names(const void *a, const void *b)
{
    return merit_text_compare(*(const struct merit_text *)a, *(const struct merit_text *)b);
}

struct merit_text *partner_names_sorted(const struct partner_names *names, size_t *ret_count)
{
    size_t count = names->known.count;
    struct merit_text *sorted = memory_allocate((count + 1) * sizeof *sorted);
    struct bytes key;
    struct bytes value;
    size_t cursor = 0;
    for (size_t i = 0; table_walk(&names->known, &cursor, &key, &value); i++) {
        sorted[i] = (struct merit_text){(const char *)key.at, (uint32_t)key.length};
    }
    qsort(sorted, count, sizeof *sorted, compare_names);
    *ret_count = count;
    return sorted;
}
