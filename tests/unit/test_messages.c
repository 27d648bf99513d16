/* Tests of a list of messages in one growing buffer. */
#include "base/messages.h"
#include "check_main.h"
#include "unit_tools.h"

START_TEST(messages_come_back_as_written)
{
    struct messages messages = {0};
    uint8_t bytes[300];
    for (int round = 0; round < 3; round++) {
        messages_clear(&messages);
        ck_assert_uint_eq(messages.count, 0);
        for (size_t i = 0; i < 200; i++) {
            memset(bytes, (int)i, i);
            ck_assert_uint_eq(messages_length(&messages), 0);
            ck_assert_uint_eq(messages_start(&messages), messages.bytes.length);
            buffer_put(&messages.bytes, bytes, i / 2);
            buffer_put(&messages.bytes, bytes, i - i / 2);
            ck_assert_uint_eq(messages_length(&messages), i);
            messages_end(&messages);
        }
        ck_assert_uint_eq(messages.count, 200);
        for (uint32_t i = 0; i < 200; i++) {
            struct bytes message = messages_at(&messages, i);
            ck_assert_uint_eq(message.length, i);
            ck_assert(all_bytes_are(message.at, message.length, (uint8_t)i));
        }
    }
    messages_fini(&messages);
}
END_TEST

START_TEST(memory_is_kept_when_cleared)
{
    struct messages messages = {0};
    for (int i = 0; i < 100; i++) {
        buffer_u32(&messages.bytes, 1);
        messages_end(&messages);
    }
    const uint8_t *bytes = messages.bytes.bytes;
    const size_t *ends = messages.ends;
    messages_clear(&messages);
    for (int i = 0; i < 100; i++) {
        buffer_u32(&messages.bytes, 1);
        messages_end(&messages);
    }
    ck_assert_ptr_eq(messages.bytes.bytes, bytes);
    ck_assert_ptr_eq(messages.ends, ends);
    messages_fini(&messages);
    ck_assert_ptr_null(messages.ends);
}
END_TEST

START_TEST(what_is_not_ended_is_no_message_yet)
{
    struct messages messages = {0};
    buffer_u32(&messages.bytes, 7);
    ck_assert_uint_eq(messages.count, 0);
    ck_assert_uint_eq(messages_length(&messages), 4);
    messages_end(&messages);
    buffer_u8(&messages.bytes, 8);
    ck_assert_uint_eq(messages.count, 1);
    ck_assert_uint_eq(messages_at(&messages, 0).length, 4);
    ck_assert_uint_eq(messages_start(&messages), 4);
    messages_fini(&messages);
}
END_TEST

CHECK_MAIN_TESTS("messages",
                 messages_come_back_as_written,
                 memory_is_kept_when_cleared,
                 what_is_not_ended_is_no_message_yet)
