/* A task's folder: made, locked against other processes, its small files replaced whole. */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include "base/bytes.h"

enum { FOLDER_PATH_MAX = 4096 };

struct folder {
    char path[FOLDER_PATH_MAX];
    int fd;
    int lock; /* of the file that is locked */
};

/* Makes the folder and those above it, and locks it. False: `error` (STORE_TEXT_MAX bytes) says
 * why, and nothing is open. */
bool folder_open(struct folder *folder, const char *path, char *error);
void folder_close(struct folder *folder);

/* The disk has no room left for as much as a page. */
bool folder_is_full(const struct folder *folder);
bool folder_has(const struct folder *folder, const char *name);
/* True also where there was no such file. */
bool folder_remove(const struct folder *folder, const char *name, char *error);
/* Reads a file into `to`, emptied before; false where it cannot be read or is longer than `max`. */
bool folder_read(const struct folder *folder, const char *name, size_t max, struct buffer *to);
/* Puts a file in place of another, on disk before this returns: after a crash the file is either
 * the old or the new one. */
bool folder_replace(const struct folder *folder,
                    const char *name,
                    struct bytes content,
                    char *error);

#endif
