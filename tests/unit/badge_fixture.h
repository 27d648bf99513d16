/* A partner that holds all designations of the small program, and loses one. */
#ifndef BADGE_FIXTURE_H
#define BADGE_FIXTURE_H

#include "scoring_fixture.h"
#include "task/explain_badge.h"

enum { BADGE_TODAY = 19500 /* 2023-05-23 */, BADGE_PEOPLE = 7 };

static inline void badge_people(struct scoring_world *world, int32_t expires_day)
{
    for (int i = 0; i < BADGE_PEOPLE; i++) {
        const char name[] = {'n', (char)('0' + i), '\0'};
        struct merit_event event = event_certification("p1", name, "AZ-104", BADGE_TODAY - 100);
        event.certification.expires_day = expires_day;
        scoring_certify(&world->scoring, &event);
        world_run(world);
    }
}

/* Users and products for good; people until a day (MERIT_NO_DAY: for good). */
static inline void badge_begin(struct scoring_world *world, int32_t expires_day)
{
    world_begin(world, 1);
    world_day(world, BADGE_TODAY);
    world_link(world, "p1", "t1", BADGE_TODAY);
    world_users(world, "p1", "t1", 80, BADGE_TODAY);
    world_group(world, "p1", "t1", BADGE_TODAY, "e1");
    world_add_link(world, "a2", MERIT_TYPE_PAL, on(2022, 1, 1), MERIT_NO_DAY);
    for (int i = 0; i < 8; i++) {
        const char product[] = {'a', 'z', 'u', 'r', 'e', '/', (char)('a' + i), '\0'};
        world_add_usage(world, product, on(2023, 4, 30), MERIT_NO_FIGURE, 5);
    }
    ck_assert(world_send(world));
    world_run(world);
    badge_people(world, expires_day);
    scoring_clear_outputs(&world->scoring);
}

static inline void badge_of(struct scoring_world *world,
                            const char *partner,
                            struct arena *arena,
                            struct merit_badge_explained *ret_badge)
{
    struct partner_copy copy;
    partner_copy_open(&copy, &world->scoring, merit_text_of(partner));
    explain_badge(&copy, merit_text_of(partner), arena, ret_badge);
    explain_badge_outlook(&copy, ret_badge);
    partner_copy_fini(&copy);
}

#endif
