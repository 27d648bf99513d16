/* The people of a generated partner and what they pass, renew and take with them. */
#include "cli/generate_person.h"

#include "cli/generate_hash.h"

#include <assert.h>

enum {
    CODE_FOR_PARTNER = 0x20000,
    CODE_FOR_COUNT = 1,
    CODE_FOR_LEAVING,
    CODE_FOR_LINK,
    CODE_FOR_PERSON = 0x100,
    CODE_FOR_SLOT = 0x200,
    CODE_FOR_RENEWAL = 0x300,
};

enum {
    PEOPLE_AT_LARGEST = 40,
    CODE_MONTHS = 12, /* a certificate's validity */
    DAYS_ACHIEVED_BEFORE = 360,
    CODE_OPENING_DAYS = 3,
    FOCUS_PER_THOUSAND = 800, /* exams of the partner's focus, where it has one */
};

static uint64_t partner_hash(const struct generate_plan *plan, int32_t partner)
{
    return generate_hash(generate_hash(plan->seed, CODE_FOR_PARTNER), partner);
}

int32_t generate_people_count(const struct generate_plan *plan, int32_t partner)
{
    uint64_t hash = generate_hash(partner_hash(plan, partner), CODE_FOR_COUNT);
    int64_t rank = 1000 - (int64_t)partner * 1000 / plan->partners; /* 1000: the largest */
    int64_t most = PEOPLE_AT_LARGEST * rank * rank / 1000000;
    return 1 + generate_below(generate_mix(hash), 4) + (int32_t)(most / 2) +
           generate_below(hash, (int32_t)(most / 2) + 1);
}

/* Of all exams, or, mostly, of those of the partner's focus. */
static const struct generate_exam *choose_exam(const struct generate_plan *plan,
                                               const struct generate_focus *focus,
                                               uint64_t hash,
                                               bool advanced)
{
    const struct generate_exam *const *exams = advanced ? plan->advanced : plan->intermediate;
    int32_t first = 0;
    int32_t count = advanced ? plan->advanced_count : plan->intermediate_count;
    if (focus != NULL && generate_chance(generate_mix(hash + 1), FOCUS_PER_THOUSAND)) {
        first = advanced ? focus->advanced_first : focus->intermediate_first;
        count = advanced ? focus->advanced_count : focus->intermediate_count;
    }
    return exams[first + generate_below(hash, count)];
}

/* Slots 0 and 1 are an intermediate exam's codes, 2 and 3 another's, 4 and 5 an advanced one's. */
static const char *choose_code(const struct generate_plan *plan,
                               const struct generate_focus *focus,
                               uint64_t hash,
                               int32_t slot)
{
    static const int32_t per_thousand[] = {800, 350, 450};
    int32_t pair = slot / GENERATE_CODES_OF_EXAM;
    int32_t part = slot % GENERATE_CODES_OF_EXAM;
    uint64_t choice = generate_hash(hash, CODE_FOR_SLOT + pair);
    if (!generate_chance(choice, per_thousand[pair])) {
        return NULL;
    }
    const struct generate_exam *exam = choose_exam(plan, focus, generate_mix(choice), pair == 2);
    return exam->codes[part];
}

static bool repeats_earlier_slot(const struct generate_plan *plan,
                                 const struct generate_focus *focus,
                                 uint64_t hash,
                                 int32_t slot)
{
    const char *code = choose_code(plan, focus, hash, slot);
    for (int32_t earlier = 0; earlier < slot; earlier++) {
        const char *other = choose_code(plan, focus, hash, earlier);
        if (other != NULL && strcmp(other, code) == 0) {
            return true;
        }
    }
    return false;
}

static void code_add_state(struct generate_code *code, const struct generate_code_state *state)
{
    if (code->state_count < GENERATE_CODE_STATES_MAX) {
        code->states[code->state_count++] = *state;
    }
}

/* Renewed in time, too late, or not at all: one decision a year. Fundamentals do not expire. */
static void choose_renewals(const struct generate_plan *plan,
                            uint64_t hash,
                            struct generate_code *code)
{
    struct generate_code_state state = code->states[0];
    while (state.expires_day != MERIT_NO_DAY && state.expires_day <= plan->last_day &&
           code->state_count < GENERATE_CODE_STATES_MAX) {
        uint64_t renewal = generate_hash(hash, CODE_FOR_RENEWAL + code->state_count);
        int32_t choice = generate_below(renewal, 1000);
        int32_t renewed = state.expires_day - 1 - generate_below(generate_mix(renewal), 30);
        if (choice >= 900) {
            return;
        }
        if (choice >= 780) {
            renewed = state.expires_day + 10 + generate_below(generate_mix(renewal), 60);
        }
        state.day = renewed > state.day ? renewed : state.day + 1;
        state.expires_day = merit_day_months_before(
            renewed > state.expires_day ? renewed : state.expires_day, -CODE_MONTHS);
        code_add_state(code, &state);
    }
}

/* Leaving unlinks all of a person's codes. */
static void choose_leaving(const struct generate_plan *plan,
                           uint64_t hash,
                           struct generate_code *code)
{
    uint64_t leaving = generate_hash(hash, CODE_FOR_LEAVING);
    if (!generate_chance(leaving, 120)) {
        return;
    }
    int32_t days = plan->last_day - plan->first_day + 1;
    int32_t day = plan->first_day + generate_below(generate_mix(leaving), days);
    struct generate_code_state state = code->states[0];
    int32_t kept = 0;
    while (kept < code->state_count && code->states[kept].day < day) {
        state = code->states[kept++];
    }
    if (kept == 0) {
        return; /* passed after having left: as if nobody had told */
    }
    code->state_count = kept;
    state.day = day;
    state.unlinked_day = day + generate_below(leaving, 5);
    code_add_state(code, &state);
}

bool generate_code_make(const struct generate_plan *plan,
                        int32_t partner,
                        int32_t person,
                        int32_t slot,
                        struct generate_code *ret_code)
{
    assert(slot >= 0 && slot < GENERATE_SLOTS_MAX);
    uint64_t person_hash = generate_hash(partner_hash(plan, partner), CODE_FOR_PERSON + person);
    const struct generate_focus *focus = generate_plan_focus(plan, partner);
    const char *name = choose_code(plan, focus, person_hash, slot);
    if (name == NULL || repeats_earlier_slot(plan, focus, person_hash, slot)) {
        return false;
    }
    uint64_t hash = generate_hash(person_hash, CODE_FOR_SLOT * 2 + slot);
    uint64_t link = generate_hash(person_hash, CODE_FOR_LINK);
    int32_t days = plan->last_day - plan->first_day + 1;
    struct generate_code code = {.code = name, .linked_day = MERIT_NO_DAY};
    code.achieved_day =
        generate_chance(hash, 600)
            ? plan->first_day - generate_below(generate_mix(hash), DAYS_ACHIEVED_BEFORE)
            : plan->first_day + generate_below(generate_mix(hash), days);
    if (generate_chance(link, 200)) {
        code.linked_day = code.achieved_day + generate_below(generate_mix(link), 120);
    }
    struct generate_code_state state = {
        .day = code.achieved_day + 1 + generate_below(generate_mix(link), 10),
        .expires_day = merit_day_months_before(code.achieved_day, -CODE_MONTHS),
        .unlinked_day = MERIT_NO_DAY,
    };
    if (strstr(name, "-900") != NULL) {
        state.expires_day = MERIT_NO_DAY;
    }
    if (state.day < plan->first_day) {
        state.day = plan->first_day + generate_below(link, CODE_OPENING_DAYS);
    }
    code_add_state(&code, &state);
    choose_renewals(plan, hash, &code);
    choose_leaving(plan, person_hash, &code);
    *ret_code = code;
    return true;
}
