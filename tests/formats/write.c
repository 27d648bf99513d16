/* Writes what a meritd of this format leaves: a state folder and a change log (see README.md). */
#include "check_main.h"
#include "format_history.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

enum { PATH_BYTES = 512 };

static void write_all(FILE *file, const void *at, size_t length)
{
    ck_assert_uint_eq(fwrite(at, 1, length, file), length);
}

/* Each message: its length in four bytes, little-endian, and its bytes. */
static void write_message(FILE *log, struct bytes message)
{
    uint32_t length = (uint32_t)message.length;
    write_all(log, &length, sizeof length);
    write_all(log, message.at, message.length);
}

static void write_mark(FILE *log, struct change_header *header, const struct buffer *items)
{
    struct messages messages = {0};
    change_begin(&messages, header);
    if (items != NULL) {
        buffer_put(&messages.bytes, items->bytes, items->length);
    }
    messages_end(&messages);
    if (header->kind == CHANGE_SNAPSHOT_CHUNK) {
        header->checksum = change_checksum(header->checksum, messages_at(&messages, 0));
        header->index++;
    }
    write_message(log, messages_at(&messages, 0));
    messages_fini(&messages);
}

/* Of the state at FORMAT_SNAPSHOT, which is that of the world's copy. */
static void write_snapshot(FILE *log, const struct table *state)
{
    struct change_header header = {
        .kind = CHANGE_SNAPSHOT_BEGIN, .commit = FORMAT_SNAPSHOT + 1, .snapshot = FORMAT_SNAPSHOT};
    write_mark(log, &header, NULL);
    header.kind = CHANGE_SNAPSHOT_CHUNK;
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(state, &cursor, &key, &value)) {
        struct buffer items = {0};
        change_put(&items, key, value);
        write_mark(log, &header, &items);
        buffer_fini(&items);
    }
    header.kind = CHANGE_SNAPSHOT_END;
    write_mark(log, &header, NULL);
}

static void write_store(const char *above, const struct task_world *world)
{
    char folder[PATH_BYTES];
    (void)snprintf(folder, sizeof folder, "%s/task-0000", above);
    char error[STORE_TEXT_MAX] = "";
    struct store *store = NULL;
    struct store_position position;
    struct store_identity identity = {.application_id = "merit",
                                      .cluster_id = "cluster",
                                      .task_count = 1,
                                      .program_hash = world->config.program->hash};
    ck_assert_int_eq(store_open(folder, &identity, &store, &position, error), STORE_OPENED);
    struct table state;
    table_init(&state);
    copy_table(&world->copy, &state);
    table_track(&state, key_logged);
    position = (struct store_position){FORMAT_DISK, 0, state.bytes};
    ck_assert_msg(store_write_table(store, &state, &position, error), "%s", error);
    ck_assert_msg(store_close(store, error), "%s", error);
    table_fini(&state);
}

static FILE *open_log(const char *folder)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s/log", folder);
    FILE *log = fopen(path, "wb");
    ck_assert_ptr_nonnull(log);
    return log;
}

/* Into the folder that MERIT_FORMAT_FOLDER names. */
START_TEST(a_history_is_written)
{
    const char *folder = getenv("MERIT_FORMAT_FOLDER");
    ck_assert_ptr_nonnull(folder);
    FILE *log = open_log(folder);
    static struct task_world world;
    format_begin(&world);
    while (world.task.record.commit < FORMAT_KEPT) {
        format_commit(&world);
        for (uint32_t i = 0; i < world.deltas.count; i++) {
            write_message(log, messages_at(&world.deltas, i));
        }
        if (world.task.record.commit == FORMAT_SNAPSHOT) {
            write_snapshot(log, &world.copy);
        }
        if (world.task.record.commit == FORMAT_DISK) {
            write_store(folder, &world);
        }
        scoring_clear_outputs(&world.task.scoring);
    }
    task_world_end(&world);
    ck_assert_int_eq(fclose(log), 0);
}
END_TEST

CHECK_MAIN_TESTS("format_write", a_history_is_written)
