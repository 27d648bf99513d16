/* Tests of what is said of an opening. */
#include "check_main.h"
#include "daemon/opening_meter.h"
#include "daemon_fixture.h"
#include "unit_tools.h"

static struct world world;

static void open_world(void)
{
    world_open_quiet(&world, NULL);
    shared_open(&world.shared);
}

static void close_world(void)
{
    shared_close(&world.shared);
    world_close_quiet(&world);
}

static bool logged(const char *text)
{
    return strstr(world_log(&world), text) != NULL;
}

START_TEST(a_rate_is_of_whole_megabytes)
{
    ck_assert_uint_eq(opening_meter_rate(0, 5), 0);
    ck_assert_uint_eq(opening_meter_rate(3000000, 10), 300);
    ck_assert_uint_eq(opening_meter_rate(3000000, 0), 3000);
    ck_assert_uint_eq(opening_meter_rate(UINT64_C(5000000000), 1000), 5000);
}
END_TEST

START_TEST(a_short_opening_says_one_line)
{
    open_world();
    struct opening_meter meter;
    opening_meter_begin(&meter, &world.shared, 2);
    ck_assert_int_eq(atomic_load(&world.shared.reports[2].opening), 0);
    opening_meter_at(&meter, 400);
    ck_assert_int_eq(atomic_load(&world.shared.reports[2].opening), 400);
    ck_assert(!logged("being opened"));
    opening_meter_enter(&meter, OPENING_STAGE_LOG);
    meter.disk_bytes = 7;
    meter.log_bytes = 5;
    meter.begun_ms -= 3000;
    meter.entered_ms -= 2000;
    opening_meter_enter(&meter, OPENING_STAGE_TASK);
    opening_meter_say(&meter, "disk", 9, 8);
    ck_assert(logged("event=\"task opened\" task=2 from=disk commit=9 local_commit=8 "
                     "disk_bytes=7 log_bytes=5 ms=3"));
    ck_assert(logged(" mb_per_s=0 store_ms=0 disk_ms=0 log_ms=2"));
    ck_assert(logged(" write_ms=0 task_ms=0\n"));
    opening_meter_end(&meter);
    ck_assert_int_eq(atomic_load(&world.shared.reports[2].opening), -1);
    close_world();
}
END_TEST

START_TEST(a_long_one_says_how_far_it_is)
{
    open_world();
    struct opening_meter meter;
    opening_meter_begin(&meter, &world.shared, 1);
    meter.said_ms -= 1000;
    meter.log_bytes = 600;
    opening_meter_at(&meter, 250);
    ck_assert(logged("event=\"task is being opened\" task=1 bytes=600 of_about=2400 per_cent=25"));
    opening_meter_at(&meter, 260);
    ck_assert(!logged("per_cent=26"));
    meter.said_ms -= 1000;
    opening_meter_at(&meter, 270);
    ck_assert(logged("per_cent=27"));
    opening_meter_end(&meter);
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("opening_meter",
                 a_rate_is_of_whole_megabytes,
                 a_short_opening_says_one_line,
                 a_long_one_says_how_far_it_is)
