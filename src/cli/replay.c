/* `merit replay`: events from files through the core, without Kafka. */
#include "cli/replay.h"

#include "cli/partner_names.h"
#include "cli/progress.h"
#include "cli/replay_explain.h"
#include "cli/replay_options.h"
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "codec/line_read.h"
#include "codec/standing_fault.h"
#include "codec/time_text.h"
#include "rules/program_load.h"
#include "task/ensemble.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    REPLAY_AHEAD = 16,               /* lines */
    REPLAY_OUTPUT_BYTES = 64 * 1024, /* written at once */
    REPLAY_PROGRESS_LINES = 1 << 14, /* between looks at the clock */
    EXIT_BAD_LINES = 3,
    EXIT_USAGE = 2,
};

/* A line that was read ahead. Its texts point into its own copy and its own reader. */
struct ahead {
    struct line line; /* of which the bytes are `text` */
    struct buffer text;
    struct json_reader *reader;
    struct merit_fault fault;
    struct json_line read; /* where there is no fault */
};

struct replay {
    const struct replay_options *options;
    const struct merit_program *program;
    struct ensemble ensemble;
    struct ahead ahead[REPLAY_AHEAD];
    struct text_buffer output;
    struct partner_names named; /* in good lines */
    struct progress progress;
    uint64_t lines;
    uint64_t bad_lines;
    bool adopted;                  /* some standing */
    bool failed;                   /* standard output cannot be written */
    bool is_over;                  /* the next line is of a day after options->on_day */
    struct replay_subject subject; /* of --explain and --why, which leave out all events */
    struct replay_memory memory;
};

/* ---- output ------------------------------------------------------------------------------ */

static void flush_output(struct replay *replay)
{
    if (!replay->failed && replay->output.length > 0 &&
        fwrite(replay->output.at, 1, replay->output.length, stdout) != replay->output.length) {
        fprintf(stderr, "merit replay: standard output: %s\n", strerror(errno));
        replay->failed = true;
    }
    replay->output.length = 0;
}

static void write_output(struct replay *replay, const struct merit_output *output)
{
    json_write_output(&replay->output, &json_names_default, output);
    if (replay->output.length >= REPLAY_OUTPUT_BYTES) {
        flush_output(replay);
    }
}

/* Something is to be explained, and nothing else to be said. */
static bool is_asked(const struct replay_options *options)
{
    return options->explain != NULL || options->why != NULL;
}

static void take_outputs(struct replay *replay)
{
    for (uint32_t i = 0; i < replay->ensemble.count; i++) {
        struct scoring *scoring = &replay->ensemble.tasks[i].scoring;
        for (uint32_t k = 0; k < scoring->outputs.count && !is_asked(replay->options); k++) {
            const struct merit_output *output = scoring->outputs.items[k];
            if (!merit_output_is_withheld(output, replay->options->outputs_from_day)) {
                write_output(replay, output);
            }
        }
        scoring_clear_outputs(scoring);
    }
}

static void run(struct replay *replay)
{
    while (!replay->failed && ensemble_step(&replay->ensemble)) {
        take_outputs(replay);
    }
    take_outputs(replay);
}

static void show_progress(struct replay *replay)
{
    if (replay->lines % REPLAY_PROGRESS_LINES != 0 || !progress_is_due(&replay->progress) ||
        replay->ensemble.latest_day == MERIT_NO_DAY) {
        return;
    }
    char date[TIME_TEXT_DATE_LENGTH];
    char text[80];
    time_text_write_date(replay->ensemble.latest_day, date);
    snprintf(text, sizeof text, "%" PRIu64 " lines, %.*s", replay->lines, TIME_TEXT_DATE_LENGTH,
             date);
    progress_show(&replay->progress, text);
}

/* ---- lines ------------------------------------------------------------------------------- */

static void say_bad(struct replay *replay, const struct line *line, const char *message)
{
    progress_end(&replay->progress);
    fprintf(stderr, "%s:%" PRIu64 ": %s\n", line->file, line->number, message);
    replay->bad_lines++;
}

/* The first day of --why is over: what it was is kept. */
static void remember(struct replay *replay)
{
    ensemble_finish(&replay->ensemble, replay->options->from_day);
    run(replay);
    replay_remember(&replay->ensemble, &replay->subject, &replay->memory);
}

/* True where no line of that day is to be read any more. */
static bool is_last_day_over(struct replay *replay, int32_t day)
{
    const struct replay_options *options = replay->options;
    bool first_is_over = options->why != NULL && day > options->from_day;
    bool begun = replay->ensemble.latest_day != MERIT_NO_DAY;
    replay->is_over =
        (first_is_over && !begun) || (options->on_day != MERIT_NO_DAY && day > options->on_day);
    if (first_is_over && begun && !replay->memory.taken) {
        remember(replay);
    }
    return replay->is_over;
}

static void replay_standing(struct replay *replay,
                            const struct line *line,
                            const struct merit_standing *standing)
{
    struct merit_fault fault = ensemble_adopt(&replay->ensemble, standing);
    if (fault.bad != MERIT_BAD_NONE) {
        char message[STANDING_FAULT_BYTES];
        standing_fault_write(replay->program, standing, &fault, message);
        say_bad(replay, line, message);
        return;
    }
    replay->adopted = true;
    partner_names_add(&replay->named, standing->partner_id);
}

static void replay_line(struct replay *replay, const struct ahead *ahead)
{
    const struct line *line = &ahead->line;
    if (ahead->fault.bad != MERIT_BAD_NONE) {
        say_bad(replay, line, json_reader_message(ahead->reader));
        return;
    }
    if (ahead->read.is_standing) {
        replay_standing(replay, line, &ahead->read.standing);
        return;
    }
    const struct merit_event *event = &ahead->read.event;
    if (is_last_day_over(replay, merit_day_of_micros(event->timestamp))) {
        return;
    }
    struct merit_fault fault = ensemble_offer(&replay->ensemble, event);
    if (fault.bad != MERIT_BAD_NONE) {
        char message[160];
        snprintf(message, sizeof message, "%s: %s %s", merit_bad_code(fault.bad), fault.field,
                 fault.reason);
        say_bad(replay, line, message);
        return;
    }
    if (replay->options->scores) {
        partner_names_add(&replay->named, partner_names_of_event(event));
    }
    run(replay);
}

static void decode(struct ahead *ahead, const struct line *line)
{
    buffer_clear(&ahead->text);
    buffer_put(&ahead->text, line->bytes.at, line->bytes.length);
    ahead->line = *line;
    ahead->line.bytes.at = (const char *)ahead->text.bytes;
    ahead->fault = json_reader_read_line(ahead->reader, ahead->line.bytes, &ahead->read);
}

/* Reads up to REPLAY_AHEAD lines that are not blank. */
static enum line_result read_ahead(struct replay *replay,
                                   struct line_reader *lines,
                                   uint32_t *ret_count)
{
    *ret_count = 0;
    while (*ret_count < REPLAY_AHEAD) {
        struct line line;
        enum line_result result = line_reader_next(lines, &line);
        if (result != LINE_READ) {
            return result;
        }
        replay->lines++;
        show_progress(replay);
        if (!line_is_blank(line.bytes)) {
            decode(&replay->ahead[(*ret_count)++], &line);
        }
    }
    return LINE_READ;
}

/* What the lines need is fetched for all of them before the first is applied. */
static void replay_ahead(struct replay *replay, uint32_t count)
{
    const struct merit_event *events[REPLAY_AHEAD];
    uint32_t good = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (replay->ahead[i].fault.bad == MERIT_BAD_NONE && !replay->ahead[i].read.is_standing) {
            events[good++] = &replay->ahead[i].read.event;
        }
    }
    ensemble_warm(&replay->ensemble, events, good);
    for (uint32_t i = 0; i < count && !replay->failed && !replay->is_over; i++) {
        replay_line(replay, &replay->ahead[i]);
    }
}

/* Reads all lines; false where a file cannot be read to its end. */
static bool replay_lines(struct replay *replay)
{
    struct line_reader lines;
    line_reader_init(&lines, replay->options->files, replay->options->file_count);
    enum line_result result = LINE_READ;
    while (result == LINE_READ && !replay->failed && !replay->is_over) {
        uint32_t count;
        result = read_ahead(replay, &lines, &count);
        replay_ahead(replay, count);
    }
    if (result == LINE_FAILED) {
        progress_end(&replay->progress);
        fprintf(stderr, "merit replay: %s\n", line_reader_error(&lines));
    }
    line_reader_fini(&lines);
    return result != LINE_FAILED;
}

/* ---- scores ------------------------------------------------------------------------------ */

/* Each named partner's scores, partners in byte order. */
static void write_scores(struct replay *replay)
{
    size_t count;
    struct merit_text *names = partner_names_sorted(&replay->named, &count);
    uint8_t last = replay->program->designation_count;
    last = (uint8_t)(last + (replay->program->standing.all_id == NULL ? 0 : 1));
    for (size_t i = 0; i < count && !replay->failed; i++) {
        for (uint8_t d = 0; d < last; d++) {
            struct merit_output output;
            ensemble_score(&replay->ensemble, names[i], d, &output);
            write_output(replay, &output);
        }
    }
    memory_free(names);
}

/* With several tasks some lines turn out bad only when their day comes. */
static void say_refused(struct replay *replay)
{
    uint64_t count = replay->ensemble.refused_count;
    if (count > 0) {
        fprintf(stderr,
                "merit replay: %" PRIu64
                " certifications, limit: beyond the %d that a person may have "
                "when their day came; they had no effect (--tasks 1 names the lines)\n",
                count, MERIT_PERSON_CERTIFICATIONS_MAX);
        replay->bad_lines += count;
    }
}

/* ---- the command ------------------------------------------------------------------------- */

/* What is asked for at the end of input. */
static void finish(struct replay *replay)
{
    const struct replay_options *options = replay->options;
    if (options->why != NULL && !replay->memory.taken) {
        remember(replay);
    }
    ensemble_finish(&replay->ensemble, is_asked(options) ? options->on_day : options->until_day);
    run(replay);
    if (options->scores) {
        write_scores(replay);
    }
    if (options->explain != NULL) {
        replay_explain(&replay->ensemble, &replay->subject, options->json, &replay->output);
    }
    if (options->why != NULL) {
        replay_compare(&replay->ensemble, &replay->subject, &replay->memory, options->json,
                       &replay->output);
    }
}

static int replay_all(struct replay *replay)
{
    bool read = replay_lines(replay);
    /* Standings alone set no clock, but --until may. */
    bool begun = replay->ensemble.latest_day != MERIT_NO_DAY ||
                 (replay->adopted && replay->options->until_day != MERIT_NO_DAY);
    bool two_days = !begun || replay_has_two_days(replay->options, replay->ensemble.latest_day);
    if (!replay->failed && begun && two_days) {
        finish(replay);
    }
    flush_output(replay);
    if (!replay->failed && fflush(stdout) != 0) {
        fprintf(stderr, "merit replay: standard output: %s\n", strerror(errno));
        replay->failed = true;
    }
    progress_end(&replay->progress);
    say_refused(replay);
    if (is_asked(replay->options) && read && !begun) {
        fputs("merit replay: there is nothing to explain: no event is of that day or before\n",
              stderr);
        return EXIT_FAILURE;
    }
    if (replay->failed || !read) {
        return EXIT_FAILURE;
    }
    if (!two_days) {
        return EXIT_USAGE;
    }
    return replay->bad_lines > 0 ? EXIT_BAD_LINES : EXIT_SUCCESS;
}

int cli_replay(int argc, char **argv)
{
    struct replay_options options;
    switch (replay_options_read(argc, argv, &options)) {
    case REPLAY_OPTIONS_GOOD:
        break;
    case REPLAY_OPTIONS_HELP:
        return EXIT_SUCCESS;
    case REPLAY_OPTIONS_BAD:
        return EXIT_USAGE;
    }
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(options.rules, &errors);
    if (rules == NULL) {
        fwrite(errors.text.bytes, 1, errors.text.length, stderr);
        yaml_errors_fini(&errors);
        return EXIT_USAGE;
    }
    static const struct partner_settings settings = {1, 1, {70}};
    struct replay replay = {.options = &options, .program = rules->program};
    if (is_asked(&options) &&
        !replay_subject_read(options.why != NULL ? options.why : options.explain, rules->program,
                             &replay.subject)) {
        rules_free(rules);
        yaml_errors_fini(&errors);
        return EXIT_USAGE;
    }
    struct ensemble_config config = {rules->program, &settings, options.tasks};
    ensemble_init(&replay.ensemble, &config);
    for (uint32_t i = 0; i < REPLAY_AHEAD; i++) {
        replay.ahead[i].reader = json_reader_new();
    }
    replay.progress = progress_start();
    partner_names_init(&replay.named);
    int result = replay_all(&replay);
    partner_names_fini(&replay.named);
    for (uint32_t i = 0; i < REPLAY_AHEAD; i++) {
        json_reader_free(replay.ahead[i].reader);
        buffer_fini(&replay.ahead[i].text);
    }
    text_buffer_fini(&replay.output);
    ensemble_fini(&replay.ensemble);
    replay_memory_fini(&replay.memory);
    rules_free(rules);
    yaml_errors_fini(&errors);
    return result;
}
