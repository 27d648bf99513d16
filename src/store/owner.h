/* The file that says whose state a folder holds, and how it was left. */
#ifndef STORE_OWNER_H
#define STORE_OWNER_H

#include "store/folder.h"
#include "store/store.h"

/* Apart from the records, and on disk before they are opened: read without them, it can refuse a
 * folder untouched; and it never says "closed" of records that a power failure left half written,
 * as a mark among them could. It is text, for people too. */
enum {
    OWNER_ID_MAX = 255, /* bytes of an application or cluster id */
    OWNER_BOOT_MAX = 63,
    OWNER_FILE_MAX = 2048,
};

/* Format 1 was first written without a line for the revision, later with one. */
#define OWNER_NO_REVISION INT64_MIN

struct owner {
    uint32_t format;
    char application_id[OWNER_ID_MAX + 1];
    char cluster_id[OWNER_ID_MAX + 1];
    uint32_t task;
    uint32_t task_count;
    uint32_t program_hash;
    int64_t revision;              /* of the rule program; OWNER_NO_REVISION: not said */
    char boot[OWNER_BOOT_MAX + 1]; /* which start of the machine opened it last */
    bool closed;                   /* cleanly: everything is on disk */
};

enum owner_found { OWNER_FOUND, OWNER_NONE, OWNER_DAMAGED, OWNER_NEWER };

/* The file's bytes as they were read, and as they are written (returns their number, without the
 * terminator). OWNER_NEWER: only the format was read. */
enum owner_found owner_parse(struct bytes content, struct owner *ret_owner);
size_t owner_print(const struct owner *owner, char ret_text[OWNER_FILE_MAX]);

/* The folder need not be locked. OWNER_DAMAGED also where the file cannot be read. */
enum owner_found owner_read(const struct folder *folder, struct owner *ret_owner);
bool owner_write(const struct folder *folder, const struct owner *owner, char *error);
bool owner_remove(const struct folder *folder, char *error);

/* Of an identity and this start of the machine. False: an id is too long or not one line. */
bool owner_make(const struct store_identity *identity, struct owner *ret_owner, char *error);
/* Whether found state is that of `expected`; if not, `error` names both and says what to do. */
bool owner_check(const struct owner *found,
                 const struct owner *expected,
                 const char *folder,
                 char *error);
/* Whether all that was written may be missing in part: the machine went down meanwhile. */
bool owner_is_doubtful(const struct owner *found, const struct owner *expected);

#endif
