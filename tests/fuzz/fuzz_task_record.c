/* Fuzz target: any bytes as the text beside a committed offset, as a task's own record, as a
 * store's position and as a stored record with its check; what is read is written as it was. */
#include "fuzz.h"
#include "store/record.h"
#include "task/task_record.h"

#include <stdlib.h>

static struct buffer written;

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void require_same(const void *at, size_t length, struct bytes bytes)
{
    require(length == bytes.length && (length == 0 || memcmp(at, bytes.at, length) == 0));
}

/* ---- each kind: the input without its first byte ----------------------------------------- */

static void read_metadata(struct bytes bytes)
{
    char *text = malloc(bytes.length + 1);
    require(text != NULL);
    if (bytes.length > 0) {
        memcpy(text, bytes.at, bytes.length);
    }
    text[bytes.length] = '\0';
    struct task_metadata metadata;
    if (task_metadata_read(text, &metadata)) {
        char again[TASK_METADATA_MAX + 1];
        task_metadata_write(&metadata, again);
        require(strcmp(text, again) == 0);
    }
    free(text);
}

/* no_clock is written as 0 or 1, and read as any byte. */
static void read_task_record(struct bytes bytes)
{
    struct task_record record;
    struct task_record back;
    bool newer;
    if (!task_record_read(bytes, &record, &newer)) {
        require(!newer || (bytes.length > 0 && bytes.at[0] > TASK_FORMAT));
        return;
    }
    require(!newer);
    task_record_write(&written, &record);
    require(written.length == bytes.length);
    require(task_record_read(buffer_view(&written), &back, &newer));
    require(back.commit == record.commit && back.no_clock == record.no_clock &&
            back.log_bytes == record.log_bytes);
}

static void read_position(struct bytes bytes)
{
    struct store_position position;
    if (record_read_position(bytes, &position)) {
        buffer_clear(&written);
        record_write_position(&written, &position);
        require_same(written.bytes, written.length, bytes);
    }
}

static void read_stored(struct bytes bytes)
{
    struct bytes key = record_position_key();
    struct bytes value;
    if (record_read(key, bytes, &value)) {
        buffer_clear(&written);
        record_write(buffer_extend(&written, value.length + RECORD_CHECK_BYTES), key, value);
        require_same(written.bytes, written.length, bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const kinds[])(struct bytes) = {read_metadata, read_task_record, read_position,
                                                  read_stored};
    if (size > 0) {
        kinds[data[0] % (sizeof kinds / sizeof kinds[0])]((struct bytes){data + 1, size - 1});
    }
    return 0;
}
