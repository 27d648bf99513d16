/* YAML text to a tree of nodes that know their place: the only user of libfyaml. */
#include "yaml/yaml.h"

#include "base/utf8.h"

#include <libfyaml.h>

#include <assert.h>

/* The tree as it grows: `open` is the map or list that the next node belongs to. */
struct yaml_builder {
    struct yaml_file *file;
    struct yaml_node *root;
    struct yaml_node *open;
    struct yaml_node *key; /* waits for its value */
    uint32_t depth;
    uint32_t node_count;
    uint32_t document_count;
    bool failed;
};

void yaml_error(
    const struct yaml_node *node, uint32_t offset, const char *help, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct yaml_place place = {node->place.line, node->place.column + offset};
    yaml_error_at_list(node->file, place, help, format, arguments);
    va_end(arguments);
}

const struct yaml_node *yaml_child(const struct yaml_node *map, const char *key)
{
    if (map == NULL || map->kind != YAML_MAP) {
        return NULL;
    }
    struct merit_text wanted = merit_text_of(key);
    for (const struct yaml_node *child = map->first; child != NULL; child = child->next) {
        if (merit_text_equal(child->key->text, wanted)) {
            return child;
        }
    }
    return NULL;
}

/* ---- building ---------------------------------------------------------------------------- */

static void fail(struct yaml_builder *builder, struct yaml_place place, const char *message)
{
    builder->failed = true;
    yaml_error_at(builder->file, place, NULL, "%s", message);
}

static struct yaml_place place_of(const struct yaml_builder *builder, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark != NULL && mark->line >= 0 && mark->column >= 0) {
        return (struct yaml_place){(uint32_t)mark->line + 1, (uint32_t)mark->column + 1};
    }
    /* Nothing was written: the place is that of the key. */
    const struct yaml_node *near = builder->key != NULL ? builder->key : builder->open;
    return near != NULL ? near->place : (struct yaml_place){1, 1};
}

static void refuse_repeated_key(struct yaml_builder *builder, const struct yaml_node *key)
{
    for (const struct yaml_node *child = builder->open->first; child != NULL; child = child->next) {
        if (merit_text_equal(child->key->text, key->text)) {
            yaml_error(key, 0, NULL, "'%.*s' stands here twice, first in line %u",
                       (int)key->text.length, key->text.at, child->key->place.line);
            return;
        }
    }
}

static void attach(struct yaml_builder *builder, struct yaml_node *node)
{
    struct yaml_node *open = builder->open;
    node->parent = open;
    if (open == NULL) {
        builder->root = node;
        return;
    }
    if (open->kind == YAML_MAP && builder->key == NULL) {
        if (node->kind != YAML_SCALAR || node->text.length == 0) {
            fail(builder, node->place, "a key must be a word");
            return;
        }
        refuse_repeated_key(builder, node);
        builder->key = node;
        return;
    }
    node->key = builder->key;
    builder->key = NULL;
    if (open->last == NULL) {
        open->first = node;
    } else {
        open->last->next = node;
    }
    open->last = node;
    open->count++;
}

static struct yaml_node *add(struct yaml_builder *builder,
                             struct fy_event *event,
                             enum yaml_kind kind)
{
    struct yaml_node *node = arena_allocate(builder->file->arena, sizeof *node);
    node->kind = kind;
    node->file = builder->file;
    node->place = place_of(builder, event);
    builder->node_count++;
    if (builder->node_count > YAML_NODES_MAX) {
        fail(builder, node->place, "the file is too long");
    }
    return node;
}

static void open_collection(struct yaml_builder *builder,
                            struct fy_event *event,
                            enum yaml_kind kind)
{
    struct yaml_node *node = add(builder, event, kind);
    builder->depth++;
    if (builder->depth > YAML_DEPTH_MAX) {
        fail(builder, node->place, "nested too deep");
        return;
    }
    attach(builder, node);
    builder->open = node;
}

static void close_collection(struct yaml_builder *builder)
{
    assert(builder->open != NULL);
    builder->open = builder->open->parent;
    builder->depth--;
}

static void add_scalar(struct yaml_builder *builder, struct fy_event *event)
{
    struct fy_token *token = event->scalar.value;
    struct yaml_node *node = add(builder, event, YAML_SCALAR);
    size_t length = 0;
    const char *at = token == NULL ? NULL : fy_token_get_text(token, &length);
    if (length > YAML_FILE_BYTES_MAX) {
        length = 0;
    }
    node->text = arena_text(builder->file->arena,
                            (struct merit_text){at == NULL ? "" : at, (uint32_t)length});
    const struct fy_mark *start = fy_event_start_mark(event);
    const struct fy_mark *end = fy_event_end_mark(event);
    bool written = start != NULL && end != NULL && start->line >= 0;
    if (written &&
        (start->line != end->line || memchr(node->text.at, '\n', node->text.length) != NULL)) {
        yaml_error(node, 0, NULL, "a value must stand on one line");
    }
    attach(builder, node);
}

static bool has_extras(const struct fy_event *event)
{
    switch ((int)event->type) {
    case FYET_SCALAR:
        return event->scalar.anchor != NULL || event->scalar.tag != NULL;
    case FYET_MAPPING_START:
        return event->mapping_start.anchor != NULL || event->mapping_start.tag != NULL;
    case FYET_SEQUENCE_START:
        return event->sequence_start.anchor != NULL || event->sequence_start.tag != NULL;
    default:
        return event->type == FYET_ALIAS;
    }
}

static void take(struct yaml_builder *builder, struct fy_event *event)
{
    if (has_extras(event)) {
        fail(builder, place_of(builder, event),
             "anchors, aliases and tags ('&', '*', '!' before a value) are not used here");
        return;
    }
    switch ((int)event->type) {
    case FYET_DOCUMENT_START:
        builder->document_count++;
        if (builder->document_count > 1) {
            yaml_error_at(builder->file, place_of(builder, event), NULL, "%s is one document",
                          builder->file->noun);
            builder->failed = true;
        }
        return;
    case FYET_MAPPING_START:
        open_collection(builder, event, YAML_MAP);
        return;
    case FYET_SEQUENCE_START:
        open_collection(builder, event, YAML_LIST);
        return;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        close_collection(builder);
        return;
    case FYET_SCALAR:
        add_scalar(builder, event);
        return;
    default:
        return;
    }
}

/* ---- reading ----------------------------------------------------------------------------- */

static void report_first(struct yaml_builder *builder, struct fy_diag *diag)
{
    void *cursor = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &cursor);
    builder->failed = true;
    if (error == NULL || error->msg == NULL) {
        yaml_error_at(builder->file, (struct yaml_place){1, 1}, NULL, "not YAML");
        return;
    }
    struct yaml_place place = {error->line > 0 ? (uint32_t)error->line : 1,
                               error->column > 0 ? (uint32_t)error->column : 1};
    yaml_error_at(builder->file, place, NULL, "not YAML: %s", error->msg);
}

static void read_events(struct yaml_builder *builder, struct fy_diag *diag)
{
    const struct fy_parse_cfg config = {
        .flags = (enum fy_parse_cfg_flags)(FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE),
        .diag = diag};
    struct fy_parser *parser = fy_parser_create(&config);
    struct merit_text bytes = builder->file->bytes;
    if (parser == NULL || fy_parser_set_string(parser, bytes.at, bytes.length) != 0) {
        fail(builder, (struct yaml_place){1, 1}, "the YAML reader cannot start");
    }
    while (!builder->failed) {
        struct fy_event *event = fy_parser_parse(parser);
        if (event == NULL) {
            if (fy_parser_get_stream_error(parser)) {
                report_first(builder, diag);
            }
            break;
        }
        take(builder, event);
        fy_parser_event_free(parser, event);
    }
    if (parser != NULL) {
        fy_parser_destroy(parser);
    }
}

static bool is_control(unsigned char byte)
{
    return (byte < ' ' && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7F;
}

static bool is_text(struct yaml_file *file)
{
    struct yaml_place place = {1, 1};
    for (uint32_t at = 0; at < file->bytes.length;) {
        const char *bytes = file->bytes.at + at;
        unsigned char byte = (unsigned char)bytes[0];
        uint32_t length = utf8_length(bytes, file->bytes.length - at);
        if (length == 0 || is_control(byte)) {
            yaml_error_at(file, place, NULL, "byte %02x: the file is not UTF-8 text", byte);
            return false;
        }
        place.column++;
        if (byte == '\n') {
            place = (struct yaml_place){place.line + 1, 1};
        }
        at += length;
    }
    return true;
}

/* False where no tree could be made. A tree may have no root: nothing was written. */
static bool build(struct yaml_file *file, struct yaml_node **ret_root)
{
    if (!is_text(file)) {
        return false;
    }
    struct fy_diag_cfg config;
    fy_diag_cfg_default(&config);
    config.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&config);
    if (diag == NULL) {
        yaml_error_at(file, (struct yaml_place){1, 1}, NULL, "the YAML reader cannot start");
        return false;
    }
    fy_diag_set_collect_errors(diag, true);
    struct yaml_builder builder = {.file = file};
    read_events(&builder, diag);
    fy_diag_destroy(diag);
    *ret_root = builder.root;
    return !builder.failed;
}

struct yaml_node *yaml_parse(struct yaml_file *file)
{
    struct yaml_node *root = NULL;
    if (!build(file, &root)) {
        return NULL;
    }
    if (root == NULL || root->kind != YAML_MAP) {
        yaml_error_at(file, (struct yaml_place){1, 1}, NULL,
                      "expected lines such as '%s' in this file", file->example);
        return NULL;
    }
    return root;
}

/* Words and numbers: in YAML they stand for themselves, so that no reader has to be set up. */
static bool is_plain_word(struct merit_text text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        if (!letter && (i == 0 || (byte != '.' && byte != '_' && byte != '-'))) {
            return false;
        }
    }
    return true;
}

struct yaml_node *yaml_parse_value(struct yaml_file *file)
{
    struct yaml_node *root = NULL;
    bool is_plain = is_plain_word(file->bytes);
    if (!is_plain && !build(file, &root)) {
        return NULL;
    }
    if (root == NULL) {
        root = arena_allocate(file->arena, sizeof *root);
        *root = (struct yaml_node){.kind = YAML_SCALAR, .file = file, .place = {1, 1}};
        root->text = is_plain ? arena_text(file->arena, file->bytes) : (struct merit_text){"", 0};
    }
    return root;
}
