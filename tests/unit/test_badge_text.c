/* Tests of the badge's explanation as text. */
#include "badge_fixture.h"
#include "check_main.h"
#include "cli/badge_text.h"

static struct scoring_world world;
static struct arena arena;
static struct text_buffer text;
static struct merit_badge_explained badge;

static const char *said(void)
{
    text_buffer_add_byte(&text, '\0');
    return text.at;
}

static void end(void)
{
    text_buffer_fini(&text);
    arena_fini(&arena);
    world_end(&world);
}

START_TEST(what_it_asks_for_and_what_ends_it)
{
    badge_begin(&world, on(2023, 7, 1));
    badge_of(&world, "p1", &arena, &badge);
    badge.program_hash = 0xab;
    badge_text(&text, &badge);
    ck_assert_str_eq(said(),
                     "p1: all on 2023-05-23, by the rules of 2022-10-03+000000ab\n"
                     "ATTAINED since 2023-05-23; 0 points\n"
                     "\n"
                     "  EVERY_DESIGNATION_HELD: every designation that it asks for is held, "
                     "3 of 3\n"
                     "  users: ATTAINED since 2023-05-23, anniversary 2024-05-23\n"
                     "  people: ATTAINED since 2023-05-23, anniversary 2024-05-23\n"
                     "  products: ATTAINED since 2023-05-23, anniversary 2024-05-23\n"
                     "\n"
                     "if nothing else happens until 2024-06-26\n"
                     "  2023-06-01 products AT_RISK (RULES)\n"
                     "  2023-07-01 people AT_RISK (TIME)\n"
                     "  2024-05-23 users RENEWED (TIME)\n"
                     "  2024-06-01 people LAPSED (TIME)\n"
                     "  2024-06-01 all LAPSED (TIME)\n"
                     "  2024-06-01 products LAPSED (TIME)\n"
                     "  it ends on 2024-06-01, with people\n");
    end();
}
END_TEST

START_TEST(what_is_missing)
{
    world_begin(&world, 1);
    world_day(&world, BADGE_TODAY);
    badge_of(&world, "p9", &arena, &badge);
    badge.program_hash = 0xab;
    badge_text(&text, &badge);
    ck_assert_str_eq(said(),
                     "p9: all on 2023-05-23, by the rules of 2022-10-03+000000ab\n"
                     "NOT_ATTAINED; 0 points; no event names this partner\n"
                     "\n"
                     "  DESIGNATION_MISSING: not every designation that it asks for is held, "
                     "0 of 3\n"
                     "  users: NOT_ATTAINED, missing\n"
                     "  people: NOT_ATTAINED, missing\n"
                     "  products: NOT_ATTAINED, missing\n"
                     "\n"
                     "if nothing else happens until 2023-05-23: no change\n");
    end();
}
END_TEST

START_TEST(what_changed_it)
{
    struct merit_badge_explained later;
    badge_begin(&world, on(2023, 7, 1));
    badge_of(&world, "p1", &arena, &badge);
    world_day(&world, on(2024, 6, 2));
    badge_of(&world, "p1", &arena, &later);
    badge_change_text(&text, &badge, &later);
    ck_assert_str_eq(said(), "p1: all\n"
                             "  2023-05-23 ATTAINED since 2023-05-23, 3 of 3 held, by the rules of "
                             "2022-10-03\n"
                             "  2024-06-02 NOT_ATTAINED, 1 of 3 held, by the rules of 2023-06-01\n"
                             "\n"
                             "  people: ATTAINED since 2023-05-23 -> NOT_ATTAINED\n"
                             "  products: ATTAINED since 2023-05-23 -> NOT_ATTAINED\n");
    text.length = 0;
    badge_change_text(&text, &later, &later);
    ck_assert_ptr_nonnull(strstr(said(), "\n\n  nothing changed\n"));
    end();
}
END_TEST

/* Lapsed and attained anew in between: another day since which it is held. */
START_TEST(another_day_is_a_change)
{
    badge_begin(&world, MERIT_NO_DAY);
    badge_of(&world, "p1", &arena, &badge);
    struct merit_badge_explained later = badge;
    later.parts[FIXTURE_USERS].attained_day = on(2024, 7, 1);
    badge_change_text(&text, &badge, &later);
    ck_assert_ptr_nonnull(
        strstr(said(), "  users: ATTAINED since 2023-05-23 -> ATTAINED since 2024-07-01\n"));
    end();
}
END_TEST

CHECK_MAIN_TESTS("badge_text",
                 what_it_asks_for_and_what_ends_it,
                 what_is_missing,
                 what_changed_it,
                 another_day_is_a_change)
