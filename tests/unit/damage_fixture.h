/* One bit of a record that changed on disk: the pages still fit together. */
#ifndef DAMAGE_FIXTURE_H
#define DAMAGE_FIXTURE_H

#include "daemon_fixture.h"
#include "store_fixture.h"

/* Flips a bit in the value of a short record, wherever the task's file has it: old pages too. As
 * LMDB has a record: no flags, the key's length, the key, the value. The file may be in use. */
static inline void damage_record(const struct world *world, uint32_t task, struct bytes key)
{
    char path[STORE_FIXTURE_PATH];
    struct buffer content = {0};
    uint8_t node[4 + UINT8_MAX] = {0, 0, (uint8_t)key.length, 0};
    size_t length = 4 + key.length;
    ck_assert_uint_le(length, sizeof node);
    memcpy(node + 4, key.at, key.length);
    snprintf(path, sizeof path, "%s/%s/task-%04u", world->config->state_directory,
             world->config->application_id, task);
    fixture_read_file(path, "data.mdb", &content);
    size_t folder = strlen(path);
    snprintf(path + folder, sizeof path - folder, "/data.mdb");
    int file = open(path, O_WRONLY);
    ck_assert_int_ge(file, 0);
    int found = 0;
    for (size_t at = 0; at + length < content.length; at++) {
        if (memcmp(content.bytes + at, node, length) == 0) {
            uint8_t flipped = content.bytes[at + length] ^ 1;
            ck_assert_int_eq(pwrite(file, &flipped, 1, (off_t)(at + length)), 1);
            found++;
        }
    }
    ck_assert_int_gt(found, 0);
    ck_assert_int_eq(close(file), 0);
    buffer_fini(&content);
}

#endif
