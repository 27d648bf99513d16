/* Fetching ahead finds the right records and changes nothing. */
#include "base/memory.h"
#include "check_main.h"
#include "rules/program_load.h"
#include "task/ensemble.h"

static struct merit_event usage_of(const char *id, const char *tenant, int32_t as_of_day)
{
    return (struct merit_event){
        .kind = MERIT_EVENT_USAGE,
        .event_id = merit_text_of(id),
        .occurred_at = 19300 * MERIT_MICROS_PER_DAY,
        .timestamp = 19300 * MERIT_MICROS_PER_DAY,
        .usage = {merit_text_of(tenant),
                  merit_text_of("m365/teams"),
                  merit_text_of(NULL),
                  merit_text_of(NULL),
                  as_of_day,
                  {20, 40, MERIT_NO_FIGURE}},
    };
}

static struct merit_event claim_of(const char *id, const char *tenant, const char *partner)
{
    return (struct merit_event){
        .kind = MERIT_EVENT_ASSOCIATION,
        .event_id = merit_text_of(id),
        .occurred_at = 19300 * MERIT_MICROS_PER_DAY,
        .timestamp = 19300 * MERIT_MICROS_PER_DAY,
        .association = {.association_id = merit_text_of(id),
                        .partner_id = merit_text_of(partner),
                        .tenant_id = merit_text_of(tenant),
                        .status = MERIT_STATUS_ACTIVE,
                        .start_day = 19000,
                        .end_day = MERIT_NO_DAY},
    };
}

static void apply(struct ensemble *ensemble, const struct merit_event *event)
{
    ck_assert_int_eq(ensemble_offer(ensemble, event).bad, MERIT_BAD_NONE);
    while (ensemble_step(ensemble)) {
    }
}

static void start(struct rules **rules, struct ensemble *ensemble)
{
    static const struct partner_settings settings = {1, 1, {70}};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    *rules = rules_load(MERIT_SOURCE_DIR "/config/rules", &errors);
    ck_assert_ptr_nonnull(*rules);
    yaml_errors_fini(&errors);
    struct ensemble_config config = {(*rules)->program, &settings, 1};
    ensemble_init(ensemble, &config);
}

START_TEST(facts_are_those_of_the_partners_attached)
{
    struct rules *rules;
    struct ensemble ensemble;
    start(&rules, &ensemble);
    struct merit_event claims[] = {claim_of("a1", "fabrikam", "contoso"),
                                   claim_of("a2", "fabrikam", "adatum")};
    apply(&ensemble, &claims[0]);
    apply(&ensemble, &claims[1]);
    struct merit_event usage = usage_of("u1", "fabrikam", 19290);
    struct warm_fact facts[WARM_MAX];
    const struct attribution *attribution = &ensemble.tasks[0].attribution;
    ck_assert_uint_eq(warm_facts_of(attribution, &usage, facts, WARM_MAX), 2);
    ck_assert(merit_text_equal(facts[0].partner_id, merit_text_of("contoso")));
    ck_assert(merit_text_equal(facts[1].partner_id, merit_text_of("adatum")));
    ck_assert(merit_text_equal(facts[1].names.product, merit_text_of("m365/teams")));
    ck_assert_uint_eq(warm_facts_of(attribution, &usage, facts, 1), 1);
    struct merit_event stranger = usage_of("u2", "nobody", 19290);
    ck_assert_uint_eq(warm_facts_of(attribution, &stranger, facts, WARM_MAX), 0);
    ck_assert_uint_eq(warm_facts_of(attribution, &claims[0], facts, WARM_MAX), 0);
    ensemble_fini(&ensemble);
    rules_free(rules);
}
END_TEST

START_TEST(a_hint_changes_nothing)
{
    struct rules *rules;
    struct ensemble ensemble;
    start(&rules, &ensemble);
    struct merit_event claim = claim_of("a1", "fabrikam", "contoso");
    struct merit_event known = usage_of("u1", "fabrikam", 19290);
    struct merit_event stranger = usage_of("u2", "nobody", 19290);
    const struct merit_event *events[] = {&claim, &known, &stranger};
    ensemble_warm(&ensemble, events, 3); /* of an empty state */
    apply(&ensemble, &claim);
    apply(&ensemble, &known);
    size_t count = ensemble.tasks[0].state.count;
    size_t bytes = ensemble.tasks[0].state.bytes;
    ensemble_warm(&ensemble, events, 3);
    ck_assert_uint_eq(ensemble.tasks[0].state.count, count);
    ck_assert_uint_eq(ensemble.tasks[0].state.bytes, bytes);
    ensemble_fini(&ensemble);
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("warm", facts_are_those_of_the_partners_attached, a_hint_changes_nothing)
