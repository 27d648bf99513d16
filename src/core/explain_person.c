/* What one person adds to a count of people, and why. */
#include "core/explain_person.h"

static bool has_code(const struct merit_code_set *set, uint32_t code)
{
    return (set->words[code / 64] >> (code % 64) & 1U) != 0;
}

static bool is_asked_for(const struct merit_requirement *requirement, uint32_t code)
{
    for (uint16_t i = 0; i < requirement->combination_count; i++) {
        if (has_code(&requirement->combinations[i], code)) {
            return true;
        }
    }
    return false;
}

/* What is wrong with one certificate that is asked for. */
static struct merit_why judge(const struct certificate *certificate, int32_t day)
{
    struct merit_why why = {.about = certificate->code, .day = MERIT_NO_DAY};
    int32_t from = certificate->achieved_day > certificate->linked_day ? certificate->achieved_day
                                                                       : certificate->linked_day;
    if (day >= certificate->unlinked_day) {
        why.reason = MERIT_REASON_CERTIFICATION_UNLINKED;
        why.day = certificate->unlinked_day;
    } else if (day >= certificate->expires_day) {
        why.reason = MERIT_REASON_CERTIFICATION_EXPIRED;
        why.day = certificate->expires_day;
    } else if (from > day) {
        why.reason = MERIT_REASON_CERTIFICATION_NOT_YET;
        why.day = from;
    } else {
        why.reason = MERIT_REASON_CERTIFICATION_INCOMPLETE;
    }
    return why;
}

static int nearness(enum merit_reason reason)
{
    static const uint8_t order[] = {
        MERIT_REASON_CERTIFICATION_NOT_COUNTED, MERIT_REASON_CERTIFICATION_UNLINKED,
        MERIT_REASON_CERTIFICATION_EXPIRED,     MERIT_REASON_CERTIFICATION_NOT_YET,
        MERIT_REASON_CERTIFICATION_INCOMPLETE,
    };
    int at = 0;
    while (order[at] != reason) {
        at++;
    }
    return at;
}

/* Of a person who does not count: the certificate that comes nearest. */
static struct merit_why why_not(const struct explain_person *person,
                                const struct merit_requirement *requirement)
{
    struct merit_why nearest = {.reason = MERIT_REASON_CERTIFICATION_NOT_COUNTED,
                                .day = MERIT_NO_DAY};
    struct reader reader = reader_of(person->certificates);
    struct certificate certificate;
    while (person_next(&reader, &certificate)) {
        uint32_t code = merit_program_code(person->program, certificate.code);
        if (code == person->program->code_count || !is_asked_for(requirement, code)) {
            continue;
        }
        struct merit_why why = judge(&certificate, person->day);
        if (nearness(why.reason) > nearness(nearest.reason)) {
            nearest = why;
        }
    }
    return nearest;
}

/* The first code of the combination that is met. */
static struct merit_text code_of(const struct explain_person *person,
                                 const struct merit_requirement *requirement)
{
    uint16_t met;
    if (vector_meets(requirement, &person->held, &met)) {
        for (uint32_t code = 0; code < person->program->code_count; code++) {
            if (has_code(&requirement->combinations[met], code)) {
                return person->program->codes[code];
            }
        }
    }
    return (struct merit_text){NULL, 0};
}

void explain_person_row(const struct explain_person *person,
                        const struct explain_option *option,
                        struct merit_contribution *ret_row)
{
    const struct merit_measure *measure = option->measure;
    const struct merit_requirement *requirement =
        &person->span->requirements[person->span->slots[measure->slot].requirement];
    *ret_row = (struct merit_contribution){
        .person = true,
        .name = person->name,
        .amount = person->slots[measure->slot],
        .figure = MERIT_NONE,
        .now = {MERIT_NO_DAY, 0},
        .before = {MERIT_NO_DAY, 0},
        .far = {MERIT_NO_DAY, 0},
    };
    for (uint8_t g = 0; g < measure->gate_count; g++) {
        ret_row->gates |= (uint8_t)((person->slots[measure->gates[g].slot] != 0) << g);
    }
    if (ret_row->amount != 0) {
        ret_row->why.reason = MERIT_REASON_CERTIFICATION_HELD;
        ret_row->why.about = code_of(person, requirement);
        ret_row->why.day = MERIT_NO_DAY;
    } else {
        ret_row->why = why_not(person, requirement);
    }
    struct merit_place_key key = option->key;
    key.kind = MERIT_PLACE_CODES;
    ret_row->why.place = merit_place_of(person->span->places, key);
}
