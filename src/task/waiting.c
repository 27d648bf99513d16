/* Facts messages that wait in scoring's state: groups not yet whole, and groups of a later day. */
#include "task/waiting.h"

#include <assert.h>

static struct key waiting_key(uint64_t group, uint32_t part)
{
    struct key key = key_of(KEY_WAITING);
    key_u64(&key, group);
    key_u32(&key, part);
    return key;
}

void waiting_add(struct scoring *scoring, const struct fact_header *header, struct bytes message)
{
    struct scoring_open_group *open = &scoring->open_groups[header->source];
    if (header->first) {
        *open = (struct scoring_open_group){true, scoring->next_group++, 0};
    }
    assert(open->active && "a group begins with its first part");
    struct key key = waiting_key(open->group, open->parts++);
    table_put(scoring->state, key_view(&key), message);
    if (header->last) {
        open->active = false;
        heap_push(&scoring->waiting, (struct heap_entry){header->day, open->group});
    }
}

bool waiting_is_due(const struct scoring *scoring)
{
    return scoring->waiting.count > 0 && scoring->day != MERIT_NO_DAY &&
           heap_least(&scoring->waiting).major <= scoring->day;
}

uint64_t waiting_take(struct scoring *scoring)
{
    uint64_t group = heap_least(&scoring->waiting).minor;
    heap_pop(&scoring->waiting);
    return group;
}

struct bytes waiting_part(const struct scoring *scoring, uint64_t group, uint32_t part)
{
    struct key key = waiting_key(group, part);
    return state_get(scoring->state, key_view(&key));
}

void waiting_remove(struct scoring *scoring, uint64_t group, uint32_t part)
{
    struct key key = waiting_key(group, part);
    table_remove(scoring->state, key_view(&key));
}

bool waiting_open(struct scoring *scoring, struct bytes key, struct bytes message)
{
    struct reader reader = reader_of(message);
    struct fact_header header;
    uint64_t group;
    uint32_t part;
    if (key.length != 1 + sizeof group + sizeof part || !fact_read_header(&reader, &header) ||
        header.source >= scoring->config.task_count) {
        return false;
    }
    memcpy(&group, key.at + 1, sizeof group);
    memcpy(&part, key.at + 1 + sizeof group, sizeof part);
    group = __builtin_bswap64(group);
    part = __builtin_bswap32(part);
    bool applying = scoring->applying && scoring->applying_group == group;
    if (header.last && !applying) {
        heap_push(&scoring->waiting, (struct heap_entry){header.day, group});
    }
    return true;
}
