/* The versions of all designations to the rule program. */
#include "rules/assemble.h"

#include "rules/compile.h"
#include "rules/entries.h"

/* ---- tables of names --------------------------------------------------------------------- */

static void check_overflow(const struct rules_assembly *assembly,
                           const struct names_list *list,
                           const char *what)
{
    if (list->overflow) {
        yaml_error_plain(assembly->errors, assembly->path,
                         "the rules name too many %s: more than %u", what, list->count);
    }
}

static void set_names(const struct rules_assembly *assembly,
                      const struct rules_names *names,
                      struct merit_program *program)
{
    check_overflow(assembly, &names->products, "products");
    check_overflow(assembly, &names->offers, "offers");
    check_overflow(assembly, &names->codes, "codes");
    struct merit_product_entry *products =
        arena_allocate(assembly->arena, names->products.count * sizeof *products);
    for (uint32_t i = 0; i < names->products.count; i++) {
        struct merit_text name = names->products.names[i];
        products[i] = (struct merit_product_entry){name, name.at[name.length - 1] == '/'};
    }
    program->products = products;
    program->product_count = (uint16_t)names->products.count;
    program->offers = names->offers.names;
    program->offer_count = (uint8_t)names->offers.count;
    program->codes = names->codes.names;
    program->code_count = (uint16_t)names->codes.count;
}

/* ---- spans ------------------------------------------------------------------------------- */

/* Days on which the list of spans is cut, sorted and each once. */
struct cut_days {
    uint32_t count;
    bool overflow;
    int32_t days[MERIT_SPANS_MAX];
};

static void add_cut(struct cut_days *cuts, int32_t day)
{
    uint32_t at = 0;
    while (at < cuts->count && cuts->days[at] < day) {
        at++;
    }
    if (at < cuts->count && cuts->days[at] == day) {
        return;
    }
    if (cuts->count == MERIT_SPANS_MAX) {
        cuts->overflow = true;
        return;
    }
    for (uint32_t i = cuts->count; i > at; i--) {
        cuts->days[i] = cuts->days[i - 1];
    }
    cuts->days[at] = day;
    cuts->count++;
}

/* The dates of a version's values that lie in the days for which it is in force. */
static void add_cuts(struct cut_days *cuts, const struct rules_version *version, int32_t end)
{
    struct rules_entries entries = entries_of(version->root);
    for (uint32_t i = 0; i < entries.count; i++) {
        const int32_t days[] = {entries.entries[i].from_day, entries.entries[i].until_day};
        for (size_t d = 0; d < sizeof days / sizeof days[0]; d++) {
            if (days[d] > version->effective && days[d] < end) {
                add_cut(cuts, days[d]);
            }
        }
    }
}

static int32_t version_end(const struct rules_designation *designation, uint32_t version)
{
    return version + 1 < designation->version_count ? designation->versions[version + 1]->effective
                                                    : MERIT_NEVER;
}

static struct cut_days cuts_of(const struct rules_designation *designation)
{
    struct cut_days cuts = {0};
    for (uint32_t v = 0; v < designation->version_count; v++) {
        add_cut(&cuts, v == 0 ? INT32_MIN : designation->versions[v]->effective);
        add_cuts(&cuts, designation->versions[v], version_end(designation, v));
    }
    return cuts;
}

static const struct rules_version *version_on(const struct rules_designation *designation,
                                              int32_t day)
{
    uint32_t version = 0;
    while (version + 1 < designation->version_count &&
           designation->versions[version + 1]->effective <= day) {
        version++;
    }
    return designation->versions[version];
}

static void set_specializations(const struct rules_assembly *assembly,
                                const struct rules_version *version,
                                struct merit_designation *compiled)
{
    uint32_t count = version->specializations.count;
    const char **names = arena_allocate(assembly->arena, count * sizeof *names);
    for (uint32_t i = 0; i < count; i++) {
        names[i] = arena_text(assembly->arena, version->specializations.items[i].text).at;
    }
    compiled->specializations = names;
    compiled->specialization_count = (uint8_t)count;
}

static void compile_designation(const struct rules_assembly *assembly,
                                const struct rules_names *names,
                                struct span_builder *builder,
                                uint32_t index,
                                struct merit_designation *compiled)
{
    const struct rules_designation *designation = &assembly->designations[index];
    const struct rules_version *last = designation->versions[designation->version_count - 1];
    struct cut_days cuts = cuts_of(designation);
    compiled->id = arena_text(assembly->arena, designation->id).at;
    compiled->title = arena_text(assembly->arena, last->title).at;
    set_specializations(assembly, last, compiled);
    if (cuts.overflow) {
        yaml_error(last->root, 0, NULL,
                   "too many dates in the versions of '%s', expected at most %d", compiled->id,
                   MERIT_SPANS_MAX);
        return;
    }
    compiled->span_count = (uint8_t)cuts.count;
    compiled->spans = arena_allocate(assembly->arena, cuts.count * sizeof *compiled->spans);
    for (uint32_t i = 0; i < cuts.count; i++) {
        struct span_compiler compiler = {.arena = assembly->arena,
                                         .names = names,
                                         .version = version_on(designation, cuts.days[i]),
                                         .builder = builder,
                                         .day = cuts.days[i]};
        /* Before the first version its first day's rules hold. */
        if (compiler.day < compiler.version->effective) {
            compiler.day = compiler.version->effective;
        }
        compile_span(&compiler, cuts.days[i], &compiled->spans[i]);
    }
}

void assemble_program(const struct rules_assembly *assembly, struct merit_program *program)
{
    struct rules_names names;
    names_init(&names, assembly->arena);
    for (uint32_t d = 0; d < assembly->designation_count; d++) {
        for (uint32_t v = 0; v < assembly->designations[d].version_count; v++) {
            names_collect(&names, assembly->designations[d].versions[v]);
        }
    }
    set_names(assembly, &names, program);
    program->designation_count = (uint8_t)assembly->designation_count;
    program->designations = arena_allocate(assembly->arena, assembly->designation_count *
                                                                sizeof *program->designations);
    struct span_builder *builder = arena_allocate(assembly->arena, sizeof *builder);
    for (uint32_t d = 0; d < assembly->designation_count; d++) {
        compile_designation(assembly, &names, builder, d, &program->designations[d]);
    }
}
