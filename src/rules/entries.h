/* Where each value of a rule file came from, in the order of the file. */
#ifndef RULES_ENTRIES_H
#define RULES_ENTRIES_H

#include "rules/value.h"

/* A key, an item of a list, or a key with its value, as it stands in one line. */
struct rules_entry {
    uint32_t line;
    uint32_t column;
    uint8_t depth;          /* 0: a key of the file itself */
    struct merit_text key;  /* null: an item of a list */
    struct merit_text text; /* the value without its source; null: a block or a list follows */
    char source;            /* 0: none */
    int32_t from_day;       /* INT32_MIN and MERIT_NEVER: always */
    int32_t until_day;
};

struct rules_entries {
    uint32_t count;
    const struct rules_entry *entries;
};

/* Texts are those of the tree; the array is the arena's of the file. */
struct rules_entries entries_of(const struct yaml_node *root);

#endif
