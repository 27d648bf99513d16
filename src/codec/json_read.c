/* One JSON line to one input event (contract, "JSON lines"), or to a standing. */
#include "codec/json_read.h"

#include "base/memory.h"
#include "codec/json_fields.h"
#include "codec/line_read.h"
#include "codec/time_text.h"

#include <assert.h>
#include <stdio.h>

enum { MESSAGE_BYTES = 512, NO_DEFAULT = -1 };

/* Stand for what no event may hold, so that merit_event_check names the fault in its turn. */
enum { DAY_WRONG = MERIT_DAY_FIRST - 1 };
#define MICROS_WRONG     (DAY_WRONG * MERIT_MICROS_PER_DAY)
#define FIGURE_TOO_LARGE INT64_MAX
#define FIGURE_TOO_SMALL INT64_C(-1)

enum presence {
    REQUIRED,
    OPTIONAL, /* may be missing or null */
};

struct json_reader {
    struct json_collector *collector;
    const struct json_fields *fields; /* of the line being read */
    struct merit_fault fault;         /* the first that makes it undecodable */
    char message[MESSAGE_BYTES];
};

struct json_reader *json_reader_new(void)
{
    struct json_reader *reader = memory_allocate(sizeof *reader);
    *reader = (struct json_reader){.collector = json_collector_new()};
    return reader;
}

void json_reader_free(struct json_reader *reader)
{
    if (reader != NULL) {
        json_collector_free(reader->collector);
        memory_free(reader);
    }
}

const char *json_reader_message(const struct json_reader *reader)
{
    return reader->message;
}

/* ---- single fields: each keeps the first fault and gives some harmless value ------------- */

static void refuse(struct json_reader *reader, enum json_field field, const char *reason)
{
    if (reader->fault.bad == MERIT_BAD_NONE) {
        reader->fault = (struct merit_fault){
            .bad = MERIT_BAD_UNDECODABLE,
            .field = json_field_name(field),
            .reason = reason,
        };
    }
}

static bool has_field(const struct json_reader *reader, enum json_field field)
{
    return (reader->fields->seen >> field & 1) != 0;
}

/* The field's slot where it holds a value; NULL where it is missing or null, or at fault. */
static const struct json_slot *take_slot(struct json_reader *reader,
                                         enum json_field field,
                                         enum presence presence)
{
    if (!has_field(reader, field)) {
        if (presence == REQUIRED) {
            refuse(reader, field, "is missing");
        }
        return NULL;
    }
    const struct json_slot *slot = &reader->fields->slots[field];
    if ((reader->fields->repeated >> field & 1) != 0) {
        refuse(reader, field, "is given twice");
        return NULL;
    }
    if (slot->kind == JSON_NULL) {
        if (presence == REQUIRED) {
            refuse(reader, field, "is null, but must have a value");
        }
        return NULL;
    }
    return slot;
}

static const struct merit_text *take_string(struct json_reader *reader,
                                            enum json_field field,
                                            enum presence presence,
                                            const char *reason)
{
    const struct json_slot *slot = take_slot(reader, field, presence);
    if (slot != NULL && slot->kind != JSON_STRING) {
        refuse(reader, field, reason);
        return NULL;
    }
    return slot == NULL ? NULL : &slot->text;
}

static struct merit_text take_id(struct json_reader *reader,
                                 enum json_field field,
                                 enum presence presence)
{
    const struct merit_text *id = take_string(reader, field, presence, "is not a string");
    if (id == NULL) {
        return (struct merit_text){NULL, 0};
    }
    return *id;
}

/* A date that is absent though required, of another form or no day of the calendar is a bad date;
 * one that is no string at all is not decodable. */
static int32_t take_date(struct json_reader *reader, enum json_field field, enum presence presence)
{
    const struct merit_text *text =
        take_string(reader, field, OPTIONAL, "is not a string as \"2022-10-03\"");
    int32_t day = presence == REQUIRED ? DAY_WRONG : MERIT_NO_DAY;
    if (text != NULL && time_text_read_date(*text, &day) != TIME_TEXT_GOOD) {
        day = DAY_WRONG;
    }
    return day;
}

/* `absent` where the field is missing or null. */
static int64_t take_timestamp(struct json_reader *reader, enum json_field field, int64_t absent)
{
    const struct merit_text *text =
        take_string(reader, field, OPTIONAL, "is not a string as \"2022-10-03T09:00:00Z\"");
    int64_t micros = absent;
    if (text != NULL && time_text_read_timestamp(*text, &micros) != TIME_TEXT_GOOD) {
        micros = MICROS_WRONG;
    }
    return micros;
}

/* Digits of any number, with a sign where negative; beyond int64 what stands for too large or
 * small. */
static int64_t integer_read(struct merit_text digits)
{
    bool negative = digits.at[0] == '-';
    int64_t value = 0;
    for (uint32_t i = negative ? 1 : 0; i < digits.length; i++) {
        int64_t digit = digits.at[i] - '0';
        if (value > (INT64_MAX - digit) / 10) {
            return negative ? FIGURE_TOO_SMALL : FIGURE_TOO_LARGE;
        }
        value = value * 10 + digit;
    }
    return negative ? -value : value;
}

static int64_t take_figure(struct json_reader *reader, enum json_field field)
{
    const struct json_slot *slot = take_slot(reader, field, OPTIONAL);
    if (slot == NULL) {
        return MERIT_NO_FIGURE;
    }
    if (slot->kind != JSON_INTEGER) {
        refuse(reader, field, "is not an integer");
        return MERIT_NO_FIGURE;
    }
    return integer_read(slot->text);
}

/* The symbol's number; `absent` where the field is missing. Null is no symbol. */
static int take_symbol(struct json_reader *reader,
                       enum json_field field,
                       const char *const *symbols,
                       int absent,
                       const char *reason)
{
    if (absent != NO_DEFAULT && !has_field(reader, field)) {
        return absent;
    }
    const struct merit_text *text = take_string(reader, field, REQUIRED, reason);
    if (text == NULL) {
        return 0;
    }
    for (int i = 0; symbols[i] != NULL; i++) {
        if (merit_text_equal(*text, merit_text_of(symbols[i]))) {
            return i;
        }
    }
    refuse(reader, field, reason);
    return 0;
}

static void take_products(struct json_reader *reader, struct merit_association *association)
{
    const struct json_fields *fields = reader->fields;
    association->product_count = 0;
    association->products = fields->products;
    if (!has_field(reader, JSON_FIELD_PRODUCTS)) {
        return;
    }
    const struct json_slot *slot = take_slot(reader, JSON_FIELD_PRODUCTS, REQUIRED);
    if (slot == NULL) {
        return;
    }
    if (slot->kind != JSON_ARRAY || fields->products_wrong) {
        refuse(reader, JSON_FIELD_PRODUCTS, "is not an array of strings");
        return;
    }
    association->product_count = fields->product_count;
    for (uint32_t i = 0; i < fields->product_count; i++) {
    }
}

/* ---- the three events, and standings
 * -------------------------------------------------------------------- */

static void read_association(struct json_reader *reader, struct merit_association *ret_association)
{
    struct merit_association *to = ret_association;
    to->association_id = take_id(reader, JSON_FIELD_ASSOCIATION_ID, REQUIRED);
    to->partner_id = take_id(reader, JSON_FIELD_PARTNER_ID, REQUIRED);
    to->tenant_id = take_id(reader, JSON_FIELD_TENANT_ID, REQUIRED);
    to->type = (enum merit_association_type)take_symbol(
        reader, JSON_FIELD_ASSOCIATION_TYPE, merit_association_type_names, NO_DEFAULT,
        "is none of CPOR, DPOR, PAL, CSP_TIER1, CSP_TIER2");
    to->status = (enum merit_association_status)take_symbol(
        reader, JSON_FIELD_STATUS, merit_association_status_names, MERIT_STATUS_ACTIVE,
        "is none of PENDING, ACTIVE, REJECTED");
    to->cloud =
        (enum merit_cloud)take_symbol(reader, JSON_FIELD_CLOUD, merit_cloud_names,
                                      MERIT_CLOUD_PUBLIC, "is none of PUBLIC, CHINA, GOVERNMENT");
    take_products(reader, to);
    to->subscription_id = take_id(reader, JSON_FIELD_SUBSCRIPTION_ID, OPTIONAL);
    to->start_day = take_date(reader, JSON_FIELD_START_DATE, REQUIRED);
    to->end_day = take_date(reader, JSON_FIELD_END_DATE, OPTIONAL);
}

static void read_usage(struct json_reader *reader, struct merit_usage *ret_usage)
{
    struct merit_usage *to = ret_usage;
    to->tenant_id = take_id(reader, JSON_FIELD_TENANT_ID, REQUIRED);
    to->product = take_id(reader, JSON_FIELD_PRODUCT, REQUIRED);
    to->subscription_id = take_id(reader, JSON_FIELD_SUBSCRIPTION_ID, OPTIONAL);
    to->offer = take_id(reader, JSON_FIELD_OFFER, OPTIONAL);
    to->as_of_day = take_date(reader, JSON_FIELD_AS_OF, REQUIRED);
    to->figures[MERIT_FIGURE_ACTIVE_USERS] = take_figure(reader, JSON_FIELD_MONTHLY_ACTIVE_USERS);
    to->figures[MERIT_FIGURE_PAID_UNITS] = take_figure(reader, JSON_FIELD_PAID_AVAILABLE_UNITS);
    to->figures[MERIT_FIGURE_REVENUE] = take_figure(reader, JSON_FIELD_CONSUMED_REVENUE);
}

static void read_certification(struct json_reader *reader,
                               struct merit_certification *ret_certification)
{
    struct merit_certification *to = ret_certification;
    to->partner_id = take_id(reader, JSON_FIELD_PARTNER_ID, REQUIRED);
    to->person_id = take_id(reader, JSON_FIELD_PERSON_ID, REQUIRED);
    to->certification = take_id(reader, JSON_FIELD_CERTIFICATION, REQUIRED);
    to->achieved_day = take_date(reader, JSON_FIELD_ACHIEVED_ON, REQUIRED);
    to->expires_day = take_date(reader, JSON_FIELD_EXPIRES_ON, OPTIONAL);
    to->linked_day = take_date(reader, JSON_FIELD_LINKED_ON, OPTIONAL);
    to->unlinked_day = take_date(reader, JSON_FIELD_UNLINKED_ON, OPTIONAL);
}

static void read_standing(struct json_reader *reader, struct merit_standing *ret_standing)
{
    struct merit_standing *to = ret_standing;
    to->partner_id = take_id(reader, JSON_FIELD_PARTNER_ID, REQUIRED);
    to->designation = take_id(reader, JSON_FIELD_DESIGNATION, REQUIRED);
    to->attained_day = take_date(reader, JSON_FIELD_ATTAINED_ON, REQUIRED);
    to->anniversary_day = take_date(reader, JSON_FIELD_ANNIVERSARY_DATE, REQUIRED);
    to->last_qualified_day = take_date(reader, JSON_FIELD_LAST_QUALIFIED_ON, OPTIONAL);
    if (to->last_qualified_day == MERIT_NO_DAY) {
        to->last_qualified_day = to->attained_day; /* qualified it was then */
    }
}

/* Types are numbered as kinds of events; the last is a standing. */
enum { TYPE_STANDING = MERIT_EVENT_CERTIFICATION + 1 };

static int read_type(struct json_reader *reader)
{
    static const char *const types[] = {"association", "usage", "certification", "standing", NULL};
    static const char reason[] =
        "must be \"association\", \"usage\", \"certification\" or \"standing\"";
    if (!has_field(reader, JSON_FIELD_TYPE)) {
        refuse(reader, JSON_FIELD_TYPE, reason);
        return 0;
    }
    return take_symbol(reader, JSON_FIELD_TYPE, types, NO_DEFAULT, reason);
}

static struct merit_fault read_event(struct json_reader *reader, struct merit_event *event)
{
    event->event_id = take_id(reader, JSON_FIELD_EVENT_ID, REQUIRED);
    event->occurred_at = take_timestamp(reader, JSON_FIELD_OCCURRED_AT, MICROS_WRONG);
    event->timestamp = take_timestamp(reader, JSON_FIELD_TIMESTAMP, event->occurred_at);
    switch (event->kind) {
    case MERIT_EVENT_ASSOCIATION:
        read_association(reader, &event->association);
        break;
    case MERIT_EVENT_USAGE:
        read_usage(reader, &event->usage);
        break;
    case MERIT_EVENT_CERTIFICATION:
        read_certification(reader, &event->certification);
        break;
    }
    if (reader->fault.bad != MERIT_BAD_NONE) {
        return reader->fault;
    }
    return merit_event_check(event);
}

static struct merit_fault read_any(struct json_reader *reader, struct json_line *line)
{
    int type = read_type(reader);
    if (reader->fault.bad != MERIT_BAD_NONE) {
        return reader->fault;
    }
    line->is_standing = type == TYPE_STANDING;
    if (!line->is_standing) {
        line->event.kind = (enum merit_event_kind)type;
        return read_event(reader, &line->event);
    }
    read_standing(reader, &line->standing);
    return reader->fault.bad != MERIT_BAD_NONE ? reader->fault
                                               : merit_standing_check(&line->standing);
}

static void say_fault(struct json_reader *reader, const struct merit_fault *fault)
{
    (void)snprintf(reader->message, sizeof reader->message, "%s: %s %s", merit_bad_code(fault->bad),
                   fault->field, fault->reason);
}

/* A fault of the line as a whole: `reason` for the program, `words` for people. */
static struct merit_fault refuse_line(struct json_reader *reader,
                                      const char *reason,
                                      const char *words)
{
    struct merit_fault fault = {MERIT_BAD_UNDECODABLE, NULL, reason};
    (void)snprintf(reader->message, sizeof reader->message, "%s: %s", merit_bad_code(fault.bad),
                   words);
    return fault;
}

struct merit_fault json_reader_read_line(struct json_reader *reader,
                                         struct merit_text line,
                                         struct json_line *ret_line)
{
    if (line.length > LINE_BYTES_MAX) {
        return refuse_line(reader, "is longer than 1 MiB", "the line is longer than 1 MiB");
    }
    reader->fields = json_collector_read(reader->collector, line);
    if (reader->fields == NULL) {
        return refuse_line(reader, "is not a JSON object", json_collector_error(reader->collector));
    }
    reader->fault = (struct merit_fault){MERIT_BAD_NONE, NULL, NULL};
    struct json_line read;
    struct merit_fault fault = read_any(reader, &read);
    if (fault.bad == MERIT_BAD_NONE) {
        *ret_line = read;
    } else {
        if (fault.bad == MERIT_BAD_DATE || fault.bad == MERIT_BAD_TIMESTAMP) {
            json_fields_explain_date(reader->fields, &fault);
        }
        say_fault(reader, &fault);
    }
    return fault;
}

struct merit_fault json_reader_read(struct json_reader *reader,
                                    struct merit_text line,
                                    struct merit_event *ret_event)
{
    struct json_line read;
    read.is_standing = false;
    struct merit_fault fault = json_reader_read_line(reader, line, &read);
    if (fault.bad == MERIT_BAD_NONE && read.is_standing) {
        fault = (struct merit_fault){MERIT_BAD_UNDECODABLE, json_field_name(JSON_FIELD_TYPE),
                                     "is \"standing\", which is no event: merit import takes it, "
                                     "before meritd starts"};
        say_fault(reader, &fault);
    } else if (fault.bad == MERIT_BAD_NONE) {
        *ret_event = read.event;
    }
    return fault;
}
