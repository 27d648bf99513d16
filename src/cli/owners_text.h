/* Who has which task, written down: for people as two tables, for programs as JSON lines. */
#ifndef CLI_OWNERS_TEXT_H
#define CLI_OWNERS_TEXT_H

#include "codec/text_buffer.h"
#include "task/owners.h"

struct owners_view {
    const struct owners *owners;
    uint32_t task_count;
    int64_t now_ms; /* since 1970 */
};

/* The tasks, the instances, and a sentence that says which tasks nobody has. */
void owners_text_add(struct text_buffer *to, const struct owners_view *view);
/* A line for each task, for each standby, and for each instance. */
void owners_json_add(struct text_buffer *to, const struct owners_view *view);

#endif
