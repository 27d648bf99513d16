/* Who has which task, written down: for people as two tables, for programs as JSON lines. */
#include "cli/owners_text.h"

#include "base/memory.h"
#include "codec/json_field_write.h"
#include "codec/time_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MS_PER_SECOND = 1000,
    COLUMNS_MAX = 8,
    CELL_MAX = OWNERS_ADDRESS_MAX + 1,
    GAP = 2, /* spaces between columns */
};

/* ---- rows in their order ----------------------------------------------------------------- */

/* What is said of a task or an instance; a task that nobody ever had has no record. */
struct row {
    bool known;
    bool live;
    struct owners_record record;
};

struct rows {
    struct row *items;
    uint32_t count;
};

static int order_of(const void *a, const void *b)
{
    const struct owners_record *one = &((const struct row *)a)->record;
    const struct owners_record *two = &((const struct row *)b)->record;
    bool instances[] = {one->kind == OWNERS_INSTANCE, two->kind == OWNERS_INSTANCE};
    if (instances[0] != instances[1]) {
        return instances[0] - instances[1];
    }
    if (one->task != two->task) {
        return one->task < two->task ? -1 : 1;
    }
    if (one->kind != two->kind) {
        return one->kind < two->kind ? -1 : 1;
    }
    return merit_text_compare(one->instance, two->instance);
}

/* All tasks, live standbys behind their task, then all instances. */
static struct rows gather(const struct owners_view *view)
{
    size_t most = view->task_count + view->owners->records.count;
    struct rows rows = {memory_allocate((most + 1) * sizeof *rows.items), 0};
    for (uint32_t i = 0; i < view->task_count; i++) {
        struct row *row = &rows.items[rows.count++];
        *row = (struct row){.record = {.kind = OWNERS_OWNER, .task = i}};
        row->known = owners_of_task(view->owners, i, &row->record);
        row->live = row->known && owners_is_live(&row->record, view->now_ms);
    }
    size_t cursor = 0;
    struct owners_record record;
    while (owners_next(view->owners, &cursor, &record)) {
        bool live = owners_is_live(&record, view->now_ms);
        if (record.kind == OWNERS_INSTANCE || (record.kind == OWNERS_STANDBY && live)) {
            rows.items[rows.count++] = (struct row){true, live, record};
        }
    }
    qsort(rows.items, rows.count, sizeof *rows.items, order_of);
    return rows;
}

static uint32_t tasks_of(const struct rows *rows, struct merit_text instance)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->items[i];
        count += row->live && row->record.kind == OWNERS_OWNER &&
                 merit_text_equal(row->record.instance, instance);
    }
    return count;
}

/* ---- for people -------------------------------------------------------------------------- */

typedef char cell[CELL_MAX];

static void write_seconds(cell to, const char *before, int64_t ms)
{
    (void)snprintf(to, CELL_MAX, "%s%" PRId64 " s", before, ms / MS_PER_SECOND);
}

static void write_text(cell to, struct merit_text text)
{
    (void)snprintf(to, CELL_MAX, "%.*s", (int)text.length, text.at);
}

static void write_day(cell to, int32_t day)
{
    if (day == MERIT_NO_DAY) {
        (void)snprintf(to, CELL_MAX, "none");
        return;
    }
    time_text_write_date(day, to);
    to[TIME_TEXT_DATE_LENGTH] = '\0';
}

static void write_state(cell to, const struct row *row, int64_t now_ms)
{
    const struct owners_record *record = &row->record;
    if (!row->known) {
        (void)snprintf(to, CELL_MAX, "nobody ever had it");
    } else if (!row->live) {
        write_seconds(to, "nobody for ", owners_age_ms(record, now_ms));
    } else if (record->state == OWNERS_OPENING) {
        (void)snprintf(to, CELL_MAX, "opening %u %%", record->percent);
    } else {
        (void)snprintf(to, CELL_MAX, record->kind == OWNERS_STANDBY ? "standby" : "open");
    }
}

static const char *instance_state(const struct row *row)
{
    if (row->record.state == OWNERS_LEFT) {
        return "stopped";
    }
    if (!row->live) {
        return "silent";
    }
    return row->record.state == OWNERS_OPEN ? "running" : "starting";
}

static void write_task(cell *cells, const struct row *row, int64_t now_ms)
{
    const struct owners_record *record = &row->record;
    (void)snprintf(cells[0], CELL_MAX, "%u", record->task);
    write_state(cells[1], row, now_ms);
    if (!row->known) {
        return;
    }
    (void)snprintf(cells[2], CELL_MAX, "%.*s-%02u", (int)record->instance.length,
                   record->instance.at, record->worker);
    bool open = row->live && record->state == OWNERS_OPEN;
    if (open) {
        write_day(cells[3], record->tenants_day);
        write_day(cells[4], record->partners_day);
    }
    if (open && record->lag >= 0) {
        (void)snprintf(cells[5], CELL_MAX, "%" PRId64, record->lag);
    }
    write_seconds(cells[6], "", owners_age_ms(record, now_ms));
    write_text(cells[7], record->address);
}

static void write_instance(cell *cells, const struct rows *rows, const struct row *row, int64_t now)
{
    write_text(cells[0], row->record.instance);
    (void)snprintf(cells[1], CELL_MAX, "%s", instance_state(row));
    (void)snprintf(cells[2], CELL_MAX, "%u", row->record.worker);
    (void)snprintf(cells[3], CELL_MAX, "%u", tasks_of(rows, row->record.instance));
    write_seconds(cells[4], "", owners_age_ms(&row->record, now));
    write_text(cells[5], row->record.address);
}

/* `cells` is rows of `columns` cells each; the last column is not filled up. */
static void add_table(struct text_buffer *to, cell *cells, uint32_t rows, uint32_t columns)
{
    size_t widths[COLUMNS_MAX] = {0};
    for (uint32_t i = 0; i < rows * columns; i++) {
        size_t length = strlen(cells[i]);
        widths[i % columns] = length > widths[i % columns] ? length : widths[i % columns];
    }
    for (uint32_t i = 0; i < rows; i++) {
        size_t spaces = 0; /* before the next cell that holds something */
        for (uint32_t j = 0; j < columns; j++) {
            const char *text = cells[i * columns + j];
            for (; text[0] != '\0' && spaces > 0; spaces--) {
                text_buffer_add_byte(to, ' ');
            }
            text_buffer_add_string(to, text);
            spaces += widths[j] + GAP - strlen(text);
        }
        text_buffer_add_byte(to, '\n');
    }
}

static void fill_head(cell *cells, const char *const *words, uint32_t columns)
{
    for (uint32_t j = 0; j < columns; j++) {
        (void)snprintf(cells[j], CELL_MAX, "%s", words[j]);
    }
}

static void add_rows(struct text_buffer *to,
                     const struct owners_view *view,
                     const struct rows *rows,
                     bool instances)
{
    static const char *const task_words[COLUMNS_MAX] = {"task",     "state", "worker", "tenants",
                                                        "partners", "lag",   "heard",  "address"};
    static const char *const instance_words[] = {"instance", "state", "workers",
                                                 "tasks",    "heard", "address"};
    uint32_t columns = instances ? sizeof instance_words / sizeof instance_words[0] : COLUMNS_MAX;
    size_t bytes = (size_t)(rows->count + 1) * columns * sizeof(cell);
    cell *cells = memory_allocate(bytes);
    memset(cells, 0, bytes);
    fill_head(cells, instances ? instance_words : task_words, columns);
    uint32_t count = 1;
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->items[i];
        if ((row->record.kind == OWNERS_INSTANCE) != instances) {
            continue;
        }
        cell *own = cells + (size_t)count++ * columns;
        if (instances) {
            write_instance(own, rows, row, view->now_ms);
        } else {
            write_task(own, row, view->now_ms);
        }
    }
    add_table(to, cells, count, columns);
    memory_free(cells);
}

static void add_verdict(struct text_buffer *to, const struct rows *rows)
{
    uint32_t ownerless = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->items[i];
        if (row->record.kind != OWNERS_OWNER || row->live) {
            continue;
        }
        text_buffer_add_string(to, ownerless++ == 0 ? "no live owner: task " : ", ");
        text_buffer_add_integer(to, row->record.task);
    }
    text_buffer_add_string(to, ownerless == 0 ? "every task has a live owner\n"
                                              : "; the partners' clock of all stands still\n");
}

void owners_text_add(struct text_buffer *to, const struct owners_view *view)
{
    struct rows rows = gather(view);
    add_rows(to, view, &rows, false);
    text_buffer_add_byte(to, '\n');
    add_rows(to, view, &rows, true);
    text_buffer_add_byte(to, '\n');
    add_verdict(to, &rows);
    memory_free(rows.items);
}

/* ---- for programs ------------------------------------------------------------------------ */

static void add_instance_json(struct text_buffer *to,
                              const struct owners_view *view,
                              const struct rows *rows,
                              const struct row *row)
{
    const struct owners_record *record = &row->record;
    json_line_begin(to, "instance");
    json_field_text(to, "instance", record->instance);
    json_field_string(to, "state", instance_state(row));
    json_field_boolean(to, "live", row->live);
    json_field_integer(to, "workers", record->worker);
    json_field_integer(to, "tasks", tasks_of(rows, record->instance));
    json_field_text(to, "address", record->address);
    json_field_integer(to, "age_ms", owners_age_ms(record, view->now_ms));
    json_line_end(to);
}

static void add_task_json(struct text_buffer *to,
                          const struct owners_view *view,
                          const struct row *row)
{
    const struct owners_record *record = &row->record;
    json_line_begin(to, record->kind == OWNERS_STANDBY ? "standby" : "task");
    json_field_integer(to, "task", record->task);
    json_field_boolean(to, "live", row->live);
    json_field_string(to, "state",
                      !row->live                        ? "nobody"
                      : record->state == OWNERS_OPENING ? "opening"
                                                        : "open");
    if (row->known) {
        json_field_text(to, "instance", record->instance);
        json_field_integer(to, "worker", record->worker);
        json_field_text(to, "address", record->address);
        json_field_integer(to, "generation", record->generation);
        json_field_integer(to, "percent", record->percent);
        json_field_date(to, "tenants_clock", record->tenants_day);
        json_field_date(to, "partners_clock", record->partners_day);
        json_field_integer(to, "commit", (int64_t)record->commit);
        json_field_integer(to, "lag", record->lag);
        json_field_integer(to, "age_ms", owners_age_ms(record, view->now_ms));
    }
    json_line_end(to);
}

void owners_json_add(struct text_buffer *to, const struct owners_view *view)
{
    struct rows rows = gather(view);
    for (uint32_t i = 0; i < rows.count; i++) {
        if (rows.items[i].record.kind == OWNERS_INSTANCE) {
            add_instance_json(to, view, &rows, &rows.items[i]);
        } else {
            add_task_json(to, view, &rows.items[i]);
        }
    }
    memory_free(rows.items);
}
