/* Tests of who has which task, as `merit owners` writes it down. */
#include "check_main.h"
#include "cli/owners_text.h"
#include "unit_tools.h"

enum { NOW_MS = 10000000 };

static struct owners owners;
static struct text_buffer text;

static void put(struct owners_record record)
{
    struct buffer bytes = {0};
    record.started_ms = 1000;
    owners_write(&bytes, &record);
    ck_assert(owners_take(&owners, buffer_view(&bytes)));
    buffer_fini(&bytes);
}

static struct owners_record task_of(uint32_t task, const char *instance, int64_t age_ms)
{
    return (struct owners_record){
        .kind = OWNERS_OWNER,
        .state = OWNERS_OPEN,
        .task = task,
        .instance = merit_text_of(instance),
        .address = merit_text_of("a.example:8080"),
        .generation = 3,
        .written_ms = NOW_MS - age_ms,
        .tenants_day = on(2024, 1, 10),
        .partners_day = MERIT_NO_DAY,
        .commit = 12,
        .lag = 7,
    };
}

static struct owners_record instance_of(const char *instance, enum owners_state state, int64_t age)
{
    struct owners_record record = task_of(0, instance, age);
    record.kind = OWNERS_INSTANCE;
    record.state = state;
    record.worker = 2;
    record.address = merit_text_of("");
    return record;
}

/* Task 0 open, 1 opening, 2 silent, 3 given up, 4 never had; 1 has a standby. */
static void fill(void)
{
    owners_init(&owners);
    put(task_of(0, "a", 2000));
    struct owners_record opening = task_of(1, "host-b", 0);
    opening.state = OWNERS_OPENING;
    opening.percent = 41;
    opening.worker = 1;
    put(opening);
    put(task_of(2, "dead", 65000));
    struct owners_record left = task_of(3, "gone", 4000);
    left.state = OWNERS_LEFT;
    put(left);
    struct owners_record standby = task_of(1, "a", 1000);
    standby.kind = OWNERS_STANDBY;
    put(standby);
    standby.instance = merit_text_of("dead"); /* not shown: it is silent */
    standby.written_ms -= 60000;
    put(standby);
    put(instance_of("gone", OWNERS_LEFT, 4000));
    put(instance_of("host-b", OWNERS_OPENING, 0));
    put(instance_of("a", OWNERS_OPEN, 2000));
    put(instance_of("dead", OWNERS_OPEN, 65000));
}

static const char *written(void (*add)(struct text_buffer *, const struct owners_view *),
                           uint32_t tasks)
{
    struct owners_view view = {&owners, tasks, NOW_MS};
    text.length = 0;
    add(&text, &view);
    text_buffer_add_byte(&text, '\0');
    return text.at;
}

START_TEST(people_read_tables)
{
    fill();
    ck_assert_str_eq(
        written(owners_text_add, 5),
        "task  state               worker     tenants     partners  lag  heard  address\n"
        "0     open                a-00       2024-01-10  none      7    2 s    a.example:8080\n"
        "1     opening 41 %        host-b-01                             0 s    a.example:8080\n"
        "1     standby             a-00       2024-01-10  none      7    1 s    a.example:8080\n"
        "2     nobody for 65 s     dead-00                               65 s   a.example:8080\n"
        "3     nobody for 4 s      gone-00                               4 s    a.example:8080\n"
        "4     nobody ever had it\n"
        "\n"
        "instance  state     workers  tasks  heard  address\n"
        "a         running   2        1      2 s\n"
        "dead      silent    2        0      65 s\n"
        "gone      stopped   2        0      4 s\n"
        "host-b    starting  2        1      0 s\n"
        "\n"
        "no live owner: task 2, 3, 4; the partners' clock of all stands still\n");
    ck_assert_ptr_nonnull(strstr(written(owners_text_add, 2), "\nevery task has a live owner\n"));
    owners_fini(&owners);
    text_buffer_fini(&text);
}
END_TEST

START_TEST(programs_read_lines)
{
    fill();
    const char *lines = written(owners_json_add, 5);
    static const char *const wanted[] = {
        ("{\"type\":\"task\",\"task\":0,\"live\":true,\"state\":\"open\",\"instance\":\"a\","
         "\"worker\":0,\"address\":\"a.example:8080\",\"generation\":3,\"percent\":0,"
         "\"tenants_clock\":\"2024-01-10\",\"partners_clock\":null,\"commit\":12,\"lag\":7,"
         "\"age_ms\":2000}\n"),
        "{\"type\":\"task\",\"task\":1,\"live\":true,\"state\":\"opening\",",
        "{\"type\":\"standby\",\"task\":1,\"live\":true,\"state\":\"open\",",
        "{\"type\":\"task\",\"task\":2,\"live\":false,\"state\":\"nobody\",\"instance\":\"dead\",",
        "{\"type\":\"task\",\"task\":3,\"live\":false,\"state\":\"nobody\",\"instance\":\"gone\",",
        "{\"type\":\"task\",\"task\":4,\"live\":false,\"state\":\"nobody\"}\n",
        ("{\"type\":\"instance\",\"instance\":\"a\",\"state\":\"running\",\"live\":true,"
         "\"workers\":2,\"tasks\":1,\"address\":\"\",\"age_ms\":2000}\n"),
        "{\"type\":\"instance\",\"instance\":\"dead\",\"state\":\"silent\",\"live\":false,",
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        ck_assert_msg(strncmp(lines, wanted[i], strlen(wanted[i])) == 0, "%zu: %s", i, lines);
        lines = strchr(lines, '\n') + 1;
    }
    owners_fini(&owners);
    text_buffer_fini(&text);
}
END_TEST

CHECK_MAIN_TESTS("owners_text", people_read_tables, programs_read_lines)
