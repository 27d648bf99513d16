/* Why one partner's score is what it is: a walk over all that adds to it. */
#include "task/explain.h"

#include "core/explain_person.h"
#include "core/explain_score.h"
#include "task/explain_dates.h"
#include "task/explain_rows.h"
#include "task/refresh_tenant.h"

/* A walk while it goes on. */
struct walk {
    struct scoring *scoring;
    uint8_t designation;
    const struct merit_span *span;
    struct arena *arena;
    struct merit_explanation *explanation;
};

/* ---- options ----------------------------------------------------------------------------- */

/* One option after the other, of all paths; false: that was the last. Start with {0}. */
static bool next_option(const struct merit_span *span, struct merit_place_key *key, bool *started)
{
    if (!*started) {
        *started = true;
        return true;
    }
    const struct merit_path *path = &span->paths[key->path];
    if (++key->option < path->metrics[key->metric].option_count) {
        return true;
    }
    key->option = 0;
    if (++key->metric < path->metric_count) {
        return true;
    }
    key->metric = 0;
    return ++key->path < span->path_count;
}

static struct merit_option_explained *option_at(const struct walk *walk, struct merit_place_key key)
{
    return &walk->explanation->paths[key.path].metrics[key.metric].options[key.option];
}

/* ---- tenants ----------------------------------------------------------------------------- */

static void add_product_rows(const struct walk *walk,
                             const struct explain_customer *customer,
                             const struct explain_option *asked,
                             struct merit_option_explained *option)
{
    struct merit_contribution row;
    bool any = false;
    for (uint32_t c = 0; c < customer->cell_count; c++) {
        if (explain_product_row(customer, asked, &customer->cells[c], &row)) {
            explain_rows_add(walk->arena, &row, option);
            any = true;
        }
    }
    if (!any) {
        explain_nothing_row(customer, asked, &row);
        explain_rows_add(walk->arena, &row, option);
    }
}

static void add_customer_rows(const struct walk *walk, const struct explain_customer *customer)
{
    struct merit_place_key key = {0};
    bool started = false;
    while (next_option(walk->span, &key, &started)) {
        struct merit_option_explained *option = option_at(walk, key);
        struct explain_option asked = {&option->option->measure, key};
        if (asked.measure->kind == MERIT_MEASURE_PEOPLE) {
            continue;
        }
        if (!explain_is_whole(walk->span, asked.measure)) {
            add_product_rows(walk, customer, &asked, option);
            continue;
        }
        struct merit_contribution row;
        explain_customer_row(customer, &asked, &row);
        explain_rows_add(walk->arena, &row, option);
    }
}

/* The products of the tenant that the span counts, as they were computed. */
static struct explain_cell *open_cells(const struct walk *walk,
                                       const struct refresh_target *target,
                                       const struct derived_head *head,
                                       const struct derived_block *block,
                                       uint64_t flags)
{
    struct arena *scratch = &walk->scoring->scratch;
    const struct merit_span *span = walk->span;
    struct explain_cell *cells = arena_allocate(scratch, block->cell_count * sizeof *cells);
    for (uint32_t c = 0; c < block->cell_count; c++) {
        struct refresh_product product;
        refresh_open_product(walk->scoring, target, head, block->products[c], &product);
        int64_t *slots = arena_allocate(scratch, span->slot_count * sizeof *slots);
        const int64_t *terms = block->terms + (size_t)c * span->term_count;
        explain_cell_slots(span, terms, flags, slots);
        cells[c] = (struct explain_cell){
            .product = arena_text(walk->arena, product.series[0].product),
            .entry = product.entry,
            .series = product.series,
            .series_count = product.series_count,
            .terms = terms,
            .slots = slots,
        };
    }
    return cells;
}

static struct explain_dates dates_of(const struct walk *walk)
{
    return (struct explain_dates){walk->scoring, walk->designation, walk->arena, walk->explanation};
}

static void take_dates(const struct walk *walk, const struct explain_customer *customer)
{
    struct explain_dates dates = dates_of(walk);
    explain_dates_of_links(&dates, customer->name);
    for (uint32_t c = 0; c < customer->cell_count; c++) {
        const struct explain_cell *cell = &customer->cells[c];
        for (uint32_t i = 0; i < cell->series_count; i++) {
            explain_dates_of_series(&dates, customer->name, cell->product, &cell->series[i].ledger);
        }
    }
}

static void walk_tenant(const struct walk *walk, uint32_t number, const struct contributor *tenant)
{
    struct scoring *scoring = walk->scoring;
    const struct merit_program *program = scoring->config.program;
    struct bytes record =
        table_block_value(roster_contributor(&scoring->roster, 0, number)->derived);
    struct derived derived;
    struct derived_head head;
    struct reader reader = reader_of(record);
    bool read = link_list_read(&scoring->links, tenant->list) &&
                derived_read(program, record, &scoring->scratch, &derived) &&
                derived_read_head(&reader, &head);
    assert(read && "records that this task wrote");
    struct explain_customer customer = {
        .program = program,
        .span = walk->span,
        .moments = &scoring->today.moments[walk->designation],
        .links = &scoring->links,
        .name = arena_text(walk->arena, tenant->name),
    };
    const struct derived_block *block = derived_block_of(&derived, walk->designation);
    struct vector_totals nothing;
    int64_t zeros[MERIT_SLOTS_MAX] = {0};
    memset(&nothing, 0, sizeof nothing);
    customer.totals = &nothing;
    customer.slots = zeros;
    if (block != NULL) {
        assert(&program->designations[walk->designation].spans[block->span] == walk->span);
        struct refresh_target target = {0, number, 0};
        customer.totals = block->totals;
        customer.slots = block->slots;
        customer.flags = vector_flags(walk->span, block->totals, block->associated);
        customer.cell_count = block->cell_count;
        customer.cells = open_cells(walk, &target, &head, block, customer.flags);
    }
    add_customer_rows(walk, &customer);
    take_dates(walk, &customer);
}

/* ---- people ------------------------------------------------------------------------------ */

static void walk_person(const struct walk *walk, const struct contributor *person)
{
    const struct scoring *scoring = walk->scoring;
    struct explain_person of = {
        .program = scoring->config.program,
        .span = walk->span,
        .name = arena_text(walk->arena, person->name),
        .certificates = person->list,
        .day = scoring->day,
    };
    int32_t due_day;
    int64_t slots[MERIT_SLOTS_MAX];
    bool read = person_holds(of.program, person->list, of.day, &of.held, &due_day);
    assert(read && "a record that this task wrote");
    vector_of_person(walk->span, &of.held, slots);
    of.slots = slots;
    struct merit_place_key key = {0};
    bool started = false;
    while (next_option(walk->span, &key, &started)) {
        struct merit_option_explained *option = option_at(walk, key);
        struct explain_option asked = {&option->option->measure, key};
        if (asked.measure->kind == MERIT_MEASURE_PEOPLE) {
            struct merit_contribution row;
            explain_person_row(&of, &asked, &row);
            explain_rows_add(walk->arena, &row, option);
        }
    }
    struct explain_dates dates = dates_of(walk);
    explain_dates_of_person(&dates, of.name, person->list);
}

/* ---- products ---------------------------------------------------------------------------- */

enum { PRODUCT_KEY_BYTES = 8 }; /* of a KEY_PRODUCT_SUM: kind, partner, designation, span, slot */

static void add_product(const struct walk *walk,
                        struct bytes key,
                        struct bytes value,
                        struct merit_option_explained *option)
{
    if (option->product_count == MERIT_EXPLAIN_PRODUCTS_MAX) {
        return;
    }
    struct merit_product_total *total = &option->products[option->product_count++];
    struct merit_text name = {(const char *)key.at + PRODUCT_KEY_BYTES,
                              (uint32_t)(key.length - PRODUCT_KEY_BYTES)};
    total->product = arena_text(walk->arena, name);
    memcpy(&total->amount, value.at, sizeof total->amount);
    total->counts = total->amount > 0;
}

/* Every product with a total other than 0, as the score counts them. */
static void add_products(const struct walk *walk, struct merit_option_explained *option)
{
    const struct merit_designation *designation = walk->explanation->designation;
    struct key prefix = key_of(KEY_PRODUCT_SUM);
    key_u32(&prefix, 0);
    key_u8(&prefix, walk->designation);
    key_u8(&prefix, (uint8_t)(walk->span - designation->spans));
    key_u8(&prefix, option->option->measure.slot);
    option->products =
        arena_allocate(walk->arena, MERIT_EXPLAIN_PRODUCTS_MAX * sizeof *option->products);
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(walk->scoring->state, &cursor, &key, &value)) {
        if (key.length > prefix.length && memcmp(key.at, prefix.bytes, prefix.length) == 0) {
            add_product(walk, key, value, option);
        }
    }
}

/* ---- the whole --------------------------------------------------------------------------- */

static void walk_contributors(const struct walk *walk, const struct account *account)
{
    for (uint32_t n = 0; n < account->contributor_count; n++) {
        struct contributor contributor;
        arena_reset(&walk->scoring->scratch);
        scoring_get_contributor(walk->scoring, 0, n, &contributor);
        if (contributor.kind == CONTRIBUTOR_TENANT) {
            walk->explanation->tenant_count++;
            walk_tenant(walk, n, &contributor);
        } else if (contributor.kind == CONTRIBUTOR_PERSON) {
            walk->explanation->person_count++;
            walk_person(walk, &contributor);
        }
    }
    struct merit_place_key key = {0};
    bool started = false;
    while (next_option(walk->span, &key, &started)) {
        struct merit_option_explained *option = option_at(walk, key);
        if (option->option->measure.kind == MERIT_MEASURE_PRODUCTS) {
            add_products(walk, option);
        }
    }
}

void explain_partner(struct partner_copy *copy,
                     struct merit_text partner_id,
                     uint8_t designation,
                     struct arena *arena,
                     struct merit_explanation *ret_explanation)
{
    struct scoring *scoring = &copy->scoring;
    const struct merit_program *program = scoring->config.program;
    const struct merit_designation *of = &program->designations[designation];
    const struct merit_span *span = &of->spans[scoring->today.spans[designation]];
    struct account account = account_new(program, partner_id);
    merit_int128 sums[MERIT_SLOTS_MAX] = {0};
    if (copy->known) {
        scoring_get_account(scoring, 0, &account);
        struct sums_of sums_of =
            scoring_sums_of(scoring, 0, designation, scoring->today.spans[designation]);
        bool read = sums_read(&sums_of, sums);
        assert(read && "a record that this task wrote");
    }
    const struct standing *standing = &account.standings[designation];
    *ret_explanation = (struct merit_explanation){
        .partner_id = arena_text(arena, partner_id),
        .designation = of,
        .span = span,
        .known = copy->known,
        .day = scoring->day,
        .version_day = span->version_day,
        .program_hash = program->hash,
        .status = (enum merit_status)standing->status,
        .attained_day = standing->attained_day,
        .anniversary_day = standing->anniversary_day,
        .outlook_day = scoring->day,
    };
    explain_score(sums, arena, ret_explanation);
    struct walk walk = {scoring, designation, span, arena, ret_explanation};
    struct explain_dates dates = dates_of(&walk);
    explain_dates_of_partner(&dates, standing);
    if (copy->known) {
        walk_contributors(&walk, &account);
    }
}
