/* Messages of a task's change log: what each commit changed, and snapshots of all of it. */
#ifndef TASK_CHANGE_H
#define TASK_CHANGE_H

#include "base/bytes.h"
#include "base/messages.h"
#include "base/table.h"

/* A commit's delta is one message or several (parts), all in the commit's transaction: removals
 * first, then puts, so that applied in order they give the state at that commit. A snapshot is a
 * begin mark, chunks and an end mark, carried by later commits between their deltas. */
enum change_kind {
    CHANGE_DELTA = 1,
    CHANGE_SNAPSHOT_BEGIN,
    CHANGE_SNAPSHOT_CHUNK,
    CHANGE_SNAPSHOT_END,
};

enum {
    CHANGE_FORMAT = 1,             /* in the first byte of every message */
    CHANGE_PART_BYTES = 96 * 1024, /* a part or chunk is closed once it is this long */
    /* A longer value comes in several items, which may lie in several messages: a tenant or
     * contributor with all associations that merit/limits.h allows has a record of up to 136 MB. */
    CHANGE_PIECE_BYTES = 64 * 1024,
    CHANGE_MESSAGE_MAX = CHANGE_PART_BYTES + CHANGE_PIECE_BYTES + 256, /* no message is longer */
};

struct change_header {
    enum change_kind kind;
    uint64_t commit;   /* of the transaction that carries the message */
    uint64_t snapshot; /* SNAPSHOT_*: the commit whose state it is */
    uint32_t index;    /* DELTA: part; CHUNK: chunk; from 0. END: how many chunks there are */
    bool last;         /* DELTA: the commit's last part */
    uint64_t checksum; /* END: of all chunks, see change_checksum */
};

struct change_item {
    bool put;  /* false: removed */
    bool more; /* of a put: the value goes on from that of the item before, of the same key */
    struct bytes key;
    struct bytes value; /* of a put */
};

/* Begins a message; items follow (DELTA, CHUNK); messages_end closes it. */
void change_begin(struct messages *messages, const struct change_header *header);
/* Sets `last` in the message being written. */
void change_set_last(struct messages *messages);
void change_put(struct buffer *to, struct bytes key, struct bytes value);
void change_remove(struct buffer *to, struct bytes key);
/* A further piece of the value that was put last. */
void change_more(struct buffer *to, struct bytes key, struct bytes piece);
/* Puts the piece of a value that begins at `from`; where the next one does, value.length after the
 * last. A message may end between two. */
size_t change_put_piece(struct buffer *to, struct bytes key, struct bytes value, size_t from);

/* Reading; everything points into the message. False where the bytes are none of this format. */
bool change_read_header(struct reader *reader, struct change_header *ret_header);
/* The next item; false at the end, or with reader->failed where the bytes are none. */
bool change_read_item(struct reader *reader, struct change_item *ret_item);

/* What an item says, done to a table. */
void change_apply(struct table *table, const struct change_item *item);
/* All items of a message. False where the bytes are none of this format; the items before what is
 * wrong are in the table then. */
bool change_apply_message(struct table *table,
                          struct bytes message,
                          struct change_header *ret_header);

/* The checksum of a chunk after those before it (0 before the first): over its items, for the rest
 * of the message names the commit that carries it. */
uint64_t change_checksum(uint64_t before, struct bytes message);

#endif
