/* YAML text to a tree of nodes that know their place: the only user of libfyaml. */
#ifndef YAML_YAML_H
#define YAML_YAML_H

#include "yaml/errors.h"

enum {
    YAML_DEPTH_MAX = 12,    /* nesting of maps and lists */
    YAML_NODES_MAX = 16384, /* of one file */
};

enum yaml_kind {
    YAML_SCALAR,
    YAML_MAP,
    YAML_LIST,
};

/* All memory is the arena's of the file. */
struct yaml_node {
    enum yaml_kind kind;
    struct yaml_file *file;
    struct yaml_place place;
    struct merit_text text;      /* SCALAR: on one line; empty where nothing was written */
    const struct yaml_node *key; /* of a map's child, else NULL */
    struct yaml_node *parent;
    struct yaml_node *first; /* children in the order written */
    struct yaml_node *last;
    struct yaml_node *next;
    uint32_t count;
};

/* The root of the file's one document, always a map. NULL where no tree could be made: bad YAML
 * (its first fault), anchors, aliases, tags, more than one document, nothing at all, or beyond the
 * limits. A repeated key and a scalar of several lines are faults that leave a tree. All faults
 * stand in file->errors. */
struct yaml_node *yaml_parse(struct yaml_file *file);

/* The same of one value, which need not be a map; of nothing, an empty scalar. */
struct yaml_node *yaml_parse_value(struct yaml_file *file);

/* The child of a map, NULL where there is none (or the node is no map). */
const struct yaml_node *yaml_child(const struct yaml_node *map, const char *key);

/* A fault at a node, `offset` bytes into its text. */
__attribute__((format(printf, 4, 5))) void yaml_error(
    const struct yaml_node *node, uint32_t offset, const char *help, const char *format, ...);

#endif
