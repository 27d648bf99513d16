/* Tests of dates and timestamps as text. */
#include "check_main.h"
#include "codec/time_text.h"

START_TEST(reads_dates)
{
    const struct {
        const char *text;
        enum time_text_result result;
        int32_t day;
    } rows[] = {
        {"2000-01-01", TIME_TEXT_GOOD, 10957},
        {"2022-10-03", TIME_TEXT_GOOD, 19268},
        {"2024-02-29", TIME_TEXT_GOOD, 19782},
        {"2199-12-31", TIME_TEXT_GOOD, 84005},
        {"1999-12-31", TIME_TEXT_WRONG_VALUE, 0},
        {"2200-01-01", TIME_TEXT_WRONG_VALUE, 0},
        {"0000-01-01", TIME_TEXT_WRONG_VALUE, 0},
        {"2023-02-29", TIME_TEXT_WRONG_VALUE, 0},
        {"2023-04-31", TIME_TEXT_WRONG_VALUE, 0},
        {"2023-00-10", TIME_TEXT_WRONG_VALUE, 0},
        {"2023-13-10", TIME_TEXT_WRONG_VALUE, 0},
        {"2023-10-00", TIME_TEXT_WRONG_VALUE, 0},
        {"2023-1-1", TIME_TEXT_WRONG_FORM, 0},
        {"2023/10/01", TIME_TEXT_WRONG_FORM, 0},
        {"20231001", TIME_TEXT_WRONG_FORM, 0},
        {"+023-10-01", TIME_TEXT_WRONG_FORM, 0},
        {"2023-10-1 ", TIME_TEXT_WRONG_FORM, 0},
        {"2023-10-01T", TIME_TEXT_WRONG_FORM, 0},
        {"", TIME_TEXT_WRONG_FORM, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int32_t day = 0;
        enum time_text_result result = time_text_read_date(merit_text_of(rows[i].text), &day);
        ck_assert_msg(result == rows[i].result, "%s: result %d", rows[i].text, (int)result);
        ck_assert_msg(day == rows[i].day, "%s: day %d", rows[i].text, day);
    }
}
END_TEST

START_TEST(reads_timestamps)
{
    const struct {
        const char *text;
        enum time_text_result result;
        int64_t micros;
    } rows[] = {
        {"2000-01-01T00:00:00Z", TIME_TEXT_GOOD, INT64_C(946684800000000)},
        {"2022-10-03T09:00:00Z", TIME_TEXT_GOOD, INT64_C(1664787600000000)},
        {"2022-10-03T09:00:00.5Z", TIME_TEXT_GOOD, INT64_C(1664787600500000)},
        {"2022-10-03T09:00:00.000001Z", TIME_TEXT_GOOD, INT64_C(1664787600000001)},
        {"2199-12-31T23:59:59.999999Z", TIME_TEXT_GOOD, INT64_C(7258118399999999)},
        {"1999-12-31T23:59:59Z", TIME_TEXT_WRONG_VALUE, 0},
        {"2022-02-30T09:00:00Z", TIME_TEXT_WRONG_VALUE, 0},
        {"2022-10-03T24:00:00Z", TIME_TEXT_WRONG_VALUE, 0},
        {"2022-10-03T09:60:00Z", TIME_TEXT_WRONG_VALUE, 0},
        {"2022-12-31T23:59:60Z", TIME_TEXT_WRONG_VALUE, 0},
        {"2022-10-03T09:00:00", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03T09:00:00.Z", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03T09:00:00.1234567Z", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03T09:00:00.12345aZ", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03T09:00:00,5Z", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03T09:00:00z", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03t09:00:00Z", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03 09:00:00Z", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03T09:00:00+00:00", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03T9:00:000Z", TIME_TEXT_WRONG_FORM, 0},
        {"2022-1a-03T09:00:00Z", TIME_TEXT_WRONG_FORM, 0},
        {"2022-10-03", TIME_TEXT_WRONG_FORM, 0},
        {"", TIME_TEXT_WRONG_FORM, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t micros = 0;
        enum time_text_result result =
            time_text_read_timestamp(merit_text_of(rows[i].text), &micros);
        ck_assert_msg(result == rows[i].result, "%s: result %d", rows[i].text, (int)result);
        ck_assert_msg(micros == rows[i].micros, "%s: %ld", rows[i].text, (long)micros);
    }
}
END_TEST

START_TEST(writes_what_it_reads)
{
    for (int32_t day = MERIT_DAY_FIRST; day <= MERIT_DAY_LAST; day += 13) {
        char text[TIME_TEXT_TIMESTAMP_MAX];
        int32_t back_day = 0;
        time_text_write_date(day, text);
        ck_assert_int_eq(time_text_read_date((struct merit_text){text, 10}, &back_day), 0);
        ck_assert_int_eq(back_day, day);
        int64_t micros = day * MERIT_MICROS_PER_DAY + day * INT64_C(987654) % MERIT_MICROS_PER_DAY;
        int64_t back = 0;
        uint32_t length = (uint32_t)time_text_write_timestamp(micros, text);
        ck_assert_int_eq(time_text_read_timestamp((struct merit_text){text, length}, &back), 0);
        ck_assert(back == micros);
    }
}
END_TEST

START_TEST(writes_decimals_only_where_there_are_some)
{
    char text[TIME_TEXT_TIMESTAMP_MAX];
    ck_assert_uint_eq(time_text_write_timestamp(INT64_C(1664787600000000), text), 20);
    ck_assert_mem_eq(text, "2022-10-03T09:00:00Z", 20);
    ck_assert_uint_eq(time_text_write_timestamp(INT64_C(1664787600500000), text), 27);
    ck_assert_mem_eq(text, "2022-10-03T09:00:00.500000Z", 27);
}
END_TEST

CHECK_MAIN_TESTS("time_text",
                 reads_dates,
                 reads_timestamps,
                 writes_what_it_reads,
                 writes_decimals_only_where_there_are_some)
