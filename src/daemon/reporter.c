/* What the daemon says of itself: a counters line each minute, its readiness, what holds it up. */
#include "daemon/reporter.h"

#include "codec/time_text.h"

#include <stdio.h>

enum {
    COUNTERS_MS = 60000,
    OWNERLESS_MS = 60000,
    EXTEND_MS = 120000, /* no stage of an opening that says nothing takes so long */
    OPEN_THOUSANDTHS = 1000,
    REPORTER_FIELDS_MAX = LOG_FIELDS_MAX,
};

void reporter_init(struct reporter *reporter, struct shared *shared)
{
    *reporter = (struct reporter){.shared = shared, .counters_ms = shared_now_ms()};
    size_t size = shared->task_count * sizeof *reporter->ownerless_ms;
    reporter->ownerless_ms = memory_allocate(size);
    memset(reporter->ownerless_ms, 0, size);
}

void reporter_fini(struct reporter *reporter)
{
    memory_free(reporter->ownerless_ms);
}

/* ---- counters ---------------------------------------------------------------------------- */

/* A task that is assigned to no worker here, once all of them have their assignments, is another
 * process's. */
static bool is_elsewhere(const struct shared *shared, uint32_t task)
{
    return (int64_t)atomic_load(&shared->joined) >= shared->config->workers &&
           atomic_load(&shared->reports[task].assigned) < 0;
}

/* Open; or, once the daemon stops, closed with what it said last. */
static bool has_figures(const struct shared *shared, const struct task_report *report)
{
    return atomic_load(&report->worker) >= 0 ||
           (atomic_load(&shared->stopping) && atomic_load(&report->lag) >= 0);
}

/* The lag of all tasks of this process, and their least clock; -1 and MERIT_NO_DAY where some has
 * none. */
static int64_t total_lag(const struct shared *shared, int32_t *ret_day)
{
    int64_t total = 0;
    *ret_day = MERIT_NEVER;
    for (uint32_t i = 0; i < shared->task_count; i++) {
        const struct task_report *report = &shared->reports[i];
        if (is_elsewhere(shared, i)) {
            continue;
        }
        if (!has_figures(shared, report)) {
            *ret_day = MERIT_NO_DAY;
            return -1;
        }
        int32_t day = atomic_load(&report->partners_day);
        total += atomic_load(&report->lag);
        *ret_day = day < *ret_day ? day : *ret_day;
    }
    return total;
}

void reporter_counters(struct reporter *reporter)
{
    struct shared *shared = reporter->shared;
    struct counters *counters = &shared->counters;
    int32_t day;
    int64_t lag = total_lag(shared, &day);
    char clock[TIME_TEXT_TIMESTAMP_MAX] = "none";
    if (day != MERIT_NO_DAY && day != MERIT_NEVER) {
        time_text_write_date(day, clock);
        clock[TIME_TEXT_DATE_LENGTH] = '\0';
    }
    struct log_field fields[REPORTER_FIELDS_MAX] = {
        log_uint("associations", atomic_load(&counters->records[TASK_ASSOCIATIONS])),
        log_uint("usage", atomic_load(&counters->records[TASK_USAGE])),
        log_uint("certifications", atomic_load(&counters->records[TASK_CERTIFICATIONS])),
        log_uint("facts", atomic_load(&counters->facts)),
        log_uint("score_changes", atomic_load(&counters->outputs[SEND_SCORE_CHANGES])),
        log_uint("designations", atomic_load(&counters->outputs[SEND_DESIGNATIONS])),
        log_uint("scores", atomic_load(&counters->outputs[SEND_SCORES])),
        log_uint("change_bytes", atomic_load(&counters->change_bytes)),
        log_uint("commits", atomic_load(&counters->commits)),
        log_uint("aborts", atomic_load(&counters->aborts)),
        log_int("lag", lag),
        log_text("clock", clock),
    };
    uint32_t count = 12;
    for (int bad = 1; bad < DAEMON_BAD_CODES && count + 1 < REPORTER_FIELDS_MAX; bad++) {
        uint64_t letters = atomic_load(&counters->dead_letters[bad]);
        if (letters > 0) {
            fields[count++] = log_uint(merit_bad_code((enum merit_bad)bad), letters);
        }
    }
    fields[count].kind = LOG_FIELD_END;
    log_line(shared->log, LOG_INFO, "counters", fields);
    reporter->counters_ms = shared_now_ms();
}

/* ---- once a second ----------------------------------------------------------------------- */

static void say_ownerless(const struct shared *shared,
                          uint32_t task,
                          const struct owners_record *last)
{
    LOG(shared->log, LOG_WARN, "a task without an owner holds the clock of all",
        log_uint("task", task), log_bytes("last_owner", last->instance));
}

/* Milliseconds for which nobody has had it; -1: somebody has, or it is not known. */
static int64_t ownerless_ms(const struct shared *shared,
                            uint32_t task,
                            const struct hearing *hearing,
                            int64_t now_ms,
                            struct owners_record *ret_last)
{
    *ret_last = (struct owners_record){.instance = merit_text_of("none")};
    if (atomic_load(&shared->reports[task].worker) >= 0) {
        return -1;
    }
    if (!is_elsewhere(shared, task)) {
        return 0;
    }
    if (hearing == NULL || !hearing_judges(hearing, now_ms)) {
        return -1;
    }
    if (!owners_of_task(&hearing->owners, task, ret_last)) {
        return 0;
    }
    bool live = hearing_is_live(hearing, ret_last, now_ms);
    return live ? -1 : hearing_silent_ms(hearing, ret_last, now_ms);
}

void reporter_look_at_owners(struct reporter *reporter,
                             const struct hearing *hearing,
                             int64_t now_ms)
{
    struct shared *shared = reporter->shared;
    for (uint32_t i = 0; i < shared->task_count; i++) {
        struct owners_record last;
        int64_t *since = &reporter->ownerless_ms[i];
        int64_t already = ownerless_ms(shared, i, hearing, now_ms, &last);
        if (already < 0) {
            *since = 0;
        } else if (*since == 0) {
            *since = now_ms - already;
        }
        if (*since != 0 && now_ms - *since >= OWNERLESS_MS) {
            say_ownerless(shared, i, &last);
            *since = now_ms; /* again in a minute */
        }
    }
}

static void look_at_owners(struct reporter *reporter)
{
    const struct hearing *hearing =
        reporter->desk == NULL ? NULL : owners_desk_open(reporter->desk);
    reporter_look_at_owners(reporter, hearing, shared_now_ms());
    if (hearing != NULL) {
        owners_desk_close(reporter->desk);
    }
}

/* Tasks assigned here and not yet open, and how much of all that are assigned is done. */
struct openings {
    uint32_t assigned;
    uint32_t missing;
    bool some;    /* one is being opened now */
    uint64_t sum; /* thousandths of a task */
};

static struct openings openings_of(const struct shared *shared)
{
    struct openings openings = {0};
    for (uint32_t i = 0; i < shared->task_count; i++) {
        const struct task_report *report = &shared->reports[i];
        int opening = atomic_load(&report->opening);
        bool open = atomic_load(&report->worker) >= 0;
        if (open || atomic_load(&report->assigned) >= 0) {
            openings.assigned++;
            openings.missing += !open;
            openings.some = openings.some || opening >= 0;
            openings.sum += open ? OPEN_THOUSANDTHS : opening > 0 ? (uint64_t)opening : 0;
        }
    }
    return openings;
}

/* An opening that gets further is waited for; one that hangs is not for ever. */
static void tell_openings(struct reporter *reporter, const struct openings *openings)
{
    if (!reporter->ready && openings->some && openings->sum != reporter->opening_sum) {
        notify_extend(EXTEND_MS);
    }
    reporter->opening_sum = openings->sum;
}

/* Only what changed: a service manager that is slow to listen must not hold this thread up. */
static void tell_status(struct reporter *reporter)
{
    const struct shared *shared = reporter->shared;
    char status[NOTIFY_STATUS_BYTES_MAX];
    struct openings openings = openings_of(shared);
    tell_openings(reporter, &openings);
    if (openings.some) {
        (void)snprintf(status, sizeof status, "opening %u of %u tasks, %u %%", openings.missing,
                       openings.assigned,
                       (unsigned)(openings.sum * 100 / OPEN_THOUSANDTHS / openings.assigned));
    } else {
        (void)snprintf(status, sizeof status, "%u of %u tasks open, %s",
                       atomic_load(&shared->opened), shared->task_count,
                       reporter->caught_up ? "caught up" : "behind");
    }
    if (strcmp(status, reporter->status) != 0) {
        memcpy(reporter->status, status, sizeof status);
        notify_status(status);
    }
}

static void tell_alive(struct reporter *reporter)
{
    int64_t within_ms = notify_watchdog_ms();
    int64_t now = shared_now_ms();
    if (within_ms > 0 && now - reporter->alive_ms >= within_ms / 2) {
        reporter->alive_ms = now;
        notify_watchdog();
    }
}

static void look_at_progress(struct reporter *reporter)
{
    struct shared *shared = reporter->shared;
    bool open = shared_is_open(shared);
    if (open && !reporter->ready) {
        reporter->ready = true;
        LOG(shared->log, LOG_INFO, "ready", log_uint("tasks", atomic_load(&shared->opened)));
        notify_ready();
    }
    int32_t day;
    int64_t lag = total_lag(shared, &day);
    if (open && lag == 0 && !reporter->caught_up && day != MERIT_NO_DAY) {
        LOG(shared->log, LOG_INFO, "caught up", log_int("lag", 0));
    }
    reporter->caught_up = open && lag == 0 && day != MERIT_NO_DAY;
    tell_status(reporter);
}

void reporter_tick(struct reporter *reporter)
{
    look_at_progress(reporter);
    look_at_owners(reporter);
    tell_alive(reporter);
    if (shared_now_ms() - reporter->counters_ms >= COUNTERS_MS) {
        reporter_counters(reporter);
    }
}
