/* Tests of the ids of output events. */
#include "check_main.h"
#include "codec/event_id.h"

static void id_of(struct event_id_parts parts, char ret_text[EVENT_ID_LENGTH + 1])
{
    event_id_write(&parts, ret_text);
    ret_text[EVENT_ID_LENGTH] = '\0';
}

static struct event_id_parts usual(void)
{
    return (struct event_id_parts){"meritd", "merit.score-changes", merit_text_of("P1"),
                                   "modern_work", 42};
}

/* What XXH3_128bits gives for the bytes that the header writes down, in one piece. */
START_TEST(is_the_hash_of_the_bytes_in_the_header)
{
    char text[EVENT_ID_LENGTH + 1];
    id_of(usual(), text);
    ck_assert_str_eq(text, "9f08cef087cd1212866240e4b202b3b2");
}
END_TEST

START_TEST(differs_by_each_part)
{
    char texts[6][EVENT_ID_LENGTH + 1];
    struct event_id_parts parts[6] = {usual(), usual(), usual(), usual(), usual(), usual()};
    parts[1].application_id = "other";
    parts[2].topic = "merit.designations";
    parts[3].partner_id = merit_text_of("P2");
    parts[4].designation = "security";
    parts[5].sequence = 43;
    for (int i = 0; i < 6; i++) {
        id_of(parts[i], texts[i]);
        for (int k = 0; k < i; k++) {
            ck_assert_str_ne(texts[i], texts[k]);
        }
    }
}
END_TEST

/* The NUL behind each text keeps "a" "bc" and "ab" "c" apart. */
START_TEST(keeps_the_parts_apart)
{
    char left[EVENT_ID_LENGTH + 1];
    char right[EVENT_ID_LENGTH + 1];
    struct event_id_parts parts = usual();
    parts.application_id = "a";
    parts.topic = "bc";
    id_of(parts, left);
    parts.application_id = "ab";
    parts.topic = "c";
    id_of(parts, right);
    ck_assert_str_ne(left, right);
}
END_TEST

CHECK_MAIN_TESTS("event_id",
                 is_the_hash_of_the_bytes_in_the_header,
                 differs_by_each_part,
                 keeps_the_parts_apart)
