/* Fuzz target: any bytes as a JSON line; an event or a standing that is read must write and read
 * back the same. */
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

static void write_line(struct text_buffer *to, const struct json_line *line)
{
    to->length = 0;
    if (line->is_standing) {
        json_write_standing(to, &line->standing);
    } else {
        json_write_event(to, &line->event);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct json_reader *reader; /* kept: lines after a bad one are part of what is tested */
    static struct json_reader *second;
    static struct text_buffer first_line;
    static struct text_buffer second_line;
    struct json_line read;
    struct json_line back;
    if (reader == NULL) {
        reader = json_reader_new();
        second = json_reader_new();
    }
    struct merit_text line = {(const char *)data, (uint32_t)size};
    if (json_reader_read_line(reader, line, &read).bad != MERIT_BAD_NONE) {
        require(json_reader_message(reader)[0] != '\0');
        return 0;
    }
    write_line(&first_line, &read);
    struct merit_text written = {first_line.at, (uint32_t)first_line.length - 1};
    require(json_reader_read_line(second, written, &back).bad == MERIT_BAD_NONE);
    write_line(&second_line, &back);
    require(second_line.length == first_line.length &&
            memcmp(second_line.at, first_line.at, first_line.length) == 0);
    return 0;
}
