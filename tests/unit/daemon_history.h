/* A history with one event a day, and what the core makes of it: what a daemon must say too. */
#ifndef DAEMON_HISTORY_H
#define DAEMON_HISTORY_H

#include "codec/json_read.h"
#include "codec/json_write.h"
#include "daemon_fixture.h"
#include "event_fixture.h"
#include "task/ensemble.h"

struct history {
    struct text_buffer text; /* JSON lines */
    uint32_t count;
    int32_t first_day;
    int32_t last_day;
    struct world_lines said;   /* ScoreChanged and DesignationEvent, sorted */
    struct world_lines scores; /* DesignationScore without as_of, sorted */
};

/* Tenants are reported, then claimed by one of three partners, who certifies somebody. */
static inline struct merit_event history_event(uint32_t number, int32_t day)
{
    static char names[4][16];
    (void)snprintf(names[0], sizeof names[0], "tenant-%u", number / 3);
    (void)snprintf(names[1], sizeof names[1], "partner-%u", number / 3 % 3);
    (void)snprintf(names[2], sizeof names[2], "person-%u", number / 3);
    (void)snprintf(names[3], sizeof names[3], "event-%u", number);
    struct merit_event event;
    if (number % 3 == 0) {
        event = event_usage(names[0], "m365/teams", 50, day);
        event.usage.as_of_day = on(2023, 1, 1);
        event.usage.figures[MERIT_FIGURE_PAID_UNITS] = 100;
    } else if (number % 3 == 1) {
        event = event_association("claim", names[1], names[0], day);
        event.association.start_day = on(2023, 2, 1);
    } else {
        event = event_certification(names[1], names[2], "MS-900", day);
    }
    event.event_id = merit_text_of(names[3]);
    return event;
}

/* The n-th event happens on the n-th day: whatever tasks there are, and however they take turns,
 * the same is said of it. */
static inline void history_make(struct history *history, uint32_t count)
{
    memset(history, 0, sizeof *history);
    history->first_day = on(2023, 7, 1);
    history->last_day = history->first_day + (int32_t)count - 1;
    history->count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct merit_event event = history_event(i, history->first_day + (int32_t)i);
        json_write_event(&history->text, &event);
    }
    text_buffer_add_byte(&history->text, '\0');
    history->text.length--;
}

static inline void history_free(struct history *history)
{
    world_lines_free(&history->said);
    world_lines_free(&history->scores);
    text_buffer_fini(&history->text);
}

/* Scores are published only when something else changes too. */
static inline void history_cut_as_of(struct world_lines *lines)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        char *at = strstr(lines->lines[i], "\"as_of\":\"");
        ck_assert_ptr_nonnull(at);
        memset(at + strlen("\"as_of\":\""), '-', strlen("2023-04-01"));
    }
}

static inline void history_take_outputs(struct history *history, struct ensemble *ensemble)
{
    struct text_buffer line = {0};
    while (ensemble_step(ensemble)) {
        for (uint32_t t = 0; t < ensemble->count; t++) {
            struct scoring *scoring = &ensemble->tasks[t].scoring;
            for (uint32_t i = 0; i < scoring->outputs.count; i++) {
                line.length = 0;
                json_write_output(&line, &json_names_default, scoring->outputs.items[i]);
                world_lines_add(&history->said, line.at, line.length);
            }
            scoring_clear_outputs(scoring);
        }
    }
    text_buffer_fini(&line);
}

/* Fills in what the core says of the events, the clock going to their last day. */
static inline void history_judge(struct history *history, const struct world *world)
{
    struct ensemble ensemble;
    struct ensemble_config config = {
        .program = world->shared.program, .settings = &world->shared.settings, .task_count = 1};
    ensemble_init(&ensemble, &config);
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    for (const char *at = history->text.at; at < history->text.at + history->text.length;) {
        uint32_t length = (uint32_t)strcspn(at, "\n");
        ck_assert_int_eq(json_reader_read(reader, (struct merit_text){at, length}, &event).bad,
                         MERIT_BAD_NONE);
        ck_assert_int_eq(ensemble_offer(&ensemble, &event).bad, MERIT_BAD_NONE);
        history_take_outputs(history, &ensemble);
        at += length + 1;
    }
    ensemble_finish(&ensemble, history->last_day);
    history_take_outputs(history, &ensemble);
    json_reader_free(reader);
    world_lines_sort(&history->said);
    ensemble_fini(&ensemble);
}

/* The topics of a daemon hold just that. */
static inline void history_hold(const struct history *history, struct world *world)
{
    static struct world_lines said;
    world_topic_lines(world, CONFIG_TOPIC_SCORE_CHANGES, &said);
    world_topic_lines(world, CONFIG_TOPIC_DESIGNATIONS, &said);
    world_lines_sort(&said);
    for (uint32_t i = 0; i < said.count && i < history->said.count; i++) {
        ck_assert_str_eq(said.lines[i], history->said.lines[i]);
    }
    ck_assert_uint_eq(said.count, history->said.count);
    ck_assert_uint_gt(said.count, 10);
    world_lines_free(&said);
}

#endif
