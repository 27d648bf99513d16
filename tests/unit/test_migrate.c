/* Tests of state of an older format: opened in every way, it goes on as if it had never stopped. */
#include "check_main.h"
#include "format_history.h"
#include "store/owner.h"
#include "store_fixture.h"
#include "task/migrate.h"
#include "task/recovery.h"

enum { SAID_BYTES = 16 * 1024, LOG_MESSAGES = 256, LOG_STEP = 2 };

/* ---- one undisturbed run ----------------------------------------------------------------- */

struct run {
    struct task_world world;
    char said[SAID_BYTES]; /* behind FORMAT_KEPT */
    uint64_t commits_hash; /* of the deltas, likewise */
};

static void go_on(struct run *run)
{
    struct task_world *world = &run->world;
    while (world->task.record.commit < FORMAT_COMMITS) {
        format_commit(world);
        size_t length = strlen(run->said);
        int written = snprintf(run->said + length, sizeof run->said - length, "%s\n",
                               outputs_said(&world->task.scoring.outputs, true));
        ck_assert(written > 0 && (size_t)written < sizeof run->said - length);
        scoring_clear_outputs(&world->task.scoring);
    }
}

static void begin(struct run *run)
{
    *run = (struct run){.commits_hash = 0};
    format_begin(&run->world);
    while (run->world.task.record.commit < FORMAT_KEPT) {
        format_commit(&run->world);
        scoring_clear_outputs(&run->world.task.scoring);
    }
}

/* ---- what an older meritd left ----------------------------------------------------------- */

static struct buffer log_bytes;
static struct bytes log_messages[LOG_MESSAGES]; /* their offsets are multiples of LOG_STEP */
static uint32_t log_count;

enum way { ALL_DELTAS, SNAPSHOT_AND_DELTAS, DISK_AND_DELTAS, WAYS };

/* The mark and chunks of a snapshot are left out where there is to be none. */
static bool is_kept(struct bytes message, enum way way)
{
    struct reader reader = reader_of(message);
    struct change_header header;
    ck_assert(change_read_header(&reader, &header));
    return way == SNAPSHOT_AND_DELTAS || header.kind == CHANGE_DELTA;
}

static void read_log(uint8_t format, enum way way)
{
    char folder[STORE_FIXTURE_PATH];
    (void)snprintf(folder, sizeof folder, MERIT_SOURCE_DIR "/tests/formats/%u", format);
    fixture_read_file(folder, "log", &log_bytes);
    struct reader reader = reader_of(buffer_view(&log_bytes));
    log_count = 0;
    while (reader_left(&reader) > 0) {
        ck_assert_uint_lt(log_count, LOG_MESSAGES);
        uint32_t length = reader_u32(&reader);
        struct bytes message = {reader_take(&reader, length), length};
        ck_assert(!reader.failed);
        log_messages[log_count] = message;
        log_count += is_kept(message, way);
    }
}

/* The folder of the format, copied to where it may be written, and what it holds. */
static void load_folder(uint8_t format,
                        const struct merit_program *program,
                        struct table *table,
                        struct store_position *ret_position)
{
    static const char *const names[] = {"data.mdb", "owner"};
    char from[STORE_FIXTURE_PATH];
    char folder[STORE_FIXTURE_PATH];
    struct buffer content = {0};
    (void)snprintf(from, sizeof from, MERIT_SOURCE_DIR "/tests/formats/%u/task-0000", format);
    fixture_folder(folder);
    for (int i = 0; i < 2; i++) {
        fixture_read_file(from, names[i], &content);
        fixture_write_file(folder, names[i], buffer_view(&content));
    }
    struct store_identity identity = {"merit",       "cluster",         0, 1,
                                      program->hash, program->revision, 0};
    struct store *store = NULL;
    ck_assert_int_eq(store_open(folder, &identity, &store, ret_position, store_error),
                     STORE_OPENED);
    ck_assert(store_load(store, table, store_error));
    fixture_close(store);
    /* It is of this format now. */
    fixture_read_file(folder, "owner", &content);
    struct owner owner;
    ck_assert_int_eq(owner_parse(buffer_view(&content), &owner), OWNER_FOUND);
    ck_assert_uint_eq(owner.format, STORE_FORMAT);
    ck_assert_int_eq(owner.revision, program->revision);
    buffer_fini(&content);
    fixture_remove(folder);
}

/* Recovers the last commit kept, as a daemon does. */
static void recover(uint8_t format,
                    enum way way,
                    const struct merit_program *program,
                    struct table *table)
{
    struct recovery_start start = {.task_count = 1,
                                   .program_hash = program->hash,
                                   .revision = program->revision,
                                   .cluster_id = merit_text_of("cluster")};
    read_log(format, way);
    struct store_position position = {0};
    if (way == DISK_AND_DELTAS) {
        load_folder(format, program, table, &position);
        ck_assert_uint_eq(position.commit, FORMAT_DISK);
    }
    start.local_commit = position.commit;
    start.local_offset = position.log_offset;
    start.log_low = way == SNAPSHOT_AND_DELTAS ? LOG_STEP * FORMAT_SNAPSHOT : 0;
    start.log_high = (int64_t)log_count * LOG_STEP;
    struct recovery recovery;
    enum recovery_action action = recovery_begin(&recovery, &start, table);
    while (action == RECOVERY_READ) {
        for (uint32_t i = 0; i < log_count && !recovery_is_over(&recovery); i++) {
            int64_t offset = (int64_t)i * LOG_STEP;
            if (offset >= recovery.offset && recovery_message(&recovery, offset, log_messages[i])) {
                apply_change(table, log_messages[i]);
            }
        }
        action = recovery_end(&recovery);
    }
    ck_assert_msg(action == RECOVERY_DONE, "%s", recovery.why);
    ck_assert_uint_eq(recovery.target, FORMAT_KEPT);
    ck_assert_int_eq(recovery.from_local, way == DISK_AND_DELTAS);
    ck_assert_uint_eq(recovery.whole.ended, way == SNAPSHOT_AND_DELTAS);
}

/* ---- comparing --------------------------------------------------------------------------- */

/* Every record that the log carries, but the task's own where it is still as it was written. */
static void expect_same_records(const struct table *got, const struct table *want, bool but_own)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(want, &cursor, &key, &value)) {
        struct bytes other = state_get(got, key);
        bool skipped = !key_logged[key.at[0]] || (but_own && key.at[0] == KEY_TASK);
        ck_assert_msg(skipped || (other.length == value.length &&
                                  memcmp(other.at, value.at, value.length) == 0),
                      "a record of kind %c", key.at[0]);
    }
}

static void expect_same_state(const struct table *got, const struct table *want, bool but_own)
{
    expect_same_records(got, want, but_own);
    expect_same_records(want, got, but_own);
}

/* Goes on from a state as a run that stands at FORMAT_KEPT does. */
static void expect_goes_on(struct run *want, struct table *state)
{
    struct run got;
    begin(&got);
    /* What the log carries is the old state, and what is committed from now on. */
    table_fini(&got.world.copy);
    table_init(&got.world.copy);
    copy_table(state, &got.world.copy);
    task_fini(&got.world.task);
    ck_assert(task_world_open(&got.world, state));
    ck_assert(got.world.task.touched);
    expect_same_state(&got.world.task.state, &want->world.task.state, true);
    go_on(&got);
    struct run whole;
    begin(&whole);
    go_on(&whole);
    ck_assert_str_eq(got.said, whole.said);
    expect_same_state(&got.world.task.state, &whole.world.task.state, false);
    ck_assert_uint_eq(got.world.copy.count, whole.world.copy.count);
    expect_same_state(&got.world.copy, &whole.world.copy, false);
    task_world_end(&whole.world);
    task_world_end(&got.world);
}

/* ---- format 1 ---------------------------------------------------------------------------- */

START_TEST(format_1_goes_on_as_if_it_had_never_stopped)
{
    struct run want;
    begin(&want);
    for (int way = 0; way < WAYS; way++) {
        struct table state;
        table_init(&state);
        recover(1, (enum way)way, want.world.config.program, &state);
        struct key key = key_of(KEY_TASK);
        ck_assert_uint_eq(state_get(&state, key_view(&key)).at[0], 1);
        expect_goes_on(&want, &state);
    }
    task_world_end(&want.world);
    buffer_fini(&log_bytes);
}
END_TEST

/* Under the same number, but as they are now. */
START_TEST(format_1_may_have_the_forms_of_2)
{
    struct run want;
    begin(&want);
    struct table state;
    table_init(&state);
    copy_table(&want.world.copy, &state);
    struct key key = key_of(KEY_TASK);
    table_get(&state, key_view(&key)).at[0] = 1;
    expect_goes_on(&want, &state);
    task_world_end(&want.world);
}
END_TEST

/* The history says something of everything behind the commit that was kept. */
START_TEST(the_history_tells_much)
{
    struct run run;
    begin(&run);
    bool kinds[256] = {false};
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(&run.world.copy, &cursor, &key, &value)) {
        kinds[key.at[0]] = true;
    }
    for (int kind = 0; kind < 256; kind++) {
        ck_assert_msg(kinds[kind] == key_logged[kind], "%c", kind);
    }
    go_on(&run);
    static const char *const parts[] = {"users recovered", "products=", "people at risk",
                                        "people recovered", "users renewed"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        ck_assert_msg(strstr(run.said, parts[i]) != NULL, "no %s in %s", parts[i], run.said);
    }
    task_world_end(&run.world);
}
END_TEST

/* ---- damage ------------------------------------------------------------------------------ */

/* The first record of a kind. */
static struct table_value find_kind(const struct table *table, uint8_t kind)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(table, &cursor, &key, &value)) {
        if (key.at[0] == kind) {
            return table_get(table, key);
        }
    }
    ck_abort_msg("no record of kind %c", kind);
}

static void expect_damaged(uint8_t kind, size_t length, size_t at, uint8_t byte)
{
    struct run run;
    begin(&run);
    struct table state;
    table_init(&state);
    recover(1, ALL_DELTAS, run.world.config.program, &state);
    struct table_value value = find_kind(&state, kind);
    struct buffer changed = {0};
    buffer_put(&changed, value.at, value.length);
    changed.length = length == 0 ? changed.length : length;
    changed.bytes[at] = byte;
    uint8_t name[TABLE_KEY_MAX];
    struct bytes key = table_block_key(value.block);
    memcpy(name, key.at, key.length);
    table_put(&state, (struct bytes){name, key.length}, buffer_view(&changed));
    task_fini(&run.world.task);
    ck_assert(!task_world_open(&run.world, &state));
    buffer_fini(&changed);
    task_world_end(&run.world);
}

START_TEST(damaged_records_are_told)
{
    enum { COUNT_AT = 12, TEXT_AT = 13 };
    expect_damaged(KEY_PARTNER, 0, COUNT_AT, 5);
    expect_damaged(KEY_PARTNER, 0, TEXT_AT, 200);
    expect_damaged(KEY_PARTNER, 20, 0, 0);
    expect_damaged(KEY_SCORING, 46, 0, 0);
    expect_damaged(KEY_SCORING, 10, 0, 0);
    buffer_fini(&log_bytes);
}
END_TEST

/* ---- the numbers ------------------------------------------------------------------------- */

/* Of all records of a state, and of a message of the change log. See tests/formats/README.md before
 * you change any of these. */
static const struct {
    int task_format;
    int change_format;
    uint64_t hash;
} pinned = {2, 1, UINT64_C(0xa7c1a96490f5f102)};

START_TEST(a_stored_form_changes_with_its_number)
{
    struct run run;
    begin(&run);
    /* In the order of keys, whatever the table's. */
    uint64_t hash = 0;
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(&run.world.copy, &cursor, &key, &value)) {
        hash += bytes_hash(bytes_hash(0, key), value);
    }
    struct messages delta = {0};
    change_begin(&delta, &(struct change_header){.kind = CHANGE_DELTA, .commit = 7, .last = true});
    change_remove(&delta.bytes, text_bytes("Tkey"));
    change_put(&delta.bytes, text_bytes("Tkey"), text_bytes("value"));
    messages_end(&delta);
    hash = bytes_hash(hash, messages_at(&delta, 0));
    messages_fini(&delta);
    ck_assert_int_eq(pinned.task_format, TASK_FORMAT);
    ck_assert_int_eq(pinned.change_format, CHANGE_FORMAT);
    ck_assert_msg(hash == pinned.hash,
                  "0x%016llx: a stored form has changed, see tests/formats/README.md",
                  (unsigned long long)hash);
    task_world_end(&run.world);
}
END_TEST

CHECK_MAIN_TESTS("migrate",
                 format_1_goes_on_as_if_it_had_never_stopped,
                 format_1_may_have_the_forms_of_2,
                 the_history_tells_much,
                 damaged_records_are_told,
                 a_stored_form_changes_with_its_number)
