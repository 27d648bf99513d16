/* Headers of records that were read. */
#include "kafka/client.h"

#include <librdkafka/rdkafka.h>

#include <string.h>

enum { LENGTHS_MAX = 10 }; /* bytes: how long a header's name and value are */

struct bytes kafka_record_header(const struct kafka_record *record, const char *name)
{
    rd_kafka_headers_t *headers;
    const void *value;
    size_t length;
    if (rd_kafka_message_headers(record->handle, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR ||
        rd_kafka_header_get_last(headers, name, &value, &length) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return (struct bytes){NULL, 0};
    }
    return (struct bytes){value, length};
}

size_t kafka_record_header_bytes(const struct kafka_record *record)
{
    rd_kafka_headers_t *headers;
    size_t sum = 0;
    if (rd_kafka_message_headers(record->handle, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        const char *name;
        const void *value;
        size_t length;
        for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &length) ==
                           RD_KAFKA_RESP_ERR_NO_ERROR;
             i++) {
            sum += strlen(name) + length + LENGTHS_MAX;
        }
    }
    return sum;
}
