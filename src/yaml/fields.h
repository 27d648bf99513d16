/* Keys of a block: which may stand there, which must, and what is said of others. */
#ifndef YAML_FIELDS_H
#define YAML_FIELDS_H

#include "yaml/yaml.h"

/* Says each key of the map that is not among the names, with the name it may have been meant to be.
 * `allowed`: names separated by one space. False where the node is no map (said too). */
bool fields_check(const struct yaml_node *map, const char *allowed);

/* A child that must be there: said where it is not, and NULL. */
const struct yaml_node *fields_need(const struct yaml_node *map, const char *key);

/* True where the node is of that kind; otherwise it says so. NULL is false in silence. */
bool fields_is(const struct yaml_node *node, enum yaml_kind kind);

/* Index of the word among the names (as above), or -1. */
int fields_index(struct merit_text word, const char *names);

/* "a, b, c" in the arena. */
const char *fields_listed(struct arena *arena, const char *names);

/* "did you mean 'WORD'?" with the nearest of the names; NULL where none is near. */
const char *fields_nearest(struct arena *arena, struct merit_text word, const char *names);

#endif
