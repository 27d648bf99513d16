/* Tests of where imported standings go, and what becomes of them. */
#include "base/murmur2.h"
#include "check_main.h"
#include "daemon/import.h"
#include "daemon_history.h"
#include "task/adopt.h"
#include "task/fact_pack.h"

enum { PARTNERS = 1500, LINE_BYTES = 200 };

static struct world world;

static enum import_outcome import(const char *text, size_t length, struct import_result *result)
{
    char path[] = "/tmp/merit-test-XXXXXX";
    world_write(path, text, length);
    const char *files[] = {path};
    struct import_job job = {
        .config = world.config,
        .kafka = &world.shared.kafka,
        .program = world.rules->program,
        .files = files,
        .file_count = 1,
    };
    enum import_outcome outcome = import_run(&job, result, world.error);
    ck_assert_int_eq(unlink(path), 0);
    return outcome;
}

/* A scoring of each partition takes what came there. */
struct taken {
    struct table states[WORLD_TASKS];
    struct scoring scorings[WORLD_TASKS];
    uint32_t packs;
};

static void take_pack(void *context, uint32_t partition, const struct kafka_record *record)
{
    struct taken *taken = context;
    struct reader reader;
    struct bytes message;
    taken->packs++;
    ck_assert(record->key.at == NULL);
    ck_assert_uint_lt(record->value.length, 2 * FACT_PACK_BYTES);
    ck_assert(fact_pack_open(record->value, &reader));
    while (fact_pack_next(&reader, &message)) {
        ck_assert(scoring_receive(&taken->scorings[partition], message));
    }
    ck_assert(!reader.failed);
}

START_TEST(standings_go_to_their_partners_task)
{
    static const struct partner_settings all = {1, 1, {70}};
    world_open(&world, NULL);
    struct text_buffer text = {0};
    char line[LINE_BYTES];
    for (int i = 0; i < 2 * PARTNERS; i++) {
        (void)snprintf(line, sizeof line,
                       "{\"type\":\"standing\",\"partner_id\":\"partner-%05d\",\"designation\":"
                       "\"%s\",\"attained_on\":\"2022-10-03\",\"anniversary_date\":\"2024-10-03\"}"
                       "\n",
                       i % PARTNERS, i < PARTNERS ? "security" : "data_ai_azure");
        text_buffer_add_string(&text, line);
    }
    struct import_result result;
    ck_assert_msg(import(text.at, text.length, &result) == IMPORT_DONE, "%s", world.error);
    ck_assert_uint_eq(result.standings, 2 * PARTNERS);
    ck_assert_uint_eq(result.partners, PARTNERS);
    text_buffer_fini(&text);
    static struct taken taken;
    struct scoring_config config = {world.rules->program, &all, 0, WORLD_TASKS};
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        table_init(&taken.states[i]);
        ck_assert(scoring_open(&taken.scorings[i], &taken.states[i], &config));
    }
    (void)world_read(&world, world.topics.facts, take_pack, &taken);
    ck_assert_uint_gt(taken.packs, 0);
    for (int i = 0; i < PARTNERS; i++) {
        char partner[32];
        (void)snprintf(partner, sizeof partner, "partner-%05d", i);
        struct merit_text id = merit_text_of(partner);
        const struct scoring *owner = &taken.scorings[murmur2_partition(id, WORLD_TASKS)];
        ck_assert(adopt_is_held(owner, id, 2));
        ck_assert(adopt_is_held(owner, id, 5));
        ck_assert(!adopt_is_held(owner, id, 0));
    }
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        scoring_fini(&taken.scorings[i]);
        table_fini(&taken.states[i]);
    }
    world_close(&world);
}
END_TEST

START_TEST(a_topic_that_is_missing_is_said)
{
    world_open(&world, NULL);
    world_hide(&world, world.topics.facts, true);
    struct import_result result;
    static const char line[] = "{\"type\":\"standing\",\"partner_id\":\"p\",\"designation\":"
                               "\"security\",\"attained_on\":\"2022-10-03\",\"anniversary_date\":"
                               "\"2024-10-03\"}\n";
    ck_assert_int_ne(import(line, sizeof line - 1, &result), IMPORT_DONE);
    ck_assert_ptr_nonnull(strstr(world.error, world.topics.facts));
    world_hide(&world, world.topics.facts, false);
    world_close(&world);
}
END_TEST

CHECK_MAIN_TESTS("daemon_import",
                 standings_go_to_their_partners_task,
                 a_topic_that_is_missing_is_said)
