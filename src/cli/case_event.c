/* Lines of a case that are events: usage, claim, cert, again; and standings. */
#include "cli/case_event.h"

#include "cli/case_series.h"
#include "cli/case_standing.h"
#include "codec/time_text.h"
#include "rules/value.h"

#include <assert.h>
#include <stdio.h>

enum {
    ID_BYTES = 16,
    MONTH_LENGTH = 7,   /* 2023-06 */
    MONTHS_LENGTH = 16, /* 2023-06..2023-12 */
    PARTS_MAX = 16,     /* products of a claim */
    MICROS_PER_EVENT = 1000,
    DAY_BEGINS = 9, /* o'clock: when the first event of a day arrives */
};
#define MICROS_PER_HOUR INT64_C(3600000000)

/* One event while it is read from its words, braces filled in. */
struct draft {
    struct arena *arena;
    struct case_words words;
    struct merit_event event;
    bool has_occurred;
};

static struct merit_text kept(struct draft *draft, struct merit_text text)
{
    return arena_text(draft->arena, text);
}

/* ---- options of a line ------------------------------------------------------------------- */

/* Takes NAME=VALUE words off the line; each of the names at most once. The others stay in order. */
static void take_options(struct draft *draft,
                         const char *const *names,
                         struct case_word *ret_values)
{
    struct case_words *words = &draft->words;
    uint32_t left = 1; /* the first word says what the line is */
    for (uint32_t i = 1; i < words->count; i++) {
        struct case_word name;
        struct case_word value;
        if (!case_word_split(&words->words[i], &name, &value)) {
            words->words[left++] = words->words[i];
            continue;
        }
        int index = case_word_choice(words, &name, names);
        if (words->failed) {
            return;
        }
        if (!merit_text_is_null(ret_values[index].text)) {
            case_words_fail(words, &name, NULL, "'%s' stands here twice", names[index]);
            return;
        }
        ret_values[index] = value;
    }
    words->count = left;
}

static bool has(const struct case_word *value)
{
    return !merit_text_is_null(value->text);
}

static void read_id_and_time(struct draft *draft,
                             const struct case_word *id,
                             const struct case_word *at)
{
    if (has(id)) {
        draft->event.event_id = kept(draft, id->text);
    }
    if (!has(at)) {
        return;
    }
    int32_t day = value_parse_day(at->text);
    if (day != MERIT_NO_DAY) {
        draft->event.occurred_at = day * MERIT_MICROS_PER_DAY + DAY_BEGINS * MICROS_PER_HOUR;
    } else if (time_text_read_timestamp(at->text, &draft->event.occurred_at) != TIME_TEXT_GOOD) {
        case_words_fail(&draft->words, at, NULL,
                        "expected a day or a moment such as 2023-06-12T10:00:00Z");
    }
}

/* ---- the kinds of events ----------------------------------------------------------------- */

static void read_usage(struct draft *draft)
{
    static const char *const names[] = {"mau", "pau", "rev", "sub", "offer", "id", "at", NULL};
    struct case_word values[7] = {0};
    struct case_words *words = &draft->words;
    take_options(draft, names, values);
    struct merit_usage *usage = &draft->event.usage;
    draft->event.kind = MERIT_EVENT_USAGE;
    usage->tenant_id = kept(draft, case_words_need(words, "a tenant").text);
    usage->product = kept(draft, case_words_need(words, "a product such as m365/teams").text);
    struct case_word as_of = case_words_need(words, "the day that is reported");
    usage->as_of_day = case_word_day(words, &as_of);
    for (int figure = 0; figure < MERIT_FIGURE_COUNT; figure++) {
        usage->figures[figure] = MERIT_NO_FIGURE;
        if (has(&values[figure])) {
            usage->figures[figure] = figure == MERIT_FIGURE_REVENUE
                                         ? case_word_cents(words, &values[figure])
                                         : case_word_count(words, &values[figure]);
        }
    }
    usage->subscription_id = kept(draft, values[3].text);
    usage->offer = kept(draft, values[4].text);
    read_id_and_time(draft, &values[5], &values[6]);
    case_words_end(&draft->words);
}

static void read_products(struct draft *draft, const struct case_word *list)
{
    struct merit_association *association = &draft->event.association;
    struct merit_text *products = arena_allocate(draft->arena, PARTS_MAX * sizeof *products);
    const char *at = list->text.at;
    const char *end = at + list->text.length;
    while (at <= end && association->product_count < PARTS_MAX) {
        const char *comma = at == end ? NULL : memchr(at, ',', (size_t)(end - at));
        const char *stop = comma == NULL ? end : comma;
        struct merit_text product = {at, (uint32_t)(stop - at)};
        products[association->product_count++] = kept(draft, product);
        at = stop + 1;
    }
    if (at <= end) {
        case_words_fail(&draft->words, list, NULL, "more than %d products", PARTS_MAX);
    }
    association->products = products;
}

static void read_claim(struct draft *draft)
{
    static const char *const names[] = {"status", "cloud", "products", "sub", "id", "at", NULL};
    struct case_word values[6] = {0};
    struct case_words *words = &draft->words;
    take_options(draft, names, values);
    struct merit_association *association = &draft->event.association;
    draft->event.kind = MERIT_EVENT_ASSOCIATION;
    *association =
        (struct merit_association){.status = MERIT_STATUS_ACTIVE, .cloud = MERIT_CLOUD_PUBLIC};
    association->association_id = kept(draft, case_words_need(words, "the claim's id").text);
    association->tenant_id = kept(draft, case_words_need(words, "a tenant").text);
    association->partner_id = kept(draft, case_words_need(words, "a partner").text);
    struct case_word type = case_words_need(words, "a type such as CPOR");
    association->type =
        (enum merit_association_type)case_word_choice(words, &type, merit_association_type_names);
    struct case_word range = case_words_need(words, "the days from .. to");
    case_word_range(words, &range, &association->start_day, &association->end_day);
    if (has(&values[0])) {
        association->status = (enum merit_association_status)case_word_choice(
            words, &values[0], merit_association_status_names);
    }
    if (has(&values[1])) {
        association->cloud =
            (enum merit_cloud)case_word_choice(words, &values[1], merit_cloud_names);
    }
    if (has(&values[2])) {
        read_products(draft, &values[2]);
    }
    association->subscription_id = kept(draft, values[3].text);
    read_id_and_time(draft, &values[4], &values[5]);
    case_words_end(&draft->words);
}

static void read_certificate(struct draft *draft)
{
    static const char *const names[] = {"linked", "unlinked", "id", "at", NULL};
    struct case_word values[4] = {0};
    struct case_words *words = &draft->words;
    take_options(draft, names, values);
    struct merit_certification *certification = &draft->event.certification;
    draft->event.kind = MERIT_EVENT_CERTIFICATION;
    certification->partner_id = kept(draft, case_words_need(words, "a partner").text);
    certification->person_id = kept(draft, case_words_need(words, "a person").text);
    certification->certification =
        kept(draft, case_words_need(words, "a code such as MS-900").text);
    struct case_word range = case_words_need(words, "the days from .. to");
    case_word_range(words, &range, &certification->achieved_day, &certification->expires_day);
    certification->linked_day = has(&values[0]) ? case_word_day(words, &values[0]) : MERIT_NO_DAY;
    certification->unlinked_day = has(&values[1]) ? case_word_day(words, &values[1]) : MERIT_NO_DAY;
    read_id_and_time(draft, &values[2], &values[3]);
    case_words_end(&draft->words);
}

/* ---- one line, one or many events -------------------------------------------------------- */

static void add_event(struct case_scribe *scribe,
                      const struct yaml_node *node,
                      const struct merit_event *event)
{
    struct case_event *added = arena_allocate(scribe->arena, sizeof *added);
    *added = (struct case_event){.node = node, .event = *event};
    if (scribe->last == NULL) {
        scribe->first = added;
    } else {
        scribe->last->next = added;
    }
    scribe->last = added;
}

/* When the next event arrives: events of a day follow each other closely. */
static int64_t arrival(const struct case_scribe *scribe)
{
    return scribe->day * MERIT_MICROS_PER_DAY + DAY_BEGINS * MICROS_PER_HOUR +
           (int64_t)scribe->count * MICROS_PER_EVENT;
}

/* The event of words whose braces are filled in. */
static bool read_one(struct case_scribe *scribe, const struct case_words *words, int kind)
{
    static void (*const readers[])(struct draft *) = {read_usage, read_claim, read_certificate};
    struct draft draft = {.arena = scribe->arena, .words = *words};
    draft.words.next = 1;
    if (scribe->count == CASE_EVENTS_MAX) {
        yaml_error(words->node, 0, NULL, "a test has at most %d events", CASE_EVENTS_MAX);
        return false;
    }
    scribe->count++;
    char id[ID_BYTES];
    int length = snprintf(id, sizeof id, "e%u", scribe->count);
    assert(length > 0);
    draft.event.event_id = arena_text(scribe->arena, (struct merit_text){id, (uint32_t)length});
    draft.event.timestamp = arrival(scribe);
    draft.event.occurred_at = draft.event.timestamp;
    readers[kind](&draft);
    if (draft.words.failed) {
        return false;
    }
    struct merit_fault fault = merit_event_check(&draft.event);
    if (fault.bad != MERIT_BAD_NONE) {
        yaml_error(words->node, 0, NULL, "%s: %s", fault.field == NULL ? "the event" : fault.field,
                   fault.reason == NULL ? merit_bad_code(fault.bad) : fault.reason);
        return false;
    }
    add_event(scribe, words->node, &draft.event);
    return true;
}

/* The standing of words whose braces are filled in. */
static bool read_standing(struct case_scribe *scribe, const struct case_words *words)
{
    struct merit_standing *standing = arena_allocate(scribe->arena, sizeof *standing);
    struct case_words own = *words;
    own.next = 1;
    if (!case_standing_read(scribe->arena, &own, standing)) {
        return false;
    }
    add_event(scribe, words->node, &(struct merit_event){.kind = MERIT_EVENT_ASSOCIATION});
    scribe->last->standing = standing;
    return true;
}

/* A month such as 2023-06; -1 where the text is none. */
static int32_t month_of(struct merit_text text)
{
    char date[TIME_TEXT_DATE_LENGTH + 1];
    if (text.length != MONTH_LENGTH) {
        return -1;
    }
    (void)snprintf(date, sizeof date, "%.*s-01", MONTH_LENGTH, text.at);
    int32_t day = value_parse_day(merit_text_of(date));
    return day == MERIT_NO_DAY ? -1 : merit_month_of_day(day);
}

/* The reports of "2023-06" or "2023-01..2023-06": one for each month, as of its last day. True
 * where the third word of a usage line is such; they are added then, or the line failed. */
static bool read_months(struct case_scribe *scribe, struct case_words *words)
{
    struct merit_text text = words->count > 3 ? words->words[3].text : (struct merit_text){"", 0};
    int32_t first = month_of((struct merit_text){text.at, text.length < 7 ? 0 : MONTH_LENGTH});
    int32_t last = first;
    if (first < 0 || (text.length != MONTH_LENGTH && text.length != MONTHS_LENGTH)) {
        return false;
    }
    if (text.length == MONTHS_LENGTH) {
        last = month_of((struct merit_text){text.at + MONTH_LENGTH + 2, MONTH_LENGTH});
        if (last < first || memcmp(text.at + MONTH_LENGTH, "..", 2) != 0) {
            return false;
        }
    }
    for (int32_t month = first; month <= last; month++) {
        char date[TIME_TEXT_DATE_LENGTH];
        time_text_write_date(merit_month_last_day(month), date);
        words->words[3].text = (struct merit_text){date, sizeof date};
        if (!read_one(scribe, words, 0)) {
            break;
        }
    }
    return true;
}

static void read_again(struct case_scribe *scribe, const struct yaml_node *node)
{
    if (scribe->last == NULL || scribe->last->standing != NULL) {
        yaml_error(node, 0, NULL, "no event stands before this one");
        return;
    }
    if (scribe->count == CASE_EVENTS_MAX) {
        yaml_error(node, 0, NULL, "a test has at most %d events", CASE_EVENTS_MAX);
        return;
    }
    scribe->count++;
    struct merit_event event = scribe->last->event;
    event.timestamp = arrival(scribe);
    add_event(scribe, node, &event);
}

/* How many lines the braces of a line make of it; 0: malformed, and said. */
static uint32_t lines_of(struct case_words *words)
{
    uint32_t length = 0;
    for (uint32_t i = 0; i < words->count; i++) {
        if (!case_series_measure(words->words[i].text, &length)) {
            case_words_fail(words, &words->words[i], NULL,
                            "expected braces such as {1..5} or {a,b,c} here, all of a line with "
                            "equally many values");
            return 0;
        }
    }
    return length == 0 ? 1 : length;
}

/* Lines by their first word; the first three are events, in the order of read_one's readers. */
enum { LINE_USAGE, LINE_AGAIN = 3, LINE_STANDING };

void case_event_read(struct case_scribe *scribe, const struct yaml_node *node)
{
    static const char *const kinds[] = {"usage", "claim", "cert", "again", "standing", NULL};
    struct case_words words;
    case_words_split(&words, node);
    struct case_word first = case_words_need(&words, "usage, claim, cert, again or standing");
    int kind = words.failed ? -1 : case_word_choice(&words, &first, kinds);
    if (words.failed) {
        return;
    }
    if (kind == LINE_AGAIN) {
        read_again(scribe, node);
        return;
    }
    uint32_t lines = lines_of(&words);
    bool good = true;
    for (uint32_t line = 0; line < lines && good; line++) {
        struct case_words filled = words;
        for (uint32_t i = 0; i < filled.count; i++) {
            filled.words[i].text = case_series_value(scribe->arena, words.words[i].text, line);
        }
        if (kind == LINE_STANDING) {
            good = read_standing(scribe, &filled);
        } else if (kind != LINE_USAGE || !read_months(scribe, &filled)) {
            good = read_one(scribe, &filled, kind);
        }
    }
}
