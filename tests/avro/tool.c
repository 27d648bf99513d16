/* The codec on a line each, for compare.py: a command in, an answer out. */
#include "codec/avro_line.h"
#include "codec/avro_write.h"
#include "codec/json_read.h"
#include "codec/schema_canonical.h"
#include "outputs.h"

#include <stdio.h>
#include <stdlib.h>

enum { LINE_MAX_BYTES = 4 * 1024 * 1024 };

static struct schema_set *set;
static struct input_scratch scratch;

static void say_hex(struct bytes bytes)
{
    for (size_t i = 0; i < bytes.length; i++) {
        printf("%02x", bytes.at[i]);
    }
}

static size_t read_hex(const char *text, uint8_t *to)
{
    size_t length = 0;
    unsigned byte = 0;
    while (sscanf(text + 2 * length, "%2x", &byte) == 1) {
        to[length++] = (uint8_t)byte;
    }
    return length;
}

/* read KIND FRAMING HEX: the JSON line, or "! CODE: FIELD REASON". */
static void answer_read(int kind, int framing, const char *hex)
{
    /* As large as the value, so that a sanitizer sees the first byte read too many. */
    size_t length = strlen(hex) / 2;
    uint8_t *bytes = malloc(length + (length == 0));
    if (bytes == NULL) {
        abort();
    }
    length = read_hex(hex, bytes);
    const struct avro_line_record record = {
        .kind = (enum record_kind)kind,
        .framing = (enum framing)framing,
        .value = {bytes, length},
        .timestamp_ms = INT64_C(1700000000000),
    };
    struct text_buffer line = {0};
    struct merit_fault fault = avro_line_add(&line, set, &record, &scratch);
    if (fault.bad == MERIT_BAD_NONE) {
        printf("%.*s", (int)line.length, line.at);
    } else {
        printf("! %s: %s %s\n", merit_bad_code(fault.bad), fault.field, fault.reason);
    }
    text_buffer_fini(&line);
    free(bytes);
}

/* write JSON: an event's value in hexadecimal, framed as a single object. */
static void answer_write(const char *json)
{
    struct json_reader *reader = json_reader_new();
    struct merit_event event;
    if (json_reader_read(reader, merit_text_of(json), &event).bad != MERIT_BAD_NONE) {
        printf("! %s\n", json_reader_message(reader));
    } else {
        struct buffer buffer = {0};
        framing_write(&buffer, set, (enum record_kind)event.kind, FRAMING_SINGLE_OBJECT);
        avro_write_event(&buffer, &event);
        say_hex(buffer_view(&buffer));
        printf("\n");
        buffer_fini(&buffer);
    }
    json_reader_free(reader);
}

/* output SEED: "KIND HEX JSON" of a random output. */
static void answer_output(uint64_t seed)
{
    struct merit_output output;
    outputs_make(seed, &output);
    char id[EVENT_ID_LENGTH] = {0};
    if (output.kind != MERIT_OUTPUT_SCORE) {
        output_event_id(&json_names_default, &output, id);
    }
    struct buffer buffer = {0};
    struct text_buffer line = {0};
    framing_write(&buffer, set, record_kind_of_output(output.kind), FRAMING_SINGLE_OBJECT);
    avro_write_output(&buffer, &output, id);
    json_write_output(&line, &json_names_default, &output);
    printf("%d ", (int)record_kind_of_output(output.kind));
    say_hex(buffer_view(&buffer));
    printf(" %.*s", (int)line.length, line.at);
    buffer_fini(&buffer);
    text_buffer_fini(&line);
}

/* canonical JSON: "FINGERPRINT CANONICAL", or "! REASON". */
static void answer_canonical(const char *json)
{
    struct arena arena = {0};
    struct text_buffer text = {0};
    struct schema schema;
    if (schema_read(&arena, merit_text_of(json), &text, &schema)) {
        schema_canonical_add(&text, &schema);
        struct merit_text canonical = {text.at, (uint32_t)text.length};
        printf("%016llx %.*s\n", (unsigned long long)schema_fingerprint(canonical),
               (int)text.length, text.at);
    } else {
        printf("! %.*s\n", (int)text.length, text.at);
    }
    text_buffer_fini(&text);
    arena_fini(&arena);
}

static void answer(char *line)
{
    int kind;
    int framing;
    int used = 0;
    unsigned long long seed;
    if (sscanf(line, "read %d %d %n", &kind, &framing, &used) == 2 && used > 0) {
        answer_read(kind, framing, line + used);
    } else if (strncmp(line, "write ", 6) == 0) {
        answer_write(line + 6);
    } else if (sscanf(line, "output %llu", &seed) == 1) {
        answer_output(seed);
    } else if (strncmp(line, "canonical ", 10) == 0) {
        answer_canonical(line + 10);
    } else {
        printf("! no such command\n");
    }
}

int main(int argc, char **argv)
{
    struct text_buffer errors = {0};
    char *line = malloc(LINE_MAX_BYTES);
    set = argc == 2 ? schema_set_load(argv[1], &errors) : NULL;
    if (set == NULL || line == NULL) {
        fprintf(stderr, "usage: avro_tool SCHEMAS\n%.*s", (int)errors.length, errors.at);
        free(line);
        text_buffer_fini(&errors);
        return EXIT_FAILURE;
    }
    while (fgets(line, LINE_MAX_BYTES, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        answer(line);
        fflush(stdout);
    }
    free(line);
    schema_set_free(set);
    text_buffer_fini(&errors);
    return EXIT_SUCCESS;
}
