/* What unit tests share: dates by number, and random numbers that repeat. */
#ifndef UNIT_TOOLS_H
#define UNIT_TOOLS_H

#include "core/link.h"
#include "merit/day.h"
#include "merit/text.h"

#include <assert.h>

static inline int32_t on(int32_t year, int32_t month, int32_t day)
{
    return merit_day_of_date((struct merit_date){year, month, day});
}

/* A time of a day. */
static inline int64_t at_second(int32_t day, int64_t second)
{
    return day * MERIT_MICROS_PER_DAY + second * INT64_C(1000000);
}

/* splitmix64: the same numbers from the same start on every machine. */
static inline uint64_t random_next(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = *state;
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

static inline uint64_t random_below(uint64_t *state, uint64_t count)
{
    return random_next(state) % count;
}

/* True where all bytes of a run are `byte`. */
static inline bool all_bytes_are(const uint8_t *at, size_t length, uint8_t byte)
{
    size_t same = 0;
    while (same < length && at[same] == byte) {
        same++;
    }
    return same == length;
}

static inline bool text_is(struct merit_text text, const char *expected)
{
    return merit_text_equal(text, merit_text_of(expected));
}

/* Puts an association into a stored list of links, in place of one with its id. */
static inline void put_association(struct buffer *stored,
                                   const struct merit_association *association)
{
    struct buffer written = {0};
    struct link link;
    link_write(&written, association);
    struct reader reader = reader_of(buffer_view(&written));
    bool read = link_read(&reader, &link);
    assert(read);
    link_list_put_link(stored, &link);
    buffer_fini(&written);
}

#endif
