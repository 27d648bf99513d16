/* Tests of what changed as text. */
#include "change_fixture.h"
#include "check_main.h"
#include "cli/change_text.h"

static struct change_fixture fixture;

static bool has(const struct text_buffer *text, const char *lines)
{
    size_t length = strlen(lines);
    for (size_t at = 0; at + length <= text->length; at++) {
        if (memcmp(text->at + at, lines, length) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(both_days_and_each_part)
{
    change_begin(&fixture);
    struct text_buffer text = {0};
    change_text(&text, &fixture.change);
    ck_assert(has(&text, "p1: sample\n  2023-06-30 28.50 points, not qualified, NOT_ATTAINED, by "
                         "the rules of 2022-10-03\n  2023-09-05 "));
    ck_assert(has(&text, "  adds: 1 of 5 -> 0 of 5, points 4 -> 0\n"
                         "      -1 tenant t1; ASSOCIATION_ENDED: the association has ended; then "
                         "NEW, 500 paid units of more than 300 (line 18); now ASSOCIATION_ENDED "
                         "(line 25)\n"));
    ck_assert(has(&text, "      -1; GATE_NOT_MET: a gate is not met: no points\n"));
    ck_assert(!has(&text, "DPOR")); /* nothing changed */
    text_buffer_fini(&text);
    change_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("change_text", both_days_and_each_part)
