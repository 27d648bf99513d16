/* What all Kafka clients share: batches, texts, time. */
#include "kafka/client.h"

#include "kafka/handle.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

void kafka_batch_free(struct kafka_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        rd_kafka_message_destroy(batch->records[i].handle);
    }
    batch->count = 0;
}

void kafka_text(char *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(to, KAFKA_TEXT_MAX, format, arguments);
    va_end(arguments);
}

int64_t kafka_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void kafka_sleep_ms(int64_t duration_ms)
{
    struct timespec left = {duration_ms / 1000, duration_ms % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}
