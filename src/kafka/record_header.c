/* Headers of records that were read. */
#include "kafka/client.h"

#include <librdkafka/rdkafka.h>

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
