/* Tests of which instances are heard in the owners topic, and whether the reader can tell. */
#include "check_main.h"
#include "task/hearing.h"

enum { NOW_MS = 1000000, OWN_STARTED_MS = 500, LONG_MS = 15000 };

static const int64_t hour_ms = 3600000;

static struct hearing hearing;

static struct owners_record of(enum owners_kind kind, const char *instance, int64_t started_ms)
{
    return (struct owners_record){
        .kind = kind,
        .state = OWNERS_OPEN,
        .instance = merit_text_of(instance),
        .address = merit_text_of(""),
        .started_ms = started_ms,
        .written_ms = started_ms,
        .lag = -1,
    };
}

static bool hear(const struct owners_record *record, int64_t now_ms)
{
    struct buffer value = {0};
    owners_write(&value, record);
    bool taken = hearing_take(&hearing, buffer_view(&value), now_ms);
    buffer_fini(&value);
    return taken;
}

static void hear_own(int64_t now_ms)
{
    struct owners_record own = of(OWNERS_INSTANCE, "own", OWN_STARTED_MS);
    ck_assert(hear(&own, now_ms));
}

static void begin(void)
{
    hearing_init(&hearing, merit_text_of("own"), OWN_STARTED_MS);
}

/* It hears itself for so long that it judges at NOW_MS, and on to there. */
static void begin_judging(void)
{
    begin();
    for (int64_t ms = LONG_MS; ms >= 0; ms -= OWNERS_WRITE_MS) {
        hear_own(NOW_MS - ms);
    }
    ck_assert(hearing_judges(&hearing, NOW_MS));
}

static int64_t written_of(enum owners_kind kind, const char *instance)
{
    struct owners_record asked = of(kind, instance, 0);
    struct owners_record held;
    ck_assert(owners_held(&hearing.owners, &asked, &held));
    return held.written_ms;
}

START_TEST(it_judges_once_it_has_heard_itself_for_a_while)
{
    begin();
    struct owners_record elder = of(OWNERS_INSTANCE, "own", OWN_STARTED_MS - 1);
    struct owners_record other = of(OWNERS_INSTANCE, "other", OWN_STARTED_MS);
    for (int64_t ms = -30000; ms < 0; ms += OWNERS_WRITE_MS) {
        (void)hear(&elder, NOW_MS + ms);
        (void)hear(&other, NOW_MS + ms);
        ck_assert(!hearing_judges(&hearing, NOW_MS + ms));
    }
    for (int64_t ms = 0; ms <= 12000; ms += OWNERS_WRITE_MS) {
        hear_own(NOW_MS + ms);
        ck_assert_int_eq(hearing_judges(&hearing, NOW_MS + ms), ms > OWNERS_SILENT_MS);
    }
    ck_assert(hearing_judges(&hearing, NOW_MS + 12000 + HEARING_GAP_MS));
    ck_assert(!hearing_judges(&hearing, NOW_MS + 12000 + HEARING_GAP_MS + 1));
    hearing_fini(&hearing);
}
END_TEST

START_TEST(behind_a_gap_it_listens_anew)
{
    begin_judging();
    int64_t again_ms = NOW_MS + HEARING_GAP_MS;
    hear_own(again_ms);
    ck_assert(hearing_judges(&hearing, again_ms));
    again_ms += HEARING_GAP_MS + 1;
    for (int64_t ms = 0; ms <= 12000; ms += OWNERS_WRITE_MS) {
        hear_own(again_ms + ms);
        ck_assert_int_eq(hearing_judges(&hearing, again_ms + ms), ms > OWNERS_SILENT_MS);
    }
    hearing_fini(&hearing);
}
END_TEST

/* Its writer's clock may show anything, also go back. */
START_TEST(live_is_who_was_heard)
{
    begin_judging();
    struct owners_record other = of(OWNERS_INSTANCE, "other", hour_ms);
    ck_assert(hear(&other, NOW_MS));
    ck_assert(hearing_is_live(&hearing, &other, NOW_MS + OWNERS_SILENT_MS));
    ck_assert(!hearing_is_live(&hearing, &other, NOW_MS + OWNERS_SILENT_MS + 1));
    ck_assert_int_eq(hearing_silent_ms(&hearing, &other, NOW_MS + 7), 7);
    other.written_ms = hour_ms + 50000;
    ck_assert(hear(&other, NOW_MS));
    other.written_ms = hour_ms + 20000;
    ck_assert(hear(&other, NOW_MS + 3000));
    ck_assert_int_eq(hearing_silent_ms(&hearing, &other, NOW_MS + 3000), 0);
    ck_assert_int_eq(written_of(OWNERS_INSTANCE, "other"), hour_ms + 20000);
    other.state = OWNERS_LEFT;
    ck_assert(hear(&other, NOW_MS + 4000));
    ck_assert(!hearing_is_live(&hearing, &other, NOW_MS + 4000));
    hearing_fini(&hearing);
}
END_TEST

START_TEST(live_instances_come_in_order)
{
    static const char *const ids[] = {"c", "a", "d", "b"};
    begin();
    for (int i = 0; i < 4; i++) {
        struct owners_record record = of(OWNERS_INSTANCE, ids[i], 1);
        record.state = i == 2 ? OWNERS_LEFT : OWNERS_OPENING;
        ck_assert(hear(&record, NOW_MS));
    }
    struct owners_record task = of(OWNERS_OWNER, "e", 1);
    ck_assert(hear(&task, NOW_MS));
    struct merit_text found[4];
    ck_assert_uint_eq(hearing_live_instances(&hearing, NOW_MS, found, 4), 3);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(found[i].at[0], "abc"[i]);
    }
    ck_assert_uint_eq(hearing_live_instances(&hearing, NOW_MS, found, 1), 1);
    ck_assert_uint_eq(hearing_live_instances(&hearing, NOW_MS + 60000, found, 4), 0);
    hearing_fini(&hearing);
}
END_TEST

/* It was started by a clock an hour ahead, which was set right before it was started again. */
START_TEST(one_that_started_ahead_of_its_clock_is_forgotten_once_silent)
{
    begin_judging();
    struct owners_record before = of(OWNERS_INSTANCE, "other", 2 * hour_ms);
    struct owners_record after = of(OWNERS_INSTANCE, "other", hour_ms);
    before.state = OWNERS_LEFT;
    ck_assert(hear(&before, NOW_MS));
    for (int64_t ms = 0; ms <= 12000; ms += OWNERS_WRITE_MS) {
        hear_own(NOW_MS + ms);
        ck_assert_int_eq(hear(&after, NOW_MS + ms), ms > OWNERS_SILENT_MS);
    }
    ck_assert(hearing_is_live(&hearing, &after, NOW_MS + 12000));
    hearing_fini(&hearing);
}
END_TEST

/* The heir of a task whose owner's clock was ahead at its start, whatever the generations. */
START_TEST(a_task_of_one_that_started_ahead_of_its_clock_has_its_heir_once_that_is_silent)
{
    begin_judging();
    struct owners_record owner = of(OWNERS_OWNER, "other", 2 * hour_ms);
    struct owners_record heir = of(OWNERS_OWNER, "heir", hour_ms);
    owner.generation = 7;
    heir.generation = 8;
    ck_assert(hear(&owner, NOW_MS));
    ck_assert(!hear(&heir, NOW_MS));
    for (int64_t ms = 0; ms <= 12000; ms += OWNERS_WRITE_MS) {
        hear_own(NOW_MS + ms);
    }
    ck_assert(hear(&heir, NOW_MS + 12000));
    ck_assert_int_eq(written_of(OWNERS_OWNER, "heir"), hour_ms);
    hearing_fini(&hearing);
}
END_TEST

/* Where a group is made anew, generations begin again. */
START_TEST(a_lower_generation_of_the_same_process_counts_once_the_higher_is_silent)
{
    begin_judging();
    struct owners_record record = of(OWNERS_OWNER, "other", hour_ms);
    record.generation = 7;
    ck_assert(hear(&record, NOW_MS));
    record.generation = 1;
    ck_assert(!hear(&record, NOW_MS + 1));
    for (int64_t ms = 0; ms <= 12000; ms += OWNERS_WRITE_MS) {
        hear_own(NOW_MS + ms);
    }
    ck_assert(hear(&record, NOW_MS + 12000));
    hearing_fini(&hearing);
}
END_TEST

/* Nor while it cannot be told who is silent. */
START_TEST(a_zombie_does_not_win_while_its_successor_speaks)
{
    begin();
    struct owners_record zombie = of(OWNERS_OWNER, "zombie", hour_ms);
    struct owners_record successor = of(OWNERS_OWNER, "successor", hour_ms);
    zombie.generation = 7;
    successor.generation = 8;
    ck_assert(hear(&successor, NOW_MS));
    ck_assert(!hear(&zombie, NOW_MS + hour_ms)); /* both were in the topic for long */
    ck_assert(!hearing_take(&hearing, (struct bytes){NULL, 0}, NOW_MS));
    ck_assert(!hearing_take(&hearing, (struct bytes){(const uint8_t *)"x", 1}, NOW_MS));
    hearing_fini(&hearing);
    begin_judging();
    for (int64_t ms = 0; ms <= 30000; ms += OWNERS_WRITE_MS) {
        hear_own(NOW_MS + ms);
        ck_assert(hear(&successor, NOW_MS + ms));
        ck_assert(!hear(&zombie, NOW_MS + ms + OWNERS_WRITE_MS - 1));
    }
    hearing_fini(&hearing);
}
END_TEST

CHECK_MAIN_TESTS("hearing",
                 a_lower_generation_of_the_same_process_counts_once_the_higher_is_silent,
                 it_judges_once_it_has_heard_itself_for_a_while,
                 behind_a_gap_it_listens_anew,
                 live_is_who_was_heard,
                 live_instances_come_in_order,
                 one_that_started_ahead_of_its_clock_is_forgotten_once_silent,
                 a_task_of_one_that_started_ahead_of_its_clock_has_its_heir_once_that_is_silent,
                 a_zombie_does_not_win_while_its_successor_speaks)
