/* Fuzz target: any bytes as the values of the owners topic; what is read is written as it was, of
 * two one wins, its key is within bounds, and of each that is held it is known when it was heard.
 */
#include "fuzz.h"
#include "task/hearing.h"

#include <stdlib.h>

enum { VALUES_MAX = 8 };

static struct buffer written;

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool read(struct bytes bytes, struct owners_record *ret_record)
{
    if (!owners_read(bytes, ret_record)) {
        return false;
    }
    char key[OWNERS_KEY_MAX + 1];
    owners_key_write(ret_record, key);
    require(strlen(key) < sizeof key);
    owners_write(&written, ret_record);
    require(written.length <= bytes.length);
    require(memcmp(written.bytes, bytes.at, written.length) == 0);
    return true;
}

/* Values after one another, each behind its length in a byte. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct owners owners;
    struct owners_record before;
    bool any = false;
    owners_init(&owners);
    struct hearing hearing;
    hearing_init(&hearing, merit_text_of("a"), 0);
    struct reader reader = reader_of((struct bytes){data, size});
    for (int i = 0; i < VALUES_MAX && reader_left(&reader) > 0; i++) {
        size_t length = reader_u8(&reader);
        length = length > reader_left(&reader) ? reader_left(&reader) : length;
        struct bytes value = {reader_take(&reader, length), length};
        struct owners_record now;
        bool good = read(value, &now);
        require(good || !owners_take(&owners, value));
        if (good && any && before.kind == now.kind) {
            require(owners_replaces(&before, &now) || owners_replaces(&now, &before));
        }
        if (good) {
            before = now;
            any = true;
            (void)owners_take(&owners, value);
        }
        (void)hearing_take(&hearing, value, (int64_t)i * OWNERS_WRITE_MS);
    }
    size_t cursor = 0;
    struct owners_record record;
    while (owners_next(&owners, &cursor, &record)) {
        require(owners_is_live(&record, record.written_ms) == (record.state != OWNERS_LEFT));
    }
    owners_fini(&owners);
    cursor = 0;
    while (owners_next(&hearing.owners, &cursor, &record)) {
        require(hearing_silent_ms(&hearing, &record, VALUES_MAX * OWNERS_WRITE_MS) > 0);
    }
    hearing_fini(&hearing);
    return 0;
}
