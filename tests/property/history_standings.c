/* Standings that partners of a history hold before it. */
#include "history_maker.h"
#include "naive.h"

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Mostly soon after the first day, at times before it. */
static int32_t choose_anniversary(struct history *chance, int32_t first_day)
{
    int32_t least = naive_day_of(2022, 10, 4);
    int32_t day = first_day + history_between(chance, -60, 500);
    if (history_chance(chance, 20)) {
        day = first_day + history_between(chance, -2, 2);
    }
    return later(day, later(least, first_day - 400));
}

/* On or beside the window's first day, or anywhere. */
static int32_t choose_last_qualified(struct history *chance, int32_t attained, int32_t anniversary)
{
    int32_t day = naive_window_first(anniversary) + history_between(chance, -1, 1);
    if (history_chance(chance, 40)) {
        day = history_between(chance, attained, anniversary - 1);
    }
    day = later(day, attained);
    return day < anniversary ? day : anniversary - 1;
}

static struct merit_standing choose_standing(struct history *chance,
                                             uint32_t partner,
                                             int designation,
                                             int32_t first_day)
{
    int32_t anniversary = choose_anniversary(chance, first_day);
    int32_t least = naive_day_of(2022, 10, 3);
    int32_t attained = history_between(chance, least, later(least, anniversary - 365));
    return (struct merit_standing){
        .partner_id = history_partner(partner),
        .designation = merit_text_of(naive_designation_names[designation]),
        .attained_day = attained,
        .anniversary_day = anniversary,
        .last_qualified_day = choose_last_qualified(chance, attained, anniversary),
    };
}

size_t history_standings(uint64_t seed,
                         bool all_six,
                         int32_t first_day,
                         struct merit_standing standings[HISTORY_STANDINGS_MAX])
{
    struct history chance = {.random = seed * 7919};
    size_t count = 0;
    for (uint32_t partner = 0; partner < HISTORY_PARTNERS_MAX; partner++) {
        uint32_t percent = history_chance(&chance, 30) ? 100 : history_below(&chance, 100);
        for (int d = 0; d < (all_six ? NAIVE_DESIGNATIONS : 1); d++) {
            if (history_chance(&chance, percent)) {
                standings[count++] = choose_standing(&chance, partner, d, first_day);
            }
        }
    }
    return count;
}
