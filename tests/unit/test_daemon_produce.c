/* Tests of producing: each event in its topic and partition as a consumer expects it, bad lines
 * said, a limit kept. */
#include "base/murmur2.h"
#include "check_main.h"
#include "daemon_history.h"

static struct world world;
static struct text_buffer text;

static void add(const struct merit_event *event)
{
    json_write_event(&text, event);
}

struct seen {
    uint32_t count;
    int64_t timestamp_ms;
};

static void look(void *context, uint32_t partition, const struct kafka_record *record)
{
    struct seen *seen = context;
    struct merit_text key = {(const char *)record->key.at, (uint32_t)record->key.length};
    ck_assert_uint_eq(partition, murmur2_partition(key, WORLD_TASKS));
    ck_assert_uint_eq(record->value.at[0], 0xc3);
    ck_assert_uint_eq(record->value.at[1], 0x01);
    seen->count++;
    seen->timestamp_ms = record->timestamp_ms;
}

static struct produce_job job_of(const char *const *files, size_t count)
{
    return (struct produce_job){
        .config = world.config,
        .kafka = &world.shared.kafka,
        .schemas = world.schemas,
        .files = files,
        .file_count = count,
    };
}

static char *file_of_text(void)
{
    static char path[32];
    (void)snprintf(path, sizeof path, "/tmp/merit-test-XXXXXX");
    world_write(path, text.at, text.length);
    text.length = 0;
    return path;
}

START_TEST(each_event_goes_where_it_belongs)
{
    world_open(&world, NULL);
    int32_t day = on(2023, 5, 1);
    char name[32];
    for (uint32_t i = 0; i < 20; i++) {
        (void)snprintf(name, sizeof name, "name-%u", i);
        struct merit_event events[] = {event_usage(name, "m365/teams", 1, day),
                                       event_association("a", "p", name, day),
                                       event_certification(name, "ann", "MS-900", day)};
        for (int e = 0; e < 3; e++) {
            events[e].timestamp += 5000;
            add(&events[e]);
        }
    }
    text_buffer_add_byte(&text, '\0');
    struct produce_result result = world_produce(&world, text.at);
    ck_assert_uint_eq(result.events, 60);
    ck_assert_uint_eq(result.bad_lines, 0);
    for (int i = 0; i < 3; i++) {
        struct seen seen = {0, 0};
        (void)world_read(&world, world.config->topics[i], look, &seen);
        ck_assert_uint_eq(seen.count, 20);
        ck_assert_int_eq(seen.timestamp_ms, at_second(day, 0) / 1000 + 5);
    }
    text_buffer_fini(&text);
    world_close(&world);
}
END_TEST

START_TEST(bad_lines_are_said_and_left_out)
{
    world_open(&world, NULL);
    struct merit_event event = event_usage("t", "m365/teams", 1, on(2023, 5, 1));
    add(&event);
    text_buffer_add_string(&text, "nonsense\n\n   \n{\"type\":\"usage\"}\n");
    add(&event);
    const char *files[] = {file_of_text()};
    struct produce_job job = job_of(files, 1);
    struct produce_result result;
    FILE *said = tmpfile();
    int err = dup(STDERR_FILENO);
    ck_assert_int_ge(dup2(fileno(said), STDERR_FILENO), 0);
    bool good = produce_run(&job, &result, world.error);
    ck_assert_int_ge(dup2(err, STDERR_FILENO), 0);
    ck_assert_int_eq(close(err), 0);
    ck_assert_msg(good, "%s", world.error);
    ck_assert_uint_eq(result.events, 2);
    ck_assert_uint_eq(result.bad_lines, 2);
    ck_assert_uint_eq(world_count(&world, "merit.usage"), 2);
    char line[256];
    char begins[64];
    rewind(said);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, said));
    (void)snprintf(begins, sizeof begins, "%s:2: undecodable", files[0]);
    ck_assert_int_eq(strncmp(line, begins, strlen(begins)), 0);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, said));
    (void)snprintf(begins, sizeof begins, "%s:5: undecodable", files[0]);
    ck_assert_int_eq(strncmp(line, begins, strlen(begins)), 0);
    ck_assert_int_eq(fclose(said), 0);
    ck_assert_int_eq(unlink(files[0]), 0);
    text_buffer_fini(&text);
    world_close(&world);
}
END_TEST

static void count_lines(void *context, uint64_t lines)
{
    *(uint64_t *)context = lines;
}

/* What came before the limit, or before a file that is not there, is delivered. */
START_TEST(it_stops_where_it_must)
{
    world_open(&world, NULL);
    struct merit_event event = event_usage("t", "m365/teams", 1, on(2023, 5, 1));
    for (int i = 0; i < 5000; i++) {
        add(&event);
    }
    char *path = file_of_text();
    const char *files[] = {path, "/nowhere/at/all.jsonl"};
    struct produce_job job = job_of(files, 1);
    uint64_t lines = 0;
    job.events_max = 4999;
    job.progress = count_lines;
    job.context = &lines;
    struct produce_result result;
    ck_assert(!produce_run(&job, &result, world.error));
    ck_assert_uint_eq(result.events, 4999);
    ck_assert_uint_eq(lines, 4096);
    ck_assert_ptr_nonnull(strstr(world.error, ":5000: more than 4999 events"));
    ck_assert_uint_eq(world_count(&world, "merit.usage"), 4999);
    job = job_of(files, 2);
    ck_assert(!produce_run(&job, &result, world.error));
    ck_assert_uint_eq(result.events, 5000);
    ck_assert_ptr_nonnull(strstr(world.error, "/nowhere/at/all.jsonl"));
    ck_assert_int_eq(unlink(path), 0);
    text_buffer_fini(&text);
    world_close(&world);
}
END_TEST

START_TEST(without_its_topics_it_says_which)
{
    world_open(&world, NULL);
    world_hide(&world, "merit.certifications", true);
    const char *files[] = {"/nowhere/at/all.jsonl"};
    struct produce_job job = job_of(files, 1);
    struct produce_result result = {5, 5};
    ck_assert(!produce_run(&job, &result, world.error));
    ck_assert_ptr_nonnull(strstr(world.error, "merit.certifications"));
    ck_assert_uint_eq(result.events, 0);
    world_close(&world);
}
END_TEST

CHECK_MAIN_TESTS("daemon_produce",
                 each_event_goes_where_it_belongs,
                 bad_lines_are_said_and_left_out,
                 it_stops_where_it_must,
                 without_its_topics_it_says_which)
