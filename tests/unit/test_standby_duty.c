/* Tests of what an instance is to follow, by what is said in the owners topic. */
#include "check_main.h"
#include "daemon/standby_duty.h"

enum { NOW_MS = 1000000 };

static struct owners owners;

static void say(enum owners_kind kind, uint32_t task, const char *instance, int64_t written_ms)
{
    struct owners_record record = {
        .kind = kind,
        .state = OWNERS_OPEN,
        .task = task,
        .instance = merit_text_of(instance),
        .address = merit_text_of(""),
        .started_ms = 1,
        .written_ms = written_ms,
        .lag = -1,
    };
    struct buffer value = {0};
    owners_write(&value, &record);
    ck_assert(owners_take(&owners, buffer_view(&value)));
    buffer_fini(&value);
}

static bool duty(const char *instance, int64_t standby, uint32_t task)
{
    struct config config = {.instance_id = instance, .standby = standby};
    return standby_duty_by(&config, &owners, task, NOW_MS);
}

START_TEST(the_next_live_instance_has_the_duty)
{
    owners_init(&owners);
    say(OWNERS_INSTANCE, 0, "a", NOW_MS);
    say(OWNERS_INSTANCE, 0, "b", NOW_MS - OWNERS_SILENT_MS - 1);
    say(OWNERS_INSTANCE, 0, "c", NOW_MS);
    say(OWNERS_OWNER, 2, "a", NOW_MS);
    ck_assert(duty("c", 1, 2)); /* b is silent */
    ck_assert(!duty("c", 0, 2));
    ck_assert(!duty("a", 1, 2));
    ck_assert(!duty("c", 1, 3)); /* nobody's */
    say(OWNERS_INSTANCE, 0, "b", NOW_MS);
    ck_assert(duty("b", 1, 2));
    ck_assert(!duty("c", 1, 2));
    ck_assert(duty("c", 2, 2));
    owners_fini(&owners);
}
END_TEST

CHECK_MAIN_TESTS("standby_duty", the_next_live_instance_has_the_duty)
