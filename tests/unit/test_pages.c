/* Tests of the check of a data file before LMDB opens it. */
#include "check_main.h"
#include "store/pages.h"
#include "store_fixture.h"

enum { RECORDS = 3000, PAGE = 4096, META_LAST_PAGE = 136, META_TXNID = 144 };

enum rounds { ONE_ROUND = 1, MANY_ROUNDS = 12 };

static char root[STORE_FIXTURE_PATH];
static struct buffer file;

/* Random puts and removals: a tree of several levels; in many rounds with long values, too, and
 * with free pages. */
static void make_file(enum rounds rounds)
{
    static uint8_t value[20000];
    struct store_position position;
    uint64_t seed = 5;
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    for (uint64_t commit = 1; commit <= (uint64_t)rounds; commit++) {
        struct messages messages = {0};
        fixture_delta(&messages, commit);
        for (int i = 0; i < RECORDS; i++) {
            char key[32];
            snprintf(key, sizeof key, "T%06d", (int)random_below(&seed, RECORDS));
            size_t length = rounds == MANY_ROUNDS && random_below(&seed, 100) == 0
                                ? random_below(&seed, sizeof value)
                                : random_below(&seed, 300);
            if (random_below(&seed, 3) == 0) {
                change_remove(&messages.bytes, text_bytes(key));
            } else {
                change_put(&messages.bytes, text_bytes(key), (struct bytes){value, length});
            }
        }
        messages_end(&messages);
        ck_assert(fixture_write(store, &messages, commit));
        messages_fini(&messages);
    }
    fixture_close(store);
    fixture_read_file(root, "data.mdb", &file);
}

static void drop_file(void)
{
    fixture_remove(root);
    buffer_fini(&file);
}

static void expect_fault(const char *expected)
{
    const char *fault = pages_check(buffer_view(&file));
    ck_assert_str_eq(fault == NULL ? "nothing" : fault, expected);
}

static void flip(size_t at)
{
    file.bytes[at] ^= 0xff;
}

START_TEST(a_good_file_passes)
{
    make_file(MANY_ROUNDS);
    ck_assert_ptr_null(pages_check(buffer_view(&file)));
    /* More at the end is nothing's: LMDB takes pages from the end it knows. */
    memset(buffer_extend(&file, 3 * PAGE + 5), 0xff, 3 * PAGE + 5);
    ck_assert_ptr_null(pages_check(buffer_view(&file)));
    drop_file();
}
END_TEST

START_TEST(a_damaged_head_is_noticed)
{
    static const size_t places[] = {10, 16, 20, 40, PAGE + 10, PAGE + 16, PAGE + 20, PAGE + 40};
    make_file(MANY_ROUNDS);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        flip(places[i]);
        expect_fault("its head is damaged");
        flip(places[i]);
    }
    expect_fault("nothing");
    drop_file();
}
END_TEST

static size_t newest_meta(void)
{
    uint64_t first;
    uint64_t second;
    memcpy(&first, file.bytes + META_TXNID, sizeof first);
    memcpy(&second, file.bytes + PAGE + META_TXNID, sizeof second);
    return second > first ? PAGE : 0;
}

START_TEST(a_cut_file_is_noticed)
{
    make_file(MANY_ROUNDS);
    uint64_t last;
    memcpy(&last, file.bytes + newest_meta() + META_LAST_PAGE, sizeof last);
    ck_assert_uint_eq((last + 1) * PAGE, file.length);
    for (size_t pages = 0; pages <= last; pages++) {
        /* Free pages at the end are no loss, but LMDB counts on the file's length. */
        file.length = pages * PAGE + PAGE - 1;
        ck_assert_ptr_nonnull(pages_check(buffer_view(&file)));
    }
    drop_file();
}
END_TEST

static bool is_noticed(size_t at)
{
    flip(at);
    bool noticed = pages_check(buffer_view(&file)) != NULL;
    flip(at);
    return noticed;
}

/* Each byte of what the pages say of themselves, all of which are in use. */
START_TEST(damaged_pages_are_noticed)
{
    make_file(ONE_ROUND);
    for (size_t page = 2; page < file.length / PAGE; page++) {
        for (size_t at = 0; at < 20; at++) {
            /* Two bytes have no meaning. */
            ck_assert(at == 8 || at == 9 || is_noticed(page * PAGE + at));
        }
    }
    drop_file();
}
END_TEST

/* A sanitizer sees where more than the file is read. */
START_TEST(damage_anywhere_is_borne)
{
    make_file(MANY_ROUNDS);
    uint64_t seed = 8;
    size_t noticed = 0;
    for (int i = 0; i < 300; i++) {
        noticed += is_noticed(random_below(&seed, file.length));
    }
    ck_assert_uint_gt(noticed, 0);
    expect_fault("nothing");
    drop_file();
}
END_TEST

START_TEST(an_empty_store_passes)
{
    struct store_position position;
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    fixture_read_file(root, "data.mdb", &file); /* closed without a commit, it would leave none */
    fixture_close(store);
    ck_assert_ptr_null(pages_check(buffer_view(&file)));
    for (size_t length = 0; length < 2 * PAGE; length++) {
        ck_assert_ptr_nonnull(pages_check((struct bytes){file.bytes, length}));
    }
    drop_file();
}
END_TEST

CHECK_MAIN_TESTS("pages",
                 a_good_file_passes,
                 a_damaged_head_is_noticed,
                 a_cut_file_is_noticed,
                 damaged_pages_are_noticed,
                 damage_anywhere_is_borne,
                 an_empty_store_passes)
