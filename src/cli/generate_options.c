/* The command line of `merit generate`. */
#include "cli/generate_options.h"

#include "codec/time_text.h"

#include <stdio.h>

const char generate_usage[] =
    "Examples:\n"
    "  merit generate > history.jsonl\n"
    "  merit generate --partners 1000 --tenants 20000 --seed 7 | merit replay --rules DIR -\n"
    "  merit generate --designations security,data_ai_azure --months 36 --late 5\n"
    "\n"
    "Usage: merit generate [OPTION]...\n"
    "\n"
    "Writes a made-up history of events as JSON lines, in the order in which they arrive: customers\n"
    "that join, grow and leave, associations, monthly and daily usage, people's certificates,\n"
    "corrections and duplicates. The same options always give the same bytes.\n"
    "\n"
    "  --partners N         1 to 1000000; 100\n"
    "  --tenants N          customers, 1 to 10000000; 2000. The lower a partner's number, the more\n"
    "                       of them it has\n"
    "  --months N           calendar months, 1 to 120; 24\n"
    "  --until DATE         the last day, of the last of those months; 2023-12-31\n"
    "  --seed N             another number, another history; 1\n"
    "  --designations LIST  whose products and exams there are, by commas; modern_work. Of several,\n"
    "                       each partner is best at one\n"
    "  --late PERCENT       so many of the lines arrive 1 to 60 days late, half of them with the\n"
    "                       timestamp of the day they belong to; 0\n"
    "  --help               this text\n";

struct option_reader {
    struct generate_plan *plan;
    const char *name;
    const char *value;
    int32_t months;
    int32_t until;
    const char *designations;
    char *error;
};

static bool refuse(const struct option_reader *reader, const char *wanted)
{
    (void)snprintf(reader->error, GENERATE_OPTIONS_ERROR_BYTES, "%.40s wants %s, not \"%.60s\"",
                   reader->name, wanted, reader->value);
    return false;
}

static bool read_number(const struct option_reader *reader,
                        uint64_t least,
                        uint64_t most,
                        uint64_t *ret_number)
{
    uint64_t number = 0;
    bool good = reader->value[0] != '\0';
    for (const char *at = reader->value; *at != '\0' && good; at++) {
        uint64_t digit = (uint64_t)(unsigned char)*at - '0';
        good = *at >= '0' && *at <= '9' && number <= (UINT64_MAX - digit) / 10;
        number = good ? number * 10 + digit : 0;
    }
    if (!good || number < least || number > most) {
        char wanted[96];
        (void)snprintf(wanted, sizeof wanted, "a whole number from %llu to %llu",
                       (unsigned long long)least, (unsigned long long)most);
        return refuse(reader, wanted);
    }
    *ret_number = number;
    return true;
}

static bool read_count(const struct option_reader *reader,
                       int32_t least,
                       int32_t most,
                       int32_t *ret_count)
{
    uint64_t number = 0;
    if (!read_number(reader, (uint64_t)least, (uint64_t)most, &number)) {
        return false;
    }
    *ret_count = (int32_t)number;
    return true;
}

static bool read_until(struct option_reader *reader)
{
    if (time_text_read_date(merit_text_of(reader->value), &reader->until) != TIME_TEXT_GOOD) {
        return refuse(reader, "a date like 2023-12-31, from 2000-01-01 to 2199-12-31");
    }
    return true;
}

static bool read_option(struct option_reader *reader)
{
    const char *name = reader->name;
    if (strcmp(name, "--partners") == 0) {
        return read_count(reader, 1, GENERATE_PARTNERS_MAX, &reader->plan->partners);
    }
    if (strcmp(name, "--tenants") == 0) {
        return read_count(reader, 1, GENERATE_TENANTS_MAX, &reader->plan->tenants);
    }
    if (strcmp(name, "--months") == 0) {
        return read_count(reader, 1, GENERATE_MONTHS_MAX, &reader->months);
    }
    if (strcmp(name, "--late") == 0) {
        return read_count(reader, 0, 100, &reader->plan->late_percent);
    }
    if (strcmp(name, "--seed") == 0) {
        return read_number(reader, 0, UINT64_MAX, &reader->plan->seed);
    }
    if (strcmp(name, "--until") == 0) {
        return read_until(reader);
    }
    reader->designations = reader->value;
    return true;
}

static bool is_known(const char *name)
{
    static const char *const names[] = {"--partners", "--tenants", "--months",      "--seed",
                                        "--late",     "--until",   "--designations"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool add_designations(struct option_reader *reader)
{
    const char *at = reader->designations;
    reader->name = "--designations";
    for (;;) {
        struct merit_text id = {at, (uint32_t)strcspn(at, ",")};
        const struct generate_designation *designation = generate_designation_find(id);
        if (designation == NULL) {
            reader->value = at;
            return refuse(reader, "some of modern_work,business_applications,security,"
                                  "infrastructure_azure,digital_app_innovation_azure,"
                                  "data_ai_azure");
        }
        generate_plan_add(reader->plan, designation);
        at += id.length;
        if (*at == '\0') {
            return true;
        }
        at++;
    }
}

/* Days must be those that input may carry, thirty months before the history included. */
static bool check_days(struct option_reader *reader)
{
    enum { MONTHS_BEFORE = 36 };
    int32_t first = merit_month_of_day(reader->until) - reader->months - MONTHS_BEFORE;
    if (merit_month_first_day(first) < MERIT_DAY_FIRST || reader->until > MERIT_DAY_LAST - 3000) {
        (void)snprintf(reader->error, GENERATE_OPTIONS_ERROR_BYTES,
                       "--until and --months must leave the history between 2003 and 2190");
        return false;
    }
    generate_plan_set_days(reader->plan, reader->months, reader->until);
    return true;
}

enum generate_options_result generate_options_read(int count,
                                                   char *const *arguments,
                                                   struct generate_plan *ret_plan,
                                                   char ret_error[GENERATE_OPTIONS_ERROR_BYTES])
{
    struct generate_plan plan = {.seed = 1, .partners = 100, .tenants = 2000};
    struct option_reader reader = {
        .plan = &plan,
        .months = 24,
        .until = merit_day_of_date((struct merit_date){2023, 12, 31}),
        .designations = "modern_work",
        .error = ret_error,
    };
    for (int i = 1; i < count; i++) {
        reader.name = arguments[i];
        if (strcmp(reader.name, "--help") == 0) {
            return GENERATE_OPTIONS_HELP;
        }
        if (!is_known(reader.name)) {
            (void)snprintf(ret_error, GENERATE_OPTIONS_ERROR_BYTES,
                           "unknown argument \"%.60s\"; see merit generate --help", reader.name);
            return GENERATE_OPTIONS_BAD;
        }
        reader.value = ++i < count ? arguments[i] : "";
        if (!read_option(&reader)) {
            return GENERATE_OPTIONS_BAD;
        }
    }
    if (!add_designations(&reader) || !check_days(&reader)) {
        return GENERATE_OPTIONS_BAD;
    }
    *ret_plan = plan;
    return GENERATE_OPTIONS_GOOD;
}
