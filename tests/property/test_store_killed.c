/* A process that is killed at any moment leaves the state of one commit, whole. */
#include "check_main.h"
#include "store/writer.h"
#include "store_fixture.h"
#include "world.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS = 30, KEYS = 3000, CHANGES = 300, LIFE_MS_MAX = 60 };

/* What a commit changes follows from its number alone. */
static void make_commit(struct messages *messages, uint64_t commit)
{
    static uint8_t value[6000];
    uint64_t seed = commit;
    messages_clear(messages);
    fixture_delta(messages, commit);
    for (int i = 0; i < CHANGES; i++) {
        char key[32];
        snprintf(key, sizeof key, "T%d", (int)random_below(&seed, KEYS));
        if (random_below(&seed, 4) == 0) {
            change_remove(&messages->bytes, text_bytes(key));
        } else {
            size_t length = random_below(&seed, i == 0 ? sizeof value : 200);
            memset(value, (int)commit, length);
            change_put(&messages->bytes, text_bytes(key), (struct bytes){value, length});
        }
    }
    messages_end(messages);
}

/* The child: opens, says so, and writes one commit after the other until it is killed. */
static void write_for_ever(const char *root, bool by_thread, int ready)
{
    struct store *store = NULL;
    struct store_position position;
    struct messages messages = {0};
    if (store_open(root, &store_identity, &store, &position, store_error) != STORE_OPENED) {
        _exit(EXIT_FAILURE);
    }
    struct writer *writer = writer_start(&(struct writer_config){1, 100000});
    if (write(ready, "", 1) != 1) {
        _exit(EXIT_FAILURE);
    }
    for (;;) {
        position.commit++;
        make_commit(&messages, position.commit);
        struct bytes message = messages_at(&messages, 0);
        if (!(by_thread ? writer_add(writer, store, &messages, &position, store_error)
                        : store_write(store, &message, 1, &position, store_error))) {
            _exit(EXIT_FAILURE);
        }
    }
}

/* Two of three are left to open the store before their time runs. */
static void run_and_kill(const char *root, uint64_t kill_number, long life_us)
{
    int status = 0;
    int ready[2];
    char byte;
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        write_for_ever(root, kill_number % 2 == 0, ready[1]);
    }
    if (kill_number % 3 != 0) {
        ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    }
    nanosleep(&(struct timespec){0, life_us * 1000}, NULL);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFSIGNALED(status), "the child failed");
    close(ready[0]);
    close(ready[1]);
}

START_TEST(what_is_left_is_the_state_of_a_commit)
{
    char root[STORE_FIXTURE_PATH];
    struct store_position position;
    struct messages messages = {0};
    struct table model;
    uint64_t commit = 0;
    uint64_t seed = 77;
    int moved = 0;
    table_init(&model);
    fixture_folder(root);
    for (uint64_t kill = 0; kill < world_seeds(KILLS); kill++) {
        run_and_kill(root, kill, (long)random_below(&seed, LIFE_MS_MAX * 1000));
        struct table table;
        table_init(&table);
        struct store *store = fixture_open(root, STORE_OPENED, &position);
        ck_assert_uint_ge(position.commit, commit);
        moved += position.commit > commit;
        while (commit < position.commit) {
            commit++;
            make_commit(&messages, commit);
            table_apply(&model, messages_at(&messages, 0));
        }
        ck_assert_msg(store_load(store, &table, store_error), "%s", store_error);
        ck_assert(tables_equal(&table, &model));
        table_fini(&table);
        fixture_close(store);
    }
    ck_assert_int_gt(moved, 0);
    table_fini(&model);
    messages_fini(&messages);
    fixture_remove(root);
}
END_TEST

CHECK_MAIN_TESTS("store_killed", what_is_left_is_the_state_of_a_commit)
