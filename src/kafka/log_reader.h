/* Reads one partition of a topic from an offset, outside any group: the change log, `merit tail`.
 */
#ifndef KAFKA_LOG_READER_H
#define KAFKA_LOG_READER_H

#include "kafka/client.h"

struct log_reader;

/* read_committed. */
struct log_reader *log_reader_new(const struct kafka_settings *settings,
                                  const char *topic,
                                  char *error);
void log_reader_close(struct log_reader *reader);
/* For what brokers are asked, instead of 10 s: for whoever may be told to stop meanwhile. */
void log_reader_wait_at_most(struct log_reader *reader, int ms);

/* The partition's first offset and the one behind its last (high watermark). */
bool log_reader_range(struct log_reader *reader,
                      uint32_t partition,
                      int64_t *ret_low,
                      int64_t *ret_high,
                      char *error);
/* What the last range was not had for does not pass: there is no such partition, or no right to it.
 */
bool log_reader_is_refused(const struct log_reader *reader);
/* Begins, or begins anew, at an offset. One partition at a time. */
bool log_reader_start(struct log_reader *reader, uint32_t partition, int64_t offset, char *error);
/* Fetches no more, and drops what was fetched, until it begins anew. */
void log_reader_stop(struct log_reader *reader);
/* Waits up to timeout_ms for the first record. batch.at_end as for consumers. */
void log_reader_take(struct log_reader *reader, int timeout_ms, struct kafka_batch *ret_batch);
/* The offset behind everything taken so far, aborted records and control records too; -1: nothing
 * is being read. */
int64_t log_reader_position(const struct log_reader *reader);

#endif
