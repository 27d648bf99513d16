/* What changed between two days adds up, under every designation, and its causes are true: of what
 * events, associations, certificates and rules there were, as they are found without the product.
 */
#include "check_main.h"
#include "history.h"
#include "partners.h"
#include "task/explain.h"
#include "task/explain_between.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 40, DAYS_APART = 41 };

static struct {
    uint64_t changes;
    uint64_t reasons[MERIT_REASON_COUNT];
} seen;

static char about[160];

#define expect(condition) ck_assert_msg(condition, "%s: %s", about, #condition)

/* ---- sums -------------------------------------------------------------------------------- */

static bool is_sum_of(struct merit_ratio sum, struct merit_ratio before, struct merit_ratio after)
{
    return merit_ratio_compare(explain_difference(before, after), sum) == 0;
}

/* The parts sum to what the option's actual, or of a growth its sum and its base, changed by. */
static void check_sums(const struct merit_option_change *change)
{
    struct merit_ratio sum = change->rest;
    struct merit_ratio base = change->rest_base;
    for (uint32_t i = 0; i < change->part_count; i++) {
        const struct merit_change_part *part = &change->parts[i];
        struct merit_ratio *to = part->of_base ? &base : &sum;
        *to = merit_ratio_reduce(merit_ratio_add(*to, part->difference));
        expect(part->difference.numerator != 0);
        seen.changes++;
        seen.reasons[part->reason]++;
    }
    struct merit_ratio none = {0, 1};
    const struct merit_option_explained *before = change->before;
    const struct merit_option_explained *after = change->after;
    const struct merit_option_explained *any = after != NULL ? after : before;
    if (any->option->measure.kind != MERIT_MEASURE_PERCENT) {
        expect(is_sum_of(sum, before == NULL ? none : before->actual,
                         after == NULL ? none : after->actual));
        return;
    }
    expect(is_sum_of(sum, before == NULL ? none : explain_said_amount(before, before->sum),
                     after == NULL ? none : explain_said_amount(after, after->sum)));
    expect(is_sum_of(base, before == NULL ? none : explain_said_amount(before, before->base),
                     after == NULL ? none : explain_said_amount(after, after->base)));
}

/* ---- events ------------------------------------------------------------------------------ */

/* A history so far, and the two days: (from_day, to_day] lies between them. */
struct between {
    const struct merit_event *events;
    size_t count; /* up to the second day */
    int32_t from_day;
    int32_t to_day;
    struct merit_text partner;
};

static bool is_between(const struct between *between, int32_t day)
{
    return day > between->from_day && day <= between->to_day;
}

static bool came_between(const struct between *between, const struct merit_event *event)
{
    return is_between(between, merit_day_of_micros(event->timestamp));
}

/* A report of the tenant. */
static bool was_reported(const struct between *between, const struct merit_change_part *part)
{
    bool found = false;
    for (size_t i = 0; i < between->count && !found; i++) {
        const struct merit_event *event = &between->events[i];
        found = event->kind == MERIT_EVENT_USAGE && came_between(between, event) &&
                merit_text_equal(event->usage.tenant_id, part->name);
    }
    return found;
}

/* A report of a later day, known by the first one. */
static bool was_reported_ahead(const struct between *between, const struct merit_change_part *part)
{
    bool found = false;
    for (size_t i = 0; i < between->count && !found; i++) {
        const struct merit_event *event = &between->events[i];
        found = event->kind == MERIT_EVENT_USAGE && !came_between(between, event) &&
                is_between(between, event->usage.as_of_day) &&
                merit_text_equal(event->usage.tenant_id, part->name);
    }
    return found;
}

/* Between the days that a rule looks at as now: on the first they may be the end of the month
 * before the month before. */
static bool is_between_moments(const struct between *between, int32_t day)
{
    enum { MONTHS = 62 };
    return day > between->from_day - MONTHS && day <= between->to_day;
}

/* An association in the tenant came, began or ended. */
static bool was_associated(const struct between *between, const struct merit_change_part *part)
{
    bool found = false;
    for (size_t i = 0; i < between->count && !found; i++) {
        const struct merit_event *event = &between->events[i];
        found = event->kind == MERIT_EVENT_ASSOCIATION &&
                merit_text_equal(event->association.tenant_id, part->name) &&
                (came_between(between, event) ||
                 is_between_moments(between, event->association.start_day) ||
                 is_between_moments(between, event->association.end_day));
    }
    return found;
}

static bool was_certified(const struct between *between, const struct merit_change_part *part)
{
    bool found = false;
    for (size_t i = 0; i < between->count && !found; i++) {
        const struct merit_event *event = &between->events[i];
        const struct merit_certification *of = &event->certification;
        found = event->kind == MERIT_EVENT_CERTIFICATION &&
                merit_text_equal(of->person_id, part->name) &&
                (came_between(between, event) || is_between(between, of->achieved_day) ||
                 is_between(between, of->linked_day));
    }
    return found;
}

/* Any event that names the contributor, up to the first day. */
static bool was_known(const struct between *between, const struct merit_change_part *part)
{
    bool found = false;
    for (size_t i = 0; i < between->count && !found; i++) {
        const struct merit_event *event = &between->events[i];
        bool before = merit_day_of_micros(event->timestamp) <= between->from_day;
        if (event->kind == MERIT_EVENT_USAGE && !part->person) {
            found = before && merit_text_equal(event->usage.tenant_id, part->name) &&
                    merit_text_equal(event->usage.product, part->product);
        } else if (event->kind == MERIT_EVENT_CERTIFICATION && part->person) {
            found = before && merit_text_equal(event->certification.person_id, part->name) &&
                    merit_text_equal(event->certification.partner_id, between->partner);
        }
    }
    return found;
}

/* Some event by the first day gives the association to another partner. */
static bool is_elsewhere(const struct between *between, const struct merit_association *of)
{
    bool found = false;
    for (size_t i = 0; i < between->count && !found; i++) {
        const struct merit_event *event = &between->events[i];
        found = event->kind == MERIT_EVENT_ASSOCIATION &&
                merit_day_of_micros(event->timestamp) <= between->from_day &&
                merit_text_equal(event->association.tenant_id, of->tenant_id) &&
                merit_text_equal(event->association.association_id, of->association_id) &&
                !merit_text_equal(event->association.partner_id, of->partner_id);
    }
    return found;
}

/* The partner surely had an association in the tenant on the first day. */
static bool was_partners(const struct between *between, const struct merit_change_part *part)
{
    bool found = false;
    for (size_t i = 0; i < between->count && !found; i++) {
        const struct merit_event *event = &between->events[i];
        found = event->kind == MERIT_EVENT_ASSOCIATION &&
                merit_day_of_micros(event->timestamp) <= between->from_day &&
                merit_text_equal(event->association.tenant_id, part->name) &&
                merit_text_equal(event->association.partner_id, between->partner) &&
                !is_elsewhere(between, &event->association);
    }
    return found;
}

static bool is_of_another_month(const struct between *between)
{
    struct merit_date from = merit_date_of_day(between->from_day);
    struct merit_date to = merit_date_of_day(between->to_day);
    return from.year != to.year || from.month != to.month;
}

/* ---- rules ------------------------------------------------------------------------------- */

static bool same_quantity(const struct merit_span *a,
                          uint8_t quantity_a,
                          const struct merit_span *b,
                          uint8_t quantity_b)
{
    if (quantity_a == MERIT_NONE || quantity_b == MERIT_NONE) {
        return quantity_a == quantity_b;
    }
    const struct merit_quantity *x = &a->quantities[quantity_a];
    const struct merit_quantity *y = &b->quantities[quantity_b];
    return x->figure == y->figure && x->moment == y->moment && x->months_back == y->months_back &&
           x->months == y->months && x->types == y->types &&
           x->excluded_offers == y->excluded_offers;
}

static bool same_comparisons(const struct merit_span *a,
                             uint8_t first_a,
                             const struct merit_span *b,
                             uint8_t first_b,
                             uint8_t count)
{
    bool same = true;
    for (uint8_t i = 0; i < count; i++) {
        const struct merit_comparison *x = &a->comparisons[first_a + i];
        const struct merit_comparison *y = &b->comparisons[first_b + i];
        same = same && x->compare == y->compare && x->left_factor == y->left_factor &&
               x->constant == y->constant && same_quantity(a, x->left, b, y->left) &&
               same_quantity(a, x->right, b, y->right) &&
               (x->right == MERIT_NONE || x->right_factor == y->right_factor);
    }
    return same;
}

static bool same_term(const struct merit_span *a,
                      const struct merit_term *x,
                      const struct merit_span *b,
                      const struct merit_term *y)
{
    if (x->kind != y->kind || memcmp(&x->products, &y->products, sizeof x->products) != 0) {
        return false;
    }
    if (x->kind == MERIT_TERM_SUM) {
        return x->factor == y->factor && same_quantity(a, x->now, b, y->now) &&
               same_quantity(a, x->base, b, y->base);
    }
    return x->now_count == y->now_count && x->base_count == y->base_count &&
           same_comparisons(a, x->now, b, y->now, x->now_count) &&
           same_comparisons(a, x->base, b, y->base, x->base_count);
}

/* A part can only be of the rules where something that makes amounts differs: terms, flags, slots
 * or requirements; never points, targets and qualification. */
static bool same_amounts(const struct merit_span *a, const struct merit_span *b)
{
    bool same = a->term_count == b->term_count && a->flag_count == b->flag_count &&
                a->slot_count == b->slot_count && a->requirement_count == b->requirement_count &&
                a->month_closes_after_days == b->month_closes_after_days;
    for (uint8_t i = 0; same && i < a->term_count; i++) {
        same = same_term(a, &a->terms[i], b, &b->terms[i]);
    }
    for (uint8_t i = 0; same && i < a->slot_count; i++) {
        same = memcmp(&a->slots[i], &b->slots[i], sizeof a->slots[i]) == 0;
    }
    for (uint8_t i = 0; same && i < a->flag_count; i++) {
        same = memcmp(&a->flags[i].products, &b->flags[i].products, sizeof a->flags[i].products) ==
                   0 &&
               a->flags[i].constant == b->flags[i].constant &&
               a->flags[i].types == b->flags[i].types;
    }
    return same;
}

static bool same_requirement(const struct merit_requirement *x, const struct merit_requirement *y)
{
    return x->combination_count == y->combination_count &&
           memcmp(x->combinations, y->combinations,
                  x->combination_count * sizeof *x->combinations) == 0;
}

static bool rules_differ(const struct merit_change *change,
                         const struct merit_option_change *option,
                         const struct merit_change_part *part)
{
    const struct merit_span *a = change->before->span;
    const struct merit_span *b = change->after->span;
    if (option->before == NULL || option->after == NULL) {
        return a != b;
    }
    if (!part->person) {
        return !same_amounts(a, b);
    }
    uint8_t before = a->slots[option->before->option->measure.slot].requirement;
    uint8_t after = b->slots[option->after->option->measure.slot].requirement;
    return !same_requirement(&a->requirements[before], &b->requirements[after]);
}

/* ---- causes ------------------------------------------------------------------------------ */

static bool is_compared_elsewhere(const struct merit_change_part *part)
{
    return part->before->figure == MERIT_NONE ||
           part->before->before.day != part->after->before.day;
}

static bool is_true(const struct between *between,
                    const struct merit_change *change,
                    const struct merit_option_change *option,
                    const struct merit_change_part *part)
{
    bool gained = part->difference.numerator > 0;
    switch ((int)part->reason) {
    case MERIT_REASON_REPORTED:
    case MERIT_REASON_REPORTED_BEFORE:
        return was_reported(between, part);
    case MERIT_REASON_REPORT_BEGINS:
        return was_reported_ahead(between, part);
    case MERIT_REASON_MONTH_CLOSES:
        return is_of_another_month(between);
    case MERIT_REASON_FAR_EDGE_MOVED:
        return is_compared_elsewhere(part);
    case MERIT_REASON_CLAIM_MOVED:
        return is_compared_elsewhere(part) && was_associated(between, part);
    case MERIT_REASON_ASSOCIATION_HOLDS:
    case MERIT_REASON_ASSOCIATION_CHANGED:
        return was_associated(between, part);
    case MERIT_REASON_CERTIFICATION_GAINED:
        return gained && was_certified(between, part);
    case MERIT_REASON_CONDITION_MET:
        return (part->before->closed && !part->after->closed) ||
               (gained && (!part->after->check.made || part->after->check.holds ||
                           rules_differ(change, option, part)));
    case MERIT_REASON_FIRST_SEEN:
        return !was_known(between, part) || (!part->person && !was_partners(between, part));
    case MERIT_REASON_RULES_CHANGED:
        return rules_differ(change, option, part);
    default:
        /* What it is now. */
        return part->reason != MERIT_REASON_COUNT;
    }
}

static const char *said_of(const struct merit_contribution *row)
{
    return row == NULL ? "none" : merit_reason_code(row->why.reason);
}

static void check_causes(const struct between *between,
                         const struct merit_change *change,
                         const struct merit_option_change *option)
{
    for (uint32_t i = 0; i < option->part_count; i++) {
        const struct merit_change_part *part = &option->parts[i];
        bool contributor = !merit_text_is_null(part->name);
        ck_assert_msg(!contributor || is_true(between, change, option, part),
                      "%s: %s %s: %d/%d %s (%s, %s) of %.*s %.*s", about, option->path,
                      option->metric, (int)part->difference.numerator,
                      (int)part->difference.denominator, merit_reason_code(part->reason),
                      said_of(part->before), said_of(part->after), (int)part->name.length,
                      part->name.at, (int)part->product.length,
                      part->product.at == NULL ? "" : part->product.at);
    }
}

/* ---- a history --------------------------------------------------------------------------- */

struct remembered {
    struct partners partners;
    struct partner_copy copies[PARTNERS_MAX]; /* of the first day */
};

static uint32_t options_of(const struct merit_explanation *of, const struct merit_change *change)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < change->option_count; i++) {
        count += of == change->after ? change->options[i].after != NULL
                                     : change->options[i].before != NULL;
    }
    return count;
}

static uint32_t options_in(const struct merit_explanation *of)
{
    uint32_t count = 0;
    for (uint8_t p = 0; p < of->path_count; p++) {
        for (uint8_t m = 0; m < of->paths[p].score.metric_count; m++) {
            count += of->paths[p].metrics[m].option_count;
        }
    }
    return count;
}

static void check_partner(struct partner_copy *then,
                          struct partner_copy *now,
                          const struct between *between)
{
    static struct explain_between steps_between;
    const struct merit_program *program = now->scoring.config.program;
    explain_between_open(&steps_between, then, now, between->partner);
    for (uint8_t d = 0; d < program->designation_count; d++) {
        struct arena arena = {0};
        static struct merit_explanation before;
        static struct merit_explanation after;
        struct explain_steps steps = {{&before, NULL, NULL, NULL, &after}};
        struct merit_change change;
        explain_partner(then, between->partner, d, &arena, &before);
        explain_partner(now, between->partner, d, &arena, &after);
        explain_between_steps(&steps_between, d, &arena, &steps);
        explain_change(&steps, &arena, &change);
        expect(options_of(&before, &change) == options_in(&before));
        expect(options_of(&after, &change) == options_in(&after));
        for (uint32_t i = 0; i < change.option_count; i++) {
            check_sums(&change.options[i]);
            check_causes(between, &change, &change.options[i]);
        }
        arena_fini(&arena);
    }
    explain_between_fini(&steps_between);
}

/* Of a pair of days: on the first the copies are taken, on the second compared. */
static void look(struct world *world,
                 struct remembered *remembered,
                 bool second,
                 struct between *between)
{
    const struct merit_text *ids = remembered->partners.ids;
    for (uint32_t i = 0; i < remembered->partners.count; i++) {
        const struct scoring *scoring = ensemble_scoring_of(&world->ensemble, ids[i]);
        if (!second) {
            partner_copy_open(&remembered->copies[i], scoring, ids[i]);
            continue;
        }
        struct partner_copy now;
        partner_copy_open(&now, scoring, ids[i]);
        between->partner = ids[i];
        check_partner(&remembered->copies[i], &now, between);
        partner_copy_fini(&now);
        partner_copy_fini(&remembered->copies[i]);
    }
}

static void check_history(uint64_t seed)
{
    bool all_six = seed % 2 == 0;
    struct history_options options = {.days_in_order = true, .all_six = all_six};
    static struct remembered remembered;
    struct between between = {0};
    size_t count = 0;
    struct history *history = history_make(seed, options, &between.events, &count);
    remembered.partners = find_partners(between.events, count);
    struct world world;
    world_init(&world, all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK, 1, 0);
    int32_t day = merit_day_of_micros(between.events[0].timestamp);
    bool second = false;
    for (; day <= history_last_day() || second; day += DAYS_APART) {
        while (between.count < count &&
               merit_day_of_micros(between.events[between.count].timestamp) <= day) {
            world_event(&world, &between.events[between.count++]);
        }
        world_day(&world, day);
        between.to_day = day;
        snprintf(about, sizeof about, "seed %" PRIu64 ", day %" PRId32, seed, day);
        look(&world, &remembered, second, &between);
        between.from_day = day;
        second = !second;
        world_clear(&world);
    }
    world_fini(&world);
    history_free(history);
}

START_TEST(what_changed_adds_up_and_its_causes_are_true)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        check_history(seed);
    }
    ck_assert_uint_gt(seen.changes, 1000);
    printf("%" PRIu64 " changes;", seen.changes);
    for (int reason = 0; reason < MERIT_REASON_COUNT; reason++) {
        if (seen.reasons[reason] > 0) {
            printf(" %s %" PRIu64, merit_reason_code((enum merit_reason)reason),
                   seen.reasons[reason]);
        }
    }
    printf("\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("explain_changes");
    TCase *tcase = tcase_create("explain_changes");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, what_changed_adds_up_and_its_causes_are_true);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
