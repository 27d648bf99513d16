/* The ids of output events: the same for the same event after any restart. */
#ifndef CODEC_EVENT_ID_H
#define CODEC_EVENT_ID_H

#include "merit/text.h"

enum { EVENT_ID_LENGTH = 32 };

struct event_id_parts {
    const char *application_id;
    const char *topic;
    struct merit_text partner_id;
    const char *designation;
    int64_t sequence;
};

/* 32 lower-case hex digits of XXH128 (seed 0, the high half first, as `xxhsum -H2` prints it) over
 *
 *   application_id 00 topic 00 partner_id 00 designation 00 sequence
 *
 * each text as its UTF-8 bytes followed by one NUL byte, the sequence as 8 bytes little-endian.
 * Written without a terminator. */
void event_id_write(const struct event_id_parts *parts, char ret_text[EVENT_ID_LENGTH]);

#endif
