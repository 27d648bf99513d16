/* Schema files as they lie on disk. */
#ifndef CODEC_SCHEMA_FILE_H
#define CODEC_SCHEMA_FILE_H

#include "base/arena.h"
#include "codec/text_buffer.h"

enum { SCHEMA_FILES_MAX = 64 }; /* in one folder */

struct schema_file_list {
    uint32_t count;
    const char **paths; /* sorted by name */
};

/* "FOLDER/NAME" in the arena. */
const char *schema_file_path(struct arena *arena, const char *folder, const char *name);

/* The whole file in the arena. Null, with a line added to `errors`, where it cannot be read or is
 * longer than SCHEMA_BYTES_MAX. */
struct merit_text schema_file_read(struct arena *arena,
                                   const char *path,
                                   struct text_buffer *errors);

/* The files of a folder that end with .avsc; none where there is no such folder. False, with a line
 * added to `errors`, where it cannot be read or holds more than SCHEMA_FILES_MAX. */
bool schema_file_list(struct arena *arena,
                      const char *folder,
                      struct text_buffer *errors,
                      struct schema_file_list *ret_list);

#endif
