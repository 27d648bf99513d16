/* The explanations that lead from one day to a later one, each differing in one thing. */
#include "task/explain_between.h"

#include "task/explain.h"

static void keep_rules(struct explain_between *between, const struct scoring *then)
{
    const struct merit_program *program = then->config.program;
    between->program = *program;
    between->program.designations = between->designations;
    for (uint8_t d = 0; d < program->designation_count; d++) {
        between->designations[d] = program->designations[d];
        between->designations[d].spans = &program->designations[d].spans[then->today.spans[d]];
        between->designations[d].span_count = 1;
    }
}

void explain_between_open(struct explain_between *between,
                          const struct partner_copy *then,
                          const struct partner_copy *now,
                          struct merit_text partner_id)
{
    assert(then->scoring.config.program == now->scoring.config.program);
    keep_rules(between, &then->scoring);
    int32_t day = now->scoring.day;
    struct partner_view aged = {&between->program, day, NULL};
    struct partner_view reported = {&between->program, day, then};
    struct partner_view linked = {&between->program, day, NULL};
    partner_copy_open_as(&between->aged, &then->scoring, partner_id, &aged);
    partner_copy_open_as(&between->reported, &now->scoring, partner_id, &reported);
    partner_copy_open_as(&between->linked, &now->scoring, partner_id, &linked);
}

void explain_between_fini(struct explain_between *between)
{
    partner_copy_fini(&between->aged);
    partner_copy_fini(&between->reported);
    partner_copy_fini(&between->linked);
}

void explain_between_steps(struct explain_between *between,
                           uint8_t designation,
                           struct arena *arena,
                           struct explain_steps *steps)
{
    struct partner_copy *copies[] = {&between->aged, &between->reported, &between->linked};
    struct merit_text partner_id = steps->of[EXPLAIN_BEFORE]->partner_id;
    for (int i = 0; i < EXPLAIN_AFTER - EXPLAIN_AGED; i++) {
        struct merit_explanation *made = arena_allocate(arena, sizeof *made);
        explain_partner(copies[i], partner_id, designation, arena, made);
        steps->of[EXPLAIN_AGED + i] = made;
    }
}
