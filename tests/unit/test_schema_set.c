/* Tests of the set of all schemas: ours and the writers'. */
#include "codec/schema_file.h"
#include "schema_fixture.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static char folder[] = "/tmp/meritXXXXXX";

static void put(const char *name, struct merit_text text)
{
    FILE *file = fopen(schema_file_path(&arena, folder, name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text.at, 1, text.length, file), text.length);
    ck_assert_int_eq(fclose(file), 0);
}

/* The folder with our six and an empty folder for writers. */
static void make_folder(void)
{
    struct text_buffer errors = {0};
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        char name[64];
        (void)snprintf(name, sizeof name, "%s.avsc", record_schema_name((enum record_kind)kind));
        const char *path = schema_file_path(&arena, MERIT_SOURCE_DIR "/config/schemas", name);
        put(name, schema_file_read(&arena, path, &errors));
    }
    ck_assert_int_eq(mkdir(schema_file_path(&arena, folder, "writers"), 0700), 0);
}

static void remove_folder(void)
{
    static const char *const names[] = {"writers/w.avsc", "writers", ""};
    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        char name[64];
        (void)snprintf(name, sizeof name, "%s.avsc", record_schema_name((enum record_kind)kind));
        (void)unlink(schema_file_path(&arena, folder, name));
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = schema_file_path(&arena, folder, names[i]);
        (void)(unlink(path) == 0 || rmdir(path) == 0);
    }
    arena_fini(&arena);
}

static void expect_refused(const char *what)
{
    struct text_buffer errors = {0};
    ck_assert_ptr_null(schema_set_load(folder, &errors));
    text_buffer_add_byte(&errors, '\0');
    ck_assert_msg(strstr(errors.at, what) != NULL, "%s", errors.at);
    text_buffer_fini(&errors);
}

START_TEST(knows_our_six)
{
    struct schema_set *set = schema_set_ours();
    static const char *const names[] = {"AssociationEvent",   "UsageEvent",
                                        "CertificationEvent", "ScoreChanged",
                                        "DesignationEvent",   "DesignationScore"};
    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        ck_assert_str_eq(record_schema_name((enum record_kind)kind), names[kind]);
        ck_assert(schema_set_knows(set, set->fingerprints[kind]));
    }
    for (int kind = 0; kind < RECORD_INPUTS; kind++) {
        ck_assert_uint_eq(set->writers[kind].count, 1);
        ck_assert_ptr_eq(schema_set_plan(set, (enum merit_event_kind)kind, set->fingerprints[kind]),
                         &set->writers[kind].plans[0]);
    }
    ck_assert(!schema_set_knows(set, 1));
    ck_assert_ptr_null(
        schema_set_plan(set, MERIT_EVENT_USAGE, set->fingerprints[RECORD_ASSOCIATION]));
    ck_assert_int_eq(record_kind_of_output(MERIT_OUTPUT_SCORE), RECORD_SCORE);
    schema_set_free(set);
    schema_set_free(NULL);
}
END_TEST

#define WRITER(name, fields)                                                                       \
    "{\"type\":\"record\",\"name\":\"" name "\",\"namespace\":\"merit.v1\",\"fields\":[" fields "]}"
#define CERTIFICATION                                                                              \
    "{\"name\":\"event_id\",\"type\":\"string\"},{\"name\":\"occurred_at\",\"type\":\"long\"},"    \
    "{\"name\":\"partner_id\",\"type\":\"string\"},{\"name\":\"person_id\",\"type\":\"string\"},"  \
    "{\"name\":\"certification\",\"type\":\"string\"}"

START_TEST(knows_writers)
{
    make_folder();
    struct text_buffer errors = {0};
    put("writers/w.avsc", merit_text_of(WRITER("CertificationEvent", CERTIFICATION
                                               ",{\"name\":\"achieved_on\",\"type\":\"int\"}")));
    struct schema_set *set = schema_set_load(folder, &errors);
    ck_assert_ptr_nonnull(set);
    const struct schema_writers *writers = &set->writers[RECORD_CERTIFICATION];
    ck_assert_uint_eq(writers->count, 2);
    ck_assert_ptr_eq(schema_set_plan(set, MERIT_EVENT_CERTIFICATION, writers->fingerprints[1]),
                     &writers->plans[1]);
    ck_assert(schema_set_knows(set, writers->fingerprints[1]));
    schema_set_free(set);
    text_buffer_fini(&errors);
    remove_folder();
}
END_TEST

START_TEST(says_what_is_wrong)
{
    make_folder();
    put("writers/w.avsc", merit_text_of(WRITER("CertificationEvent", CERTIFICATION)));
    expect_refused(
        "writers/w.avsc: field achieved_on is missing, and has no default; such records");
    put("writers/w.avsc", merit_text_of(WRITER("ScoreChanged", CERTIFICATION)));
    expect_refused("w.avsc: is none of merit.v1.AssociationEvent");
    put("writers/w.avsc", merit_text_of("{"));
    expect_refused("w.avsc: is not an Avro schema");
    put("UsageEvent.avsc", merit_text_of(WRITER("UsageEvent", CERTIFICATION)));
    expect_refused("UsageEvent.avsc: is not this version's schema");
    ck_assert_int_eq(unlink(schema_file_path(&arena, folder, "ScoreChanged.avsc")), 0);
    expect_refused("ScoreChanged.avsc: cannot be read: No such file");
    expect_refused("w.avsc: is not an Avro schema"); /* all faults are said */
    remove_folder();
}
END_TEST

CHECK_MAIN_TESTS("schema_set", knows_our_six, knows_writers, says_what_is_wrong)
