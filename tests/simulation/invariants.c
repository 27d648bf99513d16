/* What must hold of a run when all is at rest. */
#include "invariants.h"

#include "reference.h"
#include "states.h"

#include <inttypes.h>
#include <stdio.h>

enum { DESIGNATIONS_MAX = MERIT_DESIGNATIONS_MAX + 1 };

/* What a run said, and what it should have said. */
struct sides {
    struct world *world;
    struct held *held;
    struct reference reference;
    int32_t days[SCHEDULE_EVENTS]; /* of the clock on which each event was applied */
    const struct said **got;       /* as read, in order */
    uint32_t got_count;
};

/* ---- each record once --------------------------------------------------------------------- */

/* Every record of the inputs that a reader sees was applied in one committed transaction, and in
 * the order of its partition; no clock has gone back. */
static void take_applied(struct sides *sides)
{
    struct world *world = sides->world;
    bool taken[SCHEDULE_EVENTS] = {false};
    int32_t latest[TASKS_MAX][2];
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        latest[task][0] = MERIT_NO_DAY;
        latest[task][1] = MERIT_NO_DAY;
    }
    for (uint32_t i = 0; i < world->applied_count; i++) {
        const struct applied *applied = &world->applied[i];
        if (world->broker.outcomes[applied->transaction] != OUTCOME_COMMITTED) {
            continue;
        }
        const struct schedule_event *event = &world->schedule.events[applied->event];
        if (taken[applied->event]) {
            world_fail(world, "event %u was applied twice", applied->event);
        }
        taken[applied->event] = true;
        sides->days[applied->event] = applied->day;
        int32_t *clock = &latest[applied->task][event->event.kind == MERIT_EVENT_CERTIFICATION];
        if (!event->bad && applied->day < *clock) {
            world_fail(world, "task %u: a clock went back by %d days", applied->task,
                       *clock - applied->day);
        }
        *clock = event->bad ? *clock : applied->day;
    }
    for (uint32_t i = 0; i < world->schedule.count; i++) {
        if (!taken[i]) {
            world_fail(world, "event %u was not applied", i);
        }
    }
}

/* ---- what was said ------------------------------------------------------------------------ */

/* What a read_committed reader of the outputs sees. */
static void read_outputs(struct sides *sides)
{
    struct world *world = sides->world;
    for (uint32_t partition = 0; partition < OUTPUT_PARTITIONS; partition++) {
        struct log *log = broker_log(&world->broker, TOPIC_OUTPUTS, partition);
        for (int64_t at = log_next(log, 0); at >= 0; at = log_next(log, at + 1)) {
            sides->got[sides->got_count++] = &world->said[log->records[at].item];
        }
        if (!log_is_at_end(log, 0) && log_stable(log) < log->count) {
            world_fail(world, "a transaction is open in the outputs");
        }
    }
}

/* Nothing doubled, no gap, each change from what the one before came to. */
static void expect_chains(struct sides *sides)
{
    static const struct said none = {.kind = MERIT_OUTPUT_SCORE_CHANGED};
    const struct said *last[2][SCHEDULE_PARTNERS][DESIGNATIONS_MAX];
    for (size_t i = 0; i < sizeof last / sizeof last[0][0][0]; i++) {
        (&last[0][0][0])[i] = &none;
    }
    for (uint32_t i = 0; i < sides->got_count; i++) {
        const struct said *said = sides->got[i];
        if (said->kind == MERIT_OUTPUT_SCORE) {
            continue;
        }
        const struct said **before = &last[said->kind][said->partner][said->designation];
        if (said->sequence != (*before)->sequence + 1) {
            world_fail(sides->world,
                       "partner %u, designation %u: number %" PRId64 " after %" PRId64,
                       said->partner, said->designation, said->sequence, (*before)->sequence);
        }
        if (said->kind == MERIT_OUTPUT_SCORE_CHANGED &&
            (said->previous_hundredths != (*before)->hundredths ||
             said->previously_qualified != (*before)->qualified)) {
            world_fail(sides->world, "partner %u, number %" PRId64 ": not chained", said->partner,
                       said->sequence);
        }
        if (said->kind == MERIT_OUTPUT_DESIGNATION) {
            sides->held->transitions[said->status]++;
        }
        *before = said;
    }
}

/* ---- compared with the undisturbed run ----------------------------------------------------- */

/* One event a day at most. */
static bool is_one_a_day(const struct sides *sides, uint32_t partner)
{
    const struct schedule *schedule = &sides->world->schedule;
    uint32_t bit = UINT32_C(1) << partner;
    if (partner == SCHEDULE_LAST_PARTNER) {
        return false; /* any event of any tenant may be part of what it is told */
    }
    for (uint32_t i = 0; i < schedule->count; i++) {
        for (uint32_t k = i + 1; k < schedule->count; k++) {
            if (sides->days[i] == sides->days[k] && sides->days[i] != MERIT_NO_DAY &&
                (schedule_concerns(&schedule->events[i].event) & bit) != 0 &&
                (schedule_concerns(&schedule->events[k].event) & bit) != 0) {
                return false;
            }
        }
    }
    return true;
}

static const struct said *next_got(const struct sides *sides, uint32_t *at, uint32_t partner)
{
    while (*at < sides->got_count) {
        const struct said *said = sides->got[(*at)++];
        if (said->partner == partner && said->kind != MERIT_OUTPUT_SCORE) {
            return said;
        }
    }
    return NULL;
}

static const struct said *next_wanted(const struct sides *sides, uint32_t *at, uint32_t partner)
{
    while (*at < sides->reference.count) {
        const struct said *said = &sides->reference.said[(*at)++];
        if (said->partner == partner) {
            return said;
        }
    }
    return NULL;
}

static bool same_bytes(struct bytes one, struct bytes other)
{
    return one.length == other.length && memcmp(one.at, other.at, one.length) == 0;
}

static void describe(char *to, size_t size, const struct said *said)
{
    if (said == NULL) {
        (void)snprintf(to, size, "nothing");
        return;
    }
    (void)snprintf(to, size, "%s %u number %" PRId64 " on day %d: %" PRId64 " from %" PRId64 "%s",
                   said->kind == MERIT_OUTPUT_DESIGNATION ? "transition" : "score",
                   said->kind == MERIT_OUTPUT_DESIGNATION ? said->status : said->designation,
                   said->sequence, said->day, said->hundredths, said->previous_hundredths,
                   said->qualified ? ", qualified" : "");
}

/* All that was said of a partner, in all fields. */
static void expect_same_outputs(struct sides *sides, uint32_t partner)
{
    uint32_t at_got = 0;
    uint32_t at_wanted = 0;
    for (;;) {
        const struct said *got = next_got(sides, &at_got, partner);
        const struct said *wanted = next_wanted(sides, &at_wanted, partner);
        if (got == NULL && wanted == NULL) {
            return;
        }
        sides->held->outputs++;
        if (got == NULL || wanted == NULL || !same_bytes(got->bytes, wanted->bytes)) {
            char is[160];
            char should[160];
            describe(is, sizeof is, got);
            describe(should, sizeof should, wanted);
            world_fail(sides->world, "partner %u: said %s, where one run says %s", partner, is,
                       should);
            return;
        }
    }
}

/* Points and qualified of a partner at each day's end, by all that was said of it up to then. Where
 * some run crossed the line and came back within a day, standings may differ from then on. */
struct day_end {
    int64_t hundredths[DESIGNATIONS_MAX];
    bool qualified[DESIGNATIONS_MAX];
};

static bool take_day(const struct said *(*next)(const struct sides *, uint32_t *, uint32_t),
                     const struct sides *sides,
                     uint32_t *at,
                     uint32_t partner,
                     int32_t day,
                     struct day_end *end)
{
    bool crossed_twice = false;
    uint32_t crossings[DESIGNATIONS_MAX] = {0};
    for (;;) {
        uint32_t before = *at;
        const struct said *said = next(sides, at, partner);
        if (said == NULL || said->day > day) {
            *at = said == NULL ? *at : before;
            return crossed_twice;
        }
        if (said->kind == MERIT_OUTPUT_SCORE_CHANGED) {
            crossings[said->designation] += said->qualified != end->qualified[said->designation];
            crossed_twice = crossed_twice || crossings[said->designation] > 1;
            end->hundredths[said->designation] = said->hundredths;
            end->qualified[said->designation] = said->qualified;
        }
    }
}

static bool expect_same_days(struct sides *sides, uint32_t partner)
{
    struct day_end got;
    struct day_end wanted;
    memset(&got, 0, sizeof got);
    memset(&wanted, 0, sizeof wanted);
    uint32_t at_got = 0;
    uint32_t at_wanted = 0;
    bool same_standing = true;
    const struct schedule *schedule = &sides->world->schedule;
    for (int32_t day = schedule->first_day; day <= schedule->last_day; day++) {
        bool twice = take_day(next_got, sides, &at_got, partner, day, &got);
        twice = take_day(next_wanted, sides, &at_wanted, partner, day, &wanted) || twice;
        same_standing = same_standing && !twice;
        for (uint32_t d = 0; d < programs_last(sides->world)->designation_count; d++) {
            if (got.hundredths[d] != wanted.hundredths[d] ||
                got.qualified[d] != wanted.qualified[d]) {
                world_fail(sides->world,
                           "partner %u, day %d: %" PRId64 " at its end, one run says %" PRId64,
                           partner, day, got.hundredths[d], wanted.hundredths[d]);
                return false;
            }
        }
    }
    return same_standing;
}

/* The score told last, as a compacted topic keeps it. What was never told has never changed: under
 * the last rules alone it may have come and gone, but then it is none in the end. */
static void expect_same_score(struct sides *sides, uint32_t partner, bool in_all, bool standing)
{
    struct world *world = sides->world;
    uint8_t designations = programs_last(world)->designation_count;
    for (uint8_t d = 0; d < designations; d++) {
        struct said wanted = reference_score(&sides->reference, world, partner, d);
        const struct said *told = NULL;
        for (uint32_t i = 0; i < sides->got_count; i++) {
            const struct said *said = sides->got[i];
            if (said->kind == MERIT_OUTPUT_SCORE && said->partner == partner &&
                said->designation == d) {
                told = said;
            }
        }
        bool none = wanted.sequence == 0 ||
                    (world->plan.last > 0 && wanted.hundredths == 0 && !wanted.qualified);
        bool same = told == NULL ? none
                                 : told->hundredths == wanted.hundredths &&
                                       told->qualified == wanted.qualified &&
                                       (!standing || told->status == wanted.status) &&
                                       (!in_all || same_bytes(told->bytes, wanted.bytes));
        if (!same) {
            world_fail(world,
                       "partner %u, designation %u: score told last is %" PRId64
                       ", one run's %" PRId64,
                       partner, d, told == NULL ? -1 : told->hundredths, wanted.hundredths);
        }
    }
}

static void compare(struct sides *sides)
{
    reference_run(&sides->reference, sides->world, sides->days);
    bool changed = sides->world->plan.last > 0;
    sides->held->runs_with_changes += changed;
    for (uint32_t partner = 0; partner < SCHEDULE_PARTNERS && !sides->world->failed; partner++) {
        bool in_all = !changed && is_one_a_day(sides, partner);
        bool standing = !changed;
        if (in_all) {
            sides->held->partners_in_all++;
            expect_same_outputs(sides, partner);
        } else if (!changed) {
            sides->held->partners_in_scores++;
            standing = expect_same_days(sides, partner);
        }
        expect_same_score(sides, partner, in_all, standing);
    }
    reference_fini(&sides->reference);
}

/* ---- all of it ---------------------------------------------------------------------------- */

void invariants_check(struct world *world, struct held *held)
{
    struct sides sides = {.world = world, .held = held};
    sides.got = memory_allocate((world->said_count + 1) * sizeof *sides.got);
    if (world->faults.hits < FAULTS_LEAST) {
        world_fail(world, "only %u faults have hit", world->faults.hits);
    }
    take_applied(&sides);
    read_outputs(&sides);
    if (!world->failed) {
        expect_chains(&sides);
    }
    if (!world->failed) {
        compare(&sides);
    }
    states_check(world, held);
    memory_free(sides.got);
}
