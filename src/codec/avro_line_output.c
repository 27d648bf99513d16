/* An output's Avro record to a JSON line, field by field as the schema has them. */
#include "codec/avro_line.h"
#include "codec/avro_number.h"
#include "codec/json_field_write.h"
#include "codec/json_number.h"

#include <math.h>

/* Days that have a year of four digits. */
enum { DAY_LEAST = -719162, DAY_MOST = 2932896 }; /* 0001-01-01, 9999-12-31 */

/* The first fault is kept; after it nothing more can be read. */
struct line {
    struct text_buffer *buffer;
    struct reader reader;
    struct merit_fault fault;
};

static void refuse(struct line *line, const char *name, const char *reason)
{
    if (line->fault.bad == MERIT_BAD_NONE) {
        line->fault = (struct merit_fault){MERIT_BAD_UNDECODABLE, name, reason};
    }
    line->reader.at = line->reader.end;
}

/* ---- values: each reads one and, with a name, writes it as a field ------------------------- */

static int64_t take_long(struct line *line, const char *name)
{
    int64_t value;
    if (!avro_read_long(&line->reader, &value)) {
        refuse(line, name, "ends too early, or is no number");
        return 0;
    }
    return value;
}

static struct merit_text take_text(struct line *line, const char *name)
{
    struct merit_text text;
    if (!avro_read_text(&line->reader, &text)) {
        refuse(line, name, "ends too early, or is not text in UTF-8");
        return (struct merit_text){NULL, 0};
    }
    return text;
}

/* True where the union's value follows. */
static bool take_branch(struct line *line, const char *name)
{
    int64_t branch = take_long(line, name);
    if (branch != 0 && branch != 1) {
        refuse(line, name, "names a branch that its union does not have");
    }
    return branch == 1;
}

static void text_field(struct line *line, const char *name)
{
    json_field_text(line->buffer, name, take_text(line, name));
}

static void optional_text_field(struct line *line, const char *name)
{
    struct merit_text text = {NULL, 0};
    if (take_branch(line, name)) {
        text = take_text(line, name);
    }
    json_field_text(line->buffer, name, text);
}

static void long_field(struct line *line, const char *name)
{
    json_field_integer(line->buffer, name, take_long(line, name));
}

static void boolean_field(struct line *line, const char *name)
{
    const uint8_t *at = reader_take(&line->reader, 1);
    if (at == NULL || *at > 1) {
        refuse(line, name, "ends too early, or is neither true nor false");
        return;
    }
    json_field_boolean(line->buffer, name, *at == 1);
}

static void double_field(struct line *line, const char *name)
{
    double value;
    const uint8_t *at = reader_take(&line->reader, sizeof value);
    if (at == NULL) {
        refuse(line, name, "ends too early");
        return;
    }
    memcpy(&value, at, sizeof value);
    if (!isfinite(value)) {
        refuse(line, name, "is no finite number");
        return;
    }
    json_field_name_add(line->buffer, name);
    json_number_add_double(line->buffer, value);
}

static void date_field(struct line *line, const char *name)
{
    int64_t day = take_long(line, name);
    if (day < DAY_LEAST || day > DAY_MOST) {
        refuse(line, name, "is no date of the years 1 to 9999");
        return;
    }
    json_field_date(line->buffer, name, (int32_t)day);
}

static void optional_date_field(struct line *line, const char *name)
{
    if (take_branch(line, name)) {
        date_field(line, name);
    } else {
        json_field_date(line->buffer, name, MERIT_NO_DAY);
    }
}

static void timestamp_field(struct line *line, const char *name)
{
    int64_t micros = take_long(line, name);
    if (micros < DAY_LEAST * MERIT_MICROS_PER_DAY ||
        micros >= (DAY_MOST + 1) * MERIT_MICROS_PER_DAY) {
        refuse(line, name, "is no time of the years 1 to 9999");
        return;
    }
    json_field_timestamp(line->buffer, name, micros);
}

static void symbol_field(struct line *line, const char *name, const char *const *symbols)
{
    int64_t symbol = take_long(line, name);
    for (int64_t i = 0; symbols[i] != NULL; i++) {
        if (i == symbol) {
            json_field_string(line->buffer, name, symbols[i]);
            return;
        }
    }
    refuse(line, name, "has a symbol that is not in its enum");
}

/* ---- arrays -------------------------------------------------------------------------------- */

/* Before each element: a comma from the second on. False at the array's end. */
struct elements {
    uint64_t left; /* in this block */
    bool any;
};

static bool next_element(struct line *line, struct elements *elements, const char *name)
{
    if (elements->left == 0 && !avro_read_block(&line->reader, &elements->left)) {
        refuse(line, name, "ends too early, or has no length");
        return false;
    }
    if (elements->left == 0 || line->fault.bad != MERIT_BAD_NONE) {
        return false;
    }
    elements->left--;
    if (elements->any) {
        text_buffer_add_byte(line->buffer, ',');
    }
    elements->any = true;
    return true;
}

static void array_begin(struct line *line, const char *name)
{
    json_field_name_add(line->buffer, name);
    text_buffer_add_byte(line->buffer, '[');
}

static void array_end(struct line *line)
{
    text_buffer_add_byte(line->buffer, ']');
}

/* The start of an element that is an object with a text as its first field. */
static void object_begin(struct line *line, const char *name)
{
    text_buffer_add_string(line->buffer, "{\"");
    text_buffer_add_string(line->buffer, name);
    text_buffer_add(line->buffer, "\":", 2);
}

static void object_end(struct line *line)
{
    text_buffer_add_byte(line->buffer, '}');
}

static void parts_field(struct line *line)
{
    struct elements elements = {0, false};
    array_begin(line, "parts");
    while (next_element(line, &elements, "parts")) {
        object_begin(line, "name");
        json_add_text(line->buffer, take_text(line, "name"));
        double_field(line, "actual");
        double_field(line, "target");
        object_end(line);
    }
    array_end(line);
}

static void metrics_field(struct line *line)
{
    struct elements elements = {0, false};
    array_begin(line, "metrics");
    while (next_element(line, &elements, "metrics")) {
        object_begin(line, "metric");
        json_add_text(line->buffer, take_text(line, "metric"));
        optional_text_field(line, "basis");
        double_field(line, "actual");
        double_field(line, "target");
        double_field(line, "points");
        double_field(line, "max_points");
        parts_field(line);
        object_end(line);
    }
    array_end(line);
}

static void crossings_field(struct line *line)
{
    static const char *const directions[] = {"UP", "DOWN", NULL};
    struct elements elements = {0, false};
    array_begin(line, "thresholds_crossed");
    while (next_element(line, &elements, "thresholds_crossed")) {
        object_begin(line, "threshold");
        text_buffer_add_integer(line->buffer, take_long(line, "threshold"));
        symbol_field(line, "direction", directions);
        object_end(line);
    }
    array_end(line);
}

static void specializations_field(struct line *line)
{
    struct elements elements = {0, false};
    array_begin(line, "specializations");
    while (next_element(line, &elements, "specializations")) {
        json_add_text(line->buffer, take_text(line, "specializations"));
    }
    array_end(line);
}

/* ---- records ------------------------------------------------------------------------------- */

static void cause_fields(struct line *line)
{
    date_field(line, "effective_date");
    timestamp_field(line, "occurred_at");
    symbol_field(line, "cause", merit_cause_names);
    optional_text_field(line, "cause_event_id");
}

static void score_changed_fields(struct line *line)
{
    json_line_begin(line->buffer, "score_changed");
    text_field(line, "event_id");
    text_field(line, "partner_id");
    text_field(line, "designation");
    long_field(line, "sequence");
    cause_fields(line);
    optional_text_field(line, "path");
    double_field(line, "previous_points");
    double_field(line, "points");
    boolean_field(line, "previously_qualified");
    boolean_field(line, "qualified");
    crossings_field(line);
    text_field(line, "rules_version");
    metrics_field(line);
}

static void designation_event_fields(struct line *line)
{
    json_line_begin(line->buffer, "designation");
    text_field(line, "event_id");
    text_field(line, "partner_id");
    text_field(line, "designation");
    long_field(line, "sequence");
    long_field(line, "score_sequence");
    symbol_field(line, "transition", merit_transition_names);
    cause_fields(line);
    double_field(line, "points");
    optional_date_field(line, "anniversary_date");
    specializations_field(line);
    text_field(line, "rules_version");
}

static void designation_score_fields(struct line *line)
{
    json_line_begin(line->buffer, "score");
    text_field(line, "partner_id");
    text_field(line, "designation");
    date_field(line, "as_of");
    long_field(line, "sequence");
    symbol_field(line, "status", merit_status_names);
    optional_date_field(line, "anniversary_date");
    optional_date_field(line, "attained_on");
    optional_text_field(line, "path");
    double_field(line, "points");
    boolean_field(line, "qualified");
    metrics_field(line);
    text_field(line, "rules_version");
}

struct merit_fault avro_line_add_output(struct text_buffer *buffer,
                                        enum merit_output_kind kind,
                                        struct bytes body)
{
    struct line line = {buffer, reader_of(body), {MERIT_BAD_NONE, NULL, NULL}};
    size_t length = buffer->length;
    switch (kind) {
    case MERIT_OUTPUT_SCORE_CHANGED:
        score_changed_fields(&line);
        break;
    case MERIT_OUTPUT_DESIGNATION:
        designation_event_fields(&line);
        break;
    case MERIT_OUTPUT_SCORE:
        designation_score_fields(&line);
        break;
    }
    if (line.reader.at != line.reader.end) {
        refuse(&line, "value", "goes on after its end");
    }
    if (line.fault.bad == MERIT_BAD_NONE) {
        json_line_end(buffer);
    } else {
        buffer->length = length;
    }
    return line.fault;
}
