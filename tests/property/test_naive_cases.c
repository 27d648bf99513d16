/* The judge against the case files: what a program expert wrote down and what it works out agree.
 *
 * Called without arguments it runs tests/cases/run_cases.py with itself as the program; called with
 * `replay` it is that program: it reads events as lines of fields between tabs and prints what the
 * judge says as JSON lines like those of `merit replay`. */
#include "naive.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FIELDS_MAX = 16,
    PRODUCTS_MAX = 32,
};

/* ---- reading ----------------------------------------------------------------------------- */

/* Cuts a line at every separator. */
static size_t cut(char *line, char separator, char **ret_fields, size_t limit)
{
    size_t count = 0;
    for (char *at = line; at != NULL && count < limit; count++) {
        ret_fields[count] = at;
        at = strchr(at, separator);
        if (at != NULL) {
            *at = '\0';
            at++;
        }
    }
    return count;
}

static struct merit_text text_of(const char *field)
{
    return merit_text_of(strcmp(field, "-") == 0 ? NULL : field);
}

static int64_t number_of(const char *field, int64_t none)
{
    return strcmp(field, "-") == 0 ? none : strtoll(field, NULL, 10);
}

static int32_t day_of(const char *field)
{
    return (int32_t)number_of(field, MERIT_NO_DAY);
}

static unsigned word_of(const char *const *words, unsigned count, const char *field)
{
    unsigned index = 0;
    while (index < count && strcmp(words[index], field) != 0) {
        index++;
    }
    assert(index < count);
    return index;
}

static void read_usage(struct merit_event *event, char **fields)
{
    event->kind = MERIT_EVENT_USAGE;
    event->usage = (struct merit_usage){
        .tenant_id = text_of(fields[4]),
        .product = text_of(fields[5]),
        .subscription_id = text_of(fields[6]),
        .offer = text_of(fields[7]),
        .as_of_day = day_of(fields[8]),
        .figures = {number_of(fields[9], MERIT_NO_FIGURE), number_of(fields[10], MERIT_NO_FIGURE),
                    number_of(fields[11], MERIT_NO_FIGURE)},
    };
}

static void read_association(struct merit_event *event, char **fields, struct merit_text *products)
{
    static const char *const types[] = {"CPOR", "DPOR", "PAL", "CSP_TIER1", "CSP_TIER2"};
    static const char *const statuses[] = {"PENDING", "ACTIVE", "REJECTED"};
    static const char *const clouds[] = {"PUBLIC", "CHINA", "GOVERNMENT"};
    char *names[PRODUCTS_MAX];
    size_t count = strcmp(fields[10], "-") == 0 ? 0 : cut(fields[10], ',', names, PRODUCTS_MAX);
    for (size_t i = 0; i < count; i++) {
        products[i] = merit_text_of(names[i]);
    }
    event->kind = MERIT_EVENT_ASSOCIATION;
    event->association = (struct merit_association){
        .association_id = text_of(fields[4]),
        .partner_id = text_of(fields[5]),
        .tenant_id = text_of(fields[6]),
        .type = (enum merit_association_type)word_of(types, 5, fields[7]),
        .status = (enum merit_association_status)word_of(statuses, 3, fields[8]),
        .cloud = (enum merit_cloud)word_of(clouds, 3, fields[9]),
        .product_count = (uint32_t)count,
        .products = products,
        .subscription_id = text_of(fields[11]),
        .start_day = day_of(fields[12]),
        .end_day = day_of(fields[13]),
    };
}

static void read_certification(struct merit_event *event, char **fields)
{
    event->kind = MERIT_EVENT_CERTIFICATION;
    event->certification = (struct merit_certification){
        .partner_id = text_of(fields[4]),
        .person_id = text_of(fields[5]),
        .certification = text_of(fields[6]),
        .achieved_day = day_of(fields[7]),
        .expires_day = day_of(fields[8]),
        .linked_day = day_of(fields[9]),
        .unlinked_day = day_of(fields[10]),
    };
}

static void read_line(struct naive *naive, char *line)
{
    char *fields[FIELDS_MAX] = {NULL};
    struct merit_text products[PRODUCTS_MAX];
    size_t count = cut(line, '\t', fields, FIELDS_MAX);
    assert(count >= 2);
    if (strcmp(fields[0], "until") == 0) {
        naive_day(naive, day_of(fields[1]));
        return;
    }
    assert(count >= 11 && fields[10] != NULL);
    struct merit_event event = {
        .event_id = text_of(fields[1]),
        .occurred_at = number_of(fields[2], 0),
        .timestamp = number_of(fields[3], 0),
    };
    if (fields[0][0] == 'u') {
        read_usage(&event, fields);
    } else if (fields[0][0] == 'a') {
        read_association(&event, fields, products);
    } else {
        read_certification(&event, fields);
    }
    naive_event(naive, &event);
}

/* ---- writing ----------------------------------------------------------------------------- */

static void print_text(const char *name, struct merit_text text)
{
    if (text.at == NULL) {
        printf(",\"%s\":null", name);
    } else {
        printf(",\"%s\":\"%.*s\"", name, (int)text.length, text.at);
    }
}

/* By looking through the days of the years that input may carry. */
static void print_date(int32_t day)
{
    int32_t year = 2000;
    while (naive_day_of(year + 1, 1, 1) <= day) {
        year++;
    }
    int32_t month = 1;
    while (month < 12 && naive_day_of(year, month + 1, 1) <= day) {
        month++;
    }
    printf("%04d-%02d-%02d", (int)year, (int)month, (int)(day - naive_day_of(year, month, 1) + 1));
}

static void print_day(const char *name, int32_t day)
{
    if (day == MERIT_NO_DAY) {
        printf(",\"%s\":null", name);
        return;
    }
    printf(",\"%s\":\"", name);
    print_date(day);
    printf("\"");
}

/* To the second: case files say no more. */
static void print_instant(const char *name, int64_t micros)
{
    int seconds = (int)(micros % MERIT_MICROS_PER_DAY / 1000000);
    printf(",\"%s\":\"", name);
    print_date((int32_t)(micros / MERIT_MICROS_PER_DAY));
    printf("T%02d:%02d:%02dZ\"", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void print_hundredths(const char *name, int64_t hundredths)
{
    printf(",\"%s\":%" PRId64 ".%02d", name, hundredths / 100, (int)(hundredths % 100));
}

static void print_flag(const char *name, bool flag)
{
    printf(",\"%s\":%s", name, flag ? "true" : "false");
}

/* The double nearest to the exact value. */
static void print_fraction(const char *name, struct naive_fraction fraction)
{
    printf(",\"%s\":%.17g", name, (double)fraction.above / (double)fraction.below);
}

static void print_parts(const struct naive_metric *metric)
{
    printf(",\"parts\":[");
    for (int i = 0; i < metric->part_count; i++) {
        printf("%s{\"name\":\"%s\"", i == 0 ? "" : ",", metric->parts[i].name);
        print_fraction("actual", metric->parts[i].actual);
        print_fraction("target", metric->parts[i].target);
        printf("}");
    }
    printf("]");
}

static void print_score(const struct naive_score *score)
{
    print_text("path", merit_text_of(score->path));
    print_hundredths("points", score->hundredths);
    print_flag("qualified", score->qualified);
    printf(",\"metrics\":[");
    for (int i = 0; i < score->metric_count; i++) {
        const struct naive_metric *metric = &score->metrics[i];
        printf("%s{\"metric\":\"%s\"", i == 0 ? "" : ",", metric->metric);
        print_text("basis", merit_text_of(metric->basis));
        print_fraction("actual", metric->actual);
        print_fraction("target", metric->target);
        print_hundredths("points", metric->hundredths);
        printf(",\"max_points\":%d", (int)metric->max_points);
        print_parts(metric);
        printf("}");
    }
    printf("]");
}

static void print_head(const char *type,
                       enum naive_designation designation,
                       struct merit_text partner)
{
    printf("{\"type\":\"%s\",\"designation\":\"%s\"", type, naive_designation_names[designation]);
    print_text("partner_id", partner);
}

static void print_specializations(const struct naive_designation_event *event)
{
    printf(",\"specializations\":[");
    for (int i = 0; i < event->specialization_count; i++) {
        printf("%s\"%s\"", i == 0 ? "" : ",", event->specializations[i]);
    }
    printf("]");
}

static void print_output(const struct naive_output *output)
{
    bool change = output->kind == NAIVE_SCORE_CHANGED;
    print_head(change ? "score_changed" : "designation", output->designation, output->partner_id);
    print_day("effective_date", output->effective_day);
    print_instant("occurred_at", output->occurred_at);
    print_text("cause", merit_text_of(naive_cause_names[output->cause]));
    print_text("cause_event_id", output->cause_event_id);
    if (change) {
        const struct naive_score_changed *changed = &output->score_changed;
        printf(",\"sequence\":%" PRId64, changed->sequence);
        print_hundredths("previous_points", changed->previous_hundredths);
        print_flag("previously_qualified", changed->previously_qualified);
        printf(",\"thresholds_crossed\":[");
        if (changed->crossed_up || changed->crossed_down) {
            printf("{\"threshold\":70,\"direction\":\"%s\"}", changed->crossed_up ? "UP" : "DOWN");
        }
        printf("]");
        print_score(&changed->score);
    } else {
        const struct naive_designation_event *event = &output->designation_event;
        printf(",\"sequence\":%" PRId64 ",\"score_sequence\":%" PRId64, event->sequence,
               event->score_sequence);
        print_text("transition", merit_text_of(naive_transition_names[event->transition]));
        print_hundredths("points", event->hundredths);
        print_day("anniversary_date", event->anniversary_day);
        print_specializations(event);
    }
    printf("}\n");
}

static void print_state(const struct naive *naive,
                        struct merit_text partner,
                        enum naive_designation designation)
{
    struct naive_state state = naive_score(naive, partner, designation);
    print_head("score", designation, partner);
    print_day("as_of", naive_clock(naive));
    printf(",\"sequence\":%" PRId64, state.sequence);
    print_text("status", merit_text_of(naive_status_names[state.status]));
    print_day("anniversary_date", state.anniversary_day);
    print_day("attained_on", state.attained_day);
    print_score(state.score);
    printf("}\n");
}

static int replay(void)
{
    struct naive *naive = naive_new(1, NAIVE_DESIGNATIONS);
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0) {
        line[strcspn(line, "\n")] = '\0';
        read_line(naive, line);
    }
    free(line);
    for (size_t i = 0; i < naive_output_count(naive); i++) {
        print_output(naive_output(naive, i));
    }
    for (size_t i = 0; i < naive_partner_count(naive); i++) {
        for (int d = 0; d < naive_standing_count(naive); d++) {
            print_state(naive, naive_partner(naive, i), (enum naive_designation)d);
        }
    }
    naive_free(naive);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "replay") == 0) {
        return replay();
    }
    execlp("python3", "python3", "-B", MERIT_SOURCE_DIR "/tests/cases/run_cases.py", "--naive",
           argv[0], MERIT_SOURCE_DIR, (char *)NULL);
    perror("python3");
    return EXIT_FAILURE;
}
