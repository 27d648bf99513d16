/* A damaged data file is never taken for good state, and never ends the process. */
#include "check_main.h"
#include "store_fixture.h"
#include "world.h"

enum { DAMAGES = 400, ROUNDS = 8, CHANGES = 400, KEYS = 600 };

static char root[STORE_FIXTURE_PATH];
static struct buffer data;  /* the file as it was closed */
static struct buffer owner; /* the same of who owns it */
static struct table states[ROUNDS + 1];

static void make_commit(struct messages *messages, uint64_t commit)
{
    static uint8_t value[9000];
    uint64_t seed = commit;
    messages_clear(messages);
    fixture_delta(messages, commit);
    for (int i = 0; i < CHANGES; i++) {
        char key[32];
        snprintf(key, sizeof key, "T%d", (int)random_below(&seed, KEYS));
        size_t length = i % 50 == 0 ? random_below(&seed, sizeof value) : random_below(&seed, 90);
        memset(value, (int)seed, length);
        if (random_below(&seed, 4) == 0) {
            change_remove(&messages->bytes, text_bytes(key));
        } else {
            change_put(&messages->bytes, text_bytes(key), (struct bytes){value, length});
        }
    }
    messages_end(messages);
}

/* A file of some commits, and the state after each. */
static void make_files(void)
{
    struct store_position position;
    struct messages messages = {0};
    fixture_folder(root);
    struct store *store = fixture_open(root, STORE_OPENED, &position);
    table_init(&states[0]);
    for (uint64_t commit = 1; commit <= ROUNDS; commit++) {
        table_init(&states[commit]);
        for (uint64_t before = 1; before <= commit; before++) {
            make_commit(&messages, before);
            table_apply(&states[commit], messages_at(&messages, 0));
        }
        ck_assert(fixture_write(store, &messages, commit));
    }
    fixture_close(store);
    fixture_read_file(root, "data.mdb", &data);
    fixture_read_file(root, "owner", &owner);
    messages_fini(&messages);
}

/* A bit, a byte, a sector or the end. */
static void damage(struct buffer *to, uint64_t *seed)
{
    buffer_clear(to);
    buffer_put(to, data.bytes, data.length);
    size_t at = random_below(seed, data.length);
    switch (random_below(seed, 4)) {
    case 0:
        to->bytes[at] ^= (uint8_t)(1U << random_below(seed, 8));
        break;
    case 1:
        /* Where pages say what they are and where their records lie. */
        to->bytes[at / 4096 * 4096 + random_below(seed, 64)] = (uint8_t)random_next(seed);
        break;
    case 2:
        memset(to->bytes + at / 512 * 512, random_below(seed, 2) == 0 ? 0 : 0xff, 512);
        break;
    default:
        to->length = at;
    }
}

/* Opens what is there; what can be loaded must be the state of its commit, and be of use. */
static enum store_outcome open_damaged(uint64_t *ret_loaded)
{
    struct store *store = NULL;
    struct store_position position;
    struct table table;
    struct messages messages = {0};
    table_init(&table);
    enum store_outcome outcome = store_open(root, &store_identity, &store, &position, store_error);
    ck_assert_msg(outcome == STORE_OPENED || outcome == STORE_REBUILD, "%s", store_error);
    ck_assert_uint_le(position.commit, ROUNDS);
    if (store_load(store, &table, store_error)) {
        (*ret_loaded)++;
        ck_assert(tables_equal(&table, &states[position.commit]));
    } else {
        ck_assert(store_clear(store, store_error));
        position.commit = 0;
        table_fini(&table);
        table_init(&table);
    }
    for (uint64_t commit = position.commit + 1; commit <= ROUNDS; commit++) {
        make_commit(&messages, commit);
        ck_assert_msg(fixture_write(store, &messages, commit), "%s", store_error);
    }
    table_fini(&table);
    table_init(&table);
    ck_assert_msg(store_load(store, &table, store_error), "%s", store_error);
    ck_assert(tables_equal(&table, &states[ROUNDS]));
    fixture_close(store);
    table_fini(&table);
    messages_fini(&messages);
    return outcome;
}

START_TEST(what_is_loaded_is_the_state_of_a_commit)
{
    struct buffer damaged = {0};
    uint64_t outcomes[2] = {0};
    uint64_t loaded = 0;
    make_files();
    for (uint64_t seed = 1; seed <= world_seeds(DAMAGES); seed++) {
        uint64_t random = seed;
        damage(&damaged, &random);
        fixture_write_file(root, "data.mdb", buffer_view(&damaged));
        fixture_write_file(root, "owner", buffer_view(&owner));
        outcomes[open_damaged(&loaded)]++;
    }
    ck_assert_uint_gt(outcomes[STORE_OPENED], 0);
    ck_assert_uint_gt(outcomes[STORE_REBUILD], 0);
    ck_assert_uint_gt(loaded, outcomes[STORE_REBUILD]);
    for (int i = 0; i <= ROUNDS; i++) {
        table_fini(&states[i]);
    }
    buffer_fini(&damaged);
    buffer_fini(&data);
    buffer_fini(&owner);
    fixture_remove(root);
}
END_TEST

CHECK_MAIN_TESTS("store_damaged", what_is_loaded_is_the_state_of_a_commit)
