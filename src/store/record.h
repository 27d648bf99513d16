/* How a record is stored: its value, then four bytes that tell whether it is whole. */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "store/store.h"

/* LMDB does not notice a byte that a disk changed; a wrong record would stay wrong for ever. */
enum { RECORD_CHECK_BYTES = 4 };

/* Writes value.length + RECORD_CHECK_BYTES bytes. */
void record_write(uint8_t *to, struct bytes key, struct bytes value);
/* The value in place. False: damaged. */
bool record_read(struct bytes key, struct bytes stored, struct bytes *ret_value);

/* The store's own record: before all others, whose keys begin with a letter. */
struct bytes record_position_key(void);
void record_write_position(struct buffer *to, const struct store_position *position);
bool record_read_position(struct bytes value, struct store_position *ret_position);

#endif
