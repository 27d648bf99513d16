/* What a metric counts or sums, as read: `count:`, `sum:` or `growth:` and what belongs to it. */
#include "rules/measure_read.h"

#include "rules/condition.h"
#include "rules/moment.h"
#include "rules/people_read.h"
#include "rules/references.h"
#include "yaml/fields.h"

/* The blocks that an option's keys stand in. */
struct measure_blocks {
    const struct rules_version *version;
    const struct yaml_node *own;
    const struct yaml_node *shared;
};

static const struct yaml_node *find(const struct measure_blocks *blocks, const char *key)
{
    const struct yaml_node *node = yaml_child(blocks->own, key);
    return node != NULL ? node : yaml_child(blocks->shared, key);
}

static const struct yaml_node *need(const struct measure_blocks *blocks, const char *key)
{
    const struct yaml_node *node = find(blocks, key);
    return node != NULL ? node : fields_need(blocks->own, key);
}

/* ---- which keys go together -------------------------------------------------------------- */

static const struct {
    const char *said;
    const char *keys;
} kinds[] = {
    [RULES_COUNT_TENANTS] = {"count: tenants",
                             "count products associated in any_product total when compare target"},
    [RULES_COUNT_TENANT_PRODUCTS] = {"count: tenant_products",
                                     "count products associated in where when compare target"},
    [RULES_COUNT_PRODUCTS] = {"count: products",
                              "count products associated in where total when target"},
    [RULES_COUNT_PEOPLE] = {"count: people", "count any_of gates target"},
    [RULES_SUM] = {"sum", "sum products associated in when compare target"},
    [RULES_GROWTH] = {"growth",
                      "growth products associated in compare least_before least_now target"},
};

static bool among(struct merit_text word, const char *names)
{
    for (const char *at = names; at != NULL; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, word.at, word.length) == 0 &&
            (at[word.length] == ' ' || at[word.length] == '\0')) {
            return true;
        }
    }
    return false;
}

static void refuse_foreign_keys(const struct yaml_node *block, enum rules_measure_kind kind)
{
    const struct yaml_node *child = block == NULL ? NULL : block->first;
    for (; child != NULL; child = child->next) {
        if (among(child->key->text, MEASURE_KEYS) && !among(child->key->text, kinds[kind].keys)) {
            yaml_error(child->key, 0, NULL, "'%.*s' does not go with '%s', expected only: %s",
                       (int)child->key->text.length, child->key->text.at, kinds[kind].said,
                       kinds[kind].keys);
        }
    }
}

/* ---- kinds ------------------------------------------------------------------------------- */

static bool read_counted(const struct yaml_node *node, struct rules_measure *measure)
{
    static const enum rules_measure_kind counted[] = {
        RULES_COUNT_TENANTS,
        RULES_COUNT_TENANT_PRODUCTS,
        RULES_COUNT_PRODUCTS,
        RULES_COUNT_PEOPLE,
    };
    struct rules_value value = value_of(node, VALUE_REFERENCE);
    int index = value_choice(&value, "tenants tenant_products products people");
    if (index < 0) {
        return false;
    }
    measure->kind = counted[index];
    return true;
}

static bool read_kind(const struct measure_blocks *blocks, struct rules_measure *measure)
{
    const struct yaml_node *count = find(blocks, "count");
    const struct yaml_node *sum = find(blocks, "sum");
    const struct yaml_node *growth = find(blocks, "growth");
    if ((count != NULL) + (sum != NULL) + (growth != NULL) != 1) {
        const struct yaml_node *near = blocks->own->key != NULL ? blocks->own->key : blocks->own;
        yaml_error(near, 0, NULL,
                   "expected one of 'count', 'sum' and 'growth' below, and only one");
        return false;
    }
    if (count != NULL) {
        return read_counted(count, measure);
    }
    measure->kind = sum != NULL ? RULES_SUM : RULES_GROWTH;
    struct rules_value value = value_of(sum != NULL ? sum : growth, VALUE_REFERENCE);
    measure->figure = condition_read_figure(blocks->version, &value);
    return measure->figure != NULL;
}

/* The figure with rates that a measure is about, NULL where there is none. */
static const struct rules_figure *weighted_figure(const struct rules_measure *measure)
{
    if (measure->figure != NULL && measure->figure->weighted) {
        return measure->figure;
    }
    if (measure->where.count > 0 && measure->where.tests[0].left->weighted) {
        return measure->where.tests[0].left;
    }
    return NULL;
}

static void refuse_weighted(const struct rules_tests *tests)
{
    for (uint8_t i = 0; i < tests->count; i++) {
        if (tests->tests[i].left->weighted) {
            yaml_error(tests->node, 0, NULL,
                       "a figure with rates goes with 'where', 'sum' and 'growth' only");
        }
    }
}

static void read_population(const struct measure_blocks *blocks, struct rules_measure *measure)
{
    measure->in = references_tenants(blocks->version, find(blocks, "in"));
    measure->any_product = condition_read(blocks->version, find(blocks, "any_product"));
    measure->total = condition_read_total(blocks->version, find(blocks, "total"));
    measure->where = condition_read(blocks->version, find(blocks, "where"));
    refuse_weighted(&measure->any_product);
    refuse_weighted(&measure->total);
    const struct rules_figure *weighted = weighted_figure(measure);
    if (weighted == NULL) {
        measure->products = references_products(blocks->version, need(blocks, "products"));
        measure->types = references_types(blocks->version, need(blocks, "associated"));
        return;
    }
    measure->products = weighted->products;
    static const char *const own[] = {"products", "associated"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        const struct yaml_node *node = find(blocks, own[i]);
        if (node != NULL) {
            yaml_error(node->key, 0, NULL, "the figure '%.*s' has its own '%s': leave this out",
                       (int)weighted->name.length, weighted->name.at, own[i]);
        }
    }
}

/* ---- moments ----------------------------------------------------------------------------- */

static void read_moments(const struct measure_blocks *blocks, struct rules_measure *measure)
{
    const struct yaml_node *when = find(blocks, "when");
    const struct yaml_node *compare = find(blocks, "compare");
    if ((when != NULL) == (compare != NULL)) {
        if (when != NULL) {
            yaml_error(when->key, 0, NULL, "expected either 'when' or 'compare', not both");
        } else {
            (void)fields_need(blocks->own,
                              measure->kind == RULES_COUNT_PRODUCTS ? "when" : "compare");
        }
        return;
    }
    measure->when_node = when != NULL ? when : compare;
    struct rules_value value = value_of(measure->when_node, VALUE_SOURCED);
    if (when != NULL) {
        measure->now = moment_read_when(&value);
    } else {
        (void)moment_read_compare(&value, &measure->now, &measure->base);
    }
}

static bool single(const struct rules_when *when)
{
    return when->count <= 1;
}

static bool claims(const struct rules_when *when)
{
    for (uint8_t i = 0; i < when->count; i++) {
        if (when->moments[i].moment == MERIT_MOMENT_CLAIM_SERIES) {
            return true;
        }
    }
    return false;
}

/* Which moments the compiled form can express for this kind. */
static void check_moments(const struct rules_measure *measure)
{
    const struct yaml_node *node = measure->when_node;
    if (node == NULL || measure->now.count == 0) {
        return;
    }
    bool sums = measure->kind == RULES_SUM || measure->kind == RULES_GROWTH ||
                (measure->kind == RULES_COUNT_PRODUCTS && measure->total.count > 0);
    bool alone = single(&measure->now) && single(&measure->base);
    if (sums && !alone) {
        yaml_error(node, 0, NULL, "a sum is taken at one moment: 'and' and 'or' do not apply");
    } else if (measure->kind != RULES_COUNT_TENANTS &&
               (measure->now.either || measure->base.either)) {
        yaml_error(node, 0, NULL, "'or' between moments goes with 'count: tenants' only");
    }
    bool claimed = measure->kind == RULES_SUM || measure->kind == RULES_COUNT_TENANT_PRODUCTS;
    if (claims(&measure->now) || (claims(&measure->base) && (!claimed || !alone))) {
        yaml_error(node, 0, NULL,
                   "'claim' is an earlier end, alone, of 'sum' or 'count: tenant_products' only");
    }
}

/* ---- targets and least amounts ----------------------------------------------------------- */

static struct rules_amount read_amount(const struct yaml_node *node, bool money, bool percent)
{
    struct rules_amount none = {0, 1, false};
    if (node == NULL) {
        return none;
    }
    struct rules_value value = value_of(node, VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    struct rules_amount amount = phrase_amount(&phrase);
    if (percent) {
        phrase_expect(&phrase, "%");
    }
    if (!phrase_end(&phrase)) {
        return none;
    }
    if (amount.dollars != money) {
        value_error(&value, value.text.at, NULL,
                    money ? "this is money: expected an amount such as $25,000"
                          : "this is no money: expected a number without $");
        return none;
    }
    if (amount.numerator > MERIT_TARGET_MAX || amount.denominator > MERIT_TARGET_MAX) {
        value_error(&value, value.text.at, NULL, "out of range, expected at most 1,000,000,000");
        return none;
    }
    return amount;
}

static bool is_money(const struct rules_measure *measure)
{
    return measure->figure != NULL && measure->figure->figure == MERIT_FIGURE_REVENUE &&
           !measure->figure->weighted;
}

static void read_target(const struct measure_blocks *blocks, struct rules_option *option)
{
    const struct rules_measure *measure = &option->measure;
    bool growth = measure->kind == RULES_GROWTH;
    const struct yaml_node *node = need(blocks, "target");
    uint32_t before = blocks->own->file->error_count;
    option->target = read_amount(node, is_money(measure) && !growth, growth);
    if (node != NULL && option->target.numerator == 0 && before == blocks->own->file->error_count) {
        yaml_error(node, 0, NULL, "a target must be above 0");
    }
}

/* ---- all together ------------------------------------------------------------------------ */

static void check_tests(const struct measure_blocks *blocks, const struct rules_measure *measure)
{
    if (measure->kind == RULES_COUNT_TENANT_PRODUCTS) {
        (void)need(blocks, "where");
    }
    if (measure->kind != RULES_COUNT_PRODUCTS) {
        return;
    }
    const struct yaml_node *near = blocks->own->key != NULL ? blocks->own->key : blocks->own;
    if ((find(blocks, "where") == NULL) == (find(blocks, "total") == NULL)) {
        yaml_error(near, 0, NULL,
                   "expected 'where' (some tenant has it) or 'total' (over all tenants) below");
    }
    const struct rules_test *test = &measure->total.tests[0];
    if (measure->total.count == 1 &&
        (test->compare != MERIT_ABOVE || test->amount.numerator != 0)) {
        yaml_error(measure->total.node, 0, NULL, "products count by a total above 0: '... > 0'");
    }
}

static void read_conditions(const struct measure_blocks *blocks, struct rules_measure *measure)
{
    read_population(blocks, measure);
    read_moments(blocks, measure);
    check_moments(measure);
    check_tests(blocks, measure);
}

void measure_read(const struct rules_version *version,
                  const struct yaml_node *own,
                  const struct yaml_node *shared,
                  struct rules_option *option)
{
    struct measure_blocks blocks = {version, own, shared};
    struct rules_measure *measure = &option->measure;
    measure->node = own;
    if (!read_kind(&blocks, measure)) {
        return;
    }
    refuse_foreign_keys(own, measure->kind);
    if (shared != own) {
        refuse_foreign_keys(shared, measure->kind);
    }
    if (measure->kind == RULES_COUNT_PEOPLE) {
        people_read(version, need(&blocks, "any_of"), find(&blocks, "gates"), measure);
    } else {
        read_conditions(&blocks, measure);
    }
    bool money = is_money(measure);
    measure->least_before = read_amount(find(&blocks, "least_before"), money, false);
    measure->least_now = read_amount(find(&blocks, "least_now"), money, false);
    read_target(&blocks, option);
}

void measure_read_choice(const struct rules_version *version,
                         const struct yaml_node *node,
                         struct rules_measure *measure)
{
    struct measure_blocks blocks = {version, node, node};
    measure->node = node;
    if (!read_kind(&blocks, measure)) {
        return;
    }
    if (measure->kind != RULES_COUNT_PRODUCTS) {
        yaml_error(yaml_child(node, "count"), 0, NULL,
                   "a path is chosen by the number of products: 'count: products'");
        return;
    }
    read_conditions(&blocks, measure);
}
