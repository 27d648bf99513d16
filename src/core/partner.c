/* One partner's evaluation: from sums to score changes and designation events, in the contract's
 * order. */
#include "core/partner.h"

#include "base/memory.h"

#include <assert.h>

enum { OUTPUTS_FIRST = 16 };

void output_list_fini(struct output_list *list)
{
    memory_free(list->items);
    *list = (struct output_list){0};
}

/* ---- what every output has in common ----------------------------------------------------- */

static const struct merit_span *span_on(const struct merit_program *program,
                                        uint8_t designation,
                                        int32_t day)
{
    const struct merit_designation *of = &program->designations[designation];
    return &of->spans[merit_designation_span(of, day)];
}

/* The date of the version in force; for all_id the latest of those of all its designations. */
static int32_t version_day(const struct merit_program *program, uint8_t designation, int32_t day)
{
    if (designation < program->designation_count) {
        return span_on(program, designation, day)->version_day;
    }
    int32_t latest = INT32_MIN;
    for (uint8_t i = 0; i < program->standing.all_of_count; i++) {
        int32_t version = span_on(program, program->standing.all_of[i], day)->version_day;
        latest = version > latest ? version : latest;
    }
    return latest;
}

static bool rules_begin(const struct merit_program *program, uint8_t designation, int32_t day)
{
    if (designation < program->designation_count) {
        return merit_program_rules_begin(program, designation, day);
    }
    for (uint8_t i = 0; i < program->standing.all_of_count; i++) {
        if (merit_program_rules_begin(program, program->standing.all_of[i], day)) {
            return true;
        }
    }
    return false;
}

static void fill_output(const struct partner_moment *moment,
                        uint8_t designation,
                        struct merit_output *output)
{
    const struct merit_program *program = moment->program;
    output->partner_id = moment->partner_id;
    output->designation = designation < program->designation_count
                              ? program->designations[designation].id
                              : program->standing.all_id;
    output->effective_day = moment->day;
    output->occurred_at = moment->occurred_at;
    output->cause = MERIT_CAUSE_EVENT;
    if (moment->rules_changed) {
        output->cause = MERIT_CAUSE_RULES;
    } else if (moment->at_start) {
        output->cause =
            rules_begin(program, designation, moment->day) ? MERIT_CAUSE_RULES : MERIT_CAUSE_TIME;
    }
    output->cause_event_id = moment->event_id;
    output->version_day = version_day(program, designation, moment->day);
    output->program_hash = program->hash;
}

static struct merit_output *add_output(struct output_list *list,
                                       const struct partner_moment *moment,
                                       uint8_t designation)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? OUTPUTS_FIRST : list->capacity * 2;
        list->items = memory_resize(list->items, list->capacity * sizeof *list->items);
    }
    struct merit_output *output = arena_take(list->arena, sizeof *output);
    list->items[list->count++] = output;
    fill_output(moment, designation, output);
    return output;
}

/* ---- score changes ----------------------------------------------------------------------- */

/* One designation at the moment. */
struct evaluated {
    uint8_t designation;
    const struct merit_span *span;
    const merit_int128 *sums;
    struct metric_summary summary;
};

static uint8_t find_crossings(const struct partner_settings *settings,
                              int64_t before,
                              int64_t after,
                              struct merit_crossing *crossings)
{
    uint8_t count = 0;
    for (uint8_t i = 0; i < settings->threshold_count; i++) {
        int32_t threshold = settings->thresholds[i];
        bool was_below = before < threshold;
        bool is_below = after < threshold;
        if (was_below != is_below) {
            crossings[count++] = (struct merit_crossing){threshold, was_below};
        }
    }
    return count;
}

/* Says a score change where it is one (contract §2: qualified changed, a threshold was crossed, or
 * the rounded total differs by min_points from the one last sent). */
static void say_score(const struct partner_moment *moment,
                      const struct evaluated *evaluated,
                      struct standing *standing,
                      struct output_list *outputs)
{
    const struct metric_summary *summary = &evaluated->summary;
    struct merit_crossing crossings[MERIT_THRESHOLDS_MAX];
    int64_t whole = merit_ratio_floor(summary->total);
    uint8_t crossed = find_crossings(moment->settings, standing->sent_floor, whole, crossings);
    int64_t difference = summary->hundredths - standing->sent_hundredths;
    difference = difference < 0 ? -difference : difference;
    standing->hundredths = summary->hundredths;
    if (summary->qualified == standing->sent_qualified && crossed == 0 &&
        (difference == 0 || difference < moment->settings->min_hundredths)) {
        return;
    }
    struct merit_output *output = add_output(outputs, moment, evaluated->designation);
    output->kind = MERIT_OUTPUT_SCORE_CHANGED;
    struct merit_score_changed *changed = &output->score_changed;
    changed->sequence = ++standing->score_sequence;
    changed->previous_hundredths = standing->sent_hundredths;
    changed->previously_qualified = standing->sent_qualified;
    changed->crossing_count = crossed;
    memcpy(changed->crossings, crossings, crossed * sizeof crossings[0]);
    metric_score(evaluated->span, evaluated->sums, summary, &changed->score);
    standing->sent_hundredths = summary->hundredths;
    standing->sent_floor = whole;
    standing->sent_qualified = summary->qualified;
}

/* ---- specializations --------------------------------------------------------------------- */

static bool names_specialization(const struct merit_designation *designation, const char *name)
{
    for (uint8_t i = 0; i < designation->specialization_count; i++) {
        if (strcmp(designation->specializations[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Those of the designation that no other one held opens too: newly opened, or newly closed. */
static void find_specializations(const struct merit_program *program,
                                 uint8_t designation,
                                 const struct standing *standings,
                                 struct merit_designation_event *event)
{
    const struct merit_designation *of = &program->designations[designation];
    for (uint8_t i = 0; i < of->specialization_count; i++) {
        bool elsewhere = false;
        for (uint8_t d = 0; d < program->designation_count; d++) {
            elsewhere = elsewhere ||
                        (d != designation && standing_is_held(&standings[d]) &&
                         names_specialization(&program->designations[d], of->specializations[i]));
        }
        if (!elsewhere) {
            event->specializations[event->specialization_count++] = of->specializations[i];
        }
    }
}

/* ---- transitions ------------------------------------------------------------------------- */

static void say_transition(const struct partner_moment *moment,
                           uint8_t designation,
                           enum merit_transition transition,
                           struct standing *standings,
                           struct output_list *outputs)
{
    struct standing *standing = &standings[designation];
    struct merit_output *output = add_output(outputs, moment, designation);
    output->kind = MERIT_OUTPUT_DESIGNATION;
    if (transition == MERIT_LAPSED) {
        output->cause = MERIT_CAUSE_TIME;
    }
    struct merit_designation_event *event = &output->designation_event;
    event->sequence = ++standing->event_sequence;
    event->score_sequence = standing->score_sequence;
    event->transition = transition;
    event->hundredths = standing->hundredths;
    event->specialization_count = 0;
    bool is_all = designation == moment->program->designation_count;
    event->anniversary_day = is_all ? MERIT_NO_DAY : standing->anniversary_day;
    if (!is_all && (transition == MERIT_ATTAINED || transition == MERIT_LAPSED)) {
        find_specializations(moment->program, designation, standings, event);
    }
}

static bool holds_all(const struct merit_standing_rules *rules, const struct standing *standings)
{
    for (uint8_t i = 0; i < rules->all_of_count; i++) {
        if (!standing_is_held(&standings[rules->all_of[i]])) {
            return false;
        }
    }
    return rules->all_of_count > 0;
}

/* Every lapse of the day, in order; that of all_id right after the first. */
static void lapse(const struct partner_moment *moment,
                  struct standing *standings,
                  struct output_list *outputs)
{
    const struct merit_program *program = moment->program;
    struct standing *all = &standings[program->designation_count];
    for (uint8_t d = 0; d < program->designation_count; d++) {
        if (!standing_lapse(&standings[d], &program->standing, moment->day)) {
            continue;
        }
        say_transition(moment, d, MERIT_LAPSED, standings, outputs);
        if (standing_is_held(all) && !holds_all(&program->standing, standings)) {
            all->status = MERIT_STATUS_NOT_ATTAINED;
            all->attained_day = MERIT_NO_DAY;
            say_transition(moment, program->designation_count, MERIT_LAPSED, standings, outputs);
        }
    }
}

static void attain_all(const struct partner_moment *moment,
                       struct standing *standings,
                       struct output_list *outputs)
{
    const struct merit_program *program = moment->program;
    struct standing *all = &standings[program->designation_count];
    if (!standing_is_held(all) && holds_all(&program->standing, standings)) {
        all->status = MERIT_STATUS_ATTAINED;
        all->attained_day = moment->day;
        say_transition(moment, program->designation_count, MERIT_ATTAINED, standings, outputs);
    }
}

static int32_t shared_anniversary(const struct merit_program *program,
                                  uint8_t designation,
                                  const struct standing *standings)
{
    int32_t latest = MERIT_NO_DAY;
    for (uint8_t d = 0; d < program->designation_count; d++) {
        if (d != designation && standing_is_held(&standings[d]) &&
            standings[d].anniversary_day > latest) {
            latest = standings[d].anniversary_day;
        }
    }
    return latest;
}

static void evaluate_designation(const struct partner_moment *moment,
                                 uint8_t designation,
                                 const merit_int128 *sums,
                                 struct standing *standings,
                                 struct output_list *outputs)
{
    const struct merit_program *program = moment->program;
    struct standing *standing = &standings[designation];
    struct evaluated evaluated = {
        .designation = designation,
        .span = span_on(program, designation, moment->day),
        .sums = sums,
    };
    metric_summarize(evaluated.span, sums, &evaluated.summary);
    say_score(moment, &evaluated, standing, outputs);
    struct standing_moment now = {
        .day = moment->day,
        .at_start = moment->at_start,
        .qualified = evaluated.summary.qualified,
        .has_points = evaluated.summary.total.numerator > 0,
        .shared_day = shared_anniversary(program, designation, standings),
    };
    enum merit_transition transition;
    if (standing_evaluate(standing, &program->standing, &now, &transition)) {
        say_transition(moment, designation, transition, standings, outputs);
    }
    if (standing_renew(standing, &program->standing, moment->day)) {
        say_transition(moment, designation, MERIT_RENEWED, standings, outputs);
    }
}

void partner_evaluate(const struct partner_moment *moment,
                      const struct partner_sums *sums,
                      struct standing *standings,
                      struct output_list *outputs)
{
    bool by_event = !moment->at_start && !moment->rules_changed;
    assert(by_event != merit_text_is_null(moment->event_id));
    if (!by_event) {
        lapse(moment, standings, outputs);
    }
    for (uint8_t d = 0; d < moment->program->designation_count; d++) {
        if (sums->of[d] != NULL) {
            evaluate_designation(moment, d, sums->of[d], standings, outputs);
        }
    }
    attain_all(moment, standings, outputs);
}

void partner_adopt_all(const struct merit_program *program, struct standing *standings)
{
    struct standing *all = &standings[program->designation_count];
    if (!holds_all(&program->standing, standings)) {
        return;
    }
    all->status = MERIT_STATUS_ATTAINED;
    for (uint8_t i = 0; i < program->standing.all_of_count; i++) {
        int32_t day = standings[program->standing.all_of[i]].attained_day;
        all->attained_day = day > all->attained_day ? day : all->attained_day;
    }
}

int32_t partner_adopted_day(const struct merit_program *program,
                            const struct standing *standings,
                            int32_t day)
{
    int32_t least = MERIT_NEVER;
    for (uint8_t d = 0; d < program->designation_count; d++) {
        if (standing_is_held(&standings[d])) {
            least = merit_day_earlier(least, standings[d].anniversary_day);
        }
    }
    return least < day ? day : least;
}

int32_t partner_next_day(const struct merit_program *program,
                         const struct standing *standings,
                         int32_t day)
{
    int32_t next = MERIT_NEVER;
    for (uint8_t d = 0; d < program->designation_count; d++) {
        int32_t own = standing_next_day(&standings[d], &program->standing, day);
        next = own < next ? own : next;
    }
    return next;
}

void partner_score(const struct partner_moment *moment,
                   uint8_t designation,
                   const merit_int128 *sums,
                   const struct standing *standing,
                   struct merit_output *ret_output)
{
    *ret_output = (struct merit_output){.kind = MERIT_OUTPUT_SCORE};
    fill_output(moment, designation, ret_output);
    struct merit_designation_score *score = &ret_output->score;
    score->sequence = standing->score_sequence;
    score->status = (enum merit_status)standing->status;
    score->attained_day = standing->attained_day;
    if (designation == moment->program->designation_count) {
        score->anniversary_day = MERIT_NO_DAY;
        score->score.total = (struct merit_ratio){0, 1};
        return;
    }
    score->anniversary_day = standing->anniversary_day;
    const struct merit_span *span = span_on(moment->program, designation, moment->day);
    struct metric_summary summary;
    metric_summarize(span, sums, &summary);
    metric_score(span, sums, &summary, &score->score);
}
