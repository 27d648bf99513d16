/* Why a partner's associations in a tenant hold, or do not. */
#include "core/explain_link.h"

#include "core/vector.h"

static bool covers(const struct explain_links *asked, const struct link *link)
{
    return asked->products == NULL ? link->covers
                                   : vector_covers_any(asked->program, link, asked->products);
}

static enum merit_reason why_not_counting(const struct link *link)
{
    return link->status != MERIT_STATUS_ACTIVE ? MERIT_REASON_ASSOCIATION_NOT_ACTIVE
                                               : MERIT_REASON_ASSOCIATION_NOT_PUBLIC;
}

/* What is wrong with one association, the worst first. */
static struct merit_why judge(const struct explain_links *asked, const struct link *link)
{
    struct merit_why why = {.about = link->association_id, .day = MERIT_NO_DAY};
    if ((asked->types >> link->type & 1U) == 0) {
        why.reason = MERIT_REASON_ASSOCIATION_OTHER_TYPE;
    } else if (!covers(asked, link)) {
        why.reason = MERIT_REASON_ASSOCIATION_OTHER_PRODUCT;
    } else if (!link->counts) {
        why.reason = why_not_counting(link);
    } else if (asked->day >= link->end_day) {
        why.reason = MERIT_REASON_ASSOCIATION_ENDED;
        why.day = link->end_day;
    } else {
        bool started = link->start_day <= asked->day;
        why.reason = started ? MERIT_REASON_COUNTED : MERIT_REASON_ASSOCIATION_NOT_STARTED;
        why.day = link->start_day;
    }
    return why;
}

/* How near to holding: the larger, the nearer. */
static int nearness(enum merit_reason reason)
{
    static const uint8_t order[] = {
        MERIT_REASON_NO_ASSOCIATION,
        MERIT_REASON_ASSOCIATION_OTHER_TYPE,
        MERIT_REASON_ASSOCIATION_OTHER_PRODUCT,
        MERIT_REASON_ASSOCIATION_ENDED,
        MERIT_REASON_ASSOCIATION_NOT_PUBLIC,
        MERIT_REASON_ASSOCIATION_NOT_ACTIVE,
        MERIT_REASON_ASSOCIATION_NOT_STARTED,
        MERIT_REASON_COUNTED,
    };
    int at = 0;
    while (order[at] != reason) {
        at++;
    }
    return at;
}

struct merit_why explain_links(const struct explain_links *asked)
{
    struct merit_why nearest = {.reason = MERIT_REASON_NO_ASSOCIATION, .day = MERIT_NO_DAY};
    for (uint32_t i = 0; i < asked->links->count; i++) {
        struct merit_why why = judge(asked, &asked->links->items[i]);
        if (nearness(why.reason) > nearness(nearest.reason)) {
            nearest = why;
        }
    }
    return nearest;
}
