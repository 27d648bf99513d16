/* Where each value of a rule file came from, in the order of the file. */
#include "rules/entries.h"

/* The node that follows in the order of the file; moves `depth` along. NULL after the last. */
static const struct yaml_node *following(const struct yaml_node *node, uint8_t *depth)
{
    if (node->first != NULL) {
        (*depth)++;
        return node->first;
    }
    while (node->parent != NULL && node->next == NULL) {
        node = node->parent;
        (*depth)--;
    }
    return node->next;
}

static struct rules_entry entry_of(const struct yaml_node *node, uint8_t depth)
{
    const struct yaml_node *begin = node->key != NULL ? node->key : node;
    struct rules_entry entry = {
        .line = begin->place.line,
        .column = begin->place.column,
        .depth = depth,
        .key = node->key != NULL ? node->key->text : (struct merit_text){NULL, 0},
        .text = {NULL, 0},
        .from_day = INT32_MIN,
        .until_day = MERIT_NEVER,
    };
    if (node->kind == YAML_SCALAR) {
        struct rules_value value = value_split(node);
        entry.text = value.text;
        entry.source = value.source;
        entry.from_day = value.from_day;
        entry.until_day = value.until_day;
    }
    return entry;
}

struct rules_entries entries_of(const struct yaml_node *root)
{
    uint32_t count = 0;
    uint8_t depth = 0;
    for (const struct yaml_node *node = root->first; node != NULL; node = following(node, &depth)) {
        count++;
    }
    struct rules_entry *entries = arena_allocate(root->file->arena, count * sizeof *entries);
    uint32_t at = 0;
    depth = 0;
    for (const struct yaml_node *node = root->first; node != NULL; node = following(node, &depth)) {
        entries[at++] = entry_of(node, depth);
    }
    return (struct rules_entries){count, entries};
}
