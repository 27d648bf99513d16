/* Tests of what changed as JSON: one line, numbers also exact. */
#include "change_fixture.h"
#include "check_main.h"
#include "codec/json_change.h"

static struct change_fixture fixture;

static bool has(const struct text_buffer *text, const char *part)
{
    size_t length = strlen(part);
    for (size_t at = 0; at + length <= text->length; at++) {
        if (memcmp(text->at + at, part, length) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(one_line_with_all_of_it)
{
    change_begin(&fixture);
    struct text_buffer text = {0};
    json_write_change(&text, &fixture.change);
    ck_assert(text.at[text.length - 1] == '\n');
    ck_assert_ptr_null(memchr(text.at, '\n', text.length - 1));
    ck_assert(has(&text, "{\"type\":\"change\",\"partner_id\":\"p1\",\"designation\":\"sample\","
                         "\"before\":{\"path\":null,\"as_of\":\"2023-06-30\""));
    ck_assert(has(&text, "\"changes\":[{\"reason\":\"ASSOCIATION_ENDED\""));
    ck_assert(has(&text, "\"difference_exact\":\"-100/1\",\"why_before\":{\"reason\":"
                         "\"BASELINE_AT_CLAIM\""));
    ck_assert(has(&text, "\"reason\":\"GATE_NOT_MET\",\"text\":\"a gate is not met: no points\","
                         "\"kind\":null"));
    text_buffer_fini(&text);
    change_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("json_change", one_line_with_all_of_it)
