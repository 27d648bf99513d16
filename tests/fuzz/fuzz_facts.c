/* Fuzz target: any bytes as messages of facts to scoring; one that is refused changes nothing, and
 * what is taken leaves a state that can be opened again. */
#include "../unit/program_fixture.h"
#include "fuzz.h"
#include "task/scoring.h"

#include <stdlib.h>

enum { TASKS = 2, MESSAGES_MAX = 64, STEPS_MAX = 40 };

static struct program_fixture fixture;
static const struct partner_settings settings = {1, 1, {70}};

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* All that a message may change. */
struct seen {
    size_t records;
    size_t bytes;
    size_t due;
    size_t waiting;
    uint32_t outputs;
    uint64_t next_group;
    int32_t watermarks[TASKS];
    struct scoring_open_group open_groups[TASKS];
};

static struct seen look(const struct scoring *scoring)
{
    struct seen seen = {scoring->state->count,
                        scoring->state->bytes,
                        scoring->due.count,
                        scoring->waiting.count,
                        scoring->outputs.count,
                        scoring->next_group,
                        {0},
                        {{0}}};
    for (int i = 0; i < TASKS; i++) {
        seen.watermarks[i] = scoring->watermarks[i];
        seen.open_groups[i] = scoring->open_groups[i];
    }
    return seen;
}

static void require_unchanged(const struct seen *before, const struct scoring *scoring)
{
    struct seen now = look(scoring);
    require(now.records == before->records && now.bytes == before->bytes &&
            now.due == before->due && now.waiting == before->waiting &&
            now.outputs == before->outputs && now.next_group == before->next_group);
    for (int i = 0; i < TASKS; i++) {
        require(now.watermarks[i] == before->watermarks[i] &&
                now.open_groups[i].active == before->open_groups[i].active &&
                now.open_groups[i].group == before->open_groups[i].group &&
                now.open_groups[i].parts == before->open_groups[i].parts);
    }
}

/* Messages one after the other, each with its length in two bytes before it. */
static void receive_all(struct scoring *scoring, struct reader *reader)
{
    for (int i = 0; i < MESSAGES_MAX && reader_left(reader) > 2; i++) {
        size_t length = reader_u16(reader);
        length = length < reader_left(reader) ? length : reader_left(reader);
        struct bytes message = {reader_take(reader, length), length};
        struct seen before = look(scoring);
        if (!scoring_receive(scoring, message)) {
            require_unchanged(&before, scoring);
        }
        for (int step = 0; step < STEPS_MAX && scoring_step(scoring); step++) {
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (fixture.program.hash == 0) {
        program_fixture_make(&fixture);
    }
    struct table state;
    struct scoring scoring;
    struct scoring_config config = {&fixture.program, &settings, 0, TASKS};
    table_init(&state);
    require(scoring_open(&scoring, &state, &config));
    scoring.certification_day = MERIT_NEVER;
    struct reader reader = reader_of((struct bytes){data, size});
    receive_all(&scoring, &reader);
    scoring_save(&scoring);
    scoring_fini(&scoring);
    require(scoring_open(&scoring, &state, &config));
    scoring_fini(&scoring);
    table_fini(&state);
    return 0;
}
