/* Fuzz target: any bytes as a JSON line; an event that is read must write and read back the same.
 */
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "fuzz.h"

#include <stdlib.h>

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct json_reader *reader; /* kept: lines after a bad one are part of what is tested */
    static struct json_reader *second;
    static struct text_buffer first_line;
    static struct text_buffer second_line;
    struct merit_event event;
    struct merit_event back;
    if (reader == NULL) {
        reader = json_reader_new();
        second = json_reader_new();
    }
    struct merit_text line = {(const char *)data, (uint32_t)size};
    if (json_reader_read(reader, line, &event).bad != MERIT_BAD_NONE) {
        require(json_reader_message(reader)[0] != '\0');
        return 0;
    }
    first_line.length = 0;
    json_write_event(&first_line, &event);
    struct merit_text written = {first_line.at, (uint32_t)first_line.length - 1};
    require(json_reader_read(second, written, &back).bad == MERIT_BAD_NONE);
    second_line.length = 0;
    json_write_event(&second_line, &back);
    require(second_line.length == first_line.length &&
            memcmp(second_line.at, first_line.at, first_line.length) == 0);
    return 0;
}
