/* What is wrong with YAML files that people write: every fault, as text for people. */
#include "yaml/errors.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdio.h>

enum {
    MESSAGE_BYTES = 512,
    LINE_BYTES_SHOWN = 160,
};

void yaml_errors_init(struct yaml_errors *errors)
{
    *errors = (struct yaml_errors){0};
}

void yaml_errors_fini(struct yaml_errors *errors)
{
    buffer_fini(&errors->text);
    *errors = (struct yaml_errors){0};
}

static void put_string(struct buffer *buffer, const char *string)
{
    buffer_put(buffer, string, strlen(string));
}

/* Bytes that may come from a damaged file, each made printable. */
static void put_shown(struct buffer *buffer, const char *at, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t character = utf8_length(at + i, length - i);
        unsigned char byte = (unsigned char)at[i];
        if (character == 0 || byte < ' ' || byte == 0x7F) {
            buffer_u8(buffer, byte == '\t' ? (uint8_t)' ' : (uint8_t)'?');
            i++;
        } else {
            buffer_put(buffer, at + i, character);
            i += character;
        }
    }
}

void yaml_error_plain(struct yaml_errors *errors, const char *path, const char *format, ...)
{
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    assert(length >= 0);
    put_shown(&errors->text, path, strlen(path));
    put_string(&errors->text, ": error: ");
    put_shown(&errors->text, message, strlen(message));
    put_string(&errors->text, "\n");
    errors->count++;
}

/* The text of a line, without its end. */
static struct merit_text line_text(struct merit_text bytes, uint32_t line)
{
    uint32_t at = 0;
    for (uint32_t number = 1; number < line && at < bytes.length; at++) {
        number += bytes.at[at] == '\n';
    }
    uint32_t end = at;
    while (end < bytes.length && bytes.at[end] != '\n' && bytes.at[end] != '\r') {
        end++;
    }
    return (struct merit_text){bytes.at + at, end - at};
}

static void put_source_line(struct buffer *buffer, struct merit_text line, uint32_t column)
{
    uint32_t shown = line.length < LINE_BYTES_SHOWN ? line.length : LINE_BYTES_SHOWN;
    put_shown(buffer, line.at, shown);
    if (shown < line.length) {
        put_string(buffer, "...");
    }
    put_string(buffer, "\n");
    if (column > LINE_BYTES_SHOWN) {
        return;
    }
    for (uint32_t i = 1; i < column; i++) {
        buffer_u8(buffer, ' ');
    }
    put_string(buffer, "^\n");
}

static bool has_word(struct merit_text line, const char *word)
{
    size_t length = strlen(word);
    for (size_t at = 0; at + length <= line.length; at++) {
        if (memcmp(line.at + at, word, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_secret(const struct yaml_file *file, struct merit_text line)
{
    for (const char *const *word = file->secrets; word != NULL && *word != NULL; word++) {
        if (has_word(line, *word)) {
            return true;
        }
    }
    return false;
}

static void put_source_line_unless_secret(const struct yaml_file *file, struct yaml_place place)
{
    struct merit_text line = line_text(file->bytes, place.line);
    if (is_secret(file, line)) {
        put_string(&file->errors->text, "(the line holds a secret and is not shown)\n");
    } else {
        put_source_line(&file->errors->text, line, place.column);
    }
}

static bool said_before(const struct yaml_errors *errors, const char *head)
{
    size_t length = strlen(head);
    for (size_t at = 0; at + length <= errors->text.length; at++) {
        if (memcmp(errors->text.bytes + at, head, length) == 0) {
            return true;
        }
    }
    return false;
}

void yaml_error_at_list(struct yaml_file *file,
                        struct yaml_place place,
                        const char *help,
                        const char *format,
                        va_list arguments)
{
    char message[MESSAGE_BYTES];
    int length = vsnprintf(message, sizeof message, format, arguments);
    assert(length >= 0);
    char head[MESSAGE_BYTES * 2];
    if (file->is_value) {
        length = snprintf(head, sizeof head, "%s: error: %s\n", file->path, message);
    } else {
        length = snprintf(head, sizeof head, "%s:%u:%u: error: %s\n", file->path, place.line,
                          place.column, message);
    }
    assert(length >= 0);
    struct buffer *text = &file->errors->text;
    if (said_before(file->errors, head)) {
        return;
    }
    file->errors->count++;
    file->error_count++;
    if (file->error_count > YAML_FILE_ERRORS_MAX) {
        if (file->error_count == YAML_FILE_ERRORS_MAX + 1) {
            put_string(text, file->path);
            put_string(text, ": error: more is wrong here; these come first\n");
        }
        return;
    }
    put_shown(text, head, strlen(head) - 1);
    put_string(text, "\n");
    put_source_line_unless_secret(file, place);
    if (help != NULL) {
        put_string(text, "help: ");
        put_shown(text, help, strlen(help));
        put_string(text, "\n");
    }
}

void yaml_error_at(
    struct yaml_file *file, struct yaml_place place, const char *help, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    yaml_error_at_list(file, place, help, format, arguments);
    va_end(arguments);
}

const char *yaml_did_you_mean(struct arena *arena, struct merit_text word)
{
    static const char before[] = "did you mean '";
    static const char after[] = "'?";
    char *help = arena_allocate(arena, sizeof before + sizeof after + word.length);
    memcpy(help, before, sizeof before - 1);
    memcpy(help + sizeof before - 1, word.at, word.length);
    memcpy(help + sizeof before - 1 + word.length, after, sizeof after);
    return help;
}
