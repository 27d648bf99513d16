/* How far the opening of a task is, and how fast it was: for the log and the service manager. */
#include "daemon/opening_meter.h"

enum {
    METER_SAY_MS = 1000,
    METER_WHOLE = 1000, /* thousandths */
    METER_PER_CENT = 10,
    METER_BYTES_PER_MS = 1000, /* of one MB/s */
};

void opening_meter_begin(struct opening_meter *meter, struct shared *shared, uint32_t task)
{
    int64_t now = shared_now_ms();
    *meter = (struct opening_meter){
        .shared = shared, .task = task, .begun_ms = now, .entered_ms = now, .said_ms = now};
    atomic_store(&shared->reports[task].opening, 0);
}

static void count_stage(struct opening_meter *meter)
{
    int64_t now = shared_now_ms();
    meter->stage_ms[meter->stage] += now - meter->entered_ms;
    meter->entered_ms = now;
}

void opening_meter_enter(struct opening_meter *meter, enum opening_stage stage)
{
    assert(stage >= meter->stage);
    count_stage(meter);
    meter->stage = stage;
}

void opening_meter_at(struct opening_meter *meter, uint32_t thousandths)
{
    assert(thousandths <= METER_WHOLE);
    atomic_store(&meter->shared->reports[meter->task].opening, (int)thousandths);
    int64_t now = shared_now_ms();
    if (now - meter->said_ms < METER_SAY_MS) {
        return;
    }
    meter->said_ms = now;
    uint64_t bytes = meter->disk_bytes + meter->log_bytes;
    LOG(meter->shared->log, LOG_INFO, "task is being opened", log_uint("task", meter->task),
        log_uint("bytes", bytes),
        log_uint("of_about", thousandths == 0 ? 0 : bytes * METER_WHOLE / thousandths),
        log_uint("per_cent", thousandths / METER_PER_CENT), log_int("ms", now - meter->begun_ms));
}

void opening_meter_end(struct opening_meter *meter)
{
    atomic_store(&meter->shared->reports[meter->task].opening, -1);
}

uint64_t opening_meter_rate(uint64_t bytes, int64_t ms)
{
    return bytes / METER_BYTES_PER_MS / (uint64_t)(ms < 1 ? 1 : ms);
}

void opening_meter_say(const struct opening_meter *meter,
                       const char *from,
                       uint64_t commit,
                       uint64_t local_commit)
{
    struct opening_meter last = *meter;
    count_stage(&last);
    int64_t ms = last.entered_ms - last.begun_ms;
    uint64_t bytes = last.disk_bytes + last.log_bytes;
    LOG(last.shared->log, LOG_INFO, "task opened", log_uint("task", last.task),
        log_text("from", from), log_uint("commit", commit), log_uint("local_commit", local_commit),
        log_uint("disk_bytes", last.disk_bytes), log_uint("log_bytes", last.log_bytes),
        log_int("ms", ms), log_uint("mb_per_s", opening_meter_rate(bytes, ms)),
        log_int("store_ms", last.stage_ms[OPENING_STAGE_STORE]),
        log_int("disk_ms", last.stage_ms[OPENING_STAGE_DISK]),
        log_int("log_ms", last.stage_ms[OPENING_STAGE_LOG]),
        log_int("write_ms", last.stage_ms[OPENING_STAGE_WRITE]),
        log_int("task_ms", last.stage_ms[OPENING_STAGE_TASK]));
}
