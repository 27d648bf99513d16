/* Faults: which kinds there are, at which steps of a worker they hit, and how often they did. */
#include "faults.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    SELDOM_TIMES = 3,
    OFTEN_TIMES = 40,
    SURE_TIMES = 12,
    RARE_SHARE = 16,
    SELDOM_MORE = 7,
    ASIDE_SHARE = 6,
};

static const char *const step_names[STEP_COUNT] = {[STEP_NONE] = "waiting",
#define STEP_NAME(name, text) [STEP_##name] = (text),
                                                   STEP_MAP(STEP_NAME)
#undef STEP_NAME
};

static const char *const kind_names[FAULT_KIND_COUNT] = {
#define FAULT_KIND_NAME(name, text) [FAULT_##name] = (text),
    FAULT_KIND_MAP(FAULT_KIND_NAME)
#undef FAULT_KIND_NAME
};

const char *step_name(enum step step)
{
    return step_names[step];
}

const char *fault_name(enum fault_kind kind)
{
    return kind_names[kind];
}

/* Passed for each record and message, not once for each commit or restore. */
static bool is_often(enum step step)
{
    return step == STEP_APPLIED || step == STEP_FACTS_TAKEN || step == STEP_DAY_WORKED ||
           step == STEP_DELIVERED || step == STEP_FOLLOWED;
}

/* One that hits for sure: records, facts and messages come in every run, and often. */
static struct fault plan_sure(struct chance *chance)
{
    static const enum step steps[] = {STEP_APPLIED, STEP_FACTS_TAKEN, STEP_DELIVERED};
    static const enum fault_kind kinds[] = {FAULT_CRASH,       FAULT_POWER,    FAULT_ABORT,
                                            FAULT_DONE_UNSAID, FAULT_NOT_DONE, FAULT_REBALANCE,
                                            FAULT_ZOMBIE,      FAULT_SLOW,     FAULT_FULL};
    struct fault fault = {.kind = kinds[chance_below(chance, sizeof kinds / sizeof kinds[0])]};
    fault.step = steps[chance_below(chance, sizeof steps / sizeof steps[0])];
    fault.left = 1 + chance_below(chance, SURE_TIMES);
    return fault;
}

/* Some come seldom: the worker of a request that is under way is gone, or does not come to the step
 * again; all events are there already. */
static enum fault_kind choose_kind(struct chance *chance)
{
    uint32_t kind = chance_below(chance, FAULT_KIND_COUNT + SELDOM_MORE);
    if (kind >= FAULT_KIND_COUNT) {
        static const enum fault_kind seldom[] = {FAULT_DELAYED, FAULT_DUPLICATED, FAULT_LATE};
        return seldom[chance_below(chance, sizeof seldom / sizeof seldom[0])];
    }
    return (enum fault_kind)kind;
}

static void plan_more(struct faults *faults, enum step step, enum fault_kind kind, uint32_t left)
{
    faults->planned[faults->count++] = (struct fault){.kind = kind, .step = step, .left = left};
}

/* At the steps of standbys. A request that is under way seldom finds its worker at the last. */
static void plan_of_standbys(struct faults *faults, struct chance *chance)
{
    static const enum step steps[] = {STEP_FOLLOW_BEGUN, STEP_FOLLOW_PART, STEP_FOLLOWED,
                                      STEP_TAKEN_OVER, STEP_TAKEN_OVER};
    plan_more(faults, STEP_TAKEN_OVER, chance_one_in(chance, 2) ? FAULT_DELAYED : FAULT_DUPLICATED,
              1);
    for (uint32_t i = 1; i < FAULTS_OF_STANDBYS; i++) {
        enum step step = steps[chance_below(chance, sizeof steps / sizeof steps[0])];
        enum fault_kind kind = choose_kind(chance);
        uint32_t left = 1 + chance_below(chance, is_often(step) ? OFTEN_TIMES : SELDOM_TIMES);
        plan_more(faults, step, kind, left);
    }
}

static void plan_of_rules(struct faults *faults, struct chance *chance)
{
    for (uint32_t i = 0; i < FAULTS_OF_RULES; i++) {
        enum step step = chance_one_in(chance, 2) ? STEP_RULES_CHANGED : STEP_RULES_BROUGHT;
        enum fault_kind kind = choose_kind(chance);
        uint32_t left = 1 + chance_below(chance, SELDOM_TIMES);
        if (i == 0) { /* as with standbys */
            kind = chance_one_in(chance, 2) ? FAULT_DELAYED : FAULT_DUPLICATED;
            left = 1;
        }
        plan_more(faults, step, kind, left);
    }
}

void faults_plan(struct faults *faults, struct chance *chance, bool standbys, bool changes)
{
    uint32_t count = FAULTS_LEAST + 1 + chance_below(chance, FAULTS_MAX - FAULTS_LEAST);
    faults->count = FAULTS_LEAST;
    faults->hits = 0;
    for (uint32_t i = 0; i < FAULTS_LEAST; i++) {
        faults->planned[i] = plan_sure(chance);
    }
    for (uint32_t i = FAULTS_LEAST; i < count; i++) {
        enum step step = (enum step)(1 + chance_below(chance, STEP_OF_SOME - 1));
        step = chance_one_in(chance, RARE_SHARE) ? STEP_ABORTED : step;
        uint32_t times = is_often(step) ? OFTEN_TIMES : step == STEP_ABORTED ? 1 : SELDOM_TIMES;
        enum fault_kind kind = choose_kind(chance);
        plan_more(faults, step, kind, 1 + chance_below(chance, times));
    }
    /* Who stands still with tasks put aside may get them again when others had them meanwhile. */
    if (chance_one_in(chance, ASIDE_SHARE)) {
        plan_more(faults, STEP_CLOSED, FAULT_ZOMBIE, 1 + chance_below(chance, SELDOM_TIMES));
    }
    if (standbys) {
        plan_of_standbys(faults, chance);
    }
    if (changes) {
        plan_of_rules(faults, chance);
    }
}

void faults_pass(struct faults *faults, enum step step)
{
    for (uint32_t i = 0; i < faults->count; i++) {
        struct fault *fault = &faults->planned[i];
        fault->left -= fault->step == step && fault->left > 0;
    }
}

bool faults_next_due(struct faults *faults, enum step step, enum fault_kind *ret_kind)
{
    for (uint32_t i = 0; i < faults->count; i++) {
        struct fault *fault = &faults->planned[i];
        if (fault->step == step && fault->left == 0 && !fault->over) {
            fault->over = true;
            *ret_kind = fault->kind;
            return true;
        }
    }
    return false;
}

bool fault_counts_print(const struct fault_counts *counts, uint64_t least)
{
    bool enough = true;
    printf("%-20s", "");
    for (int kind = 0; kind < FAULT_KIND_COUNT; kind++) {
        printf(" %9s", kind_names[kind]);
    }
    printf("\n");
    for (int step = 1; step < STEP_COUNT; step++) {
        printf("%-20s", step_names[step]);
        for (int kind = 0; kind < FAULT_KIND_COUNT; kind++) {
            uint64_t count = counts->of[kind][step];
            enough = enough && count >= least;
            printf(" %9" PRIu64, count);
        }
        printf("\n");
    }
    return enough;
}
