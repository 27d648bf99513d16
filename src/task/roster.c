/* Where scoring's records are: each partner's, and each contributor's, by number and by name. */
#include "task/roster.h"

#include "base/room.h"

enum { ROSTER_FIRST_PARTNERS = 64, ROSTER_FIRST_CONTRIBUTORS = 4, ROSTER_FIRST_SERIES = 4 };

static void free_partner(struct roster_partner *partner)
{
    for (uint32_t i = 0; i < partner->contributor_capacity; i++) {
        memory_free(partner->contributors[i].series);
    }
    memory_free(partner->contributors);
    memory_free(partner->sums);
}

void roster_fini(struct roster *roster)
{
    for (uint32_t i = 0; i < roster->partner_capacity; i++) {
        free_partner(&roster->partners[i]);
    }
    memory_free(roster->partners);
    lookup_fini(&roster->partner_ids);
    lookup_fini(&roster->contributor_names);
    *roster = (struct roster){.designation_count = roster->designation_count};
}

struct roster_partner *roster_add_partner(struct roster *roster, uint32_t partner)
{
    roster->partners = room_make(roster->partners, sizeof *roster->partners, partner,
                                 ROSTER_FIRST_PARTNERS, &roster->partner_capacity);
    struct roster_partner *added = &roster->partners[partner];
    if (added->sums == NULL) {
        uint32_t none = 0;
        added->sums = room_make(NULL, sizeof(struct table_block *), roster->designation_count,
                                roster->designation_count + 1U, &none);
    }
    return added;
}

void roster_forget_sums(struct roster *roster, uint32_t partner)
{
    memory_free(roster->partners[partner].sums);
    roster->partners[partner].sums = NULL;
    (void)roster_add_partner(roster, partner);
}

struct roster_contributor *roster_add_contributor(struct roster *roster,
                                                  uint32_t partner,
                                                  uint32_t number)
{
    struct roster_partner *of = roster_add_partner(roster, partner);
    of->contributors = room_make(of->contributors, sizeof *of->contributors, number,
                                 ROSTER_FIRST_CONTRIBUTORS, &of->contributor_capacity);
    return &of->contributors[number];
}

void roster_set_series(struct roster_contributor *contributor,
                       uint32_t series,
                       struct table_block *block)
{
    contributor->series = room_make(contributor->series, sizeof(struct table_block *), series,
                                    ROSTER_FIRST_SERIES, &contributor->series_capacity);
    contributor->series[series] = block;
}
