/* Looking things up in a rule program, and completing a compiled one. */
#include "merit/program.h"

#include "core/comparison.h"
#include "core/program_hash.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* ---- names ------------------------------------------------------------------------------- */

static int32_t find_text(const struct merit_text *texts, int32_t count, struct merit_text text)
{
    int32_t low = 0;
    int32_t high = count - 1;
    while (low <= high) {
        int32_t middle = (low + high) / 2;
        int order = merit_text_compare(texts[middle], text);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle - 1;
        }
    }
    return -1;
}

static int32_t find_product(const struct merit_program *program,
                            struct merit_text name,
                            bool family)
{
    int32_t low = 0;
    int32_t high = program->product_count - 1;
    while (low <= high) {
        int32_t middle = (low + high) / 2;
        const struct merit_product_entry *entry = &program->products[middle];
        int order = merit_text_compare(entry->name, name);
        if (order == 0) {
            return entry->family == family ? middle : -1;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle - 1;
        }
    }
    return -1;
}

uint16_t merit_program_product(const struct merit_program *program, struct merit_text product)
{
    int32_t found = find_product(program, product, false);
    if (found < 0 && product.length > 0) {
        const char *slash = memchr(product.at, '/', product.length);
        if (slash != NULL) {
            struct merit_text family = {product.at, (uint32_t)(slash - product.at) + 1};
            found = find_product(program, family, true);
        }
    }
    return found < 0 ? MERIT_PRODUCT_NONE : (uint16_t)found;
}

uint32_t merit_program_offer(const struct merit_program *program, struct merit_text offer)
{
    if (merit_text_is_null(offer)) {
        return 0;
    }
    int32_t found = find_text(program->offers, program->offer_count, offer);
    return found < 0 ? 0 : UINT32_C(1) << found;
}

uint32_t merit_program_code(const struct merit_program *program, struct merit_text code)
{
    int32_t found = find_text(program->codes, program->code_count, code);
    return found < 0 ? program->code_count : (uint32_t)found;
}

uint8_t merit_program_designation(const struct merit_program *program, struct merit_text id)
{
    for (uint8_t d = 0; d < program->designation_count; d++) {
        if (merit_text_equal(id, merit_text_of(program->designations[d].id))) {
            return d;
        }
    }
    const char *all_id = program->standing.all_id;
    bool is_all = all_id != NULL && merit_text_equal(id, merit_text_of(all_id));
    return is_all ? program->designation_count : MERIT_NONE;
}

/* ---- dates ------------------------------------------------------------------------------- */

uint8_t merit_designation_span(const struct merit_designation *designation, int32_t day)
{
    uint8_t span = 0;
    while (span + 1 < designation->span_count && designation->spans[span + 1].from_day <= day) {
        span++;
    }
    return span;
}

bool merit_designation_changes(const struct merit_designation *designation, int32_t day)
{
    for (uint8_t i = 1; i < designation->span_count; i++) {
        if (designation->spans[i].from_day == day) {
            return true;
        }
    }
    return false;
}

bool merit_program_rules_begin(const struct merit_program *program,
                               uint8_t designation,
                               int32_t day)
{
    return day == program->standing.first_day ||
           merit_designation_changes(&program->designations[designation], day);
}

int32_t merit_program_next_rule_day(const struct merit_program *program, int32_t day)
{
    int32_t next = program->standing.first_day > day ? program->standing.first_day : MERIT_NEVER;
    for (uint8_t i = 0; i < program->designation_count; i++) {
        const struct merit_designation *designation = &program->designations[i];
        for (uint8_t k = 1; k < designation->span_count; k++) {
            int32_t from = designation->spans[k].from_day;
            if (from > day && from < next) {
                next = from;
            }
        }
    }
    return next;
}

/* ---- completing -------------------------------------------------------------------------- */

static void add_products(struct merit_product_set *to, const struct merit_product_set *set)
{
    for (size_t i = 0; i < sizeof to->words / sizeof *to->words; i++) {
        to->words[i] |= set->words[i];
    }
}

/* True where a quantity's population is that of D, by some types: without an association of one of
 * them it is 0. */
static bool is_of_today(const struct merit_quantity *quantity)
{
    return quantity->types != 0 &&
           ((quantity->moment == MERIT_MOMENT_DAY && quantity->months_back == 0) ||
            quantity->moment == MERIT_MOMENT_CLAIM_SERIES ||
            quantity->moment == MERIT_MOMENT_CLAIM_PRODUCT);
}

/* Adds the types of a quantity; false where it may be other than 0 without them. */
static bool add_types(const struct merit_span *span, uint8_t quantity, uint8_t *types)
{
    if (quantity == MERIT_NONE) {
        return true;
    }
    *types |= span->quantities[quantity].types;
    return is_of_today(&span->quantities[quantity]);
}

/* Adds the types of comparisons that cannot all hold where every figure is 0. */
static bool add_comparisons(const struct merit_span *span,
                            uint8_t first,
                            uint8_t count,
                            uint8_t *types)
{
    bool all_of_today = true;
    bool hold = true;
    for (uint8_t i = 0; i < count; i++) {
        const struct merit_comparison *comparison = &span->comparisons[first + i];
        bool left = add_types(span, comparison->left, types);
        bool right = add_types(span, comparison->right, types);
        all_of_today = all_of_today && left && right;
        hold = hold &&
               comparison_holds((enum merit_compare)comparison->compare, 0, comparison->constant);
    }
    return all_of_today && (count == 0 || !hold);
}

static uint8_t only_types(const struct merit_span *span, const struct merit_term *term)
{
    uint8_t types = 0;
    bool known;
    if (term->kind == MERIT_TERM_SUM) {
        known = add_types(span, term->now, &types);
        known = add_types(span, term->base, &types) && known;
    } else {
        known = add_comparisons(span, term->now, term->now_count, &types);
        known = add_comparisons(span, term->base, term->base_count, &types) && known;
    }
    return known ? types : 0;
}

static void finish_moment(struct merit_span *span, enum merit_moment moment, uint8_t months_back)
{
    switch (moment) {
    case MERIT_MOMENT_DAY:
        span->lookbacks |= UINT32_C(1) << months_back;
        break;
    case MERIT_MOMENT_CLAIM_SERIES:
    case MERIT_MOMENT_CLAIM_PRODUCT:
        /* The population is that of D. */
        span->lookbacks |= UINT32_C(1) << months_back | 1U;
        break;
    case MERIT_MOMENT_MONTH_END:
    case MERIT_MOMENT_MONTHS:
        span->uses_months = true;
        break;
    }
}

static bool differ_in_figure(const struct merit_quantity *a, const struct merit_quantity *b)
{
    return a->moment == b->moment && a->months_back == b->months_back && a->months == b->months &&
           a->types == b->types && a->excluded_offers == b->excluded_offers;
}

static void finish_readings(struct merit_span *span)
{
    for (uint8_t i = 0; i < span->quantity_count; i++) {
        uint8_t first = 0;
        while (!differ_in_figure(&span->quantities[first], &span->quantities[i])) {
            first++;
        }
        span->reading_of[i] = first;
        span->value_at[i] = (uint16_t)(first * MERIT_FIGURE_COUNT + span->quantities[i].figure);
    }
}

static void add_reading(const struct merit_span *span, uint8_t quantity, uint64_t *readings)
{
    if (quantity != MERIT_NONE) {
        uint8_t reading = span->reading_of[quantity];
        readings[reading / 64] |= UINT64_C(1) << (reading % 64);
    }
}

static void add_compared(const struct merit_span *span,
                         uint8_t first,
                         uint8_t count,
                         uint64_t *readings)
{
    for (uint8_t i = 0; i < count; i++) {
        add_reading(span, span->comparisons[first + i].left, readings);
        add_reading(span, span->comparisons[first + i].right, readings);
    }
}

static void finish_term(const struct merit_span *span, struct merit_term *term)
{
    term->only_types = only_types(span, term);
    memset(term->readings, 0, sizeof term->readings);
    if (term->kind == MERIT_TERM_SUM) {
        add_reading(span, term->now, term->readings);
        add_reading(span, term->base, term->readings);
    } else {
        add_compared(span, term->now, term->now_count, term->readings);
        add_compared(span, term->base, term->base_count, term->readings);
    }
}

static void finish_terms(struct merit_span *span)
{
    memset(span->terms_by_types, 0, sizeof span->terms_by_types);
    memset(span->terms_by_product, 0, sizeof span->terms_by_product);
    for (uint8_t t = 0; t < span->term_count; t++) {
        finish_term(span, &span->terms[t]);
        for (uint32_t types = 0; types < 1U << MERIT_TYPE_COUNT; types++) {
            uint8_t only = span->terms[t].only_types;
            bool live = only == 0 || (only & types) != 0;
            span->terms_by_types[types] |= (uint64_t)live << t;
        }
        for (uint32_t entry = 0; entry < MERIT_PRODUCT_ENTRIES_MAX; entry++) {
            bool counted = merit_product_set_has(&span->terms[t].products, entry);
            span->terms_by_product[entry] |= (uint64_t)counted << t;
        }
    }
}

static void finish_use(struct merit_span *span)
{
    for (uint8_t i = 0; i < span->slot_count; i++) {
        uint8_t kind = span->slots[i].kind;
        span->by_product_count =
            (uint8_t)(span->by_product_count + (kind == MERIT_SLOT_BY_PRODUCT));
        span->weighted_count = (uint8_t)(span->weighted_count + (kind == MERIT_SLOT_WEIGHTED));
    }
    for (uint8_t i = 0; i < span->term_count; i++) {
        add_products(&span->products, &span->terms[i].products);
    }
    for (uint8_t i = 0; i < span->quantity_count; i++) {
        const struct merit_quantity *quantity = &span->quantities[i];
        assert(quantity->months_back <= MERIT_MONTHS_BACK_MAX);
        finish_moment(span, (enum merit_moment)quantity->moment, quantity->months_back);
    }
    for (uint8_t i = 0; i < span->flag_count; i++) {
        const struct merit_flag *flag = &span->flags[i];
        if (flag->kind == MERIT_FLAG_ASSOCIATED) {
            assert(flag->months_back <= MERIT_MONTHS_BACK_MAX);
            finish_moment(span, (enum merit_moment)flag->moment, flag->months_back);
        }
    }
}

static int64_t greatest_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* What one point-unit of an option divides by: unit x target numerator, reduced against what it
 * multiplies by. */
static int64_t option_denominator(const struct merit_metric *metric,
                                  const struct merit_option *option,
                                  int64_t *ret_multiplier)
{
    int64_t multiplier;
    int64_t denominator;
    if (option->measure.kind == MERIT_MEASURE_PERCENT ||
        __builtin_mul_overflow(metric->max_points, option->target_denominator, &multiplier) ||
        __builtin_mul_overflow(option->measure.unit, option->target_numerator, &denominator)) {
        return 0;
    }
    int64_t divisor = greatest_divisor(multiplier, denominator);
    *ret_multiplier = multiplier / divisor;
    return denominator / divisor;
}

/* A denominator that all of a path's points share spares the hot path every greatest divisor. */
static void finish_path(struct merit_path *path)
{
    path->points_denominator = 1;
    for (uint8_t m = 0; m < path->metric_count; m++) {
        struct merit_metric *metric = &path->metrics[m];
        for (uint8_t i = 0; i < metric->option_count; i++) {
            int64_t multiplier = 0;
            int64_t denominator = option_denominator(metric, &metric->options[i], &multiplier);
            if (denominator == 0) {
                continue;
            }
            int64_t divisor = greatest_divisor(path->points_denominator, denominator);
            int64_t common;
            if (!__builtin_mul_overflow(path->points_denominator, denominator / divisor, &common) &&
                common <= MERIT_TARGET_MAX * MERIT_FACTOR_MAX) {
                path->points_denominator = common;
            }
        }
    }
    for (uint8_t m = 0; m < path->metric_count; m++) {
        struct merit_metric *metric = &path->metrics[m];
        for (uint8_t i = 0; i < metric->option_count; i++) {
            int64_t multiplier = 0;
            int64_t denominator = option_denominator(metric, &metric->options[i], &multiplier);
            int64_t points = 0;
            bool fits = denominator != 0 && path->points_denominator % denominator == 0 &&
                        !__builtin_mul_overflow(multiplier, path->points_denominator / denominator,
                                                &points);
            metric->options[i].points_per_unit = fits ? points : 0;
        }
    }
}

void merit_program_finish(struct merit_program *program)
{
    for (uint8_t i = 0; i < program->designation_count; i++) {
        struct merit_designation *designation = &program->designations[i];
        assert(designation->span_count > 0);
        for (uint8_t k = 0; k < designation->span_count; k++) {
            finish_readings(&designation->spans[k]);
            finish_terms(&designation->spans[k]);
            finish_use(&designation->spans[k]);
            for (uint8_t p = 0; p < designation->spans[k].path_count; p++) {
                finish_path(&designation->spans[k].paths[p]);
            }
        }
    }
    program->hash = program_hash(program);
}
