/* Tests of scores from sums: points, options, parts, gates and paths, worked out by hand and
 * against plain fractions. */
#include "check_main.h"
#include "core/metric.h"
#include "program_fixture.h"

/* One designation of one span with its sums. Options are added to the newest metric, metrics to the
 * newest path. */
struct world {
    struct merit_path paths[MERIT_PATHS_MAX];
    struct merit_span span;
    struct merit_designation designation;
    struct merit_program program;
    merit_int128 sums[MERIT_SLOTS_MAX];
    struct metric_summary summary;
    struct merit_score score;
};
static struct world world;

static void begin(void)
{
    memset(&world, 0, sizeof world);
    world.span = fixture_span(world.paths);
    world.span.path_count = 0;
    world.span.slot_count = MERIT_SLOTS_MAX;
    world.designation.span_count = 1;
    world.designation.spans = &world.span;
    world.program.designation_count = 1;
    world.program.designations = &world.designation;
}

static struct merit_path *add_path(const char *id)
{
    struct merit_path *path = &world.paths[world.span.path_count++];
    path->id = id;
    return path;
}

static struct merit_metric *add_metric(const char *id, int32_t max_points)
{
    struct merit_path *path = &world.paths[world.span.path_count - 1];
    struct merit_metric *metric = &path->metrics[path->metric_count++];
    metric->id = id;
    metric->max_points = max_points;
    return metric;
}

static struct merit_option *add_option(const char *name, uint8_t slot, int64_t target)
{
    struct merit_path *path = &world.paths[world.span.path_count - 1];
    struct merit_metric *metric = &path->metrics[path->metric_count - 1];
    struct merit_option *option = &metric->options[metric->option_count++];
    option->name = name;
    option->measure.kind = MERIT_MEASURE_SUM;
    option->measure.slot = slot;
    option->measure.unit = 1;
    option->target_numerator = target;
    option->target_denominator = 1;
    return option;
}

static void finish(void)
{
    world.span.qualifying_points = 70;
    /* Slots are named by number alone here; none is looked at. */
    static struct merit_slot slots[MERIT_SLOTS_MAX];
    world.span.slots = slots;
    merit_program_finish(&world.program);
}

static void evaluate(void)
{
    metric_summarize(&world.span, world.sums, &world.summary);
    metric_score(&world.span, world.sums, &world.summary, &world.score);
    ck_assert_int_eq(world.score.hundredths, world.summary.hundredths);
    ck_assert_int_eq(world.score.qualified, world.summary.qualified);
    ck_assert_int_eq(merit_ratio_compare(world.score.total, world.summary.total), 0);
}

static bool ratio_is(struct merit_ratio ratio, int64_t numerator, int64_t denominator)
{
    return merit_ratio_compare(ratio, (struct merit_ratio){numerator, denominator}) == 0;
}

static void assert_metric(
    size_t index, const char *basis, int64_t actual, int64_t target, int64_t hundredths)
{
    const struct merit_metric_score *metric = &world.score.metrics[index];
    ck_assert_msg(ratio_is(metric->actual, actual, 1), "actual of %s", metric->metric);
    ck_assert_msg(ratio_is(metric->target, target, 1), "target of %s", metric->metric);
    ck_assert_int_eq(merit_ratio_hundredths(metric->points), hundredths);
    if (basis == NULL) {
        ck_assert_ptr_null(metric->basis);
    } else {
        ck_assert_str_eq(metric->basis, basis);
    }
}

/* ---- Modern Work from 2023-06-12, as the rules' page has it ------------------------------ */

enum { ADDS, INTERMEDIATE, ADVANCED, GROWTH, GROWTH_2, DEPLOYED, DEPLOYED_2, SMB };

static void add_modern_work_path(const char *id, uint8_t first, const int64_t targets[7])
{
    const char *second = first == 0 ? "DPOR" : "CSP";
    add_path(id);
    add_metric("net_customer_adds", 20);
    add_option(NULL, (uint8_t)(first + ADDS), targets[0]);
    add_metric("intermediate_certifications", 10);
    add_option(NULL, (uint8_t)(first + INTERMEDIATE), targets[1]);
    add_metric("advanced_certifications", 15);
    add_option(NULL, (uint8_t)(first + ADVANCED), targets[2]);
    add_metric("usage_growth", 30);
    add_option("CPOR", (uint8_t)(first + GROWTH), targets[3]);
    add_option(second, (uint8_t)(first + GROWTH_2), targets[4]);
    add_metric("deployments", 25);
    add_option("CPOR", (uint8_t)(first + DEPLOYED), targets[5]);
    add_option(second, (uint8_t)(first + DEPLOYED_2), targets[6]);
}

static void modern_work(void)
{
    begin();
    add_modern_work_path("enterprise", 0, (int64_t[]){5, 4, 2, 1000, 4000, 5, 10});
    add_modern_work_path("smb", SMB, (int64_t[]){10, 2, 1, 500, 2000, 5, 10});
    finish();
}

START_TEST(the_better_option_of_growth_counts)
{
    modern_work();
    world.sums[GROWTH] = 1500;
    world.sums[GROWTH_2] = 2000;
    evaluate();
    ck_assert_str_eq(world.score.path, "enterprise");
    assert_metric(3, "CPOR", 1500, 1000, 3000);
    modern_work();
    world.sums[SMB + GROWTH] = 1000;
    world.sums[SMB + GROWTH_2] = 1000;
    evaluate();
    ck_assert_str_eq(world.score.path, "smb");
    assert_metric(3, "CPOR", 1000, 500, 3000);
}
END_TEST

START_TEST(the_better_option_of_deployments_counts)
{
    modern_work();
    world.sums[DEPLOYED] = 3;
    world.sums[DEPLOYED_2] = 4;
    evaluate();
    assert_metric(4, "CPOR", 3, 5, 1500);
    world.sums[DEPLOYED_2] = 7;
    evaluate();
    assert_metric(4, "DPOR", 7, 10, 1750);
    modern_work();
    world.sums[SMB + DEPLOYED] = 4;
    world.sums[SMB + DEPLOYED_2] = 4;
    evaluate();
    assert_metric(4, "CPOR", 4, 5, 2000);
}
END_TEST

START_TEST(of_equal_options_the_first_counts)
{
    modern_work();
    world.sums[GROWTH] = 250;
    world.sums[GROWTH_2] = 1000;
    evaluate();
    assert_metric(3, "CPOR", 250, 1000, 750);
    world.sums[GROWTH_2] = 1001;
    evaluate();
    assert_metric(3, "DPOR", 1001, 4000, 751);
    world.sums[GROWTH] = -100;
    world.sums[GROWTH_2] = -300;
    evaluate();
    assert_metric(3, "DPOR", -300, 4000, 0);
}
END_TEST

START_TEST(points_are_between_nothing_and_the_most)
{
    modern_work();
    world.sums[ADDS] = 5;
    evaluate();
    assert_metric(0, NULL, 5, 5, 2000);
    world.sums[ADDS] = 6;
    evaluate();
    assert_metric(0, NULL, 6, 5, 2000);
    world.sums[ADDS] = -1;
    evaluate();
    assert_metric(0, NULL, -1, 5, 0);
}
END_TEST

START_TEST(seventy_points_qualify_where_every_metric_has_some)
{
    modern_work();
    world.sums[ADDS] = 5;
    world.sums[INTERMEDIATE] = 4;
    world.sums[ADVANCED] = 2;
    world.sums[GROWTH] = 800;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 6900);
    ck_assert(!world.summary.qualified);
    world.sums[GROWTH] = 900;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 7200);
    ck_assert_msg(!world.summary.qualified, "deployments have no points");
    world.sums[DEPLOYED] = 1;
    world.sums[GROWTH] = 666;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 6998);
    ck_assert(!world.summary.qualified);
    world.sums[GROWTH] = 667;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 7001);
    ck_assert(world.summary.qualified);
}
END_TEST

/* The least that a metric can give: one unit of the path's denominator, and of a percentage. */
START_TEST(the_smallest_points_are_points)
{
    begin();
    add_path(NULL);
    add_metric("most", 99);
    add_option(NULL, 0, 99);
    add_metric("least", 1);
    add_option(NULL, 1, 1);
    finish();
    ck_assert_int_eq(world.paths[0].points_denominator, 1);
    world.sums[0] = 99;
    evaluate();
    ck_assert(!world.summary.qualified);
    world.sums[1] = 1;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 10000);
    ck_assert(world.summary.qualified);
    struct merit_measure *growth = &world.paths[0].metrics[1].options[0].measure;
    growth->kind = MERIT_MEASURE_PERCENT;
    growth->base = 2;
    finish();
    world.sums[2] = 100;
    evaluate();
    ck_assert(!world.summary.qualified);
    world.sums[1] = 200;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 10000);
    ck_assert(world.summary.qualified);
}
END_TEST

START_TEST(sums_of_any_size_are_counted)
{
    begin();
    add_path(NULL);
    add_metric("one", 50);
    add_option("CPOR", 0, 999999937);
    add_metric("two", 50);
    add_option("first", 1, 3);
    add_option("second", 2, 3);
    finish();
    world.sums[0] = (merit_int128)1 << 90;
    world.sums[1] = INT64_MAX;
    world.sums[2] = (merit_int128)INT64_MAX + 1;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 10000);
    ck_assert_int_eq(merit_ratio_hundredths(world.score.metrics[0].points), 5000);
    ck_assert_str_eq(world.score.metrics[1].basis, "second");
    world.sums[0] = -((merit_int128)1 << 90);
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 5000);
    ck_assert(!world.summary.qualified);
}
END_TEST

/* 69.999 is shown as 70.00 and is not 70. */
START_TEST(nothing_is_rounded_before_it_is_compared)
{
    begin();
    add_path(NULL);
    add_metric("active", 100);
    add_option(NULL, 0, 100000);
    finish();
    world.sums[0] = 69999;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 7000);
    ck_assert(!world.summary.qualified);
    world.sums[0] = 70000;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 7000);
    ck_assert(world.summary.qualified);
}
END_TEST

START_TEST(a_qualified_path_is_better_than_a_larger_total)
{
    modern_work();
    world.sums[ADDS] = 5; /* 20 + 10 + 15 + 30 without deployments: 75, not qualified */
    world.sums[INTERMEDIATE] = 4;
    world.sums[ADVANCED] = 2;
    world.sums[GROWTH] = 1000;
    world.sums[SMB + ADDS] = 8; /* 16 + 10 + 15 + 24 + 5: 70, qualified */
    world.sums[SMB + INTERMEDIATE] = 2;
    world.sums[SMB + ADVANCED] = 1;
    world.sums[SMB + GROWTH] = 400;
    world.sums[SMB + DEPLOYED] = 1;
    evaluate();
    ck_assert_str_eq(world.score.path, "smb");
    ck_assert_int_eq(world.summary.hundredths, 7000);
    ck_assert(world.summary.qualified);
    world.sums[DEPLOYED] = 1; /* 80, qualified too */
    evaluate();
    ck_assert_str_eq(world.score.path, "enterprise");
    ck_assert_int_eq(world.summary.hundredths, 8000);
    world.sums[SMB + DEPLOYED] = 4; /* 85 */
    evaluate();
    ck_assert_str_eq(world.score.path, "smb");
}
END_TEST

START_TEST(of_equal_paths_the_first_is_reported)
{
    modern_work();
    evaluate();
    ck_assert_str_eq(world.score.path, "enterprise");
    world.sums[SMB + ADDS] = 1;
    evaluate();
    ck_assert_str_eq(world.score.path, "smb");
    world.sums[INTERMEDIATE] = 1; /* 2.5 against 2 */
    evaluate();
    ck_assert_str_eq(world.score.path, "enterprise");
    ck_assert_uint_eq(world.score.metric_count, 5);
    ck_assert_str_eq(world.score.metrics[4].metric, "deployments");
    ck_assert_int_eq(world.score.metrics[4].max_points, 25);
}
END_TEST

/* ---- percentages (rules, Azure and Business Applications) -------------------------------- */

static void percentage(int64_t least_base, int64_t least_now)
{
    begin();
    add_path(NULL);
    add_metric("usage_growth", 20);
    struct merit_option *option = add_option(NULL, 0, 20);
    option->measure.kind = MERIT_MEASURE_PERCENT;
    option->measure.base = 1;
    option->measure.least_base = least_base;
    option->measure.least_now = least_now;
    finish();
}

START_TEST(growth_in_percent_is_exact)
{
    percentage(0, 0);
    world.sums[0] = 110;
    world.sums[1] = 100;
    evaluate();
    assert_metric(0, NULL, 10, 20, 1000);
    world.sums[0] = 7;
    world.sums[1] = 6;
    evaluate();
    ck_assert(ratio_is(world.score.metrics[0].actual, 100, 6));
    ck_assert(ratio_is(world.summary.total, 100, 6));
    ck_assert_int_eq(world.summary.hundredths, 1667);
    world.sums[0] = 5;
    evaluate();
    ck_assert(ratio_is(world.score.metrics[0].actual, -100, 6));
    ck_assert_int_eq(world.summary.hundredths, 0);
    world.sums[0] = 1000;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, 2000);
}
END_TEST

/* Slot 0 is five thousand times slot 2, and slot 3; slot 1 the same of a year before. At a full
 * partner the sums pass 64 bits. */
static struct metric_option figures_of(int metric, int option)
{
    struct metric_option figures;
    const struct merit_metric *of = &world.paths[0].metrics[metric];
    metric_option_figures(&world.span, of, &of->options[option], world.sums, &figures);
    return figures;
}

START_TEST(each_option_has_its_figures)
{
    modern_work();
    world.sums[GROWTH] = 250;
    world.sums[GROWTH_2] = 1000;
    struct metric_option first = figures_of(3, 0);
    struct metric_option second = figures_of(3, 1);
    ck_assert(first.counts && !second.counts);
    ck_assert_int_eq((int64_t)first.sum, 250);
    ck_assert_int_eq((int64_t)first.base, 0);
    ck_assert(ratio_is(first.actual, 250, 1) && ratio_is(first.target, 1000, 1));
    ck_assert(ratio_is(first.points, 15, 2) && ratio_is(second.points, 15, 2));
    world.sums[GROWTH_2] = 1001;
    ck_assert(!figures_of(3, 0).counts && figures_of(3, 1).counts);
    world.sums[GROWTH_2] = 5000;
    ck_assert(ratio_is(figures_of(3, 1).points, 30, 1));
    world.sums[GROWTH] = -1;
    ck_assert(ratio_is(figures_of(3, 0).points, 0, 1));
}
END_TEST

/* Of equal growths the first counts too, and each says from what it grew. */
START_TEST(a_growth_has_two_sums)
{
    percentage(0, 0);
    struct merit_option *second = add_option("second", 2, 20);
    second->measure.kind = MERIT_MEASURE_PERCENT;
    second->measure.base = 3;
    finish();
    world.sums[0] = 110;
    world.sums[1] = 100;
    world.sums[2] = 33;
    world.sums[3] = 30;
    struct metric_option figures = figures_of(0, 0);
    ck_assert_int_eq((int64_t)figures.sum, 110);
    ck_assert_int_eq((int64_t)figures.base, 100);
    ck_assert(ratio_is(figures.actual, 10, 1));
    ck_assert(figures.counts && !figures_of(0, 1).counts);
    ck_assert_int_eq((int64_t)figures_of(0, 1).base, 30);
    world.sums[2] = 34;
    ck_assert(!figures_of(0, 0).counts && figures_of(0, 1).counts);
}
END_TEST

START_TEST(weighted_slots_are_added_up_at_the_partner)
{
    percentage(0, 0);
    struct merit_slot slots[MERIT_SLOTS_MAX] = {{0}};
    slots[0] = (struct merit_slot){.kind = MERIT_SLOT_WEIGHTED, .parts = 1U << 2 | 1U << 3};
    slots[1] = (struct merit_slot){.kind = MERIT_SLOT_WEIGHTED, .parts = 1U << 4 | 1U << 5};
    slots[2].weight = slots[4].weight = 5000;
    slots[3].weight = slots[5].weight = 1;
    world.span.slots = slots;
    merit_program_finish(&world.program);
    world.sums[2] = 11;
    world.sums[3] = 5000;
    world.sums[4] = 10;
    world.sums[5] = 2500;
    evaluate();
    ck_assert(ratio_is(world.score.metrics[0].actual, 100 * 7500, 52500));
    merit_int128 full = (merit_int128)MERIT_FIGURE_MAX * MERIT_TENANT_SERIES_MAX << 24;
    world.sums[2] = full + full / 10;
    world.sums[4] = full;
    world.sums[3] = world.sums[5] = 0;
    evaluate();
    assert_metric(0, NULL, 10, 20, 1000);
}
END_TEST

START_TEST(growth_from_too_little_or_to_too_little_is_none)
{
    percentage(100, 120);
    world.sums[0] = 200;
    world.sums[1] = 99;
    evaluate();
    assert_metric(0, NULL, 0, 20, 0);
    world.sums[1] = 100;
    evaluate();
    assert_metric(0, NULL, 100, 20, 2000);
    world.sums[0] = 119;
    evaluate();
    assert_metric(0, NULL, 0, 20, 0);
    world.sums[0] = 120;
    evaluate();
    assert_metric(0, NULL, 20, 20, 2000);
    percentage(0, 0);
    world.sums[0] = 50;
    evaluate();
    assert_metric(0, NULL, 0, 20, 0);
    world.sums[1] = -50;
    evaluate();
    assert_metric(0, NULL, 0, 20, 0);
}
END_TEST

/* ---- people and gates -------------------------------------------------------------------- */

/* Data & AI intermediate: gates of two people each, 10 people for 40 points. Slots: gate 1, gate 2,
 * counted. */
static void gated(int64_t people, int64_t target, int32_t max_points)
{
    begin();
    add_path(NULL);
    add_metric("intermediate_certifications", max_points);
    struct merit_option *option = add_option(NULL, 2, target);
    option->measure.kind = MERIT_MEASURE_PEOPLE;
    option->measure.gate_count = 2;
    option->measure.gates[0] = (struct merit_gate){0, people};
    option->measure.gates[1] = (struct merit_gate){1, people};
    finish();
}

static void assert_people(int64_t gate_1, int64_t gate_2, int64_t counted, int64_t hundredths)
{
    world.sums[0] = gate_1;
    world.sums[1] = gate_2;
    world.sums[2] = counted;
    evaluate();
    ck_assert_int_eq(world.summary.hundredths, hundredths);
    ck_assert(ratio_is(world.score.metrics[0].actual, hundredths == 0 ? 0 : counted, 1));
}

START_TEST(a_gate_that_is_not_met_gives_nothing)
{
    gated(2, 10, 40);
    assert_people(2, 2, 3, 1200);
    assert_people(2, 2, 2, 800);
    assert_people(2, 0, 2, 0);
    assert_people(1, 2, 2, 0);
    assert_people(5, 1, 9, 0);
    gated(1, 6, 40);
    assert_people(1, 1, 1, 667);
    assert_people(2, 2, 3, 2000);
    assert_people(2, 2, 2, 1333);
}
END_TEST

/* ---- parts (rules, Security) ------------------------------------------------------------- */

static void in_parts(void)
{
    begin();
    add_path(NULL);
    struct merit_metric *metric = add_metric("usage_growth", 20);
    metric->parts = true;
    struct merit_option *azure = add_option("azure", 0, 25000);
    azure->measure.unit = 100; /* cents */
    add_option("m365", 1, 2500);
    finish();
}

START_TEST(parts_add_up_to_the_most)
{
    in_parts();
    world.sums[0] = 125000; /* $1,250: 1 point */
    world.sums[1] = 125;    /* 1 point */
    evaluate();
    const struct merit_metric_score *metric = &world.score.metrics[0];
    ck_assert_int_eq(world.summary.hundredths, 200);
    ck_assert_ptr_null(metric->basis);
    ck_assert_uint_eq(metric->part_count, 2);
    ck_assert_str_eq(metric->parts[0].name, "azure");
    ck_assert(ratio_is(metric->parts[0].actual, 1250, 1));
    ck_assert(ratio_is(metric->parts[0].target, 25000, 1));
    ck_assert_str_eq(metric->parts[1].name, "m365");
    ck_assert(ratio_is(metric->parts[1].actual, 125, 1));
    ck_assert(ratio_is(metric->parts[1].target, 2500, 1));
    assert_metric(0, NULL, 2500, 25000, 200); /* 25,000 x (0.05 + 0.05) */
    world.sums[1] = 2375;
    evaluate();
    assert_metric(0, NULL, 25000, 25000, 2000);
    world.sums[0] = 12500000;
    evaluate();
    assert_metric(0, NULL, 148750, 25000, 2000); /* 25,000 x (5 + 0.95) */
}
END_TEST

START_TEST(a_part_that_shrank_takes_nothing_from_another)
{
    in_parts();
    world.sums[0] = -125000;
    world.sums[1] = 125;
    evaluate();
    assert_metric(0, NULL, 1250, 25000, 100);
    ck_assert(ratio_is(world.score.metrics[0].parts[0].actual, -1250, 1));
    world.sums[1] = -1;
    evaluate();
    assert_metric(0, NULL, 0, 25000, 0);
}
END_TEST

/* A part in percent has no share of the denominator: 20 x 1/3 / 10 + 20 x 1/7. */
START_TEST(parts_of_any_kind_add_up)
{
    begin();
    add_path(NULL);
    add_metric("usage_growth", 20)->parts = true;
    struct merit_option *percent = add_option("percent", 0, 1000);
    percent->measure.kind = MERIT_MEASURE_PERCENT;
    percent->measure.base = 1;
    add_option("count", 2, 7);
    finish();
    world.sums[0] = 4;
    world.sums[1] = 3;
    world.sums[2] = 1;
    evaluate();
    ck_assert(ratio_is(world.summary.total, 2 * 7 + 20 * 3, 21 * 1));
    world.sums[2] = 7;
    evaluate();
    ck_assert(ratio_is(world.summary.total, 20, 1));
}
END_TEST

/* ---- the choice of a path by products ---------------------------------------------------- */

START_TEST(products_choose_the_path_where_the_rules_say_so)
{
    begin();
    for (int i = 0; i < 2; i++) {
        add_path(i == 0 ? "enterprise" : "smb");
        add_metric("deployments", 20);
        add_option(NULL, (uint8_t)i, 10)->measure.kind = MERIT_MEASURE_PRODUCTS;
    }
    world.span.choice = MERIT_CHOICE_PRODUCTS;
    world.span.choice_slot = 2;
    world.span.choice_at_least = 5;
    finish();
    world.sums[0] = 3;
    world.sums[1] = 10;
    world.sums[2] = 5;
    evaluate();
    ck_assert_str_eq(world.score.path, "enterprise");
    ck_assert_int_eq(world.summary.hundredths, 600);
    world.sums[2] = 4;
    evaluate();
    ck_assert_str_eq(world.score.path, "smb");
    ck_assert_int_eq(world.summary.hundredths, 2000);
}
END_TEST

/* ---- against plain fractions ------------------------------------------------------------- */

static struct merit_ratio clamp(struct merit_ratio value, int32_t most)
{
    if (value.numerator < 0) {
        return (struct merit_ratio){0, 1};
    }
    struct merit_ratio top = {most, 1};
    return merit_ratio_compare(value, top) > 0 ? top : value;
}

/* actual / target x max as one fraction. */
static struct merit_ratio plain_points(const struct merit_metric *metric,
                                       const struct merit_option *option)
{
    return (struct merit_ratio){world.sums[option->measure.slot] * metric->max_points *
                                    option->target_denominator,
                                (merit_int128)option->measure.unit * option->target_numerator};
}

static struct merit_ratio plain_total(const struct merit_path *path)
{
    struct merit_ratio total = {0, 1};
    for (uint8_t m = 0; m < path->metric_count; m++) {
        const struct merit_metric *metric = &path->metrics[m];
        struct merit_ratio best = plain_points(metric, &metric->options[0]);
        for (uint8_t i = 1; i < metric->option_count; i++) {
            struct merit_ratio other = plain_points(metric, &metric->options[i]);
            if (metric->parts) {
                best = merit_ratio_add(clamp(best, metric->max_points),
                                       clamp(other, metric->max_points));
            } else if (merit_ratio_compare(other, best) > 0) {
                best = other;
            }
        }
        total = merit_ratio_add(total, clamp(best, metric->max_points));
    }
    return total;
}

/* Targets without common divisors, some too large to share a denominator. */
static void random_world(uint64_t *seed)
{
    static const int64_t targets[] = {1,  2,  3,   5,     7,      10,       11,       13,
                                      60, 97, 500, 25000, 999983, 15485863, 999999937};
    static const int64_t units[] = {1, 1, 1, 100, 5};
    begin();
    int64_t large = 0;
    for (uint64_t p = 1 + random_below(seed, 2); p > 0; p--) {
        add_path("path");
        for (uint64_t m = 1 + random_below(seed, 3); m > 0; m--) {
            add_metric("metric", 1 + (int32_t)random_below(seed, 40))->parts =
                random_below(seed, 2) == 0;
            for (uint64_t i = 1 + random_below(seed, 2); i > 0; i--) {
                int64_t target = targets[random_below(seed, large < 2 ? 15 : 12)];
                large += target > 100000;
                struct merit_option *option =
                    add_option("option", (uint8_t)random_below(seed, 10), target);
                option->target_denominator = 1 + (int64_t)random_below(seed, 3);
                option->measure.unit = units[random_below(seed, 5)];
            }
        }
    }
    finish();
    for (int s = 0; s < 10; s++) {
        world.sums[s] = (int64_t)random_below(seed, 40) - 8;
        world.sums[s] *= random_below(seed, 4) == 0 ? 1000000 : 1;
    }
}

START_TEST(totals_are_those_of_plain_fractions)
{
    uint64_t seed = 11;
    for (int round = 0; round < 50000; round++) {
        random_world(&seed);
        evaluate();
        struct merit_ratio total = plain_total(&world.paths[world.summary.path]);
        struct merit_ratio sum = {0, 1};
        for (uint8_t m = 0; m < world.score.metric_count; m++) {
            sum = merit_ratio_add(sum, world.score.metrics[m].points);
        }
        if (merit_ratio_compare(world.summary.total, total) != 0 ||
            merit_ratio_compare(sum, total) != 0) {
            ck_abort_msg("round %d", round);
        }
        for (uint8_t p = 0; p < world.span.path_count && !world.summary.qualified; p++) {
            if (merit_ratio_compare(plain_total(&world.paths[p]), total) > 0) {
                ck_abort_msg("round %d: path %d has more", round, p);
            }
        }
    }
}
END_TEST

CHECK_MAIN_TESTS("metric",
                 the_better_option_of_growth_counts,
                 the_better_option_of_deployments_counts,
                 of_equal_options_the_first_counts,
                 points_are_between_nothing_and_the_most,
                 seventy_points_qualify_where_every_metric_has_some,
                 the_smallest_points_are_points,
                 sums_of_any_size_are_counted,
                 nothing_is_rounded_before_it_is_compared,
                 a_qualified_path_is_better_than_a_larger_total,
                 of_equal_paths_the_first_is_reported,
                 growth_in_percent_is_exact,
                 each_option_has_its_figures,
                 a_growth_has_two_sums,
                 growth_from_too_little_or_to_too_little_is_none,
                 weighted_slots_are_added_up_at_the_partner,
                 a_gate_that_is_not_met_gives_nothing,
                 parts_add_up_to_the_most,
                 a_part_that_shrank_takes_nothing_from_another,
                 parts_of_any_kind_add_up,
                 products_choose_the_path_where_the_rules_say_so,
                 totals_are_those_of_plain_fractions)
