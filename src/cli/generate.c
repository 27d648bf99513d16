/* `merit generate`: a realistic event history as JSON lines. */
#include "cli/generate.h"

#include "cli/generate_event.h"
#include "cli/generate_options.h"
#include "cli/progress.h"
#include "codec/json_write.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum { FLUSH_BYTES = 256 * 1024 };

struct output {
    struct text_buffer buffer;
    uint64_t lines;
    struct progress progress;
};

static void show(struct output *output, int32_t month)
{
    char text[96];
    struct merit_date date = merit_date_of_day(merit_month_first_day(month));
    (void)snprintf(text, sizeof text, "merit generate: %04d-%02d, %llu lines", (int)date.year,
                   (int)date.month, (unsigned long long)output->lines);
    progress_show(&output->progress, text);
}

static bool output_flush(struct output *output)
{
    size_t done = 0;
    while (done < output->buffer.length) {
        ssize_t written =
            write(STDOUT_FILENO, output->buffer.at + done, output->buffer.length - done);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        done += written > 0 ? (size_t)written : 0;
    }
    output->buffer.length = 0;
    return true;
}

static bool write_month(const struct generate_plan *plan,
                        int32_t month,
                        struct generate_agenda *agenda,
                        struct output *output)
{
    struct generate_texts texts = {0};
    generate_agenda_make(plan, month, agenda);
    for (size_t i = 0; i < agenda->count; i++) {
        struct merit_event event = generate_event_make(plan, &agenda->items[i], &texts);
        json_write_event(&output->buffer, &event);
        output->lines++;
        if (output->buffer.length >= FLUSH_BYTES) {
            if (!output_flush(output)) {
                return false;
            }
            if (progress_is_due(&output->progress)) {
                show(output, month);
            }
        }
    }
    return output_flush(output);
}

static bool write_history(const struct generate_plan *plan)
{
    struct generate_agenda agenda = {0};
    struct output output = {.progress = progress_start()};
    bool good = true;
    for (int32_t i = 0; i < plan->months && good; i++) {
        good = write_month(plan, plan->first_month + i, &agenda, &output);
    }
    int error = errno;
    progress_end(&output.progress);
    generate_agenda_fini(&agenda);
    text_buffer_fini(&output.buffer);
    errno = error;
    return good;
}

int cli_generate(int count, char **arguments)
{
    struct generate_plan plan;
    char error[GENERATE_OPTIONS_ERROR_BYTES];
    switch (generate_options_read(count, arguments, &plan, error)) {
    case GENERATE_OPTIONS_HELP:
        return fputs(generate_usage, stdout) < 0 || fflush(stdout) != 0 ? 1 : 0;
    case GENERATE_OPTIONS_BAD:
        (void)fprintf(stderr, "merit generate: %s\n", error);
        return 2;
    case GENERATE_OPTIONS_GOOD:
        break;
    }
    if (!write_history(&plan)) {
        char reason[128];
        if (strerror_r(errno, reason, sizeof reason) != 0) {
            (void)snprintf(reason, sizeof reason, "error %d", errno);
        }
        (void)fprintf(stderr, "merit generate: cannot write to standard output: %s\n", reason);
        return 1;
    }
    return 0;
}
