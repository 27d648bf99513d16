/* Tests of the terms of one product, worked out by hand and against the words of the rules. */
#include "check_main.h"
#include "core/cell.h"
#include "event_fixture.h"

enum { SERIES_MAX = 4, TODAY = 19500 /* 2023-05-23 */, TRIAL = 1, SUPPORT = 2 };
enum { CPOR = 1 << MERIT_TYPE_CPOR, DPOR = 1 << MERIT_TYPE_DPOR, PAL = 1 << MERIT_TYPE_PAL };

/* Series and associations of one product at one customer. */
struct world {
    struct cell_series series[SERIES_MAX];
    struct buffer ledgers[SERIES_MAX];
    uint32_t series_count;
    struct buffer stored_links;
    struct link_list links;
    struct moments moments;
};
static struct world world;

static void begin(void)
{
    for (uint32_t i = 0; i < SERIES_MAX; i++) {
        buffer_clear(&world.ledgers[i]);
    }
    buffer_clear(&world.stored_links);
    world.series_count = 0;
}

static void add_series(const char *subscription_id, uint32_t offer_bit)
{
    world.series[world.series_count++] =
        (struct cell_series){.product = merit_text_of("m365/teams"),
                             .subscription_id = merit_text_of(subscription_id),
                             .offer_bit = offer_bit};
}

static void report(uint32_t series, int32_t day, int64_t users, int64_t revenue)
{
    struct ledger_report what = {day, {users, users * 2, revenue}, 0};
    uint32_t figures;
    ledger_put(&world.ledgers[series], false, &what, on(2015, 1, 1), &figures);
}

static void link_with(const char *id, enum merit_association_type type, int32_t start, int32_t end)
{
    struct merit_event event = event_association(id, "p1", "t1", 0);
    event.association.type = type;
    event.association.start_day = start;
    event.association.end_day = end;
    put_association(&world.stored_links, &event.association);
}

/* Ready to compute the terms of a day. */
static struct cell_input input_on(int32_t day, const struct merit_span *span)
{
    ck_assert(link_list_read(&world.links, buffer_view(&world.stored_links)));
    for (uint32_t i = 0; i < world.series_count; i++) {
        ck_assert(ledger_open(&world.series[i].ledger, buffer_view(&world.ledgers[i])));
    }
    moments_init(&world.moments, day, span->month_closes_after_days);
    cell_select(&world.links, world.series[0].product);
    cell_prepare(world.series, world.series_count, &world.links, day);
    return (struct cell_input){span,         &world.moments,     &world.links,
                               world.series, world.series_count, 0};
}

static void finish(struct merit_span *span)
{
    struct merit_designation designation = {.span_count = 1, .spans = span};
    struct merit_program program = {.designation_count = 1, .designations = &designation};
    merit_program_finish(&program);
}

/* One quantity on a day. */
static int64_t value_on(int32_t day, struct merit_quantity quantity)
{
    struct merit_term term = {
        .kind = MERIT_TERM_SUM, .base = MERIT_NONE, .factor = 1, .products = {{1}}};
    struct merit_span span = {
        .quantity_count = 1, .quantities = &quantity, .term_count = 1, .terms = &term};
    finish(&span);
    struct cell_input input = input_on(day, &span);
    int64_t value;
    cell_evaluate(&input, &value);
    return value;
}

static struct merit_quantity users(enum merit_moment moment, uint8_t months_back, uint8_t types)
{
    return (struct merit_quantity){
        MERIT_FIGURE_ACTIVE_USERS, (uint8_t)moment, months_back, 0, types, 0};
}

static struct merit_quantity revenue(uint8_t months_back, uint8_t months, uint8_t types)
{
    return (struct merit_quantity){
        MERIT_FIGURE_REVENUE, MERIT_MOMENT_MONTHS, months_back, months, types, 0};
}

/* ---- populations ------------------------------------------------------------------------- */

/* Two series, one of them of a subscription that the CPOR association names. */
static void begin_with_subscriptions(void)
{
    begin();
    add_series(NULL, 0);
    add_series("s1", 0);
    report(0, TODAY - 100, 5, 0);
    report(1, TODAY - 100, 30, 0);
    struct merit_event event = event_association("a1", "p1", "t1", 0);
    event.association.subscription_id = merit_text_of("s1");
    event.association.start_day = TODAY - 50;
    event.association.end_day = TODAY + 50;
    put_association(&world.stored_links, &event.association);
}

START_TEST(only_covered_series_count)
{
    begin_with_subscriptions();
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_DAY, 0, CPOR)), 30);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_DAY, 0, CPOR | PAL)), 30);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_DAY, 0, DPOR)), 0);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_DAY, 0, 0)), 35);
    link_with("a2", MERIT_TYPE_DPOR, TODAY - 9, MERIT_NO_DAY);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_DAY, 0, DPOR)), 35);
    ck_assert_msg(value_on(TODAY, users(MERIT_MOMENT_DAY, 0, CPOR | DPOR)) == 35, "each once");
}
END_TEST

START_TEST(the_population_is_that_of_the_day)
{
    begin_with_subscriptions();
    ck_assert_int_eq(value_on(TODAY - 51, users(MERIT_MOMENT_DAY, 0, CPOR)), 0);
    ck_assert_int_eq(value_on(TODAY - 50, users(MERIT_MOMENT_DAY, 0, CPOR)), 30);
    ck_assert_int_eq(value_on(TODAY + 49, users(MERIT_MOMENT_DAY, 0, CPOR)), 30);
    ck_assert_int_eq(value_on(TODAY + 50, users(MERIT_MOMENT_DAY, 0, CPOR)), 0);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_DAY, 1, CPOR)), 30);
    ck_assert_msg(value_on(TODAY, users(MERIT_MOMENT_DAY, 2, CPOR)) == 0, "it had not begun");
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_DAY, 2, 0)), 35);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_DAY, 4, 0)), 0);
}
END_TEST

START_TEST(excluded_offers_do_not_exist)
{
    begin();
    add_series(NULL, 0);
    add_series("s1", TRIAL);
    add_series("s2", SUPPORT);
    for (uint32_t i = 0; i < 3; i++) {
        report(i, TODAY, i == 0 ? 1 : i == 1 ? 20 : 300, 7);
    }
    struct merit_quantity quantity = users(MERIT_MOMENT_DAY, 0, 0);
    ck_assert_int_eq(value_on(TODAY, quantity), 321);
    quantity.excluded_offers = TRIAL;
    ck_assert_int_eq(value_on(TODAY, quantity), 301);
    quantity.excluded_offers = TRIAL | SUPPORT;
    ck_assert_int_eq(value_on(TODAY, quantity), 1);
    quantity.moment = MERIT_MOMENT_CLAIM_SERIES;
    ck_assert_int_eq(value_on(TODAY, quantity), 1);
    struct merit_quantity sold = revenue(0, 1, 0);
    sold.excluded_offers = SUPPORT;
    ck_assert_int_eq(value_on(on(2023, 6, 1), sold), 14);
}
END_TEST

START_TEST(both_gauges_are_told_apart)
{
    begin();
    add_series(NULL, 0);
    report(0, TODAY, 5, 0);
    struct merit_quantity quantity = users(MERIT_MOMENT_DAY, 0, 0);
    ck_assert_int_eq(value_on(TODAY, quantity), 5);
    quantity.figure = MERIT_FIGURE_PAID_UNITS;
    ck_assert_int_eq(value_on(TODAY, quantity), 10);
}
END_TEST

/* ---- claims ------------------------------------------------------------------------------ */

/* Series 0 is claimed 100 days ago, series 1 20 days ago; users grow by one a day. */
static void begin_with_claims(void)
{
    begin();
    add_series("s0", 0);
    add_series("s1", 0);
    for (int32_t day = TODAY - 500; day <= TODAY; day++) {
        report(0, day, day - TODAY + 1000, 0);
        report(1, day, day - TODAY + 5000, 0);
    }
    for (int i = 0; i < 2; i++) {
        struct merit_event event = event_association(i == 0 ? "a0" : "a1", "p1", "t1", 0);
        event.association.subscription_id = merit_text_of(i == 0 ? "s0" : "s1");
        event.association.start_day = i == 0 ? TODAY - 100 : TODAY - 20;
        put_association(&world.stored_links, &event.association);
    }
}

START_TEST(each_series_is_measured_from_its_own_claim)
{
    begin_with_claims();
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_SERIES, 12, CPOR)), 900 + 4980);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_PRODUCT, 12, CPOR)), 900 + 4900);
}
END_TEST

START_TEST(a_claim_longer_ago_is_measured_from_the_windows_edge)
{
    begin_with_claims();
    int32_t month_ago = merit_day_months_before(TODAY, 1) - TODAY;
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_SERIES, 1, CPOR)),
                     1000 + month_ago + 4980);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_PRODUCT, 1, CPOR)),
                     1000 + month_ago + 5000 + month_ago);
}
END_TEST

START_TEST(the_earliest_claim_that_still_holds_counts)
{
    begin_with_claims();
    link_with("more", MERIT_TYPE_CPOR, TODAY - 60, MERIT_NO_DAY);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_SERIES, 12, CPOR)), 900 + 4940);
    link_with("over", MERIT_TYPE_CPOR, TODAY - 90, TODAY);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_SERIES, 12, CPOR)), 900 + 4940);
    link_with("other", MERIT_TYPE_DPOR, TODAY - 90, MERIT_NO_DAY);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_SERIES, 12, CPOR)), 900 + 4940);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_SERIES, 12, CPOR | DPOR)),
                     900 + 4910);
}
END_TEST

START_TEST(the_population_of_a_claim_is_todays)
{
    begin_with_claims();
    link_list_remove(&world.stored_links, merit_text_of("a0"));
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_SERIES, 12, CPOR)), 4980);
    ck_assert_int_eq(value_on(TODAY, users(MERIT_MOMENT_CLAIM_PRODUCT, 12, CPOR)), 4980);
    ck_assert_int_eq(value_on(TODAY - 21, users(MERIT_MOMENT_CLAIM_SERIES, 12, CPOR)), 0);
}
END_TEST

static int32_t base_on(int32_t day, uint8_t months_back, uint8_t types)
{
    struct merit_span span = {0};
    struct merit_quantity quantity = users(MERIT_MOMENT_CLAIM_SERIES, months_back, types);
    struct cell_input input = input_on(day, &span);
    return cell_claim_base_day(&input, &quantity);
}

/* The earliest claim of all series, but never before the far edge, which is also that of no claim.
 */
START_TEST(the_day_of_a_claim_that_is_looked_at)
{
    begin_with_claims();
    int32_t month_ago = merit_day_months_before(TODAY, 1);
    ck_assert_int_eq(base_on(TODAY, 12, CPOR), TODAY - 100);
    ck_assert_int_eq(base_on(TODAY, 1, CPOR), month_ago);
    ck_assert_int_eq(base_on(TODAY, 1, DPOR), month_ago);
    link_list_remove(&world.stored_links, merit_text_of("a0"));
    ck_assert_int_eq(base_on(TODAY, 12, CPOR), TODAY - 20);
}
END_TEST

/* ---- months ------------------------------------------------------------------------------ */

/* 1 in January 2022, 2 in February 2022, 4 in March ... doubled each month. */
static void begin_with_months(void)
{
    begin();
    add_series(NULL, 0);
    for (int32_t k = 0; k < 24; k++) {
        int32_t month = merit_month_of_day(on(2022, 1, 1)) + k;
        report(0, merit_month_first_day(month) + 9, 100 + k, INT64_C(1) << k);
    }
}

START_TEST(revenue_is_that_of_the_months_named)
{
    begin_with_months();
    int32_t day = on(2023, 6, 15); /* M is May 2023: 1 << 16 */
    ck_assert_int_eq(value_on(day, revenue(0, 1, 0)), 1 << 16);
    ck_assert_int_eq(value_on(day, revenue(1, 1, 0)), 1 << 15);
    ck_assert_int_eq(value_on(day, revenue(12, 1, 0)), 1 << 4);
    ck_assert_int_eq(value_on(day, revenue(0, 2, 0)), 3 << 15);
    ck_assert_int_eq(value_on(day, revenue(0, 12, 0)), 4095 << 5);
    ck_assert_int_eq(value_on(day, revenue(12, 12, 0)), 31);
}
END_TEST

START_TEST(each_month_has_the_population_of_its_end)
{
    begin_with_months();
    link_with("a1", MERIT_TYPE_PAL, on(2023, 3, 31), on(2023, 5, 31));
    int32_t day = on(2023, 6, 15);
    ck_assert_msg(value_on(day, revenue(0, 1, PAL)) == 0, "over on 31 May");
    ck_assert_int_eq(value_on(day, revenue(0, 12, PAL)), 1 << 15 | 1 << 14);
}
END_TEST

START_TEST(gauges_at_a_months_end_have_its_population)
{
    begin_with_months();
    link_with("a1", MERIT_TYPE_PAL, on(2023, 5, 31), MERIT_NO_DAY);
    int32_t day = on(2023, 6, 15);
    ck_assert_int_eq(value_on(day, users(MERIT_MOMENT_MONTH_END, 0, 0)), 116);
    ck_assert_int_eq(value_on(day, users(MERIT_MOMENT_MONTH_END, 12, 0)), 104);
    ck_assert_int_eq(value_on(day, users(MERIT_MOMENT_MONTH_END, 0, PAL)), 116);
    ck_assert_int_eq(value_on(day, users(MERIT_MOMENT_MONTH_END, 1, PAL)), 0);
}
END_TEST

START_TEST(a_month_that_stays_open_longer_counts_later)
{
    begin_with_months();
    struct merit_quantity quantity = revenue(0, 1, 0);
    struct merit_term term = {
        .kind = MERIT_TERM_SUM, .base = MERIT_NONE, .factor = 1, .products = {{1}}};
    struct merit_span span = {.month_closes_after_days = 10,
                              .quantity_count = 1,
                              .quantities = &quantity,
                              .term_count = 1,
                              .terms = &term};
    finish(&span);
    for (int32_t of_month = 9; of_month <= 12; of_month++) {
        struct cell_input input = input_on(on(2023, 6, of_month), &span);
        int64_t value;
        cell_evaluate(&input, &value);
        ck_assert_int_eq(value, of_month < 11 ? 1 << 15 : 1 << 16);
    }
}
END_TEST

/* ---- terms ------------------------------------------------------------------------------- */

/* Quantities: 0 users today, 1 users a month ago, 2 paid units today. */
static struct merit_quantity quantities[3];
static struct merit_comparison comparisons[4];

static int64_t term_of(struct merit_term term, uint16_t entry)
{
    quantities[0] = users(MERIT_MOMENT_DAY, 0, 0);
    quantities[1] = users(MERIT_MOMENT_DAY, 1, 0);
    quantities[2] = users(MERIT_MOMENT_DAY, 0, 0);
    quantities[2].figure = MERIT_FIGURE_PAID_UNITS;
    struct merit_span span = {.quantity_count = 3,
                              .quantities = quantities,
                              .comparison_count = 4,
                              .comparisons = comparisons,
                              .term_count = 1,
                              .terms = &term};
    finish(&span);
    struct cell_input input = input_on(TODAY, &span);
    input.entry = entry;
    int64_t value;
    cell_evaluate(&input, &value);
    return value;
}

static void begin_with_growth(void)
{
    begin();
    add_series(NULL, 0);
    report(0, TODAY - 40, 7, 0);
    report(0, TODAY, 9, 0); /* 18 paid units */
}

START_TEST(a_sum_is_now_less_then_times_its_factor)
{
    begin_with_growth();
    struct merit_term term = {
        .kind = MERIT_TERM_SUM, .now = 0, .base = MERIT_NONE, .factor = 5, .products = {{1}}};
    ck_assert_int_eq(term_of(term, 0), 45);
    term.base = 1;
    ck_assert_int_eq(term_of(term, 0), 10);
    term.now = 1;
    term.base = 0;
    term.factor = 1;
    ck_assert_int_eq(term_of(term, 0), -2);
}
END_TEST

START_TEST(a_term_is_nothing_elsewhere)
{
    begin_with_growth();
    struct merit_term term = {.kind = MERIT_TERM_SUM,
                              .base = MERIT_NONE,
                              .factor = 1,
                              .products = {{0, 0, 0, UINT64_C(1) << 63}}};
    ck_assert_int_eq(term_of(term, 0), 0);
    ck_assert_int_eq(term_of(term, 254), 0);
    ck_assert_int_eq(term_of(term, 255), 9);
}
END_TEST

/* Active users at least 40 % of those paid: 9 of 21 are, 8 of 21 are not. */
START_TEST(comparisons_are_exact_at_their_edges)
{
    begin();
    add_series(NULL, 0);
    struct merit_term term = {.kind = MERIT_TERM_TEST, .now_count = 1, .products = {{1}}};
    static const struct {
        enum merit_compare compare;
        int64_t constant;
        int64_t result;
    } cases[] = {
        {MERIT_ABOVE, 17, 1},    {MERIT_ABOVE, 18, 0},   {MERIT_AT_LEAST, 18, 1},
        {MERIT_AT_LEAST, 19, 0}, {MERIT_BELOW, 18, 0},   {MERIT_BELOW, 19, 1},
        {MERIT_AT_MOST, 17, 0},  {MERIT_AT_MOST, 18, 1},
    };
    report(0, TODAY, 9, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        comparisons[0] = (struct merit_comparison){2, MERIT_NONE, (uint8_t)cases[i].compare,
                                                   1, 0,          cases[i].constant};
        ck_assert_msg(term_of(term, 0) == cases[i].result, "case %zu", i);
    }
    comparisons[0] = (struct merit_comparison){0, 2, MERIT_AT_LEAST, 100, 50, 0};
    ck_assert_int_eq(term_of(term, 0), 1);
    comparisons[0].right_factor = 51;
    ck_assert_int_eq(term_of(term, 0), 0);
    comparisons[0].constant = -18;
    ck_assert_int_eq(term_of(term, 0), 1);
}
END_TEST

START_TEST(a_test_needs_all_that_it_compares)
{
    begin_with_growth();
    comparisons[0] = (struct merit_comparison){0, MERIT_NONE, MERIT_AT_LEAST, 1, 0, 9};
    comparisons[1] = (struct merit_comparison){2, MERIT_NONE, MERIT_AT_LEAST, 1, 0, 19};
    comparisons[2] = (struct merit_comparison){1, MERIT_NONE, MERIT_AT_LEAST, 1, 0, 7};
    comparisons[3] = (struct merit_comparison){1, MERIT_NONE, MERIT_AT_LEAST, 1, 0, 8};
    struct merit_term term = {.kind = MERIT_TERM_TEST, .now_count = 1, .products = {{1}}};
    ck_assert_int_eq(term_of(term, 0), 1);
    term.now_count = 2;
    ck_assert_int_eq(term_of(term, 0), 0);
    term.now_count = 1;
    term.base = 2;
    term.base_count = 1;
    ck_assert_msg(term_of(term, 0) == 0, "it was so a month ago");
    term.base_count = 2;
    ck_assert_msg(term_of(term, 0) == 1, "not all of it");
    term.now_count = 2;
    term.base_count = 1;
    ck_assert_int_eq(term_of(term, 0), -1);
}
END_TEST

/* ---- against the words, and by time alone ------------------------------------------------ */

static void random_world(uint64_t *seed)
{
    static const char *const subscriptions[] = {NULL, "s0", "s1"};
    static const char *const ids[] = {"a0", "a1", "a2", "a3", "a4"};
    begin();
    for (uint64_t i = 1 + random_below(seed, SERIES_MAX); i > 0; i--) {
        add_series(subscriptions[random_below(seed, 3)], random_below(seed, 3) == 0 ? TRIAL : 0);
        for (uint64_t k = random_below(seed, 12); k > 0; k--) {
            report(world.series_count - 1, TODAY + 60 - (int32_t)random_below(seed, 500),
                   (int64_t)random_below(seed, 1000), 0);
        }
    }
    for (uint64_t i = random_below(seed, 6); i > 0; i--) {
        static const struct merit_text products[] = {{"azure/vm", 8}, {"m365/teams", 10}};
        struct merit_event event = event_association(ids[i - 1], "p1", "t1", 0);
        struct merit_association *association = &event.association;
        association->type = (enum merit_association_type)random_below(seed, 3);
        association->cloud = random_below(seed, 5) == 0 ? MERIT_CLOUD_CHINA : MERIT_CLOUD_PUBLIC;
        association->status =
            random_below(seed, 5) == 0 ? MERIT_STATUS_PENDING : MERIT_STATUS_ACTIVE;
        association->subscription_id = merit_text_of(subscriptions[random_below(seed, 3)]);
        association->products = products;
        association->product_count = (uint32_t)random_below(seed, 3);
        association->start_day = TODAY + 60 - (int32_t)random_below(seed, 500);
        association->end_day = random_below(seed, 2) == 0
                                   ? MERIT_NO_DAY
                                   : association->start_day + (int32_t)random_below(seed, 400);
        put_association(&world.stored_links, association);
    }
}

/* The earliest start of what covers the series by the types on the day; MERIT_NEVER: nothing. */
static int32_t plain_claim(const struct cell_series *series, uint8_t types, int32_t day)
{
    int32_t earliest = MERIT_NEVER;
    for (uint32_t i = 0; i < world.links.count; i++) {
        const struct link *link = &world.links.items[i];
        bool covers = link_covers_subscription(link, series->subscription_id) &&
                      link_covers_product(link, series->product);
        if (covers && (types >> link->type & 1U) != 0 && link_holds(link, day) &&
            link->start_day < earliest) {
            earliest = link->start_day;
        }
    }
    return earliest;
}

static int64_t plain_gauge(const struct cell_series *series, int figure, int32_t day)
{
    int64_t values[2];
    ledger_gauges(&series->ledger, day, values);
    return values[figure];
}

/* The quantity by the words of the rules; after value_on of the same day. */
static int64_t plain_value(int32_t day, const struct merit_quantity *quantity)
{
    int64_t sum = 0;
    int32_t far = merit_day_months_before(day, quantity->months_back);
    int32_t product_claim = MERIT_NEVER;
    for (uint32_t i = 0; i < world.series_count; i++) {
        int32_t claim = plain_claim(&world.series[i], quantity->types, day);
        bool there = (world.series[i].offer_bit & quantity->excluded_offers) == 0;
        product_claim = there && claim < product_claim ? claim : product_claim;
    }
    for (uint32_t i = 0; i < world.series_count; i++) {
        const struct cell_series *series = &world.series[i];
        if ((series->offer_bit & quantity->excluded_offers) != 0) {
            continue;
        }
        int32_t base = far;
        if (quantity->moment == MERIT_MOMENT_DAY) {
            if (quantity->types != 0 && plain_claim(series, quantity->types, far) == MERIT_NEVER) {
                continue;
            }
        } else {
            int32_t claim = plain_claim(series, quantity->types, day);
            if (quantity->types != 0 && claim == MERIT_NEVER) {
                continue;
            }
            claim = quantity->moment == MERIT_MOMENT_CLAIM_PRODUCT ? product_claim : claim;
            base = claim != MERIT_NEVER && claim > far ? claim : far;
        }
        sum += plain_gauge(series, quantity->figure, base);
    }
    return sum;
}

static struct merit_quantity random_quantity(uint64_t *seed)
{
    static const enum merit_moment moments[] = {MERIT_MOMENT_DAY, MERIT_MOMENT_CLAIM_SERIES,
                                                MERIT_MOMENT_CLAIM_PRODUCT};
    return (struct merit_quantity){
        (uint8_t)random_below(seed, 2),  (uint8_t)moments[random_below(seed, 3)],
        (uint8_t)random_below(seed, 14), 0,
        (uint8_t)random_below(seed, 8),  (uint32_t)random_below(seed, 2)};
}

START_TEST(gauges_are_what_the_rules_say)
{
    uint64_t seed = 21;
    for (int round = 0; round < 20000; round++) {
        random_world(&seed);
        struct merit_quantity quantity = random_quantity(&seed);
        int32_t day = TODAY - 30 + (int32_t)random_below(&seed, 60);
        int64_t value = value_on(day, quantity);
        if (value != plain_value(day, &quantity)) {
            ck_abort_msg("round %d", round);
        }
    }
}
END_TEST

/* Two quantities, two comparisons with constants around 0, one term over them. */
struct random_rule {
    struct merit_quantity quantities[2];
    struct merit_comparison comparisons[2];
    struct merit_term term;
    struct merit_span span;
};

static void make_rule(struct random_rule *rule, uint64_t *seed)
{
    for (int i = 0; i < 2; i++) {
        rule->quantities[i] = random_quantity(seed);
        rule->quantities[i].months_back =
            random_below(seed, 2) == 0 ? 0 : rule->quantities[i].months_back;
        rule->comparisons[i] =
            (struct merit_comparison){.left = (uint8_t)random_below(seed, 2),
                                      .right = MERIT_NONE,
                                      .compare = (uint8_t)random_below(seed, 4),
                                      .left_factor = 1,
                                      .right_factor = 1,
                                      .constant = (int64_t)random_below(seed, 3) - 1};
        rule->comparisons[i].right = random_below(seed, 2) == 0 ? MERIT_NONE : 0;
    }
    bool sum = random_below(seed, 2) == 0;
    rule->term = (struct merit_term){
        .kind = sum ? MERIT_TERM_SUM : MERIT_TERM_TEST,
        .base = sum && random_below(seed, 2) == 0 ? MERIT_NONE : 1,
        .now_count = 1,
        .base_count = (uint8_t)random_below(seed, 2),
        .factor = 1,
        .products = {{1}},
    };
    rule->span = (struct merit_span){.quantity_count = 2,
                                     .quantities = rule->quantities,
                                     .comparison_count = 2,
                                     .comparisons = rule->comparisons,
                                     .term_count = 1,
                                     .terms = &rule->term};
}

/* What finishing a program finds out of a term spares work and changes nothing. */
START_TEST(a_term_that_is_known_to_be_nothing_is_nothing)
{
    uint64_t seed = 23;
    int spared = 0;
    int shared = 0;
    for (int round = 0; round < 20000; round++) {
        struct random_rule rule;
        make_rule(&rule, &seed);
        finish(&rule.span);
        random_world(&seed);
        struct cell_input input = input_on(TODAY, &rule.span);
        int64_t value;
        int64_t plain;
        cell_evaluate(&input, &value);
        spared += rule.term.only_types != 0;
        shared += rule.span.reading_of[1] == 0;
        rule.span.reading_of[1] = 1;
        rule.span.value_at[1] = (uint16_t)(MERIT_FIGURE_COUNT + rule.quantities[1].figure);
        rule.term.readings[0] = 3;
        for (uint32_t types = 0; types < 1U << MERIT_TYPE_COUNT; types++) {
            rule.span.terms_by_types[types] = 1;
        }
        input = input_on(TODAY, &rule.span);
        cell_evaluate(&input, &plain);
        if (value != plain) {
            ck_abort_msg("round %d: %lld for %lld", round, (long long)value, (long long)plain);
        }
    }
    ck_assert_int_gt(spared, 2000);
    ck_assert_int_gt(shared, 20);
}
END_TEST

/* Until the due day nothing changes; the quantity looks at D, and some months back. */
START_TEST(nothing_changes_before_the_due_day)
{
    uint64_t seed = 22;
    for (int round = 0; round < 1500; round++) {
        random_world(&seed);
        struct merit_quantity quantity = random_quantity(&seed);
        uint32_t lookbacks = 1U | 1U << quantity.months_back;
        int32_t day = TODAY - 200 + (int32_t)random_below(&seed, 200);
        int64_t value = value_on(day, quantity);
        int32_t due = cell_links_due(&world.links, &world.moments, lookbacks);
        for (uint32_t i = 0; i < world.series_count; i++) {
            due = cell_series_due(&world.series[i].ledger, &world.moments, lookbacks, due);
        }
        ck_assert_int_gt(due, day);
        int32_t last = due < day + 450 ? due : day + 450;
        for (int32_t later = day + 1; later < last; later++) {
            if (value_on(later, quantity) != value) {
                ck_abort_msg("round %d: changed on %d, due on %d", round, later, due);
            }
        }
    }
}
END_TEST

START_TEST(a_due_day_is_that_of_the_next_report_or_edge)
{
    begin();
    add_series(NULL, 0);
    report(0, on(2024, 2, 29), 5, 0);
    value_on(on(2024, 1, 1), users(MERIT_MOMENT_DAY, 0, 0));
    const struct ledger *ledger = &world.series[0].ledger;
    ck_assert_int_eq(cell_series_due(ledger, &world.moments, 1, MERIT_NEVER), on(2024, 2, 29));
    ck_assert_int_eq(cell_series_due(ledger, &world.moments, 1U << 12, MERIT_NEVER),
                     on(2025, 3, 1));
    ck_assert_int_eq(cell_series_due(ledger, &world.moments, 1, on(2024, 1, 5)), on(2024, 1, 5));
    ck_assert_int_eq(cell_series_due(ledger, &world.moments, 0, MERIT_NEVER), MERIT_NEVER);
    link_with("a1", MERIT_TYPE_CPOR, on(2023, 6, 1), on(2024, 3, 1));
    value_on(on(2024, 1, 1), users(MERIT_MOMENT_DAY, 0, 0));
    ck_assert_int_eq(cell_links_due(&world.links, &world.moments, 1), on(2024, 3, 1));
    ck_assert_int_eq(cell_links_due(&world.links, &world.moments, 1U << 12), on(2024, 6, 1));
    ck_assert_int_eq(cell_links_due(&world.links, &world.moments, 1U << 13), on(2024, 7, 1));
    ck_assert_int_eq(cell_links_due(&world.links, &world.moments, 0), MERIT_NEVER);
    value_on(on(2025, 4, 1), users(MERIT_MOMENT_DAY, 0, 0));
    ck_assert_int_eq(cell_links_due(&world.links, &world.moments, 1U | 1U << 12), MERIT_NEVER);
}
END_TEST

CHECK_MAIN_TESTS("cell",
                 only_covered_series_count,
                 the_population_is_that_of_the_day,
                 excluded_offers_do_not_exist,
                 both_gauges_are_told_apart,
                 each_series_is_measured_from_its_own_claim,
                 a_claim_longer_ago_is_measured_from_the_windows_edge,
                 the_earliest_claim_that_still_holds_counts,
                 the_population_of_a_claim_is_todays,
                 the_day_of_a_claim_that_is_looked_at,
                 revenue_is_that_of_the_months_named,
                 each_month_has_the_population_of_its_end,
                 gauges_at_a_months_end_have_its_population,
                 a_month_that_stays_open_longer_counts_later,
                 a_sum_is_now_less_then_times_its_factor,
                 a_term_is_nothing_elsewhere,
                 comparisons_are_exact_at_their_edges,
                 a_test_needs_all_that_it_compares,
                 gauges_are_what_the_rules_say,
                 a_term_that_is_known_to_be_nothing_is_nothing,
                 nothing_changes_before_the_due_day,
                 a_due_day_is_that_of_the_next_report_or_edge)
