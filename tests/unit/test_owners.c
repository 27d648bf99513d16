/* Tests of who has which task: the record's form, which of two wins, who lives. */
#include "check_main.h"
#include "task/owners.h"
#include "unit_tools.h"

enum { NOW_MS = 1000000, RANDOM_PAIRS = 20000 };

static struct owners_record owner_of(uint32_t task, const char *instance, int32_t generation)
{
    return (struct owners_record){
        .kind = OWNERS_OWNER,
        .state = OWNERS_OPEN,
        .task = task,
        .instance = merit_text_of(instance),
        .address = merit_text_of("host:8080"),
        .worker = 1,
        .generation = generation,
        .started_ms = NOW_MS - 500000,
        .written_ms = NOW_MS,
        .percent = 37,
        .tenants_day = 19000,
        .partners_day = -1,
        .commit = UINT64_MAX,
        .lag = 12,
    };
}

static bool take(struct owners *owners, const struct owners_record *record)
{
    struct buffer bytes = {0};
    owners_write(&bytes, record);
    bool taken = owners_take(owners, buffer_view(&bytes));
    buffer_fini(&bytes);
    return taken;
}

static void assert_equal(const struct owners_record *a, const struct owners_record *b)
{
    ck_assert_int_eq(a->kind, b->kind);
    ck_assert_int_eq(a->state, b->state);
    ck_assert_uint_eq(a->task, b->task);
    ck_assert(merit_text_equal(a->instance, b->instance));
    ck_assert_uint_eq(a->address.length, b->address.length);
    ck_assert(memcmp(a->address.at, b->address.at, a->address.length) == 0);
    ck_assert_uint_eq(a->worker, b->worker);
    ck_assert_int_eq(a->generation, b->generation);
    ck_assert_int_eq(a->started_ms, b->started_ms);
    ck_assert_int_eq(a->written_ms, b->written_ms);
    ck_assert_uint_eq(a->percent, b->percent);
    ck_assert_int_eq(a->tenants_day, b->tenants_day);
    ck_assert_int_eq(a->partners_day, b->partners_day);
    ck_assert_uint_eq(a->commit, b->commit);
    ck_assert_int_eq(a->lag, b->lag);
}

START_TEST(a_record_comes_back)
{
    struct owners_record owner = owner_of(3, "a", 7);
    struct owners_record instance = owner_of(0, "an-instance", -1);
    instance.kind = OWNERS_INSTANCE;
    instance.state = OWNERS_LEFT;
    instance.address = merit_text_of("");
    instance.lag = -1;
    const struct owners_record *records[] = {&owner, &instance};
    struct buffer bytes = {0};
    for (int i = 0; i < 2; i++) {
        owners_write(&bytes, records[i]);
        struct owners_record read;
        ck_assert(owners_read(buffer_view(&bytes), &read));
        assert_equal(records[i], &read);
    }
    buffer_fini(&bytes);
}
END_TEST

START_TEST(cut_bytes_are_no_record_longer_ones_are)
{
    struct owners_record owner = owner_of(3, "a", 7);
    struct buffer bytes = {0};
    struct owners_record read;
    owners_write(&bytes, &owner);
    for (size_t length = 0; length < bytes.length; length++) {
        ck_assert(!owners_read((struct bytes){bytes.bytes, length}, &read));
    }
    buffer_u8(&bytes, 1); /* a field that a later version may add */
    ck_assert(owners_read(buffer_view(&bytes), &read));
    assert_equal(&owner, &read);
    bytes.bytes[0] = OWNERS_FORMAT + 1;
    ck_assert(!owners_read(buffer_view(&bytes), &read));
    buffer_fini(&bytes);
}
END_TEST

START_TEST(what_cannot_be_is_no_record)
{
    struct owners_record bad[6];
    for (int i = 0; i < 6; i++) {
        bad[i] = owner_of(3, "a", 7);
    }
    bad[0].kind = OWNERS_KIND_COUNT;
    bad[1].state = OWNERS_STATE_COUNT;
    bad[2].percent = 101;
    bad[3].started_ms = bad[3].written_ms + 1;
    bad[4].started_ms = -1;
    bad[5].lag = -2;
    struct buffer bytes = {0};
    for (int i = 0; i < 6; i++) {
        struct owners_record read;
        owners_write(&bytes, &bad[i]);
        ck_assert(!owners_read(buffer_view(&bytes), &read));
    }
    buffer_fini(&bytes);
}
END_TEST

START_TEST(keys_say_what_they_are_of)
{
    struct owners_record record = owner_of(3, "host-1", 7);
    char key[OWNERS_KEY_MAX + 1];
    owners_key_write(&record, key);
    ck_assert_str_eq(key, "task-0003");
    record.kind = OWNERS_STANDBY;
    record.task = 12345;
    owners_key_write(&record, key);
    ck_assert_str_eq(key, "standby-12345-host-1");
    record.kind = OWNERS_INSTANCE;
    owners_key_write(&record, key);
    ck_assert_str_eq(key, "instance-host-1");
}
END_TEST

/* A process that stood still writes last, and still says that the task is its own. */
START_TEST(a_zombie_never_wins_over_its_successor)
{
    struct owners_record successor = owner_of(0, "b", 8);
    struct owners_record zombie = owner_of(0, "a", 7);
    zombie.written_ms = successor.written_ms + 9000000;
    ck_assert(!owners_replaces(&successor, &zombie));
    ck_assert(owners_replaces(&zombie, &successor));
}
END_TEST

/* A static member that comes back soon is given the same generation. */
START_TEST(the_elder_process_of_an_instance_loses)
{
    struct owners_record again = owner_of(0, "a", 7);
    struct owners_record elder = again;
    elder.started_ms -= 1;
    elder.written_ms += 5000;
    ck_assert(!owners_replaces(&again, &elder));
    ck_assert(owners_replaces(&elder, &again));
    again.kind = OWNERS_INSTANCE;
    elder.kind = OWNERS_INSTANCE;
    again.generation = -1; /* not joined yet */
    ck_assert(!owners_replaces(&again, &elder));
    ck_assert(owners_replaces(&elder, &again));
}
END_TEST

START_TEST(later_news_of_one_process_win)
{
    struct owners_record before = owner_of(0, "a", 7);
    struct owners_record after = before;
    after.written_ms += 1;
    ck_assert(owners_replaces(&before, &after));
    ck_assert(!owners_replaces(&after, &before));
    ck_assert(owners_replaces(&after, &after));
}
END_TEST

/* The group was forgotten: its generations begin anew. */
START_TEST(a_later_life_wins_whatever_its_generation)
{
    struct owners_record past = owner_of(0, "a", 700);
    struct owners_record now = owner_of(0, "b", 1);
    now.started_ms = past.written_ms + OWNERS_SILENT_MS + 1;
    now.written_ms = now.started_ms;
    ck_assert(owners_replaces(&past, &now));
    ck_assert(!owners_replaces(&now, &past));
    now.started_ms--; /* it may have been alive then */
    ck_assert(!owners_replaces(&past, &now));
}
END_TEST

/* So the order in which records are read decides nothing. */
START_TEST(of_two_exactly_one_wins)
{
    uint64_t state = 1;
    for (int i = 0; i < RANDOM_PAIRS; i++) {
        struct owners_record pair[2];
        for (int j = 0; j < 2; j++) {
            pair[j] = owner_of(0, "a", (int32_t)random_below(&state, 3));
            pair[j].kind = random_below(&state, 2) == 0 ? OWNERS_OWNER : OWNERS_INSTANCE;
            pair[j].started_ms = (int64_t)random_below(&state, 4) * OWNERS_SILENT_MS;
            pair[j].written_ms = pair[j].started_ms + (int64_t)random_below(&state, 3) * 7000;
        }
        pair[1].kind = pair[0].kind;
        bool forth = owners_replaces(&pair[0], &pair[1]);
        bool back = owners_replaces(&pair[1], &pair[0]);
        bool same = pair[0].started_ms == pair[1].started_ms &&
                    pair[0].written_ms == pair[1].written_ms &&
                    (pair[0].generation == pair[1].generation || pair[0].kind == OWNERS_INSTANCE);
        ck_assert(same ? forth && back : forth != back);
    }
}
END_TEST

START_TEST(one_that_left_or_is_silent_is_not_live)
{
    struct owners_record record = owner_of(0, "a", 7);
    ck_assert(owners_is_live(&record, NOW_MS - 60000)); /* its clock is ahead of ours */
    ck_assert(owners_is_live(&record, NOW_MS + OWNERS_SILENT_MS));
    ck_assert(!owners_is_live(&record, NOW_MS + OWNERS_SILENT_MS + 1));
    ck_assert_int_eq(owners_age_ms(&record, NOW_MS + 5), 5);
    record.state = OWNERS_LEFT;
    ck_assert(!owners_is_live(&record, NOW_MS));
}
END_TEST

START_TEST(each_key_keeps_the_one_that_wins)
{
    struct owners owners;
    owners_init(&owners);
    struct owners_record first = owner_of(2, "a", 7);
    struct owners_record second = owner_of(2, "b", 8);
    struct owners_record other = owner_of(3, "a", 7);
    struct owners_record read;
    ck_assert(!owners_of_task(&owners, 2, &read));
    ck_assert(take(&owners, &first));
    ck_assert(take(&owners, &other));
    ck_assert(take(&owners, &second));
    ck_assert(!take(&owners, &first));
    ck_assert(!owners_take(&owners, (struct bytes){NULL, 0}));
    ck_assert(!owners_take(&owners, (struct bytes){(const uint8_t *)"x", 1}));
    ck_assert(owners_of_task(&owners, 2, &read));
    assert_equal(&second, &read);
    ck_assert(owners_of_task(&owners, 3, &read));
    assert_equal(&other, &read);
    owners_fini(&owners);
}
END_TEST

CHECK_MAIN_TESTS("owners",
                 a_record_comes_back,
                 cut_bytes_are_no_record_longer_ones_are,
                 what_cannot_be_is_no_record,
                 keys_say_what_they_are_of,
                 a_zombie_never_wins_over_its_successor,
                 the_elder_process_of_an_instance_loses,
                 later_news_of_one_process_win,
                 a_later_life_wins_whatever_its_generation,
                 of_two_exactly_one_wins,
                 one_that_left_or_is_silent_is_not_live,
                 each_key_keeps_the_one_that_wins)
