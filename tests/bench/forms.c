/* How long reading and writing one stored form takes, in memory that is near. */
#include "forms.h"

#include "measure.h"
#include "task/derived.h"
#include "task/key.h"
#include "task/tenant.h"
#include "world.h"

#include <assert.h>

enum {
    ROUNDS = 1000000,
    TENANTS = 200,
    PARTNERS = 8,
    MONTHS = 13,
    DAYS = 400,
    LEDGERS = 64, /* looked at in turn */
};

/* ---- ledgers ----------------------------------------------------------------------------- */

struct ledgers {
    struct buffer of[LEDGERS];
    int32_t first_day;
    int32_t last_day;
};

/* What a loop computed: printed nowhere, but not thrown away either. */
static volatile int64_t kept;

static struct ledger_report report_of(int32_t day, int ledger)
{
    return (struct ledger_report){
        .as_of_day = day,
        .figures = {100 + day % 50 + ledger, 300 + ledger, MERIT_NO_FIGURE},
        .occurred_at = (day + 1) * MERIT_MICROS_PER_DAY + ledger + 1, /* not a whole second */
    };
}

static void put_report(struct buffer *bytes, bool stamped, const struct ledger_report *report)
{
    uint32_t figures;
    int32_t oldest = merit_day_months_before(report->as_of_day, MERIT_HISTORY_MONTHS);
    (void)ledger_put(bytes, stamped, report, oldest, &figures);
}

static void fill(struct ledgers *ledgers, bool stamped, bool daily)
{
    *ledgers = (struct ledgers){.first_day = merit_day_of_date((struct merit_date){2022, 2, 28})};
    for (int i = 0; i < LEDGERS; i++) {
        int32_t day = ledgers->first_day;
        for (int n = 0; n < (daily ? DAYS : MONTHS); n++) {
            struct ledger_report report = report_of(day, i);
            put_report(&ledgers->of[i], stamped, &report);
            ledgers->last_day = day;
            day = daily ? day + 1 : merit_month_last_day(merit_month_of_day(day) + 1);
        }
    }
}

static void empty(struct ledgers *ledgers)
{
    for (int i = 0; i < LEDGERS; i++) {
        buffer_fini(&ledgers->of[i]);
    }
}

/* Opens a ledger and looks up both gauges today and a year ago. */
static double time_reading(const struct ledgers *ledgers)
{
    int32_t before = merit_day_months_before(ledgers->last_day, 12);
    int64_t sum = 0;
    double start = measure_seconds();
    for (int i = 0; i < ROUNDS; i++) {
        struct ledger ledger;
        bool opened = ledger_open(&ledger, buffer_view(&ledgers->of[i % LEDGERS]));
        assert(opened);
        int64_t now[2];
        int64_t then[2];
        ledger_gauges(&ledger, ledgers->last_day, now);
        ledger_gauges(&ledger, before, then);
        sum += now[0] + now[1] + then[0] + then[1];
    }
    kept = sum;
    return measure_seconds() - start;
}

/* Copies a ledger, as a step does, and appends a report to it. */
static double time_appending(const struct ledgers *ledgers, bool stamped)
{
    struct buffer copy = {0};
    double start = measure_seconds();
    for (int i = 0; i < ROUNDS; i++) {
        const struct buffer *from = &ledgers->of[i % LEDGERS];
        struct ledger_report report = report_of(ledgers->last_day + 1, i % LEDGERS);
        buffer_clear(&copy);
        buffer_put(&copy, from->bytes, from->length);
        put_report(&copy, stamped, &report);
    }
    double seconds = measure_seconds() - start;
    buffer_fini(&copy);
    return seconds;
}

static void say_each(const char *name, double seconds)
{
    measure_say(name, seconds / ROUNDS * 1e9, "ns");
}

static void say_ledgers(void)
{
    struct ledgers ledgers;
    fill(&ledgers, false, false);
    measure_say("ledger of 13 months: its bytes", (double)ledgers.of[0].length, "bytes");
    say_each("ledger of 13 months: open, four look-ups", time_reading(&ledgers));
    say_each("ledger of 13 months: copy and append", time_appending(&ledgers, false));
    empty(&ledgers);
    fill(&ledgers, true, false);
    measure_say("ledger of 13 months, stamped: its bytes", (double)ledgers.of[0].length, "bytes");
    say_each("ledger of 13 months, stamped: copy and append", time_appending(&ledgers, true));
    empty(&ledgers);
    fill(&ledgers, false, true);
    measure_say("ledger of 400 days: its bytes", (double)ledgers.of[0].length, "bytes");
    say_each("ledger of 400 days: open, four look-ups", time_reading(&ledgers));
    say_each("ledger of 400 days: copy and append", time_appending(&ledgers, false));
    empty(&ledgers);
    fill(&ledgers, true, true);
    measure_say("ledger of 400 days, stamped: its bytes", (double)ledgers.of[0].length, "bytes");
    say_each("ledger of 400 days, stamped: copy and append", time_appending(&ledgers, true));
    empty(&ledgers);
}

/* ---- records ----------------------------------------------------------------------------- */

/* Records of one kind, in one buffer. */
struct records {
    struct buffer bytes;
    size_t ends[LEDGERS];
    uint32_t count;
};

static void collect(struct world *world, enum key_kind kind, size_t least, struct records *records)
{
    *records = (struct records){.count = 0};
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (records->count < LEDGERS &&
           table_walk(&world->ensemble.tasks[0].state, &cursor, &key, &value)) {
        if (key.at[0] == kind && value.length >= least) {
            buffer_put(&records->bytes, value.at, value.length);
            records->ends[records->count++] = records->bytes.length;
        }
    }
    assert(records->count > 0);
}

static struct bytes record(const struct records *records, int index)
{
    uint32_t i = (uint32_t)index % records->count;
    size_t from = i == 0 ? 0 : records->ends[i - 1];
    return (struct bytes){records->bytes.bytes + from, records->ends[i] - from};
}

static void say_vectors(struct world *world)
{
    enum { LEAST = 100 }; /* bytes: tenants, not people */
    const struct merit_program *program = world->rules->program;
    struct records records;
    collect(world, KEY_DERIVED, LEAST, &records);
    struct arena arena = {0};
    struct derived derived;
    double start = measure_seconds();
    for (int i = 0; i < ROUNDS; i++) {
        arena_reset(&arena);
        bool read = derived_read(program, record(&records, i), &arena, &derived);
        assert(read);
    }
    say_each("vector's record: read", measure_seconds() - start);
    struct buffer to = {0};
    start = measure_seconds();
    for (int i = 0; i < ROUNDS; i++) {
        derived_write(program, &derived, &to);
    }
    say_each("vector's record: write", measure_seconds() - start);
    measure_say("vector's record: its bytes", (double)records.bytes.length / (double)records.count,
                "bytes");
    buffer_fini(&to);
    buffer_fini(&records.bytes);
    arena_fini(&arena);
}

static void say_tenants(struct world *world)
{
    struct records records;
    collect(world, KEY_TENANT, 0, &records);
    struct tenant tenant = {0};
    int64_t sum = 0;
    double start = measure_seconds();
    for (int i = 0; i < ROUNDS; i++) {
        bool read = tenant_read(record(&records, i), &tenant);
        assert(read);
        sum += tenant.number;
    }
    kept = sum;
    say_each("tenant's record: read", measure_seconds() - start);
    struct buffer to = {0};
    struct tenant_parts parts = {
        tenant.number, tenant.fingerprints, tenant.series_count, false, 0, tenant.associations};
    start = measure_seconds();
    for (int i = 0; i < ROUNDS; i++) {
        tenant_write(&to, &parts);
    }
    say_each("tenant's record: write", measure_seconds() - start);
    measure_say("tenant's record: its bytes", (double)records.bytes.length / (double)records.count,
                "bytes");
    buffer_fini(&to);
    buffer_fini(&records.bytes);
}

bool forms_say(const char *rules)
{
    struct workload_config config = {
        .seed = 1,
        .partners = PARTNERS,
        .tenants = TENANTS,
        .months = MONTHS,
        .day = merit_day_of_date((struct merit_date){2023, 3, 15}),
    };
    struct world world;
    if (!world_init(&world, rules, &config)) {
        return false;
    }
    struct world_tally tally = {0};
    world_load_claims(&world, &tally);
    world_report(&world, workload_monthly, 0, world.workload.series * MONTHS, &tally);
    measure_begin("e");
    say_ledgers();
    say_vectors(&world);
    say_tenants(&world);
    world_fini(&world);
    return true;
}
