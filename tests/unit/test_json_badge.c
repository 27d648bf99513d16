/* Tests of the badge's explanation as JSON. */
#include "badge_fixture.h"
#include "check_main.h"
#include "codec/json_badge.h"

static struct scoring_world world;
static struct arena arena;
static struct text_buffer text;
static struct merit_badge_explained badge;
static struct merit_badge_explained later;

static void end(void)
{
    text_buffer_fini(&text);
    arena_fini(&arena);
    world_end(&world);
}

START_TEST(one_line_with_all_of_it)
{
    badge_begin(&world, on(2023, 7, 1));
    badge_of(&world, "p1", &arena, &badge);
    badge.program_hash = 0xab;
    badge.ahead_count = 2;
    json_write_badge(&text, &badge);
    text_buffer_add_byte(&text, '\0');
    static const char want[] =
        "{\"type\":\"explanation\",\"partner_id\":\"p1\",\"designation\":\"all\","
        "\"as_of\":\"2023-05-23\",\"known\":true,\"rules_version\":\"2022-10-03+000000ab\","
        "\"status\":\"ATTAINED\",\"attained_on\":\"2023-05-23\",\"anniversary_date\":null,"
        "\"points\":0,\"why\":{\"reason\":\"EVERY_DESIGNATION_HELD\",\"text\":\"every designation "
        "that it asks for is held\",\"about\":null,\"date\":null,\"file\":null},"
        "\"held\":3,\"designations\":["
        "{\"designation\":\"users\",\"held\":true,\"status\":\"ATTAINED\","
        "\"attained_on\":\"2023-05-23\",\"anniversary_date\":\"2024-05-23\"},"
        "{\"designation\":\"people\",\"held\":true,\"status\":\"ATTAINED\","
        "\"attained_on\":\"2023-05-23\",\"anniversary_date\":\"2024-05-23\"},"
        "{\"designation\":\"products\",\"held\":true,\"status\":\"ATTAINED\","
        "\"attained_on\":\"2023-05-23\",\"anniversary_date\":\"2024-05-23\"}],"
        "\"outlook_until\":\"2024-06-26\",\"ends_on\":\"2024-06-01\",\"ended_by\":\"people\","
        "\"outlook\":["
        "{\"transition\":\"AT_RISK\",\"designation\":\"products\",\"date\":\"2023-06-01\","
        "\"cause\":\"RULES\"},"
        "{\"transition\":\"AT_RISK\",\"designation\":\"people\",\"date\":\"2023-07-01\","
        "\"cause\":\"TIME\"}]}\n";
    ck_assert_msg(strcmp(text.at, want) == 0, "%.3000s", text.at);
    end();
}
END_TEST

START_TEST(what_changed_it)
{
    badge_begin(&world, on(2023, 7, 1));
    badge_of(&world, "p1", &arena, &badge);
    world_day(&world, on(2024, 6, 2));
    badge_of(&world, "p1", &arena, &later);
    json_write_badge_change(&text, &badge, &later);
    text_buffer_add_byte(&text, '\0');
    static const char want[] =
        "{\"type\":\"change\",\"partner_id\":\"p1\",\"designation\":\"all\","
        "\"before\":{\"held\":3,\"as_of\":\"2023-05-23\",\"status\":\"ATTAINED\","
        "\"attained_on\":\"2023-05-23\",\"rules\":\"2022-10-03\"},"
        "\"after\":{\"held\":1,\"as_of\":\"2024-06-02\",\"status\":\"NOT_ATTAINED\","
        "\"attained_on\":null,\"rules\":\"2023-06-01\"},"
        "\"designations\":["
        "{\"designation\":\"people\",\"before\":{\"held\":true,\"status\":\"ATTAINED\","
        "\"attained_on\":\"2023-05-23\"},\"after\":{\"held\":false,"
        "\"status\":\"NOT_ATTAINED\",\"attained_on\":null}},"
        "{\"designation\":\"products\",\"before\":{\"held\":true,\"status\":\"ATTAINED\","
        "\"attained_on\":\"2023-05-23\"},\"after\":{\"held\":false,"
        "\"status\":\"NOT_ATTAINED\",\"attained_on\":null}}]}\n";
    ck_assert_msg(strcmp(text.at, want) == 0, "%.3000s", text.at);
    end();
}
END_TEST

CHECK_MAIN_TESTS("json_badge", one_line_with_all_of_it, what_changed_it)
