/* Runs one test of a case file through the core, as `merit replay` runs a history. */
#include "cli/case_run.h"

#include "cli/case_compare.h"
#include "codec/standing_fault.h"
#include "task/ensemble.h"

#include <stdio.h>

struct run {
    struct arena arena;
    struct ensemble ensemble;
    struct case_output *first;
    struct case_output **end;
    const struct merit_program *program;
    int32_t outputs_from_day;
    bool adopted; /* some standing */
    struct text_buffer *failures;
    uint32_t failure_count;
};

/* Outputs borrow texts from the step that made them: what is kept are copies. */
static void keep_outputs(struct run *run)
{
    struct scoring *scoring = &run->ensemble.tasks[0].scoring;
    for (uint32_t i = 0; i < scoring->outputs.count; i++) {
        if (merit_output_is_withheld(scoring->outputs.items[i], run->outputs_from_day)) {
            continue;
        }
        struct case_output *kept = arena_allocate(&run->arena, sizeof *kept);
        kept->output = *scoring->outputs.items[i];
        kept->output.partner_id = arena_text(&run->arena, kept->output.partner_id);
        kept->output.cause_event_id = arena_text(&run->arena, kept->output.cause_event_id);
        *run->end = kept;
        run->end = &kept->next;
    }
    scoring_clear_outputs(scoring);
}

static void work(struct run *run)
{
    while (ensemble_step(&run->ensemble)) {
        keep_outputs(run);
    }
    keep_outputs(run);
}

static void offer(struct run *run, const struct case_step *step)
{
    struct merit_fault fault = ensemble_offer(&run->ensemble, step->event);
    if (fault.bad != MERIT_BAD_NONE) {
        char line[512];
        (void)snprintf(line, sizeof line, "%s:%u: the event is refused: %s: %s %s\n",
                       step->node->file->path, step->node->place.line, merit_bad_code(fault.bad),
                       fault.field == NULL ? "" : fault.field,
                       fault.reason == NULL ? "" : fault.reason);
        text_buffer_add_string(run->failures, line);
        run->failure_count++;
        return;
    }
    work(run);
}

static void adopt(struct run *run, const struct case_step *step)
{
    struct merit_fault fault = ensemble_adopt(&run->ensemble, step->standing);
    if (fault.bad == MERIT_BAD_NONE) {
        run->adopted = true;
        return;
    }
    char words[STANDING_FAULT_BYTES];
    char line[STANDING_FAULT_BYTES + 512];
    standing_fault_write(run->program, step->standing, &fault, words);
    (void)snprintf(line, sizeof line, "%s:%u: the standing is refused: %s\n",
                   step->node->file->path, step->node->place.line, words);
    text_buffer_add_string(run->failures, line);
    run->failure_count++;
}

static void expect(struct run *run, const struct case_step *step)
{
    const struct case_expectation *expectation = step->expectation;
    if (run->ensemble.latest_day == MERIT_NO_DAY && !run->adopted) {
        char line[512];
        (void)snprintf(line, sizeof line, "%s:%u: nothing can be expected before the first event\n",
                       step->node->file->path, step->node->place.line);
        text_buffer_add_string(run->failures, line);
        run->failure_count++;
        return;
    }
    ensemble_finish(&run->ensemble, step->day);
    work(run);
    struct merit_output score;
    ensemble_score(&run->ensemble, expectation->partner, expectation->designation, &score);
    const struct case_got got = {
        .program = run->program, .day = step->day, .outputs = run->first, .score = &score};
    run->failure_count += case_compare(expectation, &got, run->failures);
}

uint32_t case_run(const struct case_test *test,
                  const struct merit_program *program,
                  struct text_buffer *failures)
{
    static const struct partner_settings settings = {1, 1, {70}};
    struct ensemble_config config = {program, &settings, 1};
    struct run run = {
        .program = program, .outputs_from_day = test->outputs_from_day, .failures = failures};
    run.end = &run.first;
    arena_init(&run.arena);
    ensemble_init(&run.ensemble, &config);
    for (const struct case_step *step = test->steps; step != NULL; step = step->next) {
        if (step->standing != NULL) {
            adopt(&run, step);
        } else if (step->event != NULL) {
            offer(&run, step);
        } else {
            expect(&run, step);
        }
    }
    ensemble_fini(&run.ensemble);
    arena_fini(&run.arena);
    return run.failure_count;
}
