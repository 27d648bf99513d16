/* Events for the tests of tasks, short to write. */
#ifndef EVENT_FIXTURE_H
#define EVENT_FIXTURE_H

#include "merit/event.h"
#include "unit_tools.h"

/* An event of the second of a day; its id is `event_id`. */
static inline struct merit_event event_at(enum merit_event_kind kind,
                                          const char *event_id,
                                          int32_t day,
                                          int64_t second)
{
    return (struct merit_event){
        .kind = kind,
        .event_id = merit_text_of(event_id),
        .occurred_at = at_second(day, second),
        .timestamp = at_second(day, second),
    };
}

/* Active, for all products and subscriptions, from 2022-01-01 without end; CPOR. */
static inline struct merit_event event_association(const char *association_id,
                                                   const char *partner_id,
                                                   const char *tenant_id,
                                                   int32_t day)
{
    struct merit_event event = event_at(MERIT_EVENT_ASSOCIATION, "ea", day, 0);
    event.association = (struct merit_association){
        .association_id = merit_text_of(association_id),
        .partner_id = merit_text_of(partner_id),
        .tenant_id = merit_text_of(tenant_id),
        .type = MERIT_TYPE_CPOR,
        .status = MERIT_STATUS_ACTIVE,
        .cloud = MERIT_CLOUD_PUBLIC,
        .start_day = on(2022, 1, 1),
        .end_day = MERIT_NO_DAY,
    };
    return event;
}

/* So many active users, as of the day itself. */
static inline struct merit_event event_usage(const char *tenant_id,
                                             const char *product,
                                             int64_t users,
                                             int32_t day)
{
    struct merit_event event = event_at(MERIT_EVENT_USAGE, "eu", day, 0);
    event.usage = (struct merit_usage){
        .tenant_id = merit_text_of(tenant_id),
        .product = merit_text_of(product),
        .as_of_day = day,
        .figures = {users, MERIT_NO_FIGURE, MERIT_NO_FIGURE},
    };
    return event;
}

/* Achieved on the day, without end. */
static inline struct merit_event event_certification(const char *partner_id,
                                                     const char *person_id,
                                                     const char *code,
                                                     int32_t day)
{
    struct merit_event event = event_at(MERIT_EVENT_CERTIFICATION, "ec", day, 0);
    event.certification = (struct merit_certification){
        .partner_id = merit_text_of(partner_id),
        .person_id = merit_text_of(person_id),
        .certification = merit_text_of(code),
        .achieved_day = day,
        .expires_day = MERIT_NO_DAY,
        .linked_day = MERIT_NO_DAY,
        .unlinked_day = MERIT_NO_DAY,
    };
    return event;
}

#endif
