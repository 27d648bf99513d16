/* Tests of what an instance is to follow, by what it hears in the owners topic. */
#include "check_main.h"
#include "daemon/standby_duty.h"

enum { TASKS = 6, BEGIN_MS = 1000000, STEP_MS = 1000 };

static const char *const fleet[TASKS] = {"a", "b", "c", "d", "e", "f"};

static struct hearing hearing;
static int64_t now_ms;
static bool follows[TASKS];

static void say(enum owners_kind kind, uint32_t task, const char *instance, int64_t ahead_ms)
{
    struct owners_record record = {
        .kind = kind,
        .state = OWNERS_OPEN,
        .task = task,
        .instance = merit_text_of(instance),
        .address = merit_text_of(""),
        .started_ms = 1,
        .written_ms = now_ms + ahead_ms,
        .lag = -1,
    };
    struct buffer value = {0};
    owners_write(&value, &record);
    ck_assert(hearing_take(&hearing, buffer_view(&value), now_ms));
    buffer_fini(&value);
}

/* Each of the fleet but `silent` says that it is there, and that it has the task of its number. */
static void say_all(const char *silent)
{
    for (uint32_t i = 0; i < TASKS; i++) {
        if (silent == NULL || strcmp(fleet[i], silent) != 0) {
            say(OWNERS_INSTANCE, 0, fleet[i], 0);
            say(OWNERS_OWNER, i, fleet[i], 0);
        }
    }
}

/* What the instance follows, as a word of the tasks' owners. */
static const char *followed(const char *instance, int64_t standby)
{
    static char word[TASKS + 1];
    struct config config = {.instance_id = instance, .standby = standby};
    uint32_t count = 0;
    for (uint32_t i = 0; i < TASKS; i++) {
        follows[i] = standby_duty_by(&config, &hearing, i, follows[i], now_ms);
        if (follows[i]) {
            word[count++] = fleet[i][0];
        }
    }
    word[count] = '\0';
    return word;
}

static void begin(const char *own)
{
    memset(follows, 0, sizeof follows);
    now_ms = BEGIN_MS;
    hearing_init(&hearing, merit_text_of(own), 1);
}

/* All speak every three seconds, but for `silent`. */
static void pass(int64_t ms, const char *silent)
{
    for (int64_t until = now_ms + ms; now_ms < until; now_ms += STEP_MS) {
        if (now_ms % OWNERS_WRITE_MS == 0) {
            say_all(silent);
        }
    }
}

START_TEST(the_next_live_instance_has_the_duty)
{
    begin("c");
    pass(30000, NULL);
    ck_assert_str_eq(followed("c", 1), "b");
    ck_assert_str_eq(followed("c", 2), "ab");
    ck_assert_str_eq(followed("c", 0), "");
    pass(9000, "b");
    ck_assert_str_eq(followed("c", 1), "b");
    pass(6000, "b");
    ck_assert_str_eq(followed("c", 1), "ab"); /* b may come back */
    pass(3000, NULL);
    ck_assert_str_eq(followed("c", 1), "b");
    hearing_fini(&hearing);
}
END_TEST

START_TEST(at_the_start_nothing_is_followed)
{
    begin("c");
    ck_assert_str_eq(followed("c", 1), "");
    for (uint32_t i = 0; i < TASKS; i++) { /* what the topic holds, of who knows when */
        say(OWNERS_OWNER, i, fleet[i], -100000);
    }
    ck_assert_str_eq(followed("c", 1), "");
    for (int i = 0; i < 4; i++) { /* the others begin later than it does */
        say(OWNERS_INSTANCE, 0, "c", 0);
        ck_assert_str_eq(followed("c", 1), "");
        now_ms += OWNERS_WRITE_MS - STEP_MS;
    }
    pass(12000, NULL);
    ck_assert_str_eq(followed("c", 1), "b");
    hearing_fini(&hearing);
}
END_TEST

/* The topic has no leader, or the right to it was taken; then one comes back before the others. */
START_TEST(while_it_does_not_hear_itself_it_follows_what_it_did)
{
    begin("c");
    pass(30000, NULL);
    ck_assert_str_eq(followed("c", 1), "b");
    for (int64_t until = now_ms + 120000; now_ms < until; now_ms += STEP_MS) {
        ck_assert_str_eq(followed("c", 1), "b");
    }
    for (int i = 0; i < 3; i++) {
        say(OWNERS_INSTANCE, 0, "c", 0);
        ck_assert_str_eq(followed("c", 1), "b");
        now_ms += OWNERS_WRITE_MS;
        ck_assert_str_eq(followed("c", 1), "b");
    }
    pass(30000, "b");
    ck_assert_str_eq(followed("c", 1), "ab");
    /* It hears others, but not that it is heard. */
    pass(60000, "c");
    ck_assert_str_eq(followed("c", 1), "ab");
    hearing_fini(&hearing);
}
END_TEST

/* A host whose clock is an hour ahead of all others, or behind, hears what they hear. */
START_TEST(no_wall_clock_decides)
{
    for (int64_t ahead_ms = -900000; ahead_ms <= 900000; ahead_ms += 900000) {
        begin("c");
        for (int i = 0; i < 20; i++) {
            for (uint32_t j = 0; j < TASKS; j++) {
                int64_t of_it = j == 2 ? ahead_ms : 0;
                say(OWNERS_INSTANCE, 0, fleet[j], of_it);
                say(OWNERS_OWNER, j, fleet[j], of_it);
            }
            now_ms += OWNERS_WRITE_MS;
            ck_assert_str_eq(followed("c", 1), i < 3 ? "" : "b");
        }
        ck_assert_str_eq(followed("d", 1), "c");
        hearing_fini(&hearing);
    }
}
END_TEST

CHECK_MAIN_TESTS("standby_duty",
                 the_next_live_instance_has_the_duty,
                 at_the_start_nothing_is_followed,
                 while_it_does_not_hear_itself_it_follows_what_it_did,
                 no_wall_clock_decides)
