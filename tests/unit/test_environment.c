/* Tests of a store's data file: opened, judged, taken away. */
#include "check_main.h"
#include "store/environment.h"
#include "store_fixture.h"

static char root[STORE_FIXTURE_PATH];

static struct store *folder_of_store(void)
{
    struct store *store = memory_allocate(sizeof *store);
    *store = (struct store){0};
    fixture_folder(root);
    ck_assert(folder_open(&store->folder, root, store_error));
    return store;
}

static void finish(struct store *store)
{
    environment_close(store);
    folder_close(&store->folder);
    memory_free(store);
    fixture_remove(root);
}

static int put_one(struct store *store, const char *key, struct bytes value)
{
    MDB_txn *txn = NULL;
    MDB_val name = environment_value(text_bytes(key));
    MDB_val held = environment_value(value);
    ck_assert_int_eq(mdb_txn_begin(store->env, NULL, 0, &txn), 0);
    ck_assert_int_eq(mdb_put(txn, store->records, &name, &held, 0), 0);
    return mdb_txn_commit(txn);
}

START_TEST(it_is_made_and_opened_again)
{
    struct store *store = folder_of_store();
    ck_assert(!environment_is_present(store));
    ck_assert_ptr_nonnull(environment_check(store));
    for (int round = 0; round < 3; round++) {
        ck_assert_int_eq(environment_open(store), 0);
        ck_assert_int_eq(put_one(store, round == 0 ? "a" : "b", text_bytes("value")), 0);
        environment_close(store);
        environment_close(store);
        ck_assert(environment_is_present(store));
        ck_assert_ptr_null(environment_check(store));
    }
    ck_assert(environment_remove(store, store_error));
    ck_assert(!environment_is_present(store));
    ck_assert(environment_remove(store, store_error));
    finish(store);
}
END_TEST

START_TEST(the_file_is_as_long_as_what_it_holds)
{
    struct store *store = folder_of_store();
    struct buffer content = {0};
    uint8_t *value = memory_allocate(5000000);
    memset(value, 1, 5000000);
    ck_assert_int_eq(environment_open(store), 0);
    ck_assert_int_eq(put_one(store, "a", (struct bytes){value, 5000000}), 0);
    environment_close(store);
    fixture_read_file(root, "data.mdb", &content);
    ck_assert_uint_gt(content.length, 5000000);
    ck_assert_uint_lt(content.length, 5100000);
    memory_free(value);
    buffer_fini(&content);
    finish(store);
}
END_TEST

START_TEST(other_files_are_not_opened)
{
    struct store *store = folder_of_store();
    fixture_write_file(root, "data.mdb", text_bytes("something else altogether"));
    ck_assert_str_eq(environment_check(store), "its head is damaged");
    ck_assert_int_eq(environment_open(store), MDB_INVALID);
    ck_assert_ptr_null(store->env);
    finish(store);
}
END_TEST

/* A folder where nothing can be made: the code is the system's. */
START_TEST(a_failure_leaves_nothing_open)
{
    struct store *store = folder_of_store();
    snprintf(store->folder.path, sizeof store->folder.path, "/proc/none");
    ck_assert_int_gt(environment_open(store), 0);
    ck_assert_ptr_null(store->env);
    finish(store);
}
END_TEST

CHECK_MAIN_TESTS("environment",
                 it_is_made_and_opened_again,
                 the_file_is_as_long_as_what_it_holds,
                 other_files_are_not_opened,
                 a_failure_leaves_nothing_open)
