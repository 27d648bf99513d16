/* Tests of the file that says whose state a folder holds. */
#include "check_main.h"
#include "store/owner.h"
#include "store_fixture.h"

static char root[STORE_FIXTURE_PATH];
static struct folder folder;
static struct owner owner;

static void open_folder(void)
{
    fixture_folder(root);
    ck_assert(folder_open(&folder, root, store_error));
    ck_assert(owner_make(&store_identity, &owner, store_error));
}

static void close_folder(void)
{
    folder_close(&folder);
    fixture_remove(root);
}

START_TEST(what_is_written_is_read)
{
    open_folder();
    struct owner found;
    ck_assert_int_eq(owner_read(&folder, &found), OWNER_NONE);
    for (int closed = 0; closed < 2; closed++) {
        owner.closed = closed == 1;
        ck_assert(owner_write(&folder, &owner, store_error));
        ck_assert_int_eq(owner_read(&folder, &found), OWNER_FOUND);
        ck_assert_uint_eq(found.format, STORE_FORMAT);
        ck_assert_str_eq(found.application_id, "merit");
        ck_assert_str_eq(found.cluster_id, "cluster-1");
        ck_assert_uint_eq(found.task, 3);
        ck_assert_uint_eq(found.task_count, 16);
        ck_assert_uint_eq(found.program_hash, 0x12345678);
        ck_assert_int_eq(found.revision, 3);
        ck_assert_str_eq(found.boot, owner.boot);
        ck_assert_int_eq(found.closed, closed);
        ck_assert(owner_check(&found, &owner, root, store_error));
    }
    close_folder();
}
END_TEST

START_TEST(a_cut_or_changed_file_is_damaged)
{
    open_folder();
    struct owner found;
    struct buffer content = {0};
    ck_assert(owner_write(&folder, &owner, store_error));
    fixture_read_file(root, "owner", &content);
    for (size_t length = 0; length < content.length; length++) {
        fixture_write_file(root, "owner", (struct bytes){content.bytes, length});
        ck_assert_int_eq(owner_read(&folder, &found), OWNER_DAMAGED);
    }
    for (size_t at = 0; at < content.length; at++) {
        uint8_t before = content.bytes[at];
        content.bytes[at] = '\0';
        fixture_write_file(root, "owner", buffer_view(&content));
        ck_assert_int_eq(owner_read(&folder, &found), OWNER_DAMAGED);
        content.bytes[at] = before;
    }
    buffer_u8(&content, '\n');
    fixture_write_file(root, "owner", buffer_view(&content));
    ck_assert_int_eq(owner_read(&folder, &found), OWNER_DAMAGED);
    buffer_fini(&content);
    close_folder();
}
END_TEST

START_TEST(a_newer_format_is_known_as_such)
{
    open_folder();
    struct owner found;
    fixture_write_file(root, "owner", text_bytes("meritd-state 3\nsomething else\n"));
    ck_assert_int_eq(owner_read(&folder, &found), OWNER_NEWER);
    ck_assert_uint_eq(found.format, STORE_FORMAT + 1);
    fixture_write_file(root, "owner", text_bytes("meritd-state 0\n"));
    ck_assert_int_eq(owner_read(&folder, &found), OWNER_DAMAGED);
    fixture_write_file(root, "owner", text_bytes("meritd-state -1\n"));
    ck_assert_int_eq(owner_read(&folder, &found), OWNER_DAMAGED);
    close_folder();
}
END_TEST

/* Pinned beside the number: a file that changes needs a new one (tests/formats/README.md). */
START_TEST(the_file_changes_with_its_number)
{
    static const char pinned[] = "meritd-state 2\napplication merit\ncluster cluster-1\ntask 3\n"
                                 "tasks 16\nprogram 12345678\nrevision 3\nboot b\nclosed yes\n";
    char text[OWNER_FILE_MAX];
    struct owner made;
    ck_assert(owner_make(&store_identity, &made, store_error));
    (void)snprintf(made.boot, sizeof made.boot, "b");
    made.closed = true;
    ck_assert_uint_eq(owner_print(&made, text), sizeof pinned - 1);
    ck_assert_str_eq(text, pinned);
    ck_assert_int_eq(STORE_FORMAT, 2);
}
END_TEST

/* Format 1, as it was first and later. */
START_TEST(an_older_format_is_read)
{
    static const char first[] = "meritd-state 1\napplication merit\ncluster cluster-1\ntask 3\n"
                                "tasks 16\nprogram 12345678\nboot b\nclosed yes\n";
    static const char later[] = "meritd-state 1\napplication merit\ncluster cluster-1\ntask 3\n"
                                "tasks 16\nprogram 12345678\nrevision 3\nboot b\nclosed yes\n";
    static const char wrong[] = "meritd-state 2\napplication merit\ncluster cluster-1\ntask 3\n"
                                "tasks 16\nprogram 12345678\nboot b\nclosed yes\n";
    struct owner found;
    struct owner expected;
    char error[STORE_TEXT_MAX] = "";
    ck_assert(owner_make(&store_identity, &expected, error));
    ck_assert_int_eq(owner_parse(text_bytes(first), &found), OWNER_FOUND);
    ck_assert(found.revision == OWNER_NO_REVISION && found.closed);
    ck_assert(owner_check(&found, &expected, "here", error));
    expected.program_hash++;
    expected.revision++;
    ck_assert(!owner_check(&found, &expected, "here", error));
    ck_assert_ptr_nonnull(strstr(error, "older format, made with rule program 12345678"));
    ck_assert_int_eq(owner_parse(text_bytes(later), &found), OWNER_FOUND);
    ck_assert_int_eq(found.revision, 3);
    ck_assert(owner_check(&found, &expected, "here", error));
    ck_assert_int_eq(owner_parse(text_bytes(wrong), &found), OWNER_DAMAGED);
}
END_TEST

/* A number in another spelling was not written by meritd: somebody edited the file. */
START_TEST(a_number_has_one_spelling)
{
    static const char *const wrong[][2] = {
        {"task 3", "task +3"},
        {"task 3", "task  3"},
        {"task 3", "task 03"},
        {"tasks 16", "tasks 0x10"},
        {"tasks 16", "tasks 4294967312"},
        {"program 12345678", "program 0x12345678"},
        {"program 12345678", "program 012345678"},
        {"revision 3", "revision +3"},
        {"revision 3", "revision 03"},
        {"revision 3", "revision 99999999999999999999"},
        {"meritd-state 2", "meritd-state +2"},
    };
    char text[OWNER_FILE_MAX];
    struct owner found;
    open_folder();
    size_t length = owner_print(&owner, text);
    ck_assert_int_eq(owner_parse((struct bytes){(const uint8_t *)text, length}, &found),
                     OWNER_FOUND);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *at = strstr(text, wrong[i][0]);
        ck_assert_ptr_nonnull(at);
        char changed[OWNER_FILE_MAX];
        int size = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text,
                            wrong[i][1], at + strlen(wrong[i][0]));
        ck_assert_msg(owner_parse((struct bytes){(const uint8_t *)changed, (size_t)size}, &found) ==
                          OWNER_DAMAGED,
                      "%s", wrong[i][1]);
    }
    close_folder();
}
END_TEST

static void expect_refused(const struct owner *found, const char *part)
{
    ck_assert(!owner_check(found, &owner, "/state/task-0003", store_error));
    ck_assert_msg(strstr(store_error, part) != NULL, "%s", store_error);
    ck_assert_ptr_nonnull(strstr(store_error, "/state/task-0003"));
}

START_TEST(a_refusal_names_both)
{
    open_folder();
    struct owner found = owner;
    snprintf(found.application_id, sizeof found.application_id, "other");
    expect_refused(&found, "application other, not merit");
    found = owner;
    snprintf(found.cluster_id, sizeof found.cluster_id, "other");
    expect_refused(&found, "cluster other, not cluster-1");
    found = owner;
    found.task = 4;
    expect_refused(&found, "task 4, not 3");
    found = owner;
    found.task_count = 8;
    expect_refused(&found, "8 tasks, the topics have 16");
    found = owner;
    found.program_hash = 0xab;
    expect_refused(&found, "000000ab of revision 3, the rule files give 12345678");
    found.revision = 4;
    expect_refused(&found, "rules of revision 4, the rule files are of revision 3");
    found.program_hash = owner.program_hash;
    expect_refused(&found, "rules of revision 4, the rule files are of revision 3");
    found.revision = 2;
    found.program_hash = 0xab;
    ck_assert(owner_check(&found, &owner, root, store_error));
    close_folder();
}
END_TEST

START_TEST(an_id_is_one_line)
{
    char longest[OWNER_ID_MAX + 2];
    struct store_identity identity = store_identity;
    memset(longest, 'x', sizeof longest);
    longest[OWNER_ID_MAX + 1] = '\0';
    identity.application_id = longest;
    ck_assert(!owner_make(&identity, &owner, store_error));
    identity.application_id = longest + 1;
    ck_assert(owner_make(&identity, &owner, store_error));
    identity.cluster_id = "a\nb";
    ck_assert(!owner_make(&identity, &owner, store_error));
    open_folder();
    identity.cluster_id = "";
    ck_assert(owner_make(&identity, &owner, store_error));
    ck_assert(owner_write(&folder, &owner, store_error));
    struct owner found;
    ck_assert_int_eq(owner_read(&folder, &found), OWNER_FOUND);
    ck_assert(owner_check(&found, &owner, root, store_error));
    close_folder();
}
END_TEST

START_TEST(another_start_of_the_machine_makes_it_doubtful)
{
    ck_assert(owner_make(&store_identity, &owner, store_error));
    ck_assert_uint_gt(strlen(owner.boot), 30);
    struct owner found = owner;
    ck_assert(!owner_is_doubtful(&found, &owner));
    found.boot[0] ^= 1;
    ck_assert(owner_is_doubtful(&found, &owner));
    found.closed = true;
    ck_assert(!owner_is_doubtful(&found, &owner));
    /* Where the machine does not say, it is another one. */
    found.closed = false;
    found.boot[0] = '\0';
    owner.boot[0] = '\0';
    ck_assert(owner_is_doubtful(&found, &owner));
}
END_TEST

CHECK_MAIN_TESTS("owner",
                 what_is_written_is_read,
                 a_cut_or_changed_file_is_damaged,
                 a_newer_format_is_known_as_such,
                 the_file_changes_with_its_number,
                 an_older_format_is_read,
                 a_number_has_one_spelling,
                 a_refusal_names_both,
                 an_id_is_one_line,
                 another_start_of_the_machine_makes_it_doubtful)
