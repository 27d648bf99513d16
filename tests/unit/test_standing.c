/* Tests of the life of a standing: attained, at risk, renewed, lapsed (rules, "Designations"). */
#include "check_main.h"
#include "core/standing.h"
#include "unit_tools.h"

/* The windows of the rules: 30 days on both sides until 2023-09-19, then five months and the rest
 * of the anniversary's. */
static struct merit_standing_rules rules_of(void)
{
    return (struct merit_standing_rules){
        .first_day = on(2022, 10, 3),
        .anniversary_months = 12,
        .window_count = 2,
        .windows = {{INT32_MIN, false, 30, 30}, {on(2023, 9, 19), true, 5, 0}},
    };
}

struct life {
    struct merit_standing_rules rules;
    struct standing standing;
    bool empty; /* evaluations find no points */
};

static struct life life_new(void)
{
    return (struct life){rules_of(), standing_new(), false};
}

/* What one evaluation says: a letter of ATTAINED, risK, reCovered, reNewed, or "-" for nothing. */
static const char *evaluate_shared(
    struct life *life, int32_t day, bool at_start, bool qualified, int32_t shared_day)
{
    static const char *const letters[] = {"A", "K", "C"};
    static const char *const with_renewal[] = {"AN", "KN", "CN"};
    struct standing_moment moment = {day, at_start, qualified, !life->empty, shared_day};
    enum merit_transition transition;
    bool moved = standing_evaluate(&life->standing, &life->rules, &moment, &transition);
    bool renewed = standing_renew(&life->standing, &life->rules, day);
    if (!moved) {
        return renewed ? "N" : "-";
    }
    ck_assert_int_le(transition, MERIT_RECOVERED);
    return renewed ? with_renewal[transition] : letters[transition];
}

static const char *at_start(struct life *life, int32_t day, bool qualified)
{
    return evaluate_shared(life, day, true, qualified, MERIT_NO_DAY);
}

static const char *by_event(struct life *life, int32_t day, bool qualified)
{
    return evaluate_shared(life, day, false, qualified, MERIT_NO_DAY);
}

/* Attained on 2023-08-15: the anniversary is 2024-08-15, its window 2024-03-01 to 2024-08-31. */
static struct life life_attained(void)
{
    struct life life = life_new();
    ck_assert_str_eq(by_event(&life, on(2023, 8, 15), true), "A");
    return life;
}

START_TEST(nothing_is_attained_before_the_first_day)
{
    struct life life = life_new();
    ck_assert(!standing_is_held(&life.standing));
    ck_assert_str_eq(by_event(&life, on(2022, 10, 2), true), "-");
    ck_assert_str_eq(at_start(&life, on(2022, 10, 3), true), "A");
    ck_assert_int_eq(life.standing.attained_day, on(2022, 10, 3));
    ck_assert_int_eq(life.standing.anniversary_day, on(2023, 10, 3));
    ck_assert_int_eq(life.standing.status, MERIT_STATUS_ATTAINED);
}
END_TEST

START_TEST(it_is_at_risk_and_recovers)
{
    struct life life = life_attained();
    ck_assert_str_eq(by_event(&life, on(2023, 8, 16), true), "-");
    ck_assert_str_eq(by_event(&life, on(2023, 8, 17), false), "K");
    ck_assert_int_eq(life.standing.status, MERIT_STATUS_AT_RISK);
    ck_assert(standing_is_held(&life.standing));
    ck_assert_str_eq(by_event(&life, on(2023, 8, 17), false), "-");
    ck_assert_str_eq(at_start(&life, on(2023, 8, 18), true), "C");
    ck_assert_int_eq(life.standing.status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(life.standing.attained_day, on(2023, 8, 15));
    ck_assert_int_eq(life.standing.anniversary_day, on(2024, 8, 15));
}
END_TEST

START_TEST(an_anniversary_is_shared_with_the_latest_other)
{
    struct life life = life_new();
    evaluate_shared(&life, on(2023, 5, 10), false, true, on(2024, 2, 1));
    ck_assert_int_eq(life.standing.anniversary_day, on(2024, 2, 1));
    /* Passed on its very day: not attained first and renewed at once. */
    life = life_new();
    ck_assert_str_eq(evaluate_shared(&life, on(2023, 5, 10), false, true, on(2023, 5, 10)), "A");
    ck_assert_int_eq(life.standing.anniversary_day, on(2024, 5, 10));
    life = life_new();
    evaluate_shared(&life, on(2023, 5, 10), false, true, on(2023, 5, 11));
    ck_assert_int_eq(life.standing.anniversary_day, on(2023, 5, 11));
}
END_TEST

START_TEST(the_29th_of_february_becomes_the_28th_for_good)
{
    struct life life = life_new();
    by_event(&life, on(2024, 2, 29), true);
    ck_assert_int_eq(life.standing.anniversary_day, on(2025, 2, 28));
    ck_assert_str_eq(at_start(&life, on(2025, 2, 28), true), "N");
    ck_assert_int_eq(life.standing.anniversary_day, on(2026, 2, 28));
    ck_assert_str_eq(at_start(&life, on(2026, 2, 28), true), "N");
    ck_assert_str_eq(at_start(&life, on(2027, 2, 28), true), "N");
    ck_assert_int_eq(life.standing.anniversary_day, on(2028, 2, 28));
}
END_TEST

START_TEST(windows_have_the_form_in_force_on_the_anniversary)
{
    struct merit_standing_rules rules = rules_of();
    struct standing_window window = standing_window_of(&rules, on(2024, 8, 15));
    ck_assert_int_eq(window.first_day, on(2024, 3, 1));
    ck_assert_int_eq(window.end_day, on(2024, 9, 1));
    window = standing_window_of(&rules, on(2023, 9, 18));
    ck_assert_int_eq(window.first_day, on(2023, 8, 19));
    ck_assert_int_eq(window.end_day, on(2023, 10, 18));
    window = standing_window_of(&rules, on(2023, 9, 19));
    ck_assert_int_eq(window.first_day, on(2023, 4, 1));
    ck_assert_int_eq(window.end_day, on(2023, 10, 1));
    rules.windows[1].before = 0;
    rules.windows[1].after = 2;
    window = standing_window_of(&rules, on(2023, 12, 31));
    ck_assert_int_eq(window.first_day, on(2023, 12, 1));
    ck_assert_int_eq(window.end_day, on(2024, 3, 1));
}
END_TEST

START_TEST(it_is_renewed_when_the_clock_reaches_the_anniversary)
{
    struct life life = life_attained();
    ck_assert_str_eq(at_start(&life, on(2024, 8, 14), true), "-");
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), true), "N");
    ck_assert_int_eq(life.standing.anniversary_day, on(2025, 8, 15));
    ck_assert_str_eq(at_start(&life, on(2024, 8, 16), true), "-");
}
END_TEST

/* Qualified on the last day before the window, and on its first. */
START_TEST(one_day_of_the_window_is_enough)
{
    struct life life = life_attained();
    by_event(&life, on(2024, 2, 29), false);
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), false), "-");
    life = life_attained();
    ck_assert_str_eq(by_event(&life, on(2024, 3, 1), false), "K");
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), false), "N");
    ck_assert_int_eq(life.standing.status, MERIT_STATUS_AT_RISK);
    ck_assert_int_eq(life.standing.anniversary_day, on(2025, 8, 15));
}
END_TEST

/* A day's start ends what was until yesterday: qualified on the last day before the window only. */
START_TEST(what_a_days_start_ends_was_yesterday)
{
    struct life life = life_attained();
    ck_assert_str_eq(at_start(&life, on(2024, 3, 1), false), "K");
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), false), "-");
}
END_TEST

START_TEST(after_the_anniversary_the_first_qualified_day_renews)
{
    struct life life = life_attained();
    at_start(&life, on(2024, 2, 1), false);
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), false), "-");
    ck_assert_str_eq(by_event(&life, on(2024, 8, 31), true), "CN");
    ck_assert_int_eq(life.standing.anniversary_day, on(2025, 8, 15));
}
END_TEST

START_TEST(it_lapses_on_the_day_after_the_window)
{
    struct life life = life_attained();
    at_start(&life, on(2024, 2, 1), false);
    ck_assert(!standing_lapse(&life.standing, &life.rules, on(2024, 8, 15)));
    ck_assert(!standing_lapse(&life.standing, &life.rules, on(2024, 8, 31)));
    ck_assert(standing_lapse(&life.standing, &life.rules, on(2024, 9, 1)));
    ck_assert(!standing_is_held(&life.standing));
    ck_assert_int_eq(life.standing.attained_day, MERIT_NO_DAY);
    ck_assert_int_eq(life.standing.anniversary_day, MERIT_NO_DAY);
    ck_assert(!standing_lapse(&life.standing, &life.rules, on(2024, 9, 2)));
    ck_assert_str_eq(by_event(&life, on(2024, 9, 1), true), "A");
    ck_assert_int_eq(life.standing.anniversary_day, on(2025, 9, 1));
}
END_TEST

START_TEST(a_renewed_one_does_not_lapse)
{
    struct life life = life_attained();
    at_start(&life, on(2024, 8, 15), true);
    ck_assert(!standing_lapse(&life.standing, &life.rules, on(2024, 9, 1)));
    ck_assert(standing_lapse(&life.standing, &life.rules, on(2025, 9, 1)));
}
END_TEST

/* Whoever asks for a renewal then has not asked for the lapse first. */
START_TEST(nothing_is_renewed_once_the_window_is_over)
{
    struct life life = life_attained();
    life.standing.last_qualified_day = on(2024, 8, 31);
    struct standing late = life.standing;
    ck_assert(standing_renew(&life.standing, &life.rules, on(2024, 8, 31)));
    ck_assert(!standing_renew(&late, &life.rules, on(2024, 9, 1)));
    ck_assert_int_eq(late.anniversary_day, on(2024, 8, 15));
}
END_TEST

START_TEST(the_first_form_of_the_window_counts_days)
{
    struct life life = life_new();
    life.rules.windows[1].from_day = on(2030, 1, 1);
    by_event(&life, on(2023, 1, 10), true);
    by_event(&life, on(2023, 12, 10), false);
    ck_assert_str_eq(at_start(&life, on(2024, 1, 10), false), "-");
    ck_assert(!standing_lapse(&life.standing, &life.rules, on(2024, 2, 8)));
    ck_assert(standing_lapse(&life.standing, &life.rules, on(2024, 2, 9)));
    life = life_new();
    life.rules.windows[1].from_day = on(2030, 1, 1);
    by_event(&life, on(2023, 1, 10), true);
    by_event(&life, on(2023, 12, 11), false);
    ck_assert_str_eq(at_start(&life, on(2024, 1, 10), false), "N");
}
END_TEST

START_TEST(the_next_day_is_the_anniversary_then_the_windows_end)
{
    struct life life = life_new();
    ck_assert_int_eq(standing_next_day(&life.standing, &life.rules, on(2023, 1, 1)), MERIT_NEVER);
    life = life_attained();
    ck_assert_int_eq(standing_next_day(&life.standing, &life.rules, on(2023, 8, 15)),
                     on(2024, 8, 15));
    ck_assert_int_eq(standing_next_day(&life.standing, &life.rules, on(2024, 8, 14)),
                     on(2024, 8, 15));
    ck_assert_int_eq(standing_next_day(&life.standing, &life.rules, on(2024, 8, 15)),
                     on(2024, 9, 1));
    ck_assert_int_eq(standing_next_day(&life.standing, &life.rules, on(2024, 8, 31)),
                     on(2024, 9, 1));
}
END_TEST

/* ---- stored form ------------------------------------------------------------------------- */

static struct standing some_standing(void)
{
    return (struct standing){
        .score_sequence = 11,
        .event_sequence = INT64_MAX,
        .sent_hundredths = 7000,
        .sent_floor = -1,
        .hundredths = INT64_MIN,
        .attained_day = on(2023, 8, 15),
        .anniversary_day = on(2024, 8, 15),
        .last_qualified_day = on(2023, 8, 16),
        .status = MERIT_STATUS_AT_RISK,
        .sent_qualified = true,
        .qualified = false,
    };
}

static bool comes_back(const struct standing *standing)
{
    uint8_t bytes[STANDING_BYTES + 1];
    bytes[STANDING_BYTES] = 0x5a;
    standing_encode(bytes, standing);
    ck_assert_uint_eq(bytes[STANDING_BYTES], 0x5a);
    struct standing back;
    if (!standing_decode(bytes, &back)) {
        return false;
    }
    ck_assert_int_eq(back.score_sequence, standing->score_sequence);
    ck_assert_int_eq(back.event_sequence, standing->event_sequence);
    ck_assert_int_eq(back.sent_hundredths, standing->sent_hundredths);
    ck_assert_int_eq(back.sent_floor, standing->sent_floor);
    ck_assert_int_eq(back.hundredths, standing->hundredths);
    ck_assert_int_eq(back.attained_day, standing->attained_day);
    ck_assert_int_eq(back.anniversary_day, standing->anniversary_day);
    ck_assert_int_eq(back.last_qualified_day, standing->last_qualified_day);
    ck_assert_int_eq(back.status, standing->status);
    ck_assert_int_eq(back.sent_qualified, standing->sent_qualified);
    ck_assert_int_eq(back.qualified, standing->qualified);
    return true;
}

START_TEST(a_standing_comes_back)
{
    struct standing standing = standing_new();
    ck_assert(comes_back(&standing));
    standing = some_standing();
    ck_assert(comes_back(&standing));
    standing.sent_qualified = false;
    standing.qualified = true;
    ck_assert(comes_back(&standing));
    /* The badge for all designations has no anniversary. */
    standing.anniversary_day = MERIT_NO_DAY;
    ck_assert(comes_back(&standing));
}
END_TEST

START_TEST(a_standing_that_cannot_be_is_refused)
{
    struct standing standing = some_standing();
    standing.status = MERIT_STATUS_AT_RISK + 1;
    ck_assert(!comes_back(&standing));
    standing = some_standing();
    standing.status = MERIT_STATUS_NOT_ATTAINED;
    ck_assert(!comes_back(&standing));
    standing = some_standing();
    standing.attained_day = MERIT_NO_DAY;
    ck_assert(!comes_back(&standing));
    standing = standing_new();
    standing.anniversary_day = on(2024, 8, 15);
    ck_assert(!comes_back(&standing));
}
END_TEST

/* ---- adoption ---------------------------------------------------------------------------- */

/* Adopted with the anniversary 2024-08-15, of whose window 2024-03-01 is the first day. */
static struct life life_adopted(int32_t last_qualified_day)
{
    struct life life = life_new();
    standing_adopt(&life.standing, on(2022, 10, 3), on(2024, 8, 15), last_qualified_day);
    life.empty = true;
    return life;
}

START_TEST(an_adopted_one_is_held_and_not_judged_by_nothing)
{
    struct life life = life_adopted(on(2024, 2, 29));
    ck_assert(standing_is_held(&life.standing));
    ck_assert_int_eq(life.standing.event_sequence, 0);
    ck_assert_str_eq(by_event(&life, on(2024, 7, 1), false), "-");
    ck_assert_str_eq(at_start(&life, on(2024, 8, 14), false), "-");
    ck_assert_int_eq(life.standing.status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(life.standing.last_qualified_day, on(2024, 2, 29));
    life.empty = false;
    ck_assert_str_eq(by_event(&life, on(2024, 8, 14), false), "K");
    ck_assert_str_eq(by_event(&life, on(2024, 8, 14), true), "C");
    life.empty = true;
    ck_assert_msg(strcmp(by_event(&life, on(2024, 8, 14), false), "K") == 0, "it has been judged");
}
END_TEST

START_TEST(an_adopted_one_that_is_qualified_has_nothing_to_say)
{
    struct life life = life_adopted(on(2024, 2, 29));
    life.empty = false;
    ck_assert_str_eq(by_event(&life, on(2024, 7, 1), true), "-");
    ck_assert_int_eq(life.standing.attained_day, on(2022, 10, 3));
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), true), "N");
}
END_TEST

START_TEST(the_anniversary_judges_an_adopted_one)
{
    struct life life = life_adopted(on(2024, 3, 1));
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), false), "KN");
    ck_assert_int_eq(life.standing.anniversary_day, on(2025, 8, 15));
    life = life_adopted(on(2024, 2, 29));
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), false), "K");
    ck_assert(standing_lapse(&life.standing, &life.rules, on(2024, 9, 1)));
}
END_TEST

START_TEST(earlier_days_of_a_history_do_not_replace_the_recorded_one)
{
    struct life life = life_adopted(on(2024, 3, 1));
    life.empty = false;
    by_event(&life, on(2023, 1, 10), true);
    by_event(&life, on(2023, 1, 12), false);
    ck_assert_int_eq(life.standing.last_qualified_day, on(2024, 3, 1));
    ck_assert_str_eq(at_start(&life, on(2024, 8, 15), false), "N");
    by_event(&life, on(2024, 9, 1), true);
    ck_assert_int_eq(life.standing.last_qualified_day, on(2024, 9, 1));
}
END_TEST

START_TEST(an_adopted_one_comes_back)
{
    struct life life = life_adopted(on(2024, 3, 1));
    ck_assert(comes_back(&life.standing));
}
END_TEST

CHECK_MAIN_TESTS("standing",
                 nothing_is_attained_before_the_first_day,
                 it_is_at_risk_and_recovers,
                 an_anniversary_is_shared_with_the_latest_other,
                 the_29th_of_february_becomes_the_28th_for_good,
                 windows_have_the_form_in_force_on_the_anniversary,
                 it_is_renewed_when_the_clock_reaches_the_anniversary,
                 one_day_of_the_window_is_enough,
                 what_a_days_start_ends_was_yesterday,
                 after_the_anniversary_the_first_qualified_day_renews,
                 it_lapses_on_the_day_after_the_window,
                 a_renewed_one_does_not_lapse,
                 nothing_is_renewed_once_the_window_is_over,
                 the_first_form_of_the_window_counts_days,
                 the_next_day_is_the_anniversary_then_the_windows_end,
                 a_standing_comes_back,
                 a_standing_that_cannot_be_is_refused,
                 an_adopted_one_is_held_and_not_judged_by_nothing,
                 an_adopted_one_that_is_qualified_has_nothing_to_say,
                 the_anniversary_judges_an_adopted_one,
                 earlier_days_of_a_history_do_not_replace_the_recorded_one,
                 an_adopted_one_comes_back)
