/* Fuzz target: any bytes as the file that says what time it is, and as a date; what is read is
 * written as it was, but for decimals that say nothing and what ends the line. */
#include "codec/time_text.h"
#include "daemon/wall_clock.h"
#include "fuzz.h"

#include <stdlib.h>

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void read_instant(struct merit_text text)
{
    int64_t micros = INT64_MIN;
    int64_t back;
    const char *fault = wall_clock_parse(text, &micros);
    require((fault == NULL) == (micros != INT64_MIN));
    if (fault != NULL) {
        return;
    }
    char written[TIME_TEXT_TIMESTAMP_MAX];
    size_t length = time_text_write_timestamp(micros, written);
    require(merit_day_of_micros(micros) >= MERIT_DAY_FIRST);
    require(merit_day_of_micros(micros) <= MERIT_DAY_LAST);
    require(memcmp(written, text.at, sizeof "2022-10-03T09:00:00" - 1) == 0);
    require(wall_clock_parse((struct merit_text){written, (uint32_t)length}, &back) == NULL);
    require(back == micros);
}

static void read_date(struct merit_text text)
{
    int32_t day;
    if (time_text_read_date(text, &day) == TIME_TEXT_GOOD) {
        char written[TIME_TEXT_DATE_LENGTH];
        time_text_write_date(day, written);
        require(text.length == sizeof written && memcmp(written, text.at, sizeof written) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct merit_text text = {size == 0 ? "" : (const char *)data, (uint32_t)size};
    read_instant(text);
    read_date(text);
    return 0;
}
