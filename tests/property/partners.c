/* The partners that a history names. */
#include "partners.h"

#include <check.h>

static void name_partner(struct partners *partners, struct merit_text id)
{
    for (uint32_t i = 0; i < partners->count; i++) {
        if (merit_text_equal(partners->ids[i], id)) {
            return;
        }
    }
    ck_assert_uint_lt(partners->count, PARTNERS_MAX);
    partners->ids[partners->count++] = id;
}

struct partners find_partners(const struct merit_event *events, size_t count)
{
    struct partners partners = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        if (events[i].kind == MERIT_EVENT_ASSOCIATION) {
            name_partner(&partners, events[i].association.partner_id);
        } else if (events[i].kind == MERIT_EVENT_CERTIFICATION) {
            name_partner(&partners, events[i].certification.partner_id);
        }
    }
    return partners;
}
