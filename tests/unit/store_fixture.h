/* What tests of the store share: folders that go away again, and changes as messages. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include "store/store.h"
#include "task/change.h"
#include "unit_tools.h"

#include <check.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STORE_FIXTURE_PATH = 512 };

static char store_error[STORE_TEXT_MAX];
static const struct store_identity store_identity = {"merit", "cluster-1", 3, 16, 0x12345678, 3, 0};

/* A new folder of its own under the system's for such. */
static inline void fixture_folder(char path[STORE_FIXTURE_PATH])
{
    const char *above = getenv("TMPDIR");
    snprintf(path, STORE_FIXTURE_PATH, "%s/merit_store_XXXXXX", above == NULL ? "/tmp" : above);
    ck_assert_ptr_nonnull(mkdtemp(path));
}

/* A folder of files, and itself. */
static inline void fixture_remove(const char *path)
{
    DIR *listing = opendir(path);
    ck_assert_ptr_nonnull(listing);
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        unlinkat(dirfd(listing), entry->d_name, 0);
    }
    closedir(listing);
    ck_assert_int_eq(rmdir(path), 0);
}

static inline void fixture_read_file(const char *folder, const char *name, struct buffer *to)
{
    char path[STORE_FIXTURE_PATH + 32];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_RDONLY);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(fstat(file, &status), 0);
    buffer_clear(to);
    uint8_t *at = buffer_extend(to, (size_t)status.st_size + 1);
    to->length--;
    ck_assert_int_eq(read(file, at, (size_t)status.st_size), status.st_size);
    close(file);
}

static inline void fixture_write_file(const char *folder, const char *name, struct bytes content)
{
    char path[STORE_FIXTURE_PATH + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0640);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, content.at, content.length), (ssize_t)content.length);
    close(file);
}

static inline struct bytes text_bytes(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

/* The folder's store, which is to open so. */
static inline struct store *fixture_open(const char *folder,
                                         enum store_outcome expected,
                                         struct store_position *ret_position)
{
    struct store *store = NULL;
    store_error[0] = '\0';
    enum store_outcome outcome =
        store_open(folder, &store_identity, &store, ret_position, store_error);
    ck_assert_msg(outcome == expected, "outcome %d: %s", (int)outcome, store_error);
    return store;
}

static inline void fixture_close(struct store *store)
{
    ck_assert_msg(store_close(store, store_error), "%s", store_error);
}

/* Begins a delta; change_put and change_remove follow, then messages_end. */
static inline struct buffer *fixture_delta(struct messages *messages, uint64_t commit)
{
    change_begin(messages,
                 &(struct change_header){.kind = CHANGE_DELTA, .commit = commit, .last = true});
    return &messages->bytes;
}

static inline void fixture_put(struct messages *messages, const char *key, const char *value)
{
    change_put(&messages->bytes, text_bytes(key), text_bytes(value));
}

static inline bool fixture_write(struct store *store,
                                 const struct messages *messages,
                                 uint64_t commit)
{
    struct bytes list[64];
    ck_assert_uint_le(messages->count, 64);
    for (uint32_t i = 0; i < messages->count; i++) {
        list[i] = messages_at(messages, i);
    }
    struct store_position position = {commit, (int64_t)commit * 10, commit * 100};
    return store_write(store, list, messages->count, &position, store_error);
}

/* One delta of one put, written. */
static inline void fixture_write_one(struct store *store,
                                     uint64_t commit,
                                     const char *key,
                                     const char *value)
{
    struct messages messages = {0};
    fixture_delta(&messages, commit);
    fixture_put(&messages, key, value);
    messages_end(&messages);
    ck_assert_msg(fixture_write(store, &messages, commit), "%s", store_error);
    messages_fini(&messages);
}

static inline bool table_has(const struct table *table, const char *key, const char *value)
{
    struct table_value found = table_get(table, text_bytes(key));
    return found.at != NULL && found.length == strlen(value) &&
           memcmp(found.at, value, found.length) == 0;
}

static inline bool tables_equal(const struct table *a, const struct table *b)
{
    struct bytes key;
    struct bytes value;
    for (size_t cursor = 0; table_walk(a, &cursor, &key, &value);) {
        struct table_value other = table_get(b, key);
        if (other.at == NULL || other.length != value.length ||
            memcmp(other.at, value.at, value.length) != 0) {
            return false;
        }
    }
    return a->count == b->count;
}

/* Applies a message's items to a table: what a store is compared with. */
static inline void table_apply(struct table *table, struct bytes message)
{
    struct reader reader = reader_of(message);
    struct change_header header;
    ck_assert(change_read_header(&reader, &header));
    for (struct change_item item; change_read_item(&reader, &item);) {
        if (item.put) {
            table_put(table, item.key, item.value);
        } else {
            table_remove(table, item.key);
        }
    }
    ck_assert(!reader.failed);
}

#endif
