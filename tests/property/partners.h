/* The partners that a history names. */
#ifndef PARTNERS_H
#define PARTNERS_H

#include "merit/event.h"

#include <stddef.h>

enum { PARTNERS_MAX = 16 };

struct partners {
    uint32_t count;
    struct merit_text ids[PARTNERS_MAX]; /* they live as long as the events */
};

/* Each once, in the order in which associations and certifications name them. */
struct partners find_partners(const struct merit_event *events, size_t count);

#endif
