/* The rule program: what rule files compile to, and the only form in which the core knows a rule.
 */
#ifndef MERIT_PROGRAM_H
#define MERIT_PROGRAM_H

#include "merit/event.h"
#include "merit/place.h"
#include "merit/ratio.h"

/* How a score is computed, from small to large (rules §1 to §6):
 *
 *   quantity   a figure of one product at a customer, summed over its series, at a moment
 *   term       one number of one product at a customer: a sum of quantities, or 1 where tests hold
 *   flag       yes or no of one customer: any product's term, a total, an association, and/or
 *   slot       an integer that adds up over a partner's customers and people
 *   measure    what a metric reports as `actual`, from the partner's sums of slots
 *   metric     points by the best of its options, or by the sum of its parts
 *   path       metrics that make one total; the designation reports one of its paths
 *   span       all of the above for a range of days in which no dated rule begins or ends
 *
 * A program is immutable once compiled and may be shared by threads. All of it belongs to the
 * compiler's arena (rules/program_load.h); the core only reads. Indexes name entries of the same
 * span's arrays; MERIT_NONE means none. */
#define MERIT_NONE UINT8_MAX

/* A set of product entries of the program's product table. */
struct merit_product_set {
    uint64_t words[MERIT_PRODUCT_ENTRIES_MAX / 64];
};

static inline bool merit_product_set_has(const struct merit_product_set *set, uint32_t entry)
{
    return (set->words[entry / 64] >> (entry % 64) & 1U) != 0;
}

/* ---- quantities: the figures of the series of one (tenant, product) ---------------------- */

enum merit_moment {
    /* Gauges. `months_back` before D; the population is that of the same day. */
    MERIT_MOMENT_DAY,
    /* Gauges. b = max(D - months_back, c), c the earliest start among the associations of `types`
     * that hold on D and cover the series: each series has its own c. The population is that of D.
     */
    MERIT_MOMENT_CLAIM_SERIES,
    /* The same, with c the earliest over all those series of the product. */
    MERIT_MOMENT_CLAIM_PRODUCT,
    /* Gauges. end(M - months_back); the population is that of the same day. */
    MERIT_MOMENT_MONTH_END,
    /* Revenue of the months M - months_back - (months - 1) ... M - months_back, the population of
     * each month that of its end. */
    MERIT_MOMENT_MONTHS,
};

struct merit_quantity {
    uint8_t figure; /* enum merit_figure */
    uint8_t moment; /* enum merit_moment */
    uint8_t months_back;
    uint8_t months; /* MERIT_MOMENT_MONTHS: how many, else 0 */
    uint8_t types;  /* bit t: association type t; 0: every series of the tenant, whoever holds it */
    uint32_t
        excluded_offers; /* bit o: offer o of the program's table does not exist for this rule */
};

/* ---- terms ------------------------------------------------------------------------------- */

enum merit_compare {
    MERIT_ABOVE,
    MERIT_AT_LEAST,
    MERIT_BELOW,
    MERIT_AT_MOST,
};

/* left_factor x left COMPARE right_factor x right + constant; right MERIT_NONE: constant alone. */
struct merit_comparison {
    uint8_t left;  /* quantity */
    uint8_t right; /* quantity or MERIT_NONE */
    uint8_t compare;
    int64_t left_factor;
    int64_t right_factor;
    int64_t constant;
};

enum merit_term_kind {
    MERIT_TERM_SUM,  /* factor x (now - base); base MERIT_NONE: factor x now */
    MERIT_TERM_TEST, /* 1 where all `now` comparisons hold, less 1 where all `base` ones hold */
};

struct merit_term {
    uint8_t kind;
    uint8_t now;        /* SUM: quantity. TEST: first comparison */
    uint8_t base;       /* SUM: quantity or MERIT_NONE. TEST: first comparison */
    uint8_t now_count;  /* TEST: comparisons, at least 1 */
    uint8_t base_count; /* TEST: comparisons, 0: nothing is subtracted */
    int64_t factor;
    struct merit_product_set products; /* elsewhere the term is 0 */
    /* Set by merit_program_finish. */
    uint8_t only_types; /* where no association of these types covers the product on D, the term is
                         * 0 without a look at the figures. 0: it must be looked at */
    uint64_t readings[MERIT_QUANTITIES_MAX / 64]; /* bit q: q is a reading of its quantities */
};

/* ---- flags ------------------------------------------------------------------------------- */

enum merit_flag_kind {
    MERIT_FLAG_ANY,        /* the term is above 0 for some product */
    MERIT_FLAG_TOTAL,      /* the term's sum over products COMPARE constant */
    MERIT_FLAG_ASSOCIATED, /* an association of `types` holds on the day and covers at least one
                            * product of `products` (its products are tested, not its subscription)
                            */
    MERIT_FLAG_BOTH,       /* flags a and b, both before this one */
    MERIT_FLAG_EITHER,     /* flag a or b, both before this one */
};

struct merit_flag {
    uint8_t kind;
    uint8_t term;
    uint8_t compare;
    uint8_t types;
    uint8_t moment; /* ASSOCIATED: MERIT_MOMENT_DAY or MERIT_MOMENT_MONTH_END */
    uint8_t months_back;
    uint8_t a;
    uint8_t b;
    int64_t constant;
    struct merit_product_set products;
};

/* ---- slots ------------------------------------------------------------------------------- */

enum merit_slot_kind {
    MERIT_SLOT_SUM,  /* the terms, summed over products; 0 where `guard` is a flag that is no */
    MERIT_SLOT_FLAG, /* flag now - flag base (MERIT_NONE: nothing is subtracted) */
    MERIT_SLOT_BY_PRODUCT, /* as SUM, kept per product; the partner's value is the number of
                            * products whose sum over customers is above 0 */
    MERIT_SLOT_PERSON,     /* 1 for a person that meets the requirement */
    MERIT_SLOT_WEIGHTED,   /* always 0; the partner's value is the sum of the parts' values, each
                            * times its weight: figures at rates as far apart as 1,000 and 1/5 */
};

struct merit_slot {
    uint8_t kind;
    uint8_t guard;       /* flag or MERIT_NONE */
    uint8_t now;         /* FLAG: flag */
    uint8_t base;        /* FLAG: flag or MERIT_NONE */
    uint8_t requirement; /* PERSON */
    uint64_t terms;      /* SUM, BY_PRODUCT: bit t: term t */
    uint64_t parts;      /* WEIGHTED: bit s: slot s, before this one */
    int64_t weight;      /* of a part; 0: it is none */
};

/* Certification codes that meet a requirement: any one combination, each of whose codes is held. */
struct merit_code_set {
    uint64_t words[MERIT_CODES_MAX / 64];
};

struct merit_requirement {
    uint16_t combination_count;
    const struct merit_code_set *combinations;
};

/* ---- measures, metrics, paths ------------------------------------------------------------ */

enum merit_measure_kind {
    MERIT_MEASURE_SUM,      /* the slot's sum */
    MERIT_MEASURE_PRODUCTS, /* a BY_PRODUCT slot's number of products */
    MERIT_MEASURE_PERCENT,  /* 100 x (slot - base) / base; 0 where base <= 0, base < least_base or
                             * slot < least_now */
    MERIT_MEASURE_PEOPLE,   /* the slot's sum; 0 where a gate is not met */
};

struct merit_gate {
    uint8_t slot;
    int64_t people; /* at least */
};

struct merit_measure {
    uint8_t kind;
    uint8_t slot;
    uint8_t base; /* PERCENT: slot */
    uint8_t gate_count;
    struct merit_gate gates[MERIT_GATES_MAX];
    int64_t least_base; /* in the slot's own unit */
    int64_t least_now;
    int64_t unit; /* the slot's value of one reported unit: 100 for dollars; the scale of rates */
};

/* One way to earn a metric's points (its name is the reported basis, NULL for none), or one part of
 * a metric (its name is the reported part). */
struct merit_option {
    const char *name;
    struct merit_measure measure;
    int64_t target_numerator; /* in reported units, both > 0 */
    int64_t target_denominator;
    /* Set by merit_program_finish, for all measures but PERCENT: the points of one unit of the slot
     * are points_per_unit / the path's points_denominator. 0 where that does not fit. */
    int64_t points_per_unit;
};

struct merit_metric {
    const char *id;
    int32_t max_points; /* 1 to MERIT_POINTS_MAX */
    bool parts;         /* the options are parts, summed; otherwise the best one counts */
    uint8_t option_count;
    struct merit_option options[MERIT_OPTIONS_MAX];
};

struct merit_path {
    const char *id; /* NULL: the designation has no paths and reports none */
    uint8_t metric_count;
    struct merit_metric metrics[MERIT_METRICS_MAX];
    int64_t points_denominator; /* set by merit_program_finish */
};

enum merit_choice {
    MERIT_CHOICE_BEST,     /* the qualified path with the larger total, else the larger total; ties:
                            * the first */
    MERIT_CHOICE_PRODUCTS, /* path 0 where the BY_PRODUCT slot counts at least so many, else path 1
                            */
};

/* ---- spans and designations -------------------------------------------------------------- */

struct merit_span {
    int32_t from_day;    /* the first span of a designation: INT32_MIN */
    int32_t version_day; /* effective date of the version in force, for rules_version */
    int32_t qualifying_points;
    int32_t month_closes_after_days; /* n of M */
    uint8_t quantity_count;
    uint8_t term_count;
    uint8_t comparison_count;
    uint8_t flag_count;
    uint8_t slot_count;
    uint8_t requirement_count;
    uint8_t path_count;
    uint8_t choice;      /* enum merit_choice */
    uint8_t choice_slot; /* CHOICE_PRODUCTS */
    int64_t choice_at_least;
    const struct merit_quantity *quantities;
    struct merit_term *terms;
    const struct merit_comparison *comparisons;
    const struct merit_flag *flags;
    const struct merit_slot *slots;
    const struct merit_requirement *requirements;
    struct merit_path *paths;
    /* Set by merit_program_finish. */
    struct merit_product_set products; /* of all terms and flags */
    bool uses_months;                  /* some quantity or flag moves with M */
    uint8_t by_product_count;          /* BY_PRODUCT slots */
    uint8_t weighted_count;            /* WEIGHTED slots */
    uint32_t lookbacks; /* bit k: some gauge or association is looked at k months before D */
    /* Of each quantity, the first that differs from it in the figure alone: what they are counted
     * over is found once for all of them. */
    uint8_t reading_of[MERIT_QUANTITIES_MAX];
    /* Of each quantity, where its value is among those of the readings, MERIT_FIGURE_COUNT each. */
    uint16_t value_at[MERIT_QUANTITIES_MAX];
    /* Bit t: with associations of this set of types (bit by bit) term t may be other than 0. */
    uint64_t terms_by_types[1U << MERIT_TYPE_COUNT];
    /* Bit t: term t counts this entry of the product table. */
    uint64_t terms_by_product[MERIT_PRODUCT_ENTRIES_MAX];
    const struct merit_places *places; /* for those who explain; NULL: not known */
};

struct merit_designation {
    const char *id;
    const char *title;
    uint8_t span_count;
    struct merit_span *spans; /* by from_day; span k holds until span k + 1 begins */
    uint8_t specialization_count;
    const char *const *specializations;
};

/* ---- standing (rules §7) ----------------------------------------------------------------- */

/* The renewal window of an anniversary A, for anniversaries on or after from_day. */
struct merit_window {
    int32_t from_day; /* the first: INT32_MIN */
    bool by_months;   /* true: first day of the month `before` months before A's, to the last day of
                       * the month `after` months after A's. false: [A - before, A + after) days */
    int32_t before;
    int32_t after;
};

struct merit_standing_rules {
    int32_t first_day;          /* no attainment before; on it, all who are qualified attain */
    int32_t anniversary_months; /* from attainment to anniversary, and between anniversaries */
    uint8_t window_count;
    struct merit_window windows[MERIT_WINDOWS_MAX];
    const char *all_id;   /* the badge for holding every designation of all_of; NULL: none */
    uint8_t all_of_count; /* indexes of designations */
    uint8_t all_of[MERIT_DESIGNATIONS_MAX];
};

/* ---- the program ------------------------------------------------------------------------- */

/* Products: exact names ("m365/teams") and families ("azure/" + "*"), sorted by name, so that a
 * product has at most one entry: its own, else its family's. */
struct merit_product_entry {
    struct merit_text name; /* a family ends with "/", without the star */
    bool family;
};

struct merit_program {
    int64_t revision;
    uint32_t hash; /* of all that decides a score; set by merit_program_finish */
    uint8_t designation_count;
    struct merit_designation *designations; /* in the order in which they are reported */
    struct merit_standing_rules standing;
    uint16_t product_count;
    const struct merit_product_entry *products;
    uint8_t offer_count;
    const struct merit_text *offers; /* excluded by some rule; sorted */
    uint16_t code_count;
    const struct merit_text *codes; /* sorted */
};

/* Fills in what is marked "set by merit_program_finish". To be called once, by the compiler. */
void merit_program_finish(struct merit_program *program);

/* The entry of a product, MERIT_PRODUCT_NONE where no rule names it. */
#define MERIT_PRODUCT_NONE UINT16_MAX
uint16_t merit_program_product(const struct merit_program *program, struct merit_text product);
/* The bit of an offer in excluded_offers; 0 for null and for one that no rule excludes. */
uint32_t merit_program_offer(const struct merit_program *program, struct merit_text offer);
/* Index of a code, or code_count where no rule names it. */
uint32_t merit_program_code(const struct merit_program *program, struct merit_text code);

/* Index of the designation of this id; designation_count: standing.all_id's; MERIT_NONE: none. */
uint8_t merit_program_designation(const struct merit_program *program, struct merit_text id);

/* Index of the designation's span in force on a day. */
uint8_t merit_designation_span(const struct merit_designation *designation, int32_t day);
/* True where a dated rule of the designation begins or ends on that day (a span begins on it). Of
 * standing.first_day, see merit_program_rules_begin. */
bool merit_designation_changes(const struct merit_designation *designation, int32_t day);
/* True where `day` is a rule day of the designation for `cause`: a change, or the first day of all.
 */
bool merit_program_rules_begin(const struct merit_program *program,
                               uint8_t designation,
                               int32_t day);
/* The first day after `day` on which some rule of the program begins, MERIT_NEVER where none does.
 */
int32_t merit_program_next_rule_day(const struct merit_program *program, int32_t day);

#endif
